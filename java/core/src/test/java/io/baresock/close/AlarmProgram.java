package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.helper.RegularFile;
import java.time.Duration;

/** Makes each call that has no flag for "do not wait" once, on sockets in blocking mode, for the first time in this process. */
final class AlarmProgram {

    private static final Duration LONG = Duration.ofMinutes(5);

    private AlarmProgram() {}

    /** It never has room, also after an alarm: an error. */
    private static void toAListener(Socket listener, int file) throws Exception {
        try {
            listener.sendfileFully(file, 0, 8, Duration.ofSeconds(5).toNanos(), null);
        } catch (ErrnoException e) {
            System.out.println(Errno.name(e.errno()));
        }
    }

    public static void main(String[] args) throws Exception {
        int file = RegularFile.open();
        try (Socket own = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket listener = own.listen(1).dup(); // its mode is of others too
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            client.connect(listener.localAddress(), LONG);
            try (Socket server = listener.accept(LONG)) {
                server.sendfileFully(file, 0, 8, LONG.toNanos(), null);
                toAListener(listener, file);
            }
        } finally {
            close(file);
        }
    }
}
