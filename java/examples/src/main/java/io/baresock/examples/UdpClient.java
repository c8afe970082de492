package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Sends a datagram and waits a second for each answer, three times. usage: UdpClient ADDRESS MESSAGE */
public final class UdpClient {

    private UdpClient() {}

    public static void main(String[] args) throws ErrnoException {
        Sockaddr server = Sockaddr.parse(args[0]);
        ByteBuffer message = ByteBuffer.wrap(args[1].getBytes(UTF_8));
        ByteBuffer answer = ByteBuffer.allocate(65_536);
        SockaddrStorage from = new SockaddrStorage();
        try (Socket s = Socket.open(server.family(), SOCK_DGRAM, 0)) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                s.sendto(message.rewind(), 0, server);
                int n = s.recvfrom(answer.clear(), 0, from, 1_000_000_000);
                if (n != Socket.WOULD_BLOCK) {
                    System.out.println(UTF_8.decode(answer.flip()) + " from " + from.toSockaddr());
                    return;
                }
            }
            System.out.println("no answer");
        }
    }
}
