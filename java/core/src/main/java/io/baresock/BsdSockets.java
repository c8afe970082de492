package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.OwnedFds;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Naming, connecting and accepting: part of {@link Bsd}. */
abstract sealed class BsdSockets extends BsdDescriptors permits BsdOptions {

    BsdSockets() {}

    /**
     * bind(2).
     *
     * @param fd the socket
     * @param a the local address
     * @return 0, or {@code -errno}
     */
    public static int bind(int fd, Sockaddr a) {
        int r = B.bind(fd, Buffers.present("bind", a).address(), a.length());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * connect(2). Interrupted by a signal it goes on waiting, where C would have to ask for the outcome.
     *
     * @param fd the socket
     * @param a the peer
     * @return 0, or {@code -errno}: {@code -EINPROGRESS} on a non-blocking socket
     */
    public static int connect(int fd, Sockaddr a) {
        int r = Connecting.plain(fd, Buffers.present("connect", a));
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * listen(2).
     *
     * @param fd the socket
     * @param backlog how many connections may wait; the kernel cuts it at somaxconn
     * @return 0, or {@code -errno}
     */
    public static int listen(int fd, int backlog) {
        return B.listen(fd, backlog);
    }

    /**
     * accept(2). The new descriptor is blocking and close-on-exec.
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @return a descriptor, or {@code -errno}
     */
    public static int accept(int fd, @Nullable SockaddrStorage peerOrNull) {
        return accept4(fd, peerOrNull, 0);
    }

    /**
     * accept4(2).
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @param flags {@code SOCK_NONBLOCK}, or 0
     * @return a descriptor, or {@code -errno}
     */
    public static int accept4(int fd, @Nullable SockaddrStorage peerOrNull, int flags) {
        Abi.check(flags, "accept4");
        int r;
        do {
            r = B.accept4(fd, peerOrNull == null ? 0 : peerOrNull.slot(), flags);
        } while (r == -Bsd.EINTR);
        Reference.reachabilityFence(peerOrNull);
        return OwnedFds.opened(r);
    }

    /**
     * shutdown(2).
     *
     * @param fd the socket
     * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
     * @return 0, or {@code -errno}
     */
    public static int shutdown(int fd, int how) {
        Abi.check(how, "shutdown");
        return B.shutdown(fd, how);
    }

    /**
     * getsockname(2).
     *
     * @param fd the socket
     * @param a receives the local address
     * @return 0, or {@code -errno}
     */
    public static int getsockname(int fd, SockaddrStorage a) {
        int r = B.getsockname(fd, Buffers.present("getsockname", a).slot());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * getpeername(2).
     *
     * @param fd the socket
     * @param a receives the peer's address
     * @return 0, or {@code -errno}
     */
    public static int getpeername(int fd, SockaddrStorage a) {
        int r = B.getpeername(fd, Buffers.present("getpeername", a).slot());
        Reference.reachabilityFence(a);
        return r;
    }
}
