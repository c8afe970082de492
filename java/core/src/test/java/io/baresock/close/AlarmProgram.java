package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.helper.RegularFile;
import java.time.Duration;

/** Makes each call that has no flag for "do not wait" once, on sockets in blocking mode, for the first time in this process. */
final class AlarmProgram {

    private static final Duration LONG = Duration.ofMinutes(5);

    private AlarmProgram() {}

    public static void main(String[] args) throws Exception {
        int file = RegularFile.open();
        try (Socket own = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket listener = own.listen(1).dup(); // its mode is of others too
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            client.connect(listener.localAddress(), LONG);
            try (Socket server = listener.accept(LONG)) {
                server.sendfileFully(file, 0, 8, LONG.toNanos(), null);
            }
        } finally {
            close(file);
        }
        System.out.println("done");
    }
}
