package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.FdSet;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.nio.ByteBuffer;

/** A TCP echo server with select(2), as in the old books. usage: EchoSelect [PORT] */
public final class EchoSelect {

    private EchoSelect() {}

    public static void main(String[] args) throws ErrnoException {
        int listener = check("socket", socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        check("bind", bind(listener, Sockaddr.loopback4(args.length > 0 ? Integer.parseInt(args[0]) : 0)));
        check("listen", listen(listener, SOMAXCONN));
        SockaddrStorage name = new SockaddrStorage();
        check("getsockname", getsockname(listener, name));
        System.out.println("listening on " + name.toSockaddr());

        FdSet all = new FdSet();
        FdSet ready = new FdSet();
        FD_SET(listener, all);
        int highest = listener;
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (true) {
            ready.copyFrom(all); // select overwrites its sets
            check("select", select(highest + 1, ready, null, null, -1));
            for (int fd = ready.next(0); fd >= 0; fd = ready.next(fd + 1)) {
                if (fd == listener) {
                    int client = accept(listener, null);
                    if (client >= 0) {
                        FD_SET(client, all);
                        highest = Math.max(highest, client);
                    }
                } else if (!echo(fd, buffer)) {
                    FD_CLR(fd, all);
                    close(fd);
                }
            }
        }
    }

    /** Sends back what is there; false at the end of the stream or if the client is gone. */
    private static boolean echo(int client, ByteBuffer buffer) {
        int n = recv(client, buffer.clear(), 0);
        for (buffer.flip(); n > 0 && buffer.hasRemaining(); ) {
            n = send(client, buffer, 0);
        }
        return n > 0;
    }

    private static int check(String call, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }
}
