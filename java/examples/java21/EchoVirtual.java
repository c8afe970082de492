import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** An echo server with a virtual thread for each connection. JDK 21 or newer. */
public class EchoVirtual {
    public static void main(String[] args) throws ErrnoException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(SOMAXCONN)) {
            System.out.println("listening on " + listener.localAddress());
            while (true) {
                Socket connection = listener.accept();
                Thread.startVirtualThread(() -> serve(connection));
            }
        }
    }

    private static void serve(Socket connection) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try (connection) {
            // Each wait parks this thread only. WOULD_BLOCK (negative) is the timeout; 0 is the end of the stream.
            while (connection.recv(buffer.clear(), Duration.ofMinutes(1)) > 0) {
                connection.sendFully(buffer.flip(), Duration.ofMinutes(1));
            }
        } catch (ErrnoException e) {
            System.err.println(e.getMessage());
        }
    }
}
