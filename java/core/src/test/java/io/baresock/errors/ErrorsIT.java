package io.baresock.errors;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ERRORS sections of the man pages, call by call: what the kernel says is what the caller gets. Rows Z5, Z11. */
class ErrorsIT extends ErrnoTable {

    private static final int STDIN = 0;
    private static final Path NODES = Path.of("/tmp"); // short: sun_path has 108 bytes
    private static final long HANGS = Patience.NANOS;

    /** The address of a TCP listener whose backlog is full: it drops the next SYN (listen(2)). */
    private Sockaddr fullListener() {
        int full = keep(socket(AF_INET, SOCK_STREAM, 0));
        bind(full, local);
        listen(full, 0);
        Sockaddr name = nameOf(full);
        for (int i = 0; i < 3; i++) {
            connect(keep(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)), name);
        }
        return name;
    }

    @TestFactory
    List<DynamicTest> socket2_and_socketpair2() {
        row("socket", "unknown family", EAFNOSUPPORT, () -> socket(4711, SOCK_STREAM, 0));
        row("socket", "negative family", EAFNOSUPPORT, () -> socket(-1, SOCK_STREAM, 0));
        row("socket", "unknown type", EINVAL, () -> socket(AF_INET, 15, 0));
        row("socket", "a type the family lacks", ESOCKTNOSUPPORT, () -> socket(AF_INET, SOCK_SEQPACKET, 0));
        row("socket", "another type's protocol", EPROTONOSUPPORT, () -> socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
        row("socket", "protocol out of range", EINVAL, () -> socket(AF_INET, SOCK_STREAM, 100_000));
        row("socketpair", "a family without pairs", EOPNOTSUPP, () -> socketpair(AF_INET, SOCK_STREAM, 0, new int[2]));
        row("socket", "type flags nobody knows", EINVAL, () -> socket(AF_INET, SOCK_STREAM | 1 << 20, 0));
        row("socketpair", "unknown type", EINVAL, () -> socketpair(AF_UNIX, 15, 0, new int[2]));
        row(
                "socketpair",
                "a type the family lacks",
                ESOCKTNOSUPPORT,
                () -> socketpair(AF_UNIX, SOCK_RDM, 0, new int[2]));
        row("socketpair", "unknown protocol", EPROTONOSUPPORT, () -> socketpair(AF_UNIX, SOCK_STREAM, 9, new int[2]));
        row("socketpair", "unknown family", EAFNOSUPPORT, () -> socketpair(4711, SOCK_STREAM, 0, new int[2]));
        return table();
    }

    @TestFactory
    List<DynamicTest> bind2() {
        row("bind", "bad descriptor", EBADF, () -> bind(BAD, local));
        row("bind", "closed descriptor", EBADF, () -> bind(CLOSED, local));
        row("bind", "bound already", EINVAL, () -> bind(bound, local));
        row("bind", "in use", EADDRINUSE, () -> bind(tcp, nameOf(listener)));
        row("bind", "not a local address", EADDRNOTAVAIL, () -> bind(tcp, Sockaddr.inet("192.0.2.1", 0)));
        row("bind", "another family", EAFNOSUPPORT, () -> bind(tcp, Sockaddr.inet6("::1", 0)));
        row("bind", "short address", EINVAL, () -> bind(tcp, Sockaddr.raw(AF_INET, new byte[4])));
        row("bind", "no such directory", ENOENT, () -> bind(unix, Sockaddr.unix("/nonexistent/dir/s")));
        row("bind", "a node that exists", EADDRINUSE, () -> bind(unix, Sockaddr.unix("/")));
        row("bind", "not a directory", ENOTDIR, () -> bind(unix, Sockaddr.unix("/dev/null/s")));
        row("bind", "not a socket", ENOTSOCK, () -> bind(pipe[0], local));
        row("bind", "datagrams, in use", EADDRINUSE, () -> bind(udp, nameOf(bound)));
        row("bind", "a connected socket", EINVAL, () -> bind(connected, local));
        row("bind", "link-local without a scope", EINVAL, () -> {
            return bind(keep(socket(AF_INET6, SOCK_STREAM, 0)), Sockaddr.inet6("fe80::1", 0));
        });
        row("bind", "an abstract name that is in use", EADDRINUSE, () -> {
            bind(unix, Sockaddr.unixUnnamed()); // the kernel chooses one
            return bind(keep(socket(AF_UNIX, SOCK_STREAM, 0)), nameOf(unix));
        });
        row("bind", "Unix, another family", EINVAL, () -> bind(unix, local));
        return table();
    }

    @TestFactory
    List<DynamicTest> connect2() {
        row("connect", "bad descriptor", EBADF, () -> connect(BAD, local));
        row("connect", "nobody listens", ECONNREFUSED, () -> {
            return connect(tcp, Sockaddr.of(Ports.refusing("127.0.0.1")));
        });
        row("connect", "connected already", EISCONN, () -> connect(connected, Sockaddr.inet("127.0.0.1", 1)));
        row("connect", "a listener", EISCONN, () -> connect(listener, nameOf(bound)));
        row("connect", "unknown family", EAFNOSUPPORT, () -> connect(tcp, Sockaddr.raw(4711, new byte[14])));
        row("connect", "short address", EINVAL, () -> connect(tcp, Sockaddr.raw(AF_INET, new byte[4])));
        row("connect", "no such node", ENOENT, () -> connect(unix, Sockaddr.unix("/nonexistent")));
        row("connect", "a node that is no socket", ECONNREFUSED, () -> connect(unix, Sockaddr.unix("/dev/null")));
        row(
                "connect",
                "an abstract name nobody has",
                ECONNREFUSED,
                () -> connect(unix, Sockaddr.unixAbstract(bytes("no"))));
        row("connect", "not a socket", ENOTSOCK, () -> connect(pipe[0], local));
        row("connect", "Unix, another family", EINVAL, () -> connect(unix, local));
        row("connect", "a node of another type", EPROTOTYPE, () -> {
            Sockaddr node =
                    Sockaddr.unix(NODES.resolve("errors-" + UUID.randomUUID()).toString());
            bind(keep(socket(AF_UNIX, SOCK_DGRAM, 0)), node);
            int r = connect(unix, node);
            return new File(node.path()).delete() ? r : 0;
        });
        row("connect", "an abstract name of another type", ECONNREFUSED, () -> {
            int datagrams = keep(socket(AF_UNIX, SOCK_DGRAM, 0));
            bind(datagrams, Sockaddr.unixUnnamed());
            return connect(unix, nameOf(datagrams));
        });
        row("connect", "non-blocking, the backlog is full", EAGAIN, () -> {
            int full = keep(socket(AF_UNIX, SOCK_STREAM, 0));
            bind(full, Sockaddr.unixUnnamed());
            listen(full, 0);
            connect(unix, nameOf(full)); // a backlog of 0 has room for one
            return connect(keep(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)), nameOf(full));
        });
        row("connect", "non-blocking, in progress", EINPROGRESS, () -> {
            return connect(keep(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)), nameOf(listener));
        });
        row("connect", "non-blocking, still in progress", EALREADY, () -> {
            Sockaddr full = fullListener();
            int one = keep(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            int r = connect(one, full);
            return r == -EINPROGRESS ? connect(one, full) : r;
        });
        row("connect", "broadcast without the option", EACCES, () -> connect(udp, Sockaddr.inet("255.255.255.255", 1)));
        return table();
    }

    @TestFactory
    List<DynamicTest> listen2_and_accept2() {
        row("listen", "bad descriptor", EBADF, () -> listen(BAD, 1));
        row("listen", "datagrams", EOPNOTSUPP, () -> listen(udp, 1));
        row("listen", "connected already", EINVAL, () -> listen(connected, 1));
        row("listen", "a Unix socket without a name", EINVAL, () -> listen(unix, 1));
        row("listen", "not a socket", ENOTSOCK, () -> listen(pipe[0], 1));
        row("listen", "another listens there", EADDRINUSE, () -> {
            int one = keep(socket(AF_INET, SOCK_STREAM, 0));
            setsockopt(one, SOL_SOCKET, SO_REUSEADDR, 1);
            setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, 1);
            bind(one, local);
            bind(tcp, nameOf(one));
            listen(one, 1);
            return listen(tcp, 1);
        });
        row("accept", "bad descriptor", EBADF, () -> accept(BAD, null));
        row("accept", "not listening", EINVAL, () -> accept(tcp, null));
        row("accept", "datagrams", EOPNOTSUPP, () -> accept(udp, null));
        row("accept", "nothing there", EAGAIN, () -> accept(listener, null));
        row("accept", "not a socket", ENOTSOCK, () -> accept(pipe[0], storage));
        row("accept", "a connection", EINVAL, () -> accept(connected, storage));
        row("accept4", "bad descriptor", EBADF, () -> accept4(CLOSED, storage, SOCK_NONBLOCK));
        row("accept4", "not a socket", ENOTSOCK, () -> accept4(pipe[0], storage, 0));
        row("accept4", "not listening", EINVAL, () -> accept4(tcp, storage, SOCK_NONBLOCK));
        row("accept4", "Unix, not listening", EINVAL, () -> accept4(unix, storage, 0));
        row("accept4", "datagrams", EOPNOTSUPP, () -> accept4(udp, storage, 0));
        row("accept4", "unknown flags", EINVAL, () -> accept4(listener, storage, 1 << 20));
        row("accept4", "nothing there", EAGAIN, () -> accept4(listener, storage, 0));
        return table();
    }

    @TestFactory
    List<DynamicTest> names() {
        row("getsockname", "bad descriptor", EBADF, () -> getsockname(BAD, storage));
        row("getsockname", "not a socket", ENOTSOCK, () -> getsockname(pipe[0], storage));
        row("getpeername", "bad descriptor", EBADF, () -> getpeername(BAD, storage));
        row("getpeername", "not a socket", ENOTSOCK, () -> getpeername(pipe[0], storage));
        row("getpeername", "a listener", ENOTCONN, () -> getpeername(listener, storage));
        row("getpeername", "datagrams, not connected", ENOTCONN, () -> getpeername(bound, storage));
        row("getpeername", "the connection was reset", ENOTCONN, () -> {
            setsockopt(accepted, SOL_SOCKET, SO_LINGER, struct(8).putInt(0, 1)); // close sends a reset: socket(7)
            close(accepted);
            poll(connected, POLLIN, HANGS);
            return getpeername(connected, storage);
        });
        row("getpeername", "not connected", ENOTCONN, () -> getpeername(tcp, storage));
        row("getpeername", "Unix, not connected", ENOTCONN, () -> getpeername(unix, storage));
        return table();
    }

    @TestFactory
    List<DynamicTest> shutdown2_and_close2() {
        row("shutdown", "bad descriptor", EBADF, () -> shutdown(BAD, SHUT_RDWR));
        row("shutdown", "not connected", ENOTCONN, () -> shutdown(tcp, SHUT_RDWR));
        row("shutdown", "datagrams, not connected", ENOTCONN, () -> shutdown(udp, SHUT_RDWR));
        row("shutdown", "no such half", EINVAL, () -> shutdown(connected, 3));
        row("shutdown", "not a socket", ENOTSOCK, () -> shutdown(pipe[0], SHUT_RD));
        row("shutdown", "Unix, not connected, is no error but for its half", EINVAL, () -> shutdown(unix, -1));
        row("close", "bad descriptor", EBADF, () -> close(BAD));
        row("close", "closed already", EBADF, () -> {
            close(tcp);
            return close(tcp);
        });
        row("close", "not opened here", EPERM, () -> close(STDIN));
        row("own", "bad descriptor", EBADF, () -> own(BAD));
        row("own", "closed descriptor", EBADF, () -> own(CLOSED));
        return table();
    }
}
