package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sends an ICMP echo request and prints the answer. usage: Ping HOST */
public class Ping {
    private static final byte ECHO_REQUEST = 8;

    public static void main(String[] args) throws IOException {
        AddrInfo host = getaddrinfo(args[0], null, AddrInfo.hints(0, AF_INET, SOCK_DGRAM, 0))[0];
        ByteBuffer request = ByteBuffer.allocate(16)
                .put(ECHO_REQUEST)
                .position(4)
                .putShort((short) 0)
                .putShort((short) 1);
        request.putLong(System.nanoTime()).flip();
        try (Socket socket = open()) {
            if (socket.type() == SOCK_RAW) {
                request.putShort(2, checksum(request)); // otherwise the kernel writes it
            }
            socket.connect(host.addr()); // only answers of this host
            socket.send(request);
            ByteBuffer answer = ByteBuffer.allocate(2048);
            int n;
            do { // on loopback a raw socket also sees the request
                n = socket.recv(answer.clear(), Duration.ofSeconds(20));
                answer.flip().position(n > 0 && socket.type() == SOCK_RAW ? (answer.get(0) & 0xf) * 4 : 0); // IP header
            } while (n > 0 && answer.get(answer.position()) == ECHO_REQUEST);
            String time = (System.nanoTime() - request.getLong(8)) / 1000 + " us";
            System.out.println(host.addr() + (n > 0 ? ": answer in " + time : ": no answer"));
        }
    }

    /** Without a privilege where net.ipv4.ping_group_range allows it; a raw socket needs CAP_NET_RAW. */
    private static Socket open() throws ErrnoException {
        try {
            return Socket.open(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
        } catch (ErrnoException e) {
            return Socket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP);
        }
    }

    private static short checksum(ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < packet.limit(); i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
