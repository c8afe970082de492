package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.Scratch;
import io.baresock.internal.StackRoom;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Calls;
import io.baresock.internal.call.Connecting;
import io.baresock.internal.call.Describe;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.OptionLength;
import io.baresock.internal.call.Transfer;
import io.baresock.internal.call.Waiting;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A BSD socket as an object: any family, type and protocol, blocking or not. Failures are {@link ErrnoException}s; "would
 * block" is a value ({@link #WOULD_BLOCK}), never an exception; 0 from a receive is the end of a stream.
 *
 * <p>Thread-safe. Two threads that send on one stream at the same time interleave as the kernel decides. {@link #close}
 * from any thread ends every blocked call with {@link SocketClosedException}; no call ever touches a descriptor number
 * that the system has given to another file.
 *
 * <p>A call without a timeout blocks, unless {@link #setNonblocking} said otherwise. Nothing is allocated by a call that
 * sends or receives. A receive on a stream needs room for a byte, or it throws IllegalArgumentException: 0 would look like the end.
 *
 * <p><b>Virtual threads</b> (JDK 21). A call that has to wait parks its thread and leaves the carrier to others; timeouts and
 * {@link #close} work as on any thread. Interrupting the thread ends a call that waits with {@link ErrnoException} EINTR: the
 * interrupt status stays set, the socket stays open, and nothing that arrived is lost (an NIO channel would be closed). A
 * call that need not wait does not look at interrupts, nor does any call on a platform thread.
 *
 * <p>No call changes the mode of the open file, which others may have as well. A call that blocks on a platform thread is the bare
 * system call: {@code MSG_WAITALL}, {@code SO_RCVTIMEO} and {@code SO_SNDTIMEO} do what they do in C. Other threads and timeouts do the same.
 *
 * <pre>{@code
 * try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
 *     if (!client.connect(Sockaddr.inet("127.0.0.1", 7000), Duration.ofSeconds(3))) {
 *         throw new ErrnoException("connect", ETIMEDOUT);
 *     }
 *     client.setOption(TcpOptions.TCP_NODELAY, true);
 *     client.sendFully("hello".getBytes(), Duration.ofSeconds(3));
 *     client.shutdown(SHUT_WR);
 *     while (client.recv(buffer.clear()) > 0) { // 0 is the end
 *         handle(buffer.flip());
 *     }
 * }
 * }</pre>
 *
 * <p>A host's name becomes an address by {@link Bsd#getaddrinfo(String, String, AddrInfo) getaddrinfo}. Options are in
 * {@code io.baresock.option}. Many sockets at once: {@link io.baresock.poll.Poller}, or callbacks by {@link io.baresock.async.EventLoop}.
 * The rules for timeouts and errors are in the {@linkplain io.baresock package's} description.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class Socket implements AutoCloseable {

    /** The result of a call that could not go on without waiting, or whose timeout passed: {@code -EAGAIN}. */
    public static final int WOULD_BLOCK = -Constants.EAGAIN;

    /** For {@link #poll}: there is something to read, or an end or an error. */
    public static final int READABLE = 1;

    /** For {@link #poll}: a send would not block, or there is an error. */
    public static final int WRITABLE = 2;

    /** For {@link #poll}: there is exceptional data: on TCP, out-of-band data. */
    public static final int PRIORITY = 4;

    private static final Backend B = Library.backend();

    static {
        SocketAccess.install(new SocketAccess<Socket, Sockaddr>(Socket.class) {
            @Override
            public Descriptor descriptor(Socket socket) {
                return socket.descriptor;
            }

            @Override
            public @Nullable Sockaddr peer(Socket socket) {
                return peerOf(socket.descriptor);
            }

            @Override
            public ErrnoException failure(Socket socket, String call, int error) {
                Descriptor d = socket.descriptor;
                return failed(d, call, error, null, peerOf(d), null);
            }

            @Override
            public void requireStream(Socket socket, String call) {
                socket.requireStream(call);
            }

            @Override
            public long memory(Sockaddr address) {
                return address.address();
            }
        });
    }

    private volatile Descriptor descriptor = Descriptor.NEVER_OPENED;

    // ---- opening and closing ----

    /** A socket that is not open yet: {@link #isOpen} is false until {@link #socket} was called. */
    public Socket() {}

    /**
     * Opens this socket. SO_REUSEADDR is not set: set it if you want it.
     *
     * @param domain the family, such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}; may carry {@code SOCK_NONBLOCK}
     * @param protocol 0 for the usual one
     * @return this
     * @throws ErrnoException as in socket(2)
     * @throws IllegalStateException if this object is open already
     * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
     */
    public synchronized Socket socket(int domain, int type, int protocol) throws ErrnoException {
        if (isOpen()) {
            throw new IllegalStateException("socket: " + this + " is open already; close it first");
        }
        Abi.check(domain, "socket");
        Abi.check(type, "socket");
        Abi.check(protocol, "socket");
        Descriptor d = Descriptor.prepare(this, domain, type & ~Descriptor.SOCK_FLAGS, protocol, false);
        StackRoom.ask(StackRoom.FOR_CALLS);
        int fd = B.socket(domain, type, protocol);
        if (fd < 0) {
            d.isGone();
            String remedy = Remedies.open(-fd, domain, type);
            String what = Describe.socket(domain, type, protocol);
            throw new ErrnoException("socket", -fd, remedy == null ? what : what + "; " + remedy);
        }
        d.opened(fd, isNonblocking(type), null);
        descriptor = d;
        return this;
    }

    private static boolean isNonblocking(int type) {
        return (type & Constants.SOCK_NONBLOCK) != 0;
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
        Socket[] pair = {new Socket(), new Socket()};
        int kind = type & ~Descriptor.SOCK_FLAGS;
        Descriptor first = Descriptor.prepare(pair[0], domain, kind, protocol, false);
        Descriptor second = Descriptor.prepare(pair[1], domain, kind, protocol, false);
        StackRoom.ask(StackRoom.FOR_CALLS);
        long both = B.socketpair(domain, type, protocol);
        if (both < 0) {
            first.isGone();
            second.isGone();
            throw new ErrnoException("socketpair", (int) -both, Describe.socket(domain, type, protocol));
        }
        first.opened((int) both, isNonblocking(type), null);
        second.opened((int) (both >>> 32), isNonblocking(type), null);
        pair[0].descriptor = first;
        pair[1].descriptor = second;
        return pair;
    }

    /**
     * Takes over a descriptor that something else opened. From now on this object closes it. Its mode does not change. If the call fails, the
     * caller still owns the descriptor.
     *
     * <p>Two owners would both close it, the second one perhaps after the kernel has given the number to another file. So this refuses a
     * descriptor that an open Socket of this process has, except numbers above a million. It cannot know other owners. Take it from a Socket
     * by {@link #detach}, or use {@link #dup} for a second one.
     *
     * @param fd a socket's descriptor, which no other object closes
     * @return the socket
     * @throws ErrnoException EBADF if it is not open, ENOTSOCK if it is not a socket
     * @throws IllegalStateException if another open Socket has it
     */
    public static Socket adopt(int fd) throws ErrnoException {
        int type = adoptable(fd, Constants.SO_TYPE);
        int domain = Abi.isPresent(Constants.SO_DOMAIN) ? adoptable(fd, Constants.SO_DOMAIN) : ownFamily(fd);
        int protocol = Abi.isPresent(Constants.SO_PROTOCOL) ? adoptable(fd, Constants.SO_PROTOCOL) : 0;
        int flags = B.fcntl(fd, Constants.F_GETFL, 0);
        boolean nonblocking = flags > 0 && (flags & Constants.O_NONBLOCK) != 0;
        Socket s = new Socket();
        Descriptor d = Descriptor.prepare(s, domain, type, protocol, true);
        StackRoom.ask(StackRoom.FOR_CALLS); // two owners would both close it
        if (!OwnedFds.claim(fd)) {
            d.isGone();
            throw new IllegalStateException("adopt: descriptor " + fd
                    + " belongs to another open Socket; detach it there, or use dup() for a second one");
        }
        OwnedFds.forget(fd);
        d.opened(fd, nonblocking, null);
        s.descriptor = d;
        return s;
    }

    private static int adoptable(int fd, int option) throws ErrnoException {
        long value = B.getsockoptInt(fd, Constants.SOL_SOCKET, option);
        if (value < 0) {
            throw new ErrnoException("adopt", (int) -value, "descriptor " + fd);
        }
        return (int) value;
    }

    private static int ownFamily(int fd) {
        SockaddrStorage own = new SockaddrStorage();
        int r = B.getsockname(fd, own.slot());
        Reference.reachabilityFence(own);
        return r < 0 ? 0 : own.family();
    }

    /**
     * {@return another descriptor for the same socket} Each is closed on its own; the mode, the options and the connection are shared. The
     * close of one wakes only its own calls.
     *
     * @throws ErrnoException as in fcntl(2) for {@code F_DUPFD_CLOEXEC}
     */
    public Socket dup() throws ErrnoException {
        Descriptor d = descriptor;
        Socket copy = new Socket();
        Descriptor other = Descriptor.prepare(copy, d.domain, d.type, d.protocol, true);
        other.copies(d);
        d.markShared();
        StackRoom.ask(StackRoom.FOR_CALLS);
        int fd = Calls.number(d, Calls.DUP, 0);
        if (fd < 0) {
            other.isGone();
        }
        other.opened(result(d, "dup", fd, null), !d.isBlocking(), d);
        copy.descriptor = other;
        return copy;
    }

    /**
     * Closes the socket. Calls that are blocked on it return at once with {@link SocketClosedException}; the descriptor
     * itself is closed by the last of them, so that no call uses a number that belongs to another file. A connection goes on if another
     * descriptor of it is open, here or in another process. Harmless when repeated. Thread-safe.
     *
     * <p>It does not wait, with one exception, which is C's: with {@code SO_LINGER} on, a platform thread waits until the data is
     * sent or the time has passed. Callers that are blocked, virtual threads and event loops never wait for that: a background
     * thread makes the system call for them.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
     */
    @Override
    public void close() {
        descriptor.close();
    }

    /**
     * Gives the descriptor to the caller without closing it. After that this object is closed. After an Error, such as
     * StackOverflowError, the descriptor still belongs to this object, or is closed: {@link #close} is enough.
     *
     * @return the number, which the caller must close, for example with {@link Bsd#close}
     * @throws IllegalStateException if a call is in flight on another thread, an EventLoop with a ring receives, or there is a
     *     {@link io.baresock.handover.FdHold}; nothing has changed then
     * @throws SocketClosedException if it is closed
     */
    public int detach() throws SocketClosedException {
        Descriptor d = descriptor;
        OwnedFds.makeRoom(d.guard.fd()); // what is given up and not noted would have no owner
        OwnedFds.ask();
        int fd = d.guard.detach();
        if (fd == -1) {
            throw new SocketClosedException("detach");
        }
        if (fd < 0) {
            throw new IllegalStateException(
                    "detach: a call on another thread, a ring of an EventLoop, or a FdHold, is using " + this
                            + "; close it, or let that call end first");
        }
        int mine = OwnedFds.opened(fd);
        try {
            d.isGone();
        } catch (Error e) {
            // The number matters more than this Error. Until this object is collected, the cleaner keeps a guard
            // without a descriptor.
        }
        return mine;
    }

    // ---- state ----

    /** {@return whether the socket is open} A new {@code Socket} is not, until {@link Socket#socket}. */
    public boolean isOpen() {
        return descriptor.isOpen();
    }

    /** {@return whether the socket is in non-blocking mode, as set through this object or another one that {@link #dup} made} */
    public boolean isNonblocking() {
        return !descriptor.isBlocking();
    }

    /**
     * Sets the mode ({@code O_NONBLOCK}, which all descriptors of the same open file share).
     *
     * @param on whether calls without a timeout return {@link #WOULD_BLOCK} instead of waiting
     * @return this
     * @throws ErrnoException as in fcntl(2)
     */
    public Socket setNonblocking(boolean on) throws ErrnoException {
        Descriptor d = descriptor;
        result(d, "fcntl", Calls.number(d, Calls.SETNONBLOCKING, on ? 1 : 0), null);
        d.nonblocking(on);
        return this;
    }

    /** {@return the protocol family it was opened with, such as {@code AF_INET}; 0 if it was never opened} */
    public int domain() {
        return descriptor.domain;
    }

    /**
     * {@return the type it was opened with, without {@code SOCK_NONBLOCK} and {@code SOCK_CLOEXEC}, such as {@code SOCK_STREAM}; 0 if it
     * was never opened}
     */
    public int type() {
        return descriptor.type;
    }

    /** {@return the protocol it was opened with, such as {@code IPPROTO_TCP}, or 0 for the usual one of the type} */
    public int protocol() {
        return descriptor.protocol;
    }

    /**
     * {@return the descriptor's number, for messages and tests; -1 if not open} It means nothing once the socket is closed: to call
     * something else with it use {@link #withFd}.
     */
    public int fd() {
        Descriptor d = descriptor;
        d.markShared();
        return d.isOpen() ? d.guard.fd() : -1;
    }

    /**
     * What {@link #withFd} does with a descriptor.
     *
     * @param <R> the result
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface FdFunction<R extends @Nullable Object, X extends Exception> {

        /**
         * Uses the descriptor, and does not close it.
         *
         * @param fd the number, good until this method returns
         * @return the result
         * @throws X if it fails
         */
        R apply(int fd) throws X;
    }

    /**
     * Calls a function with the descriptor, which cannot be closed meanwhile: a concurrent {@link #close} takes effect when
     * the function is done. The function must not close it. It is for calls that this library does not have:
     *
     * <pre>{@code
     * int flags = socket.withFd(fd -> Bsd.fcntl(fd, F_GETFD, 0));
     * }</pre>
     *
     * @param <R> the function's result
     * @param <X> what the function may throw; for a lambda that throws nothing checked, nothing is to be caught
     * @param function gets the number
     * @return the function's result
     * @throws SocketClosedException if the socket is closed
     * @throws X what the function throws
     */
    public <R extends @Nullable Object, X extends Exception> R withFd(FdFunction<R, X> function)
            throws SocketClosedException, X {
        Buffers.present("withFd", function);
        LentFd<R, X> call = new LentFd<>(descriptor, function);
        long r = call.call();
        Reference.reachabilityFence(this);
        if (r == Guard.REFUSED) {
            throw new SocketClosedException("withFd");
        }
        return call.result();
    }

    /**
     * Waits until the socket is ready, with select(2)'s meaning, on a descriptor of any number.
     * An error, a hang-up, or an entry in the error queue ({@link #errors}) makes it both readable and writable. The kernel reports these
     * three always: a wait for {@link #PRIORITY} alone ends early because of them, and returns 0.
     *
     * @param which {@link #READABLE}, {@link #WRITABLE} and {@link #PRIORITY}, or-ed
     * @param sec seconds to wait; negative waits for ever
     * @param usec <em>micro</em>seconds on top; a million and more carries over into seconds
     * @return those of {@code which} that are ready; 0 if the time passed
     * @throws ErrnoException as in poll(2)
     * @throws IllegalArgumentException if {@code which} has other bits, or {@code usec} is negative
     */
    public int poll(int which, long sec, long usec) throws ErrnoException {
        if (sec >= 0 && usec < 0) {
            throw new IllegalArgumentException("poll: usec = " + usec + " is negative");
        }
        return poll(which, sec < 0 ? -1 : Describe.nanos(sec, usec));
    }

    /**
     * Waits until the socket is ready, as {@link #poll(int, long, long)}.
     *
     * @param which {@link #READABLE}, {@link #WRITABLE} and {@link #PRIORITY}, or-ed
     * @param timeout zero does not wait, negative waits for ever
     * @return those of {@code which} that are ready; 0 if the time passed
     * @throws ErrnoException as in poll(2)
     */
    public int poll(int which, Duration timeout) throws ErrnoException {
        return poll(which, Deadlines.nanos("poll", timeout));
    }

    private int poll(int which, long timeout) throws ErrnoException {
        if ((which & ~7) != 0) {
            throw new IllegalArgumentException(
                    "poll: which = " + which + " is not made of READABLE (1), WRITABLE (2) and PRIORITY (4)");
        }
        int events = ((which & READABLE) != 0 ? Constants.POLLIN : 0)
                | ((which & WRITABLE) != 0 ? Constants.POLLOUT : 0)
                | ((which & PRIORITY) != 0 ? Constants.POLLPRI : 0);
        Descriptor d = descriptor;
        int r = result(d, "poll", Waiting.poll(d.guard, events, which, timeout), null);
        if (!d.isOpen()) {
            throw new SocketClosedException("poll");
        }
        int broken = (r & (Constants.POLLERR | Constants.POLLHUP)) != 0 ? READABLE | WRITABLE : 0;
        int ready = ((r & Constants.POLLIN) != 0 ? READABLE : 0)
                | ((r & Constants.POLLOUT) != 0 ? WRITABLE : 0)
                | ((r & Constants.POLLPRI) != 0 ? PRIORITY : 0);
        return (ready | broken) & which;
    }

    // ---- bind, connect, listen, accept ----

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
        Descriptor d = descriptor;
        int r = Calls.memory(d, Calls.BIND, address.address(), address.length());
        Reference.reachabilityFence(address);
        if (r < 0) {
            throw failed(d, "bind", r, address, null, null);
        }
        Reference.reachabilityFence(this);
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
        return connect(address, descriptor.defaultTimeout());
    }

    /**
     * Connects, waiting at most {@code timeoutNanos}. After an interrupt (EINTR, on a virtual thread) the connection goes on
     * being made: wait until the socket is writable, then call {@link #finishConnect}.
     *
     * @param address the peer
     * @param timeoutNanos nanoseconds; negative waits for ever; 0 does not wait
     * @return true if connected; false if the time passed, also that of {@code SO_SNDTIMEO}: the connection goes on being made. Wait
     *     until the socket is writable and call {@link #finishConnect}, or close it
     * @throws ErrnoException as in connect(2); names the address. EAGAIN if an AF_UNIX listener has had no room in that time, or if the
     *     system has no free port for an AF_INET socket: nothing goes on then, so call connect again
     */
    public boolean connect(Sockaddr address, long timeoutNanos) throws ErrnoException {
        Buffers.present("connect", address);
        Descriptor d = descriptor;
        int r = Connecting.connect(d, address.address(), address.length(), timeoutNanos);
        Reference.reachabilityFence(address);
        Reference.reachabilityFence(this);
        boolean isUnix = d.domain == Constants.AF_UNIX;
        if (r < 0 && !(r == -Constants.EINPROGRESS && d.isOpen())) {
            String remedy = isUnix && r == WOULD_BLOCK ? "the listener's backlog is full; connect again later" : null;
            throw failed(d, "connect", r, null, address, remedy);
        }
        d.peer(address);
        return r >= 0;
    }

    /**
     * Connects, waiting at most that long, as {@link #connect(Sockaddr, long)}.
     *
     * @param address the peer
     * @param timeout zero does not wait, negative waits for ever
     * @return true if connected; false if the time passed and the connection goes on being made
     * @throws ErrnoException as in {@link #connect(Sockaddr, long)}
     */
    public boolean connect(Sockaddr address, Duration timeout) throws ErrnoException {
        return connect(address, Deadlines.nanos("connect", timeout));
    }

    /**
     * Asks whether a connection that was in progress is made now. The kernel says once why it failed.
     *
     * @return true if connected, false if still in progress
     * @throws ErrnoException why the connection failed; ENOTCONN if it is not connected and nothing is in progress
     */
    public boolean finishConnect() throws ErrnoException {
        Descriptor d = descriptor;
        int r = Calls.number(d, Calls.CONNECTED, 0);
        return result(d, "connect", r, null) != WOULD_BLOCK;
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
        Descriptor d = descriptor;
        int r = Calls.number(d, Calls.LISTEN, backlog);
        if (r < 0) {
            throw failed(d, "listen", r, null, null, "backlog " + backlog);
        }
        d.listens();
        Reference.reachabilityFence(this);
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
        return accept(null, 0, descriptor.defaultTimeout());
    }

    /**
     * Accepts a connection, waiting at most that long for one.
     *
     * @param timeout zero does not wait, negative waits for ever
     * @return the connection, blocking; null if the time passed
     * @throws ErrnoException as in accept(2)
     */
    public @Nullable Socket accept(Duration timeout) throws ErrnoException {
        return accept(null, 0, Deadlines.nanos("accept", timeout));
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
        Abi.check(flags, "accept");
        Descriptor d = descriptor;
        Socket s = next(d);
        StackRoom.ask(StackRoom.FOR_CALLS); // a connection that was accepted is not to be lost
        long slot = SockaddrStorage.enterIfAny(peer);
        int n;
        try {
            n = Waiting.call(d, Waiting.ACCEPT, null, slot, 0, flags, 0, 0, timeoutNanos);
        } finally {
            SockaddrStorage.leaveIfAny(peer);
        }
        if (n >= 0) {
            s.descriptor.opened(n, isNonblocking(flags), d);
            Reference.reachabilityFence(this);
            return s;
        }
        d.keepSpare(s.descriptor, s);
        result(d, "accept", n, null);
        return null;
    }

    /** The object for the next connection. It is made before the accept, and kept if no connection came. */
    private static Socket next(Descriptor d) {
        if (d.takeSpare() instanceof Socket kept) {
            return kept;
        }
        Socket s = new Socket();
        s.descriptor = Descriptor.prepare(s, d.domain, d.type, d.protocol, false);
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
        Descriptor d = descriptor;
        result(d, "shutdown", Calls.number(d, Calls.SHUTDOWN, how), null);
    }

    // ---- send ----

    /**
     * Sends from the buffer's position, without flags, as {@link #send(ByteBuffer, int)}.
     *
     * @param b direct or heap, read-only too
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     */
    public int send(ByteBuffer b) throws ErrnoException {
        return send(b, 0);
    }

    /**
     * Sends from the buffer's position; the position moves by what was sent, which may be less than what remains.
     *
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     * @throws SocketClosedException if the socket is or gets closed
     * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
     */
    public int send(ByteBuffer b, int flags) throws ErrnoException {
        return send("send", b, flags, null, descriptor.defaultTimeout());
    }

    /**
     * Sends from the buffer's position, without flags, waiting at most that long for room.
     *
     * @param b direct or heap, read-only too
     * @param timeout zero does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2)
     */
    public int send(ByteBuffer b, Duration timeout) throws ErrnoException {
        return send(b, 0, Deadlines.nanos("send", timeout));
    }

    /**
     * Sends from the buffer's position, waiting at most {@code timeoutNanos} for room.
     *
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2)
     */
    public int send(ByteBuffer b, int flags, long timeoutNanos) throws ErrnoException {
        return send("send", b, flags, null, timeoutNanos);
    }

    /**
     * Sends a whole array, without flags.
     *
     * @param a the array
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     */
    public int send(byte[] a) throws ErrnoException {
        return send(Buffers.present("send", a), 0, a.length, 0);
    }

    /**
     * Sends a whole array, without flags, waiting at most that long for room.
     *
     * @param a the array
     * @param timeout zero does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2)
     */
    public int send(byte[] a, Duration timeout) throws ErrnoException {
        return send(Buffers.present("send", a), 0, a.length, 0, Deadlines.nanos("send", timeout));
    }

    /**
     * Sends a range of an array.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     */
    public int send(byte[] a, int offset, int length, int flags) throws ErrnoException {
        return send("send", a, offset, length, flags, null, descriptor.defaultTimeout());
    }

    /**
     * Sends a range of an array, waiting at most {@code timeoutNanos} for room.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2)
     */
    public int send(byte[] a, int offset, int length, int flags, long timeoutNanos) throws ErrnoException {
        return send("send", a, offset, length, flags, null, timeoutNanos);
    }

    /**
     * Sends from native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2); EFAULT for memory that cannot be read
     */
    public int send(long address, int length, int flags) throws ErrnoException {
        return sendto(address, length, flags, null);
    }

    /**
     * Sends from native memory, waiting at most {@code timeoutNanos} for room.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2); EFAULT for memory that cannot be read
     */
    public int send(long address, int length, int flags, long timeoutNanos) throws ErrnoException {
        return sendto(address, length, flags, null, timeoutNanos);
    }

    /**
     * Sends one message to an address, without flags.
     *
     * @param b the message: what remains in the buffer
     * @param to the destination
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(ByteBuffer b, Sockaddr to) throws ErrnoException {
        return sendto(b, 0, to);
    }

    /**
     * Sends one message to an address.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(ByteBuffer b, int flags, Sockaddr to) throws ErrnoException {
        return send("sendto", b, flags, Buffers.present("sendto", to), descriptor.defaultTimeout());
    }

    /**
     * Sends one message to an address, without flags, waiting at most that long for room.
     *
     * @param b the message: what remains in the buffer
     * @param to the destination
     * @param timeout zero does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(ByteBuffer b, Sockaddr to, Duration timeout) throws ErrnoException {
        return sendto(b, 0, to, Deadlines.nanos("sendto", timeout));
    }

    /**
     * Sends one message to an address, waiting at most {@code timeoutNanos} for room.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(ByteBuffer b, int flags, Sockaddr to, long timeoutNanos) throws ErrnoException {
        return send("sendto", b, flags, Buffers.present("sendto", to), timeoutNanos);
    }

    /**
     * Sends one message to where another one came from, without flags: an answer.
     *
     * <pre>{@code
     * SockaddrStorage from = new SockaddrStorage();
     * socket.recvfrom(buffer, from);
     * socket.sendto(buffer.flip(), from);
     * }</pre>
     *
     * @param b the message: what remains in the buffer
     * @param to holds the destination, such as what {@link #recvfrom(ByteBuffer, SockaddrStorage)} has put there
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in {@link #sendto(ByteBuffer, int, SockaddrStorage)}
     */
    public int sendto(ByteBuffer b, SockaddrStorage to) throws ErrnoException {
        return sendto(b, 0, to);
    }

    /**
     * Sends one message to the address in a storage. Nothing is allocated. The storage belongs to the call until it returns.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to holds the destination; without an address the message goes to the connected peer
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination. EDESTADDRREQ or ENOTCONN if there is neither an address nor a peer
     */
    public int sendto(ByteBuffer b, int flags, SockaddrStorage to) throws ErrnoException {
        return sendto(b, flags, to, descriptor.defaultTimeout());
    }

    /**
     * Sends one message to the address in a storage, waiting at most {@code timeoutNanos} for room. Nothing is allocated.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to holds the destination; without an address the message goes to the connected peer
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in {@link #sendto(ByteBuffer, int, SockaddrStorage)}
     */
    public int sendto(ByteBuffer b, int flags, SockaddrStorage to, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendto", b);
        Buffers.present("sendto", to);
        Abi.check(flags, "sendto");
        Descriptor d = descriptor;
        int n;
        to.enter();
        try {
            int length = to.length();
            n = Io.send(d, b, flags, length == 0 ? 0 : to.bytes(), length, timeoutNanos);
        } finally {
            to.leave();
        }
        return result(d, "sendto", n, n >= 0 || n == WOULD_BLOCK || to.length() == 0 ? null : to.toSockaddr());
    }

    /**
     * Sends a whole array as one message, without flags.
     *
     * @param a the array
     * @param to the destination
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(byte[] a, Sockaddr to) throws ErrnoException {
        return sendto(Buffers.present("sendto", a), 0, a.length, 0, to);
    }

    /**
     * Sends one message from a range of an array.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(byte[] a, int offset, int length, int flags, Sockaddr to) throws ErrnoException {
        return sendto(a, offset, length, flags, to, descriptor.defaultTimeout());
    }

    /**
     * Sends one message from a range of an array, waiting at most {@code timeoutNanos} for room.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many
     * @param flags {@code MSG_*}
     * @param to the destination
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public int sendto(byte[] a, int offset, int length, int flags, Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        return send("sendto", a, offset, length, flags, Buffers.present("sendto", to), timeoutNanos);
    }

    /**
     * Sends one message from native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2)
     */
    public int sendto(long address, int length, int flags, @Nullable Sockaddr to) throws ErrnoException {
        return sendto(address, length, flags, to, descriptor.defaultTimeout());
    }

    /**
     * Sends one message from native memory, waiting at most {@code timeoutNanos} for room.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendto(2)
     */
    public int sendto(long address, int length, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Buffers.range("send", address, length);
        Descriptor d = descriptor;
        Abi.check(flags, "send");
        int n = Io.send(d, address, length, flags, Sockaddr.addressOf(to), Sockaddr.lengthOf(to), timeoutNanos);
        Reference.reachabilityFence(to);
        return result(d, "send", n, to);
    }

    private int send(String call, ByteBuffer b, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Buffers.present(call, b);
        Abi.check(flags, call);
        Descriptor d = descriptor;
        int n = Io.send(d, b, flags, Sockaddr.addressOf(to), Sockaddr.lengthOf(to), timeoutNanos);
        Reference.reachabilityFence(to);
        return result(d, call, n, to);
    }

    private int send(String call, byte[] a, int offset, int length, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Buffers.range(call, a, offset, length);
        Abi.check(flags, call);
        Descriptor d = descriptor;
        long sa = Sockaddr.addressOf(to);
        int n = Copies.send(d, null, null, a, offset, length, flags, sa, Sockaddr.lengthOf(to), timeoutNanos);
        Reference.reachabilityFence(to);
        return result(d, call, n, to);
    }

    /**
     * Sends all that remains in the buffer, as {@link #sendFully(ByteBuffer, long)}, and waits for ever.
     *
     * @param b the bytes; the position shows how much is done, also after an exception
     * @throws ErrnoException as in send(2)
     */
    public void sendFully(ByteBuffer b) throws ErrnoException {
        sendFully(b, -1);
    }

    /**
     * Sends all that remains in the buffer, waiting as often as it must, whatever the mode. On a socket that is no stream that is one
     * message; with nothing in the buffer nothing is sent.
     *
     * @param b the bytes; the position shows how much is done, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @throws ErrnoException as in send(2); ETIMEDOUT if the time passed first
     */
    public void sendFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendFully", b);
        Descriptor d = descriptor;
        int r = result(d, "sendFully", Io.sendFully(d, b, Deadlines.in(timeoutNanos)), null);
        if (r == WOULD_BLOCK) {
            throw new ErrnoException("sendFully", Constants.ETIMEDOUT, b.remaining() + " bytes were not sent in time");
        }
    }

    /**
     * Sends all that remains in the buffer within that time, as {@link #sendFully(ByteBuffer, long)}.
     *
     * @param b the bytes; the position shows how much is done, also after an exception
     * @param timeout for all of it; negative waits for ever
     * @throws ErrnoException as in send(2); ETIMEDOUT if the time passed first
     */
    public void sendFully(ByteBuffer b, Duration timeout) throws ErrnoException {
        sendFully(b, Deadlines.nanos("sendFully", timeout));
    }

    /**
     * Sends a whole array, as {@link #sendFully(ByteBuffer, long)}, and waits for ever. It makes a buffer around the array.
     *
     * @param a the bytes
     * @throws ErrnoException as in send(2)
     */
    public void sendFully(byte[] a) throws ErrnoException {
        sendFully(ByteBuffer.wrap(Buffers.present("sendFully", a)), -1);
    }

    /**
     * Sends a whole array within that time, as {@link #sendFully(ByteBuffer, long)}. It makes a buffer around the array.
     *
     * @param a the bytes
     * @param timeout for all of it; negative waits for ever
     * @throws ErrnoException as in send(2); ETIMEDOUT if the time passed first
     */
    public void sendFully(byte[] a, Duration timeout) throws ErrnoException {
        sendFully(ByteBuffer.wrap(Buffers.present("sendFully", a)), timeout);
    }

    // ---- receive ----

    /**
     * Receives into the buffer, without flags, as {@link #recv(ByteBuffer, int)}.
     *
     * @param b direct or heap
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2)
     */
    public int recv(ByteBuffer b) throws ErrnoException {
        return recv(b, 0);
    }

    /**
     * Receives into the buffer at its position, which moves by the bytes that arrived.
     *
     * <p>On a message socket (datagram, seqpacket, raw) the result is the message's own length: if it is larger than what
     * remained in the buffer, the rest of the message was cut off. (Linux, where the family tells it: Internet, Unix, netlink, packet,
     * vsock and most others. CAN, SCTP and AF_ALG return what fitted.)
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @return bytes received; of a message that was cut off, its own length; 0 at the end of a stream, or for an empty datagram; or
     *     {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recv(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
     * @throws SocketClosedException if the socket is or gets closed
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public int recv(ByteBuffer b, int flags) throws ErrnoException {
        return recv("recv", b, flags, null, descriptor.defaultTimeout());
    }

    /**
     * Receives into the buffer, without flags, waiting at most that long.
     *
     * @param b direct or heap
     * @param timeout zero does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     */
    public int recv(ByteBuffer b, Duration timeout) throws ErrnoException {
        return recv(b, 0, Deadlines.nanos("recv", timeout));
    }

    /**
     * Receives into the buffer, waiting at most {@code timeoutNanos}.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     */
    public int recv(ByteBuffer b, int flags, long timeoutNanos) throws ErrnoException {
        return recv("recv", b, flags, null, timeoutNanos);
    }

    /**
     * Receives into a whole array, without flags.
     *
     * @param a the array
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2)
     */
    public int recv(byte[] a) throws ErrnoException {
        return recv(Buffers.present("recv", a), 0, a.length, 0);
    }

    /**
     * Receives into a whole array, without flags, waiting at most that long.
     *
     * @param a the array
     * @param timeout zero does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     */
    public int recv(byte[] a, Duration timeout) throws ErrnoException {
        return recv(Buffers.present("recv", a), 0, a.length, 0, Deadlines.nanos("recv", timeout));
    }

    /**
     * Receives into a range of an array.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many at most
     * @param flags {@code MSG_*}
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2)
     */
    public int recv(byte[] a, int offset, int length, int flags) throws ErrnoException {
        return recv("recv", a, offset, length, flags, null, descriptor.defaultTimeout());
    }

    /**
     * Receives into a range of an array, waiting at most {@code timeoutNanos}.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many at most
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     */
    public int recv(byte[] a, int offset, int length, int flags, long timeoutNanos) throws ErrnoException {
        return recv("recv", a, offset, length, flags, null, timeoutNanos);
    }

    /**
     * Receives into native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2); EFAULT for memory that cannot be written
     */
    public int recv(long address, int length, int flags) throws ErrnoException {
        return recvfrom(address, length, flags, null);
    }

    /**
     * Receives into native memory, waiting at most {@code timeoutNanos}.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2); EFAULT for memory that cannot be written
     */
    public int recv(long address, int length, int flags, long timeoutNanos) throws ErrnoException {
        return recvfrom(address, length, flags, null, timeoutNanos);
    }

    /**
     * Receives one message and its sender's address, without flags. {@link #sendto(ByteBuffer, SockaddrStorage)} answers.
     *
     * @param b direct or heap
     * @param from receives the sender's address
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(ByteBuffer b, SockaddrStorage from) throws ErrnoException {
        return recvfrom(b, 0, from);
    }

    /**
     * Receives one message and its sender's address, without flags, waiting at most that long.
     *
     * @param b direct or heap
     * @param from receives the sender's address
     * @param timeout zero does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(ByteBuffer b, SockaddrStorage from, Duration timeout) throws ErrnoException {
        return recvfrom(b, 0, from, Deadlines.nanos("recvfrom", timeout));
    }

    /**
     * Receives one message and its sender's address.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(ByteBuffer b, int flags, SockaddrStorage from) throws ErrnoException {
        return recv("recvfrom", b, flags, Buffers.present("recvfrom", from), descriptor.defaultTimeout());
    }

    /**
     * Receives one message and its sender's address, waiting at most {@code timeoutNanos}.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(ByteBuffer b, int flags, SockaddrStorage from, long timeoutNanos) throws ErrnoException {
        return recv("recvfrom", b, flags, Buffers.present("recvfrom", from), timeoutNanos);
    }

    /**
     * Receives one message into a whole array, and its sender's address, without flags.
     *
     * @param a the array
     * @param from receives the sender's address
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(byte[] a, SockaddrStorage from) throws ErrnoException {
        return recvfrom(Buffers.present("recvfrom", a), 0, a.length, 0, from);
    }

    /**
     * Receives one message into a whole array, and its sender's address, without flags, waiting at most that long.
     *
     * @param a the array
     * @param from receives the sender's address
     * @param timeout zero does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(byte[] a, SockaddrStorage from, Duration timeout) throws ErrnoException {
        return recvfrom(Buffers.present("recvfrom", a), 0, a.length, 0, from, Deadlines.nanos("recvfrom", timeout));
    }

    /**
     * Receives one message into a range of an array, and its sender's address.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(byte[] a, int offset, int length, int flags, SockaddrStorage from) throws ErrnoException {
        return recvfrom(a, offset, length, flags, from, descriptor.defaultTimeout());
    }

    /**
     * Receives one message into a range of an array, and its sender's address, waiting at most {@code timeoutNanos}.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(byte[] a, int offset, int length, int flags, SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        return recv("recvfrom", a, offset, length, flags, Buffers.present("recvfrom", from), timeoutNanos);
    }

    /**
     * Receives one message into native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address; may be null
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(long address, int length, int flags, @Nullable SockaddrStorage from) throws ErrnoException {
        return recvfrom(address, length, flags, from, descriptor.defaultTimeout());
    }

    /**
     * Receives one message into native memory, waiting at most {@code timeoutNanos}.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address; may be null
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public int recvfrom(long address, int length, int flags, @Nullable SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        Buffers.range("recv", address, length);
        Abi.check(flags, "recv");
        Descriptor d = descriptor;
        return result(d, "recv", Io.recv(d, address, length, flags, from, timeoutNanos), null);
    }

    private int recv(
            String call, byte[] a, int offset, int length, int flags, @Nullable SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        Buffers.range(call, a, offset, length);
        Abi.check(flags, call);
        Descriptor d = descriptor;
        return result(d, call, Copies.recv(d, null, a, offset, length, flags, from, timeoutNanos), null);
    }

    private int recv(String call, ByteBuffer b, int flags, @Nullable SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        Buffers.writable(call, b);
        Abi.check(flags, call);
        Descriptor d = descriptor;
        return result(d, call, Io.recv(d, b, flags, from, timeoutNanos), null);
    }

    /**
     * Receives until the buffer is full or the stream ends, as {@link #recvFully(ByteBuffer, long)}, and waits for ever.
     *
     * @param b where to; the position shows how much is done, also after an exception
     * @return bytes received; less than what remained only at the end of the stream
     * @throws ErrnoException as in recv(2)
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public int recvFully(ByteBuffer b) throws ErrnoException {
        return recvFully(b, -1);
    }

    /**
     * Receives until the buffer is full or the stream ends, waiting as often as it must, whatever the mode.
     *
     * @param b where to; the position shows how much is done, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @return bytes received; less than what remained only at the end of the stream
     * @throws ErrnoException as in recv(2); ETIMEDOUT if the time passed first
     * @throws UnsupportedOperationException if it is no stream socket: messages have ends of their own, which would be lost. Nothing is
     *     received
     */
    public int recvFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        Buffers.writable("recvFully", b);
        requireStream("recvFully");
        Descriptor d = descriptor;
        int n = result(d, "recvFully", Io.recvFully(d, b, Deadlines.in(timeoutNanos)), null);
        if (n == WOULD_BLOCK) {
            throw new ErrnoException("recvFully", Constants.ETIMEDOUT, b.remaining() + " bytes did not come in time");
        }
        return n;
    }

    /**
     * Receives until the buffer is full or the stream ends, within that time, as {@link #recvFully(ByteBuffer, long)}.
     *
     * @param b where to; the position shows how much is done, also after an exception
     * @param timeout for all of it; negative waits for ever
     * @return bytes received; less than what remained only at the end of the stream
     * @throws ErrnoException as in recv(2); ETIMEDOUT if the time passed first
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public int recvFully(ByteBuffer b, Duration timeout) throws ErrnoException {
        return recvFully(b, Deadlines.nanos("recvFully", timeout));
    }

    /**
     * Receives until the array is full or the stream ends, as {@link #recvFully(ByteBuffer, long)}, and waits for ever. It makes a buffer
     * around the array.
     *
     * @param a where to
     * @return bytes received; less than the array's length only at the end of the stream
     * @throws ErrnoException as in recv(2)
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public int recvFully(byte[] a) throws ErrnoException {
        return recvFully(ByteBuffer.wrap(Buffers.present("recvFully", a)), -1);
    }

    /**
     * Receives until the array is full or the stream ends, within that time, as {@link #recvFully(ByteBuffer, long)}. It makes a buffer
     * around the array.
     *
     * @param a where to
     * @param timeout for all of it; negative waits for ever
     * @return bytes received; less than the array's length only at the end of the stream
     * @throws ErrnoException as in recv(2); ETIMEDOUT if the time passed first
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public int recvFully(byte[] a, Duration timeout) throws ErrnoException {
        return recvFully(ByteBuffer.wrap(Buffers.present("recvFully", a)), timeout);
    }

    /**
     * How much there is to read without waiting: bytes of a stream; of the next datagram on a datagram socket.
     *
     * @return the count, by ioctl(FIONREAD)
     * @throws ErrnoException EINVAL for a listener; as in ioctl(2)
     */
    public int available() throws ErrnoException {
        Descriptor d = descriptor;
        return result(d, "ioctl", Calls.number(d, Calls.AVAILABLE, 0), null);
    }

    /**
     * Whether the next byte to read is the one after the out-of-band mark.
     *
     * @return whether it is
     * @throws ErrnoException as in sockatmark(3)
     * @see <a href="https://man7.org/linux/man-pages/man3/sockatmark.3.html">sockatmark(3)</a>
     */
    public boolean atMark() throws ErrnoException {
        Descriptor d = descriptor;
        return result(d, "sockatmark", Calls.number(d, Calls.ATMARK, 0), null) == 1;
    }

    // ---- messages ----

    /**
     * Sends a message without flags, as {@link #sendmsg(Message, int)}.
     *
     * @param m the message
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2)
     */
    public int sendmsg(Message m) throws ErrnoException {
        return sendmsg(m, 0);
    }

    /**
     * Sends a message: its buffers, whose positions move, to its destination if it has one, with its control messages.
     *
     * @param m the message
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is added wherever descriptors can arrive
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers, too; names the destination
     * @throws IllegalArgumentException on a stream, if there are control messages and no byte of data, which would be lost
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the message is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
     */
    public int sendmsg(Message m, int flags) throws ErrnoException {
        return sendmsg(m, flags, descriptor.defaultTimeout());
    }

    /**
     * Sends a message, waiting at most {@code timeoutNanos} for room.
     *
     * @param m the message
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers, too; names the destination
     * @throws IllegalArgumentException on a stream, if there are control messages and no byte of data, which would be lost
     */
    public int sendmsg(Message m, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendmsg", m);
        Abi.check(flags, "sendmsg");
        Descriptor d = descriptor;
        int n = m.send(d, flags, timeoutNanos);
        return result(d, "sendmsg", n, n >= 0 || n == WOULD_BLOCK ? null : m.destination());
    }

    /**
     * Receives a message without flags, as {@link #recvmsg(Message, int)}.
     *
     * @param m where to
     * @return bytes received; 0 at the end of a stream (or for an empty datagram); or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recvmsg(2)
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     */
    public int recvmsg(Message m) throws ErrnoException {
        return recvmsg(m, 0);
    }

    /**
     * Receives a message into the buffers of {@code m}, whose positions move. The sender's address, the flags and the
     * control messages are in it afterwards. Descriptors that came with the last one and were not taken are closed first.
     *
     * <p>On a datagram socket the result is the datagram's own length, which is more than arrived if
     * {@link Message#isTruncated}.
     *
     * @param m where to
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return bytes received; 0 at the end of a stream (or for an empty datagram); or {@link #WOULD_BLOCK}, also if
     *     {@code MSG_ERRQUEUE} finds nothing, which never blocks
     * @throws ErrnoException as in recvmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the message is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
     */
    public int recvmsg(Message m, int flags) throws ErrnoException {
        return recvmsg(m, flags, descriptor.defaultTimeout());
    }

    /**
     * Receives a message without flags, waiting at most that long, as {@link #recvmsg(Message, int)}.
     *
     * @param m where to
     * @param timeout zero does not wait, negative waits for ever
     * @return as {@link #recvmsg(Message, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvmsg(2)
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     */
    public int recvmsg(Message m, Duration timeout) throws ErrnoException {
        return recvmsg(m, 0, Deadlines.nanos("recvmsg", timeout));
    }

    /**
     * Receives a message, waiting at most {@code timeoutNanos}.
     *
     * @param m where to
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recvmsg(Message, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     */
    public int recvmsg(Message m, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("recvmsg", m);
        Abi.check(flags, "recvmsg");
        Descriptor d = descriptor;
        return result(d, "recvmsg", m.receive(d, flags, timeoutNanos), null);
    }

    /**
     * Takes what the error queue has, as much as fits, and never waits. It works on a socket in either mode, and beside
     * calls that send and receive.
     *
     * @param queue where to; what it had before is forgotten
     * @return how many entries came; 0 if there were none
     * @throws ErrnoException as in recvmsg(2)
     * @throws SocketClosedException if the socket is closed
     * @throws IllegalStateException if the queue is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2), MSG_ERRQUEUE</a>
     */
    public int errors(ErrorQueue queue) throws ErrnoException {
        Buffers.present("errors", queue);
        Descriptor d = descriptor;
        return result(d, "errors", queue.drain(d), null);
    }

    // ---- batches and segments ----

    /**
     * Sends the messages of the batch's range, without flags, as {@link #sendmmsg(MessageBatch, int)}.
     *
     * @param m the messages
     * @return how many were sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was sent
     */
    public int sendmmsg(MessageBatch m) throws ErrnoException {
        return sendmmsg(m, 0);
    }

    /**
     * Sends the messages of the batch's range, which moves past those that were sent. A blocking socket waits until one at
     * least is sent.
     *
     * @param m the messages; see there for the contract
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return how many were sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the batch is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
     */
    public int sendmmsg(MessageBatch m, int flags) throws ErrnoException {
        return sendmmsg(m, flags, descriptor.defaultTimeout());
    }

    /**
     * Sends the messages of the batch's range, waiting at most {@code timeoutNanos} for room for the first.
     *
     * @param m the messages
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many were sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     */
    public int sendmmsg(MessageBatch m, int flags, long timeoutNanos) throws ErrnoException {
        return send(Buffers.present("sendmmsg", m), m.out, flags, timeoutNanos);
    }

    private int send(MessageBatch m, Transfer t, int flags, long timeoutNanos) throws ErrnoException {
        Abi.check(flags, "sendmmsg");
        Descriptor d = descriptor;
        m.begin("sendmmsg");
        int n = 0;
        try {
            n = Waiting.call(d, Waiting.SENDMSG, t, 0, 0, flags, 0, 0, timeoutNanos);
        } finally {
            m.end("sendmmsg", n);
        }
        return result(d, "sendmmsg", n, n >= 0 || n == WOULD_BLOCK ? null : m.destination());
    }

    /**
     * Fills the slots of the batch, without flags, as {@link #recvmmsg(MessageBatch, int)}: a blocking socket waits until all are filled.
     *
     * @param m where to
     * @return how many messages came, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recvmsg(2), if none came
     */
    public int recvmmsg(MessageBatch m) throws ErrnoException {
        return recvmmsg(m, 0);
    }

    /**
     * Fills the slots of the batch. A blocking socket waits until all are filled, with {@code MSG_WAITFORONE} until one is.
     *
     * @param m where to; see there for the contract
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return how many messages came, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recvmsg(2), if none came
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the batch is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
     */
    public int recvmmsg(MessageBatch m, int flags) throws ErrnoException {
        return recvmmsg(m, flags, descriptor.defaultTimeout());
    }

    /**
     * Fills the slots of the batch, waiting at most that long in all, as {@link #recvmmsg(MessageBatch, int, long)}.
     *
     * @param m where to
     * @param flags {@code MSG_*}; with {@code MSG_WAITFORONE} it waits for one message only
     * @param timeout zero does not wait, negative waits for ever
     * @return how many messages came by then, or {@link #WOULD_BLOCK} if none
     * @throws ErrnoException as in recvmsg(2), if none came
     */
    public int recvmmsg(MessageBatch m, int flags, Duration timeout) throws ErrnoException {
        return recvmmsg(m, flags, Deadlines.nanos("recvmmsg", timeout));
    }

    /**
     * Fills the slots of the batch, waiting at most {@code timeoutNanos} in all.
     *
     * @param m where to
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many messages came by then, or {@link #WOULD_BLOCK} if none
     * @throws ErrnoException as in recvmsg(2), if none came
     */
    public int recvmmsg(MessageBatch m, int flags, long timeoutNanos) throws ErrnoException {
        Abi.check(flags, "recvmmsg");
        Descriptor d = descriptor;
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            n = Waiting.receive(d, Waiting.RECVMMSG, m.in, 0, 0, flags, 0, timeoutNanos);
        } finally {
            m.end("recvmmsg", n);
        }
        return result(d, "recvmmsg", n, null);
    }

    /**
     * Sends the messages of the batch's range, those that follow each other with one size and one destination in one piece.
     *
     * @param m the messages; see there for the contract, which holds here too
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return how many were sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalArgumentException if it is not a UDP socket
     * @throws IllegalStateException if the batch is closed, or one of the two is in another call
     */
    public int sendmmsg(MessageBatch m, Gso how, int flags) throws ErrnoException {
        return sendmmsg(m, how, flags, descriptor.defaultTimeout());
    }

    /**
     * The same, waiting at most {@code timeoutNanos} for room for the first.
     *
     * @param m the messages
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many were sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     */
    public int sendmmsg(MessageBatch m, Gso how, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendmmsg", how);
        Gso.check("sendmmsg", descriptor);
        how.enter("sendmmsg", 0);
        try {
            how.with(m);
            return send(Buffers.present("sendmmsg", m), how.transfer, flags, timeoutNanos);
        } finally {
            how.with(null);
            how.leave();
            how.report();
        }
    }

    /**
     * Sends what remains in a buffer to the connected peer, as datagrams of one size: see
     * {@link #sendSegments(Gso, ByteBuffer, int, int, Sockaddr)}.
     *
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too; with nothing in it nothing is sent
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @return bytes handed over, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was
     */
    public int sendSegments(Gso how, ByteBuffer b, int segmentSize) throws ErrnoException {
        return sendSegments(how, b, segmentSize, 0, null);
    }

    /**
     * Sends what remains in a buffer as datagrams of one size; the last may be shorter. One system call sends as many as the kernel
     * takes. The position moves by what was sent, in whole datagrams: call again while any remain.
     *
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too; with nothing in it nothing is sent
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @param to the destination; null for the connected peer
     * @return bytes handed over, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was; names the destination
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalArgumentException if the segment size is out of range, or it is not a UDP socket
     * @throws IllegalStateException if {@code how} is in another call
     */
    public int sendSegments(Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to)
            throws ErrnoException {
        return sendSegments(how, b, segmentSize, flags, to, descriptor.defaultTimeout());
    }

    /**
     * The same, waiting at most {@code timeoutNanos} for room for the first datagram.
     *
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes handed over, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was; names the destination
     */
    public int sendSegments(Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Gso.segment("sendSegments", segmentSize);
        Buffers.present("sendSegments", b);
        Buffers.present("sendSegments", how);
        Abi.check(flags, "sendSegments");
        Descriptor d = descriptor;
        Gso.check("sendSegments", d);
        how.enter("sendSegments", segmentSize);
        try {
            long sa = Sockaddr.addressOf(to);
            int n = Io.sendSegments(d, how, b, flags, sa, Sockaddr.lengthOf(to), timeoutNanos);
            Reference.reachabilityFence(to);
            return result(d, "sendSegments", n, to);
        } finally {
            how.leave();
            how.report();
        }
    }

    // ---- options ----

    /**
     * Gets an option.
     *
     * @param <T> its type
     * @param option one of the tables in {@code io.baresock.option}, or one made by hand
     * @return its value
     * @throws ErrnoException as in getsockopt(2); names the option
     * @throws UnsupportedOperationException if this OS lacks the option, or it can only be set
     * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
     */
    public <T> T getOption(SocketOption<T> option) throws ErrnoException {
        Buffers.present("getsockopt", option).check("getsockopt", OptionInfo.Direction.SET);
        Descriptor d = descriptor;
        if (!option.isInt()) {
            return getValue(d, option);
        }
        long value = Calls.option(d, option.level(), option.name());
        if (value < 0) {
            throw failed(d, "getsockopt", value, null, null, option.label());
        }
        Reference.reachabilityFence(this);
        return option.ofInt((int) value);
    }

    private <T> T getValue(Descriptor d, SocketOption<T> option) throws ErrnoException {
        Scratch scratch = Scratch.take(option.size());
        try {
            for (int i = 0; i < option.size(); i++) {
                scratch.buffer().put(i, (byte) 0); // some options read an argument there: PACKET_HDRLEN, IP_MSFILTER
            }
            int n = Calls.option(
                    d, Calls.GETSOCKOPT_BOUNDED, option.level(), option.name(), scratch.address(), option.size());
            if (n < 0) {
                throw failed(d, "getsockopt", n, null, null, option.label());
            }
            Reference.reachabilityFence(this);
            // decode may be anybody's, and keep what it is given
            byte[] value = new byte[OptionLength.bytes(option.level(), option.name(), n, option.size())];
            scratch.buffer().get(0, value);
            return option.decoded(value);
        } finally {
            scratch.give();
        }
    }

    /**
     * Sets an option.
     *
     * @param <T> its type
     * @param option one of the tables in {@code io.baresock.option}, or one made by hand
     * @param value the value; the kernel may change it (SO_RCVBUF is doubled on Linux)
     * @return this
     * @throws ErrnoException as in setsockopt(2); names the option and the value
     * @throws UnsupportedOperationException if this OS lacks the option, or it can only be read
     */
    public <T> Socket setOption(SocketOption<T> option, T value) throws ErrnoException {
        Buffers.present("setsockopt", option).check("setsockopt", OptionInfo.Direction.GET);
        Buffers.present("setsockopt", value);
        Descriptor d = descriptor;
        int r = option.isInt()
                ? Calls.option(d, option.level(), option.name(), option.toInt(value))
                : setValue(d, option, value);
        if (r < 0) {
            throw failed(d, "setsockopt", r, null, null, option.label() + " = " + SocketOption.text(value));
        }
        Reference.reachabilityFence(this);
        return this;
    }

    private static <T> int setValue(Descriptor d, SocketOption<T> option, T value) {
        ByteBuffer out = option.encoded(value);
        int length = out.position();
        Scratch scratch = Scratch.take(length);
        try {
            scratch.buffer().put(0, out, 0, length);
            return Calls.option(d, Calls.SETSOCKOPT, option.level(), option.name(), scratch.address(), length);
        } finally {
            scratch.give();
        }
    }

    /**
     * Gets any {@code int} option by its numbers.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @return the value
     * @throws ErrnoException as in getsockopt(2)
     */
    public int getsockopt(int level, int name) throws ErrnoException {
        Abi.check(level, "getsockopt");
        Abi.check(name, "getsockopt");
        Descriptor d = descriptor;
        long value = Calls.option(d, level, name);
        if (value < 0) {
            throw failed(d, "getsockopt", value, null, null, "level " + level + ", option " + name);
        }
        Reference.reachabilityFence(this);
        return (int) value;
    }

    /**
     * Sets any {@code int} option by its numbers.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value the value
     * @return this
     * @throws ErrnoException as in setsockopt(2)
     */
    public Socket setsockopt(int level, int name, int value) throws ErrnoException {
        Abi.check(level, "setsockopt");
        Abi.check(name, "setsockopt");
        Descriptor d = descriptor;
        int r = Calls.option(d, level, name, value);
        if (r < 0) {
            throw failed(d, "setsockopt", r, null, null, "level " + level + ", option " + name + " = " + value);
        }
        Reference.reachabilityFence(this);
        return this;
    }

    /**
     * getsockopt(2) into native memory: nothing is allocated, and nothing is checked or copied, as in C. An option that obeys a count
     * instead of the length ({@code SO_GET_FILTER}, {@code MCAST_MSFILTER}, {@code IP_MSFILTER}, {@code TCP_AO_GET_KEYS}) writes
     * behind the memory if there is less of it than the count says.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_MEMINFO}
     * @param address of the memory; what it holds is passed on, since some options take an argument there
     * @param length its size in bytes, 0 to 2^31 - 1
     * @return how many bytes the value has
     * @throws ErrnoException as in getsockopt(2)
     */
    public int getsockopt(int level, int name, long address, int length) throws ErrnoException {
        Abi.check(level, "getsockopt");
        Abi.check(name, "getsockopt");
        Buffers.range("getsockopt", address, length);
        Descriptor d = descriptor;
        int r = Calls.option(d, Calls.GETSOCKOPT, level, name, address, length);
        if (r < 0) {
            throw failed(d, "getsockopt", r, null, null, "level " + level + ", option " + name);
        }
        Reference.reachabilityFence(this);
        return r;
    }

    /**
     * setsockopt(2) from native memory: nothing is allocated.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_ATTACH_FILTER}
     * @param address of the value; 0 for an option whose value is the length alone ({@code ALG_SET_AEAD_AUTHSIZE})
     * @param length its size in bytes, 0 to 2^31 - 1
     * @return this
     * @throws ErrnoException as in setsockopt(2)
     */
    public Socket setsockopt(int level, int name, long address, int length) throws ErrnoException {
        Abi.check(level, "setsockopt");
        Abi.check(name, "setsockopt");
        Buffers.rangeOrNull("setsockopt", address, length);
        Descriptor d = descriptor;
        int r = Calls.option(d, Calls.SETSOCKOPT, level, name, address, length);
        if (r < 0) {
            throw failed(d, "setsockopt", r, null, null, "level " + level + ", option " + name);
        }
        Reference.reachabilityFence(this);
        return this;
    }

    // ---- names ----

    /**
     * {@return the local address}
     *
     * @throws ErrnoException as in getsockname(2)
     */
    public Sockaddr localAddress() throws ErrnoException {
        Descriptor d = descriptor;
        SockaddrStorage a = new SockaddrStorage();
        result(d, "getsockname", Calls.memory(d, Calls.GETSOCKNAME, a.slot(), 0), null);
        return a.toSockaddr();
    }

    /**
     * {@return the peer's address}
     *
     * @throws ErrnoException as in getpeername(2); ENOTCONN if there is no peer
     */
    public Sockaddr peerAddress() throws ErrnoException {
        Descriptor d = descriptor;
        SockaddrStorage a = new SockaddrStorage();
        result(d, "getpeername", Calls.memory(d, Calls.GETPEERNAME, a.slot(), 0), null);
        return a.toSockaddr();
    }

    // ---- files into sockets ----

    /**
     * Sends part of a file without a copy to user space. It may send less than asked for.
     *
     * @param file the descriptor of a file, open during the call
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes
     * @return bytes sent, 0 at the end of the file, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendfile(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public long sendfile(int file, long offset, long count) throws ErrnoException {
        Ranges.count("sendfile", count);
        Ranges.offset("sendfile", offset);
        Descriptor d = descriptor;
        return result(d, "sendfile", FileTransfer.send(d, file, offset, count, d.defaultTimeout()), null);
    }

    /**
     * Sends part of a file through a buffer: Java does not tell a channel's descriptor, so this copies. It goes on until all is sent,
     * the file ends, or the socket would block.
     *
     * @param file a file open for reading; its position is neither used nor moved
     * @param offset of the first byte
     * @param count how many bytes
     * @return bytes sent, also if an error came after them, which the next call tells; {@link #WOULD_BLOCK} if none could be without
     *     waiting
     * @throws IOException if the file cannot be read; an {@link ErrnoException} as in send(2)
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public long sendfile(FileChannel file, long offset, long count) throws IOException {
        Buffers.present("sendfile", file);
        Ranges.count("sendfile", count);
        requireStream("sendfile");
        return FileTransfer.send(this, file, offset, count);
    }

    /**
     * Sends part of a file without a copy to user space, all of it, waiting as often as it must.
     *
     * @param file the descriptor of a file, open during the call
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes, of any number
     * @param timeoutNanos nanoseconds for all of it; negative waits for ever
     * @param progress told after each piece of up to 4 MiB how many bytes were sent so far; may be null. What it throws ends
     *     the transfer
     * @return bytes sent; less than {@code count} only if the file ended
     * @throws TransferException as in sendfile(2), or ETIMEDOUT if the time passed first; says how much was sent
     * @throws SocketClosedException if the socket is or gets closed
     * @throws UnsupportedOperationException if it is no stream socket
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public long sendfileFully(int file, long offset, long count, long timeoutNanos, @Nullable LongConsumer progress)
            throws ErrnoException {
        Ranges.count("sendfileFully", count);
        Ranges.offset("sendfileFully", offset);
        requireStream("sendfileFully");
        return FileTransfer.sendFully(this, file, offset, count, timeoutNanos, progress);
    }

    /**
     * Sends part of a file, all of it, without a time limit, as {@link #sendfileFully(FileChannel, long, long, long, LongConsumer)}.
     *
     * @param file a file open for reading; its position is neither used nor moved
     * @param offset of the first byte, 0 or more
     * @param count how many bytes, of any number
     * @return bytes sent; less than {@code count} only if the file ended
     * @throws TransferException as in send(2); says how much was sent
     * @throws IOException if the file cannot be read
     */
    public long sendfileFully(FileChannel file, long offset, long count) throws IOException {
        return sendfileFully(file, offset, count, -1, null);
    }

    /**
     * Sends part of a file through a buffer, all of it, waiting as often as it must, on a socket in either mode. Java does not tell a
     * channel's descriptor, so this copies; with a descriptor, {@link #sendfileFully(int, long, long, long, LongConsumer)} does not.
     *
     * @param file a file open for reading; its position is neither used nor moved
     * @param offset of the first byte, 0 or more
     * @param count how many bytes, of any number
     * @param timeoutNanos nanoseconds for all of it; negative waits for ever
     * @param progress told after each piece of up to 64 KiB how many bytes were sent so far; may be null. What it throws
     *     ends the transfer
     * @return bytes sent; less than {@code count} only if the file ended
     * @throws TransferException as in send(2), or ETIMEDOUT if the time passed first; says how much was sent
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IOException if the file cannot be read
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public long sendfileFully(
            FileChannel file, long offset, long count, long timeoutNanos, @Nullable LongConsumer progress)
            throws IOException {
        Buffers.present("sendfileFully", file);
        Ranges.count("sendfileFully", count);
        requireStream("sendfileFully");
        return FileTransfer.sendFully(this, file, offset, count, timeoutNanos, progress);
    }

    // ---- Other names: of methods above, for those who look for them here ----

    /** {@return whether the socket is not open: never opened, closed, or detached; the other name of not {@link #isOpen}} */
    public boolean isClosed() {
        return !isOpen();
    }

    /**
     * The peer's address, by its other name.
     *
     * @return {@link #peerAddress}
     * @throws ErrnoException as in getpeername(2); ENOTCONN if there is no peer
     */
    public Sockaddr remoteAddress() throws ErrnoException {
        return peerAddress();
    }

    // ---- results ----

    /** The descriptor of now, or of before the close. */
    Descriptor descriptor() {
        return descriptor;
    }

    /** Refuses what would lose where messages end. A socket that is not open is refused by the call itself. */
    void requireStream(String call) {
        Descriptor d = descriptor;
        if (d.isOpen() && !d.isStream()) {
            throw new UnsupportedOperationException(call + ": this is for stream sockets; " + this
                    + " has messages with ends of their own, use recv and send");
        }
    }

    /** What the caller gets for a result of the C ABI: an error as an exception, which names the peer. */
    int result(Descriptor d, String call, int n, @Nullable Sockaddr to) throws ErrnoException {
        // Without it the socket may be collected, and so closed, during a call that is its last use.
        Reference.reachabilityFence(this);
        if (n >= 0 || n == WOULD_BLOCK) {
            return n;
        }
        if (n == Waiting.NO_ROOM) {
            throw new IllegalArgumentException(
                    call + ": the buffer is full; 0 bytes would look like the end of the stream. Clear or compact it");
        }
        throw failed(d, call, n, null, to == null ? peerOf(d) : to, null);
    }

    private static ErrnoException failed(
            Descriptor d,
            String call,
            long error,
            @Nullable Sockaddr local,
            @Nullable Sockaddr peer,
            @Nullable String detail) {
        if (!d.isOpen()) {
            return new SocketClosedException(call);
        }
        int errno = (int) -error;
        return new ErrnoException(
                call, errno, local, peer, detail != null ? detail : Remedies.of(d, call, errno, local));
    }

    /** The peer's name for a message: that of connect, since the kernel forgets it when a connection breaks; null if there is none. */
    private static @Nullable Sockaddr peerOf(Descriptor d) {
        Sockaddr peer = (Sockaddr) d.peer();
        if (peer != null || !d.isOpen()) {
            return peer;
        }
        SockaddrStorage a = new SockaddrStorage();
        return Calls.memory(d, Calls.GETPEERNAME, a.slot(), 0) >= 0 && a.length() > Short.BYTES ? a.toSockaddr() : null;
    }

    @Override
    public String toString() {
        Descriptor d = descriptor;
        return "Socket[" + (d.isOpen() ? "fd " + d.guard.fd() + ", " : "closed, ")
                + Describe.socket(d.domain, d.type, d.protocol) + "]";
    }
}
