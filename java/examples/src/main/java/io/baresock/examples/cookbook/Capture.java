package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.bpf.BpfAssembler;
import io.baresock.bpf.BpfProgram;
import io.baresock.bpf.SocketFilter;
import io.baresock.option.PacketOptions;
import java.nio.ByteBuffer;

/** Prints the UDP packets to one port that pass an interface. The kernel filters. It needs CAP_NET_RAW. usage: Capture INTERFACE PORT COUNT */
public class Capture {
    private static final int ALL = 0xffff;

    public static void main(String[] args) throws ErrnoException {
        BpfProgram udpToPort = new BpfAssembler() // offsets in the IP packet
                .loadByte(9) // protocol
                .jumpIfEqual(IPPROTO_UDP, "udp", "no")
                .label("udp")
                .loadXHeaderLength(0) // X = length of the IP header
                .loadHalfAtX(2) // destination port
                .jumpIfEqual(Integer.parseInt(args[1]), "yes", "no")
                .label("yes")
                .returnConstant(ALL) // how much of the packet to keep
                .label("no")
                .returnConstant(0)
                .assemble();
        // SOCK_DGRAM: packets come without the header of the link. Protocol 0: none before bind.
        try (Socket socket = Socket.open(AF_PACKET, SOCK_DGRAM, 0)) {
            SocketFilter.attach(socket, udpToPort);
            socket.setOption(PacketOptions.PACKET_IGNORE_OUTGOING, true); // loopback shows each packet twice
            socket.bind(Sockaddr.packet(ETH_P_IP, if_nametoindex(args[0])));
            System.out.println("capturing");
            ByteBuffer packet = ByteBuffer.allocateDirect(ALL);
            SockaddrStorage link = new SockaddrStorage();
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                int length = socket.recvfrom(packet.clear(), link);
                int udp = (packet.get(0) & 0xf) * 4;
                System.out.println(length + " bytes from port " + (packet.getShort(udp) & 0xffff) + ", data "
                        + (length - udp - 8));
            }
        }
    }
}
