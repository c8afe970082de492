package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Sends each datagram back to its sender. */
public class EchoUdp {
    public static void main(String[] args) throws ErrnoException {
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0))) {
            System.out.println("listening on " + socket.localAddress());
            ByteBuffer buffer = ByteBuffer.allocateDirect(65_536); // both are used again for every datagram
            SockaddrStorage sender = new SockaddrStorage();
            while (true) {
                socket.recvfrom(buffer.clear(), sender);
                socket.sendto(buffer.flip(), sender);
            }
        }
    }
}
