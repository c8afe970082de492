package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Sends back what each connection sends, with one thread for each. */
public class EchoTcp {
    public static void main(String[] args) throws ErrnoException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
                    .bind(Sockaddr.loopback4(0))
                    .listen(SOMAXCONN);
            System.out.println("listening on " + listener.localAddress());
            while (true) {
                Socket connection = listener.accept();
                new Thread(() -> serve(connection)).start();
            }
        }
    }

    private static void serve(Socket connection) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16_384);
        try (connection) {
            while (connection.recv(buffer.clear()) > 0) { // 0 is the end of the stream
                connection.sendFully(buffer.flip());
            }
        } catch (ErrnoException e) {
            System.err.println(e.getMessage()); // names the call, the peer and the error
        }
    }
}
