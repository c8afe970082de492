package io.baresock.errors;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Errno;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ERRORS sections of the man pages, call by call: what the kernel says is what the caller gets. Rows Z5, Z11. */
class ErrorsIT {

    private static final int BAD = -1;
    private static final int CLOSED = 19_998;

    private final List<DynamicTest> table = new ArrayList<>();
    private final List<Integer> open = new ArrayList<>();
    private final SockaddrStorage storage = new SockaddrStorage();
    private final ByteBuffer bytes = ByteBuffer.allocate(16);
    private final Sockaddr local = Sockaddr.loopback4(0);

    private int tcp;
    private int udp;
    private int unix;
    private int listener;
    private int bound;
    private int connected;
    private int pipeEnd;

    private int keep(int fd) {
        if (fd < 0) {
            throw new AssertionError(Errno.name(-fd));
        }
        open.add(fd);
        return fd;
    }

    private void openAll() {
        tcp = keep(socket(AF_INET, SOCK_STREAM, 0));
        udp = keep(socket(AF_INET, SOCK_DGRAM, 0));
        unix = keep(socket(AF_UNIX, SOCK_STREAM, 0));
        listener = keep(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        bind(listener, local);
        listen(listener, 4);
        bound = keep(socket(AF_INET, SOCK_DGRAM, 0));
        bind(bound, local);
        connected = keep(socket(AF_INET, SOCK_STREAM, 0));
        connect(connected, nameOf(listener));
        int[] pair = new int[2];
        socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
        pipeEnd = keep(pair[0]);
        close(pair[1]);
    }

    private Sockaddr nameOf(int fd) {
        getsockname(fd, storage);
        return storage.toSockaddr();
    }

    private void row(String call, String situation, int errno, IntSupplier body) {
        table.add(DynamicTest.dynamicTest(call + ": " + situation, () -> {
            openAll(); // a row may close or connect what another needs
            try {
                int r = body.getAsInt();
                assertEquals(Errno.name(errno), r < 0 ? Errno.name(-r) : "result " + r);
            } finally {
                open.forEach(fd -> close(fd));
                open.clear();
            }
        }));
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
        row("socketpair", "unknown family", EAFNOSUPPORT, () -> socketpair(4711, SOCK_STREAM, 0, new int[2]));
        return table;
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
        return table;
    }

    @TestFactory
    List<DynamicTest> connect2() {
        row("connect", "bad descriptor", EBADF, () -> connect(BAD, local));
        row("connect", "nobody listens", ECONNREFUSED, () -> {
            Sockaddr was = nameOf(listener);
            close(listener);
            return connect(tcp, was);
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
        row("connect", "broadcast without the option", EACCES, () -> connect(udp, Sockaddr.inet("255.255.255.255", 1)));
        return table;
    }

    @TestFactory
    List<DynamicTest> listen2_and_accept2() {
        row("listen", "bad descriptor", EBADF, () -> listen(BAD, 1));
        row("listen", "datagrams", EOPNOTSUPP, () -> listen(udp, 1));
        row("listen", "connected already", EINVAL, () -> listen(connected, 1));
        row("listen", "a Unix socket without a name", EINVAL, () -> listen(unix, 1));
        row("accept", "bad descriptor", EBADF, () -> accept(BAD, null));
        row("accept", "not listening", EINVAL, () -> accept(tcp, null));
        row("accept", "datagrams", EOPNOTSUPP, () -> accept(udp, null));
        row("accept", "unknown flags", EINVAL, () -> accept4(listener, null, 1));
        row("accept", "nothing there", EAGAIN, () -> {
            close(accept(listener, null)); // the one that openAll connected
            return accept(listener, null);
        });
        return table;
    }

    @TestFactory
    List<DynamicTest> names() {
        row("getsockname", "bad descriptor", EBADF, () -> getsockname(BAD, storage));
        row("getpeername", "bad descriptor", EBADF, () -> getpeername(BAD, storage));
        row("getpeername", "not connected", ENOTCONN, () -> getpeername(tcp, storage));
        row("getpeername", "Unix, not connected", ENOTCONN, () -> getpeername(unix, storage));
        return table;
    }

    @TestFactory
    List<DynamicTest> send2() {
        row("send", "bad descriptor", EBADF, () -> send(BAD, bytes, 0));
        row("send", "not connected", EPIPE, () -> send(tcp, bytes, 0));
        row("send", "datagram without a destination", EDESTADDRREQ, () -> send(udp, bytes, 0));
        row("send", "Unix, not connected", ENOTCONN, () -> send(unix, bytes, 0));
        row("send", "the peer is gone", EPIPE, () -> send(pipeEnd, bytes, 0));
        row("send", "urgent data on datagrams", EOPNOTSUPP, () -> sendto(udp, bytes, MSG_OOB, nameOf(bound)));
        row("send", "memory that is not there", EFAULT, () -> send(connected, 8, 8, 0));
        row(
                "sendto",
                "too long a datagram",
                EMSGSIZE,
                () -> sendto(udp, ByteBuffer.allocate(70_000), 0, nameOf(bound)));
        row("sendto", "port 0", EINVAL, () -> sendto(udp, bytes, 0, local));
        row("sendto", "another family", EAFNOSUPPORT, () -> sendto(udp, bytes, 0, Sockaddr.inet6("::1", 9)));
        row(
                "sendto",
                "broadcast without the option",
                EACCES,
                () -> sendto(udp, bytes, 0, Sockaddr.inet("255.255.255.255", 9)));
        row("sendto", "a connected Unix stream", EISCONN, () -> {
            int[] sv = new int[2];
            socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
            keep(sv[0]);
            keep(sv[1]);
            return sendto(sv[0], bytes, 0, Sockaddr.unixAbstract(bytes("x")));
        });
        return table;
    }

    @TestFactory
    List<DynamicTest> recv2() {
        row("recv", "bad descriptor", EBADF, () -> recv(BAD, bytes, 0));
        row("recv", "not connected", ENOTCONN, () -> recv(tcp, bytes, 0));
        row("recv", "a listener", ENOTCONN, () -> recv(listener, bytes, 0));
        row("recv", "Unix, not connected", EINVAL, () -> recv(unix, bytes, MSG_DONTWAIT));
        row("recv", "nothing there", EAGAIN, () -> recv(udp, bytes, MSG_DONTWAIT));
        row("recv", "no urgent data", EINVAL, () -> recv(connected, bytes, MSG_OOB | MSG_DONTWAIT));
        row("recv", "no error queued", EAGAIN, () -> recv(udp, bytes, MSG_ERRQUEUE));
        row("recv", "an ICMP error of an earlier send", ECONNREFUSED, () -> {
            Sockaddr was = nameOf(bound);
            close(bound);
            connect(udp, was);
            send(udp, ByteBuffer.allocate(1), 0);
            return recv(udp, bytes, 0);
        });
        row("recvfrom", "memory that is not there", EFAULT, () -> {
            sendto(udp, ByteBuffer.allocate(4), 0, nameOf(bound));
            return recv(bound, 8, 8, 0);
        });
        return table;
    }

    @TestFactory
    List<DynamicTest> shutdown2_and_close2() {
        row("shutdown", "bad descriptor", EBADF, () -> shutdown(BAD, SHUT_RDWR));
        row("shutdown", "not connected", ENOTCONN, () -> shutdown(tcp, SHUT_RDWR));
        row("shutdown", "datagrams, not connected", ENOTCONN, () -> shutdown(udp, SHUT_RDWR));
        row("shutdown", "no such half", EINVAL, () -> shutdown(connected, 3));
        row("close", "bad descriptor", EBADF, () -> close(BAD));
        row("close", "closed already", EBADF, () -> {
            close(tcp);
            return close(tcp);
        });
        row("dup", "bad descriptor", EBADF, () -> dup(BAD));
        row("fcntl", "bad descriptor", EBADF, () -> fcntl(BAD, F_GETFL, 0));
        row("fcntl", "F_DUPFD beyond the limit", EINVAL, () -> fcntl(tcp, F_DUPFD, Integer.MAX_VALUE));
        return table;
    }

    @TestFactory
    List<DynamicTest> sockopt2() {
        int[] value = new int[1];
        row("getsockopt", "bad descriptor", EBADF, () -> getsockopt(BAD, SOL_SOCKET, SO_TYPE, value));
        row("getsockopt", "no such option", ENOPROTOOPT, () -> getsockopt(tcp, SOL_SOCKET, 4711, value));
        row("getsockopt", "no such level", EOPNOTSUPP, () -> getsockopt(tcp, 4711, 1, value));
        row("setsockopt", "bad descriptor", EBADF, () -> setsockopt(BAD, SOL_SOCKET, SO_RCVBUF, 1));
        row("setsockopt", "no such option", ENOPROTOOPT, () -> setsockopt(tcp, SOL_SOCKET, 4711, 1));
        row("setsockopt", "get only", ENOPROTOOPT, () -> setsockopt(tcp, SOL_SOCKET, SO_TYPE, 1));
        row(
                "setsockopt",
                "value too short",
                EINVAL,
                () -> setsockopt(tcp, SOL_SOCKET, SO_RCVBUF, ByteBuffer.allocate(2)));
        row("setsockopt", "a TCP option on UDP", ENOPROTOOPT, () -> setsockopt(udp, IPPROTO_TCP, TCP_NODELAY, 1));
        row("setsockopt", "value out of range", EINVAL, () -> setsockopt(tcp, IPPROTO_IP, IP_TTL, 4711));
        row(
                "setsockopt",
                "no such device",
                ENODEV,
                () -> setsockopt(tcp, SOL_SOCKET, SO_BINDTODEVICE, ByteBuffer.wrap(bytes("nodev0"))));
        row("setsockopt", "V6ONLY after bind", EINVAL, () -> {
            int six = keep(socket(AF_INET6, SOCK_DGRAM, 0));
            bind(six, Sockaddr.loopback6(0));
            return setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        });
        return table;
    }

    private static byte[] bytes(String s) {
        return s.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
