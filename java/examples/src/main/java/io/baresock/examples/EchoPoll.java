package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.nio.ByteBuffer;

/** A TCP echo server with poll(2), one thread for all clients. usage: EchoPoll [PORT] */
public final class EchoPoll {

    private EchoPoll() {}

    public static void main(String[] args) throws ErrnoException {
        int listener = check("socket", socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        check("bind", bind(listener, Sockaddr.loopback4(args.length > 0 ? Integer.parseInt(args[0]) : 0)));
        check("listen", listen(listener, SOMAXCONN));
        SockaddrStorage name = new SockaddrStorage();
        check("getsockname", getsockname(listener, name));
        System.out.println("listening on " + name.toSockaddr());

        PollFds fds = new PollFds();
        fds.add(listener, POLLIN);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (true) {
            check("poll", poll(fds, -1));
            // From the last to the first, because remove() moves the last one into the gap.
            for (int i = fds.size() - 1; i >= 0; i--) {
                if (fds.revents(i) == 0) {
                    continue;
                }
                if (fds.fd(i) == listener) {
                    int client = accept(listener, null);
                    if (client >= 0) {
                        fds.add(client, POLLIN);
                    }
                } else if (!echo(fds.fd(i), buffer)) {
                    close(fds.fd(i));
                    fds.remove(i);
                }
            }
        }
    }

    /** Sends back what is there; false at the end of the stream or if the client is gone. */
    private static boolean echo(int client, ByteBuffer buffer) {
        if (recv(client, buffer.clear(), 0) <= 0) {
            return false;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (send(client, buffer, 0) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int check(String call, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }
}
