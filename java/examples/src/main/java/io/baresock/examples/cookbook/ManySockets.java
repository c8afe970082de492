package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Serves many datagram sockets on one thread with a poller: sends each datagram back with the number of its socket. */
public class ManySockets {
    /** usage: ManySockets COUNT */
    public static void main(String[] args) throws ErrnoException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        SockaddrStorage sender = new SockaddrStorage();
        try (Poller poller = Poller.open()) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                Socket socket =
                        Socket.open(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0).bind(Sockaddr.loopback4(0));
                poller.register(socket, Poller.READABLE, i); // i comes back as the attachment
                System.out.println("listening on " + socket.localAddress());
            }
            while (true) {
                poller.poll(Duration.ofMinutes(1));
                while (poller.next()) {
                    Socket socket = poller.registration().socket();
                    if (socket.recvfrom(buffer.clear(), sender) != Socket.WOULD_BLOCK) {
                        buffer.put((" by " + poller.attachment()).getBytes(UTF_8));
                        socket.sendto(buffer.flip(), sender);
                    }
                }
            }
        }
    }
}
