package io.baresock.contract;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Errno;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;

/** Sockets on loopback for the contract tests of {@code Bsd}. */
final class Loopback {

    private Loopback() {}

    /** Fails with the errno's name when a result is negative. */
    static int ok(int result) {
        assertTrue(result >= 0, () -> result + " = -" + Errno.name(-result));
        return result;
    }

    static Sockaddr nameOf(int fd) {
        SockaddrStorage a = new SockaddrStorage();
        ok(getsockname(fd, a));
        return a.toSockaddr();
    }

    /** A datagram socket bound to a free port. */
    static int udp() {
        int fd = ok(socket(AF_INET, SOCK_DGRAM, 0));
        ok(bind(fd, Sockaddr.inet("127.0.0.1", 0)));
        return fd;
    }

    /** A TCP listener on a free port. */
    static int listener() {
        int fd = ok(socket(AF_INET, SOCK_STREAM, 0));
        ok(bind(fd, Sockaddr.inet("127.0.0.1", 0)));
        ok(listen(fd, 16));
        return fd;
    }

    /** Two connected TCP sockets. */
    static int[] tcpPair() {
        int listener = listener();
        int client = ok(socket(AF_INET, SOCK_STREAM, 0));
        ok(connect(client, nameOf(listener)));
        int server = ok(accept(listener, null));
        ok(close(listener));
        return new int[] {client, server};
    }
}
