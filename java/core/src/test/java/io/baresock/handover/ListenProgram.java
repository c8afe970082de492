package io.baresock.handover;

import static io.baresock.Bsd.*;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes what it was passed, prints it, and answers one client of each listener, or the connection itself. */
final class ListenProgram {

    private ListenProgram() {}

    public static void main(String[] args) throws IOException {
        for (ListenFds.Passed p : ListenFds.take()) {
            Socket s = p.socket();
            int flags = fcntl(p.fd(), F_GETFD, 0);
            System.out.println(
                    p.name() + ' ' + p.fd() + " cloexec " + (flags == FD_CLOEXEC) + " socket " + (s != null));
            if (s == null) {
                continue;
            }
            try (s;
                    Socket client = s.getsockopt(SOL_SOCKET, SO_ACCEPTCONN) == 1 ? s.accept(null, 0, -1) : s) {
                client.send(ByteBuffer.wrap(p.name().getBytes(StandardCharsets.US_ASCII)), 0);
            }
        }
        System.out.println("again " + ListenFds.take().size());
    }
}
