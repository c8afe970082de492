package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Connects, sends a line and prints the answer. No step takes longer than its timeout. usage: TcpClient ADDRESS TEXT */
public class TcpClient {
    public static void main(String[] args) throws ErrnoException {
        Sockaddr server = Sockaddr.parse(args[0]);
        Duration limit = Duration.ofSeconds(10);
        try (Socket socket = Socket.open(server.family(), SOCK_STREAM, 0)) {
            if (!socket.connect(server, limit)) {
                System.out.println("no connection within " + limit);
                return;
            }
            socket.sendFully(args[1].getBytes(UTF_8), limit);
            socket.shutdown(SHUT_WR); // the server sees the end of the stream
            ByteBuffer answer = ByteBuffer.allocate(65_536);
            int n = socket.recvFully(answer, limit); // until the server's end of the stream
            System.out.println(n + " bytes: " + UTF_8.decode(answer.flip()));
        }
    }
}
