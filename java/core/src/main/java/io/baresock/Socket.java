package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.FdGuard;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.backend.JdkSupport;
import java.lang.ref.Reference;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A BSD socket as an object: any family, type and protocol, blocking or not. Failures are {@link ErrnoException}s; "would
 * block" is a value ({@link #WOULD_BLOCK}), never an exception; 0 from a receive is the end of a stream.
 *
 * <p>Thread-safe. Two threads that send on one stream at the same time interleave as the kernel decides. {@link #close}
 * from any thread ends every blocked call with {@link SocketClosedException}; no call ever touches a descriptor number
 * that was given to somebody else.
 *
 * <p>A call without a timeout blocks, unless {@link #setNonblocking} said otherwise. Nothing is allocated by a call that
 * sends or receives.
 *
 * <p><b>Virtual threads</b> (JDK 21). A call that has to wait parks its thread and leaves the carrier to others; timeouts and
 * {@link #close} work as on any thread. Interrupting the thread ends a call that waits with {@link ErrnoException} EINTR: the
 * interrupt status stays set, the socket stays open, and nothing that arrived is lost (an NIO channel would be closed). A
 * call that need not wait does not look at interrupts, nor does any call on a platform thread.
 *
 * <p>No call changes the mode of the open file, which others may have as well. A call that blocks on a platform thread is the bare
 * system call: {@code MSG_WAITALL}, {@code SO_RCVTIMEO} and {@code SO_SNDTIMEO} do what they do in C. Other threads and timeouts do the same.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class Socket extends SocketTransfer {

    /** A socket that is not open yet: {@link #isOpen} is false until {@link #socket} was called. */
    public Socket() {}

    // ---- opening ----

    /**
     * Opens this socket. SO_REUSEADDR is not set: say so if you want it.
     *
     * @param domain the family, such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}; may carry {@code SOCK_NONBLOCK}
     * @param protocol 0 for the usual one
     * @return this
     * @throws ErrnoException as in socket(2); EISCONN if this object is open already
     * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
     */
    public synchronized Socket socket(int domain, int type, int protocol) throws ErrnoException {
        if (isOpen()) {
            throw new ErrnoException("socket", Bsd.EISCONN, "this Socket is open already; close it first");
        }
        Abi.check(domain, "socket");
        Abi.check(type, "socket");
        Abi.check(protocol, "socket");
        int fd = B.socket(domain, type, protocol);
        if (fd < 0) {
            throw new ErrnoException("socket", -fd, Describe.socket(domain, type, protocol));
        }
        opened(fd, domain, type & ~SOCK_FLAGS, protocol, (type & Bsd.SOCK_NONBLOCK) != 0, false);
        return this;
    }

    /**
     * Opens a socket.
     *
     * @param domain the family, such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}; may carry {@code SOCK_NONBLOCK}
     * @param protocol 0 for the usual one
     * @return the socket
     * @throws ErrnoException as in socket(2)
     */
    public static Socket open(int domain, int type, int protocol) throws ErrnoException {
        return new Socket().socket(domain, type, protocol);
    }

    /**
     * Opens two sockets that are connected to each other.
     *
     * @param domain {@code AF_UNIX}, on most systems
     * @param type such as {@code SOCK_STREAM}; may carry {@code SOCK_NONBLOCK}
     * @param protocol 0 for the usual one
     * @return two sockets
     * @throws ErrnoException as in socketpair(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/socketpair.2.html">socketpair(2)</a>
     */
    public static Socket[] pair(int domain, int type, int protocol) throws ErrnoException {
        Abi.check(domain, "socketpair");
        Abi.check(type, "socketpair");
        Abi.check(protocol, "socketpair");
        long both = B.socketpair(domain, type, protocol);
        if (both < 0) {
            throw new ErrnoException("socketpair", (int) -both, Describe.socket(domain, type, protocol));
        }
        Socket[] pair = {new Socket(), new Socket()};
        boolean nonblocking = (type & Bsd.SOCK_NONBLOCK) != 0;
        pair[0].opened((int) both, domain, type & ~SOCK_FLAGS, protocol, nonblocking, false);
        pair[1].opened((int) (both >>> 32), domain, type & ~SOCK_FLAGS, protocol, nonblocking, false);
        return pair;
    }

    /**
     * Takes over a descriptor that something else opened: from now on it is this object's to close. The mode it is in
     * stays as it is. If the call fails the descriptor is still the caller's.
     *
     * @param fd a socket's descriptor
     * @return the socket
     * @throws ErrnoException EBADF if it is not open, ENOTSOCK if it is not a socket
     */
    public static Socket adopt(int fd) throws ErrnoException {
        long type = adoptable(fd, Bsd.SO_TYPE);
        int domain = Abi.isPresent(Bsd.SO_DOMAIN) ? (int) adoptable(fd, Bsd.SO_DOMAIN) : ownFamily(fd);
        int protocol = Abi.isPresent(Bsd.SO_PROTOCOL) ? (int) adoptable(fd, Bsd.SO_PROTOCOL) : 0;
        int flags = B.fcntl(fd, Bsd.F_GETFL, 0);
        OwnedFds.forget(fd);
        Socket s = new Socket();
        s.opened(fd, domain, (int) type, protocol, flags > 0 && (flags & Bsd.O_NONBLOCK) != 0, true);
        return s;
    }

    private static long adoptable(int fd, int option) throws ErrnoException {
        long value = B.getsockoptInt(fd, Bsd.SOL_SOCKET, option);
        if (value < 0) {
            throw new ErrnoException("adopt", (int) -value, "descriptor " + fd);
        }
        return value;
    }

    private static int ownFamily(int fd) {
        SockaddrStorage own = new SockaddrStorage();
        int r = B.getsockname(fd, own.slot());
        Reference.reachabilityFence(own);
        return r < 0 ? 0 : own.family();
    }

    /**
     * Another descriptor for the same socket: closed independently, but with one mode, one set of options and one
     * connection. Closing either wakes only its own calls.
     *
     * @return the copy
     * @throws ErrnoException as in fcntl(2) for {@code F_DUPFD_CLOEXEC}
     */
    public Socket dup() throws ErrnoException {
        FdGuard g = pin("dup");
        try {
            markShared();
            int fd = B.dup(g.fd());
            if (fd < 0) {
                throw new ErrnoException("dup", -fd);
            }
            Socket copy = new Socket();
            copy.opened(fd, domain(), type(), protocol(), isNonblocking(), true);
            copy.inherit(this);
            return copy;
        } finally {
            g.unpin();
        }
    }

    // ---- naming and connecting ----

    /**
     * Gives the socket its local address.
     *
     * @param address such as {@code Sockaddr.inet("127.0.0.1", 0)}
     * @return this
     * @throws ErrnoException as in bind(2); names the address
     * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
     */
    public Socket bind(Sockaddr address) throws ErrnoException {
        Buffers.present("bind", address);
        FdGuard g = pin("bind");
        try {
            int r = B.bind(g.fd(), address.address(), address.length());
            if (r < 0) {
                throw new ErrnoException("bind", -r, address, null, null);
            }
        } finally {
            g.unpin();
        }
        Reference.reachabilityFence(address);
        return this;
    }

    /**
     * Connects. In non-blocking mode a connection that takes time is not waited for.
     *
     * @param address the peer
     * @return true if connected; false if in progress: wait until it is writable, then call {@link #finishConnect}
     * @throws ErrnoException as in connect(2); names the address
     * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
     */
    public boolean connect(Sockaddr address) throws ErrnoException {
        return connect(address, defaultTimeout());
    }

    /**
     * Connects, waiting at most {@code timeoutNanos}. After an interrupt (EINTR, on a virtual thread) the connection goes on
     * being made: wait until the socket is writable, then call {@link #finishConnect}.
     *
     * @param address the peer
     * @param timeoutNanos nanoseconds; negative waits for ever; 0 does not wait
     * @return true if connected; false if the connection is in progress, and the timeout is 0 or {@code SO_SNDTIMEO} ended the wait
     * @throws ErrnoException as in connect(2); ETIMEDOUT if the time passed (the socket is to be closed then); names the
     *     address
     */
    public boolean connect(Sockaddr address, long timeoutNanos) throws ErrnoException {
        Buffers.present("connect", address);
        boolean sleeps = timeoutNanos < 0 && isBlocking() && !JdkSupport.isVirtualThread();
        FdGuard g = guard();
        if (!(sleeps ? g.pinWaiting() : g.pin())) {
            throw new SocketClosedException("connect");
        }
        int r;
        try {
            r = Connecting.connect(this, g, address, sleeps, timeoutNanos);
        } finally {
            if (sleeps) {
                g.unpinWaiting();
            } else {
                g.unpin();
            }
        }
        Reference.reachabilityFence(this);
        if (r >= 0) {
            return true;
        }
        if (g.isClosed()) {
            throw new SocketClosedException("connect");
        }
        boolean passed = r == WOULD_BLOCK && domain() != Bsd.AF_UNIX;
        if (timeoutNanos <= 0 && (r == -Bsd.EINPROGRESS || passed)) {
            return false;
        }
        throw new ErrnoException("connect", timeoutNanos > 0 && r == WOULD_BLOCK ? Bsd.ETIMEDOUT : -r, address);
    }

    /**
     * Learns how a connection that was in progress came out.
     *
     * @return true if connected, false if still in progress
     * @throws ErrnoException why the connection failed
     */
    public boolean finishConnect() throws ErrnoException {
        FdGuard g = pin("connect");
        try {
            if (done(g, "connect", B.pollOne(g.fd(), Bsd.POLLOUT, 0), null) == 0) {
                return false;
            }
            long error = B.getsockoptInt(g.fd(), Bsd.SOL_SOCKET, Bsd.SO_ERROR);
            done(g, "connect", (int) (error > 0 ? -error : error), null);
            return true;
        } finally {
            g.unpin();
        }
    }

    /**
     * Makes the socket a listener.
     *
     * @param backlog how many connections may wait for accept; the kernel cuts it at its own limit (somaxconn)
     * @return this
     * @throws ErrnoException as in listen(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
     */
    public Socket listen(int backlog) throws ErrnoException {
        FdGuard g = pin("listen");
        try {
            done(g, "listen", B.listen(g.fd(), backlog), null);
        } finally {
            g.unpin();
        }
        return this;
    }

    /**
     * Accepts a connection.
     *
     * @return the connection, blocking; null if this listener is non-blocking and none is waiting
     * @throws ErrnoException as in accept(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
     */
    public @Nullable Socket accept() throws ErrnoException {
        return accept(null, 0, defaultTimeout());
    }

    /**
     * Accepts a connection, waiting at most {@code timeoutNanos} for one.
     *
     * @param peer receives the peer's address; may be null
     * @param flags {@code SOCK_NONBLOCK} or 0, for the new connection
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the connection, or null if the time passed
     * @throws ErrnoException as in accept(2)
     */
    public @Nullable Socket accept(@Nullable SockaddrStorage peer, int flags, long timeoutNanos) throws ErrnoException {
        long slot = peer == null ? 0 : peer.slot();
        int fd = Waiting.call(this, "accept", Waiting.OP_ACCEPT, null, slot, 0, flags, 0, 0, null, timeoutNanos);
        Reference.reachabilityFence(peer);
        if (fd == WOULD_BLOCK) {
            return null;
        }
        Socket s = new Socket();
        s.opened(fd, domain(), type(), protocol(), (flags & Bsd.SOCK_NONBLOCK) != 0, false);
        s.inherit(this);
        return s;
    }

    /**
     * Ends one half of the connection or both; the descriptor stays open.
     *
     * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
     * @throws ErrnoException as in shutdown(2), ENOTCONN among them
     * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
     */
    public void shutdown(int how) throws ErrnoException {
        Abi.check(how, "shutdown");
        FdGuard g = pin("shutdown");
        try {
            done(g, "shutdown", B.shutdown(g.fd(), how), null);
        } finally {
            g.unpin();
        }
    }

    /**
     * The local address.
     *
     * @return the address
     * @throws ErrnoException as in getsockname(2)
     */
    public Sockaddr localAddress() throws ErrnoException {
        SockaddrStorage a = new SockaddrStorage();
        FdGuard g = pin("getsockname");
        try {
            done(g, "getsockname", B.getsockname(g.fd(), a.slot()), null);
        } finally {
            g.unpin();
        }
        return a.toSockaddr();
    }

    /**
     * The peer's address.
     *
     * @return the address
     * @throws ErrnoException as in getpeername(2); ENOTCONN if there is no peer
     */
    public Sockaddr peerAddress() throws ErrnoException {
        SockaddrStorage a = new SockaddrStorage();
        FdGuard g = pin("getpeername");
        try {
            done(g, "getpeername", B.getpeername(g.fd(), a.slot()), null);
        } finally {
            g.unpin();
        }
        return a.toSockaddr();
    }

    // ---- the descriptor ----

    /**
     * The descriptor's number, for messages and tests. It means nothing once the socket is closed: to call something
     * else with it use {@link #withFd}.
     *
     * @return the number, -1 if not open
     */
    public int fd() {
        markShared();
        return number();
    }

    private int number() {
        FdGuard g = guard();
        return g.isClosed() ? -1 : g.fd();
    }

    /**
     * Calls a function with the descriptor, which cannot be closed meanwhile: a concurrent {@link #close} takes effect when
     * the function is done. The function must not close it.
     *
     * @param function gets the number
     * @return the function's result
     * @throws SocketClosedException if the socket is closed
     */
    public int withFd(IntUnaryOperator function) throws SocketClosedException {
        Buffers.present("withFd", function);
        FdGuard g = guard();
        if (!g.pinForFunction()) {
            throw new SocketClosedException("withFd");
        }
        try {
            markShared();
            return function.applyAsInt(g.fd());
        } finally {
            g.unpinForFunction();
        }
    }

    @Override
    public String toString() {
        return "Socket[" + (isOpen() ? "fd " + number() + ", " : "closed, ")
                + Describe.socket(domain(), type(), protocol()) + "]";
    }
}
