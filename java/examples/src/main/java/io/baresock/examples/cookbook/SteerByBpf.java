package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.bpf.BpfAssembler;
import io.baresock.bpf.BpfProgram;
import io.baresock.bpf.ReuseportGroup;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sockets that share a UDP port. A program in the kernel chooses: the first byte of the datagram is the number of the socket. */
public class SteerByBpf {
    private static final int SOCKETS = 4;

    public static void main(String[] args) throws ErrnoException {
        BpfProgram firstByte = new BpfAssembler().loadByte(0).returnA().assemble();
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0));
                Poller poller = Poller.open()) {
            for (int i = 0; i < SOCKETS; i++) { // a program of yours has a thread for each
                Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0);
                group.add(socket);
                poller.register(socket, Poller.READABLE, i);
            }
            group.attach(firstByte); // attachEbpf(fd) takes an eBPF program that bpf(2) has loaded
            System.out.println("listening on " + group.address());
            ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
            while (poller.poll(Duration.ofMinutes(1)) > 0) {
                while (poller.next()) {
                    poller.registration().socket().recv(buffer.clear(), MSG_DONTWAIT);
                    System.out.println("socket " + poller.attachment() + " has a datagram for " + buffer.get(0));
                }
            }
        }
    }
}
