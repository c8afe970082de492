package io.baresock.startup;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The README's program. */
final class Hello {

    private Hello() {}

    public static void main(String[] args) throws ErrnoException {
        try (Socket server = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
                Socket client = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            client.sendto(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)), 0, server.localAddress());
            SockaddrStorage from = new SockaddrStorage();
            int n = server.recvfrom(ByteBuffer.allocateDirect(1500), 0, from);
            System.out.println(n + " bytes from " + from.toSockaddr());
        }
    }
}
