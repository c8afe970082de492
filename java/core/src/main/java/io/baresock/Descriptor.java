package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Forgotten;
import io.baresock.internal.Guards;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** The lifecycle of one descriptor: open, in use, closed; the part of {@link Socket} that knows the guard. */
abstract sealed class Descriptor implements AutoCloseable permits SocketData {

    static final Backend B = Library.backend();

    /** What socket(2) takes in its type argument beside the type; 0 where the OS has no such thing. */
    static final int SOCK_FLAGS = Abi.isPresent(Bsd.SOCK_NONBLOCK) ? Bsd.SOCK_NONBLOCK | Bsd.SOCK_CLOEXEC : 0;

    /** MSG_ERRQUEUE, where the OS has it. */
    static final int ERRQUEUE = Abi.isPresent(Bsd.MSG_ERRQUEUE) ? Bsd.MSG_ERRQUEUE : 0;

    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

    /** Bytes of struct timeval: two of 64 bits, or one and one of 32 bits with padding. */
    private static final int TIMEVAL = 16;

    static final Cleaner CLEANER = Cleaner.create();
    private static final FdGuard NEVER_OPENED = new FdGuard(B, -1);

    static {
        NEVER_OPENED.detach(); // the closed state, with nothing to close
        Guards.install(socket -> ((Descriptor) socket).guard());
    }

    private volatile FdGuard guard = NEVER_OPENED;
    private volatile boolean shared;
    private volatile boolean nonblocking;
    private int domain;
    private int type;
    private int protocol;
    private int truncationFlag;
    private volatile boolean kernelTimeouts; // SO_RCVTIMEO or SO_SNDTIMEO may have been set
    private volatile boolean lingers; // SO_LINGER may have been set
    private Cleaner.@Nullable Cleanable leak;
    private @Nullable Acceptor acceptor; // guarded by this
    private boolean zeroCopy; // has, or had, a ZeroCopyPool

    Descriptor() {}

    /** Takes a fresh descriptor over. */
    final void opened(int fd, int domain, int type, int protocol, boolean nonblocking, boolean shared) {
        FdGuard g = new FdGuard(B, fd);
        this.domain = domain;
        this.type = type;
        this.protocol = protocol;
        this.nonblocking = nonblocking;
        this.shared = shared;
        boolean stream = type == Bsd.SOCK_STREAM;
        kernelTimeouts = false;
        lingers = false;
        acceptor = null;
        // A message longer than the buffer: Linux returns its whole length when asked (recv(2), MSG_TRUNC). On a TCP
        // socket the same flag would throw the data away. A family that refuses the flag is asked without.
        truncationFlag = LINUX && !stream ? Bsd.MSG_TRUNC : 0;
        leak = CLEANER.register(this, new Leak(g));
        zeroCopy = false;
        if (shared) {
            g.noteLinger();
        }
        guard = g;
    }

    /** The guard of the descriptor that is open now, or a closed one. */
    final FdGuard guard() {
        return guard;
    }

    /**
     * Holds the descriptor for a call that does not block.
     *
     * @throws SocketClosedException if it is closed
     */
    final FdGuard pin(String call) throws SocketClosedException {
        FdGuard g = guard;
        if (!g.pin()) {
            throw new SocketClosedException(call);
        }
        return g;
    }

    /** Whether a call that has no timeout waits. */
    final boolean isBlocking() {
        return !nonblocking;
    }

    /** Whether others may have the same open file, and may have changed what belongs to it. */
    final boolean isShared() {
        return shared;
    }

    /** What all accepts of this opening have in common. */
    final synchronized Acceptor acceptor() {
        Acceptor a = acceptor;
        if (a == null) {
            a = new Acceptor();
            acceptor = a;
        }
        return a;
    }

    /**
     * The time after which the kernel ends a blocking call: SO_RCVTIMEO or SO_SNDTIMEO. Needs a pin.
     *
     * @return nanoseconds, -1 for ever
     */
    final long kernelTimeout(int fd, boolean receives) {
        if (!kernelTimeouts && !shared) {
            return -1;
        }
        Scratch scratch = Scratch.take(TIMEVAL);
        try {
            int option = receives ? Bsd.SO_RCVTIMEO : Bsd.SO_SNDTIMEO;
            if (B.getsockopt(fd, Bsd.SOL_SOCKET, option, scratch.address(), TIMEVAL) < 0) {
                return -1;
            }
            long nanos =
                    Describe.nanos(scratch.buffer().getLong(0), scratch.buffer().getInt(Long.BYTES));
            return nanos == 0 ? -1 : nanos;
        } finally {
            scratch.give();
        }
    }

    /** Says that the socket's blocking system calls end after a time of the kernel's: SO_RCVTIMEO, SO_SNDTIMEO. */
    final void noteOption(int level, int name) {
        boolean timeout = name == Bsd.SO_RCVTIMEO
                || name == Bsd.SO_SNDTIMEO
                || name == Bsd.SO_RCVTIMEO_NEW
                || name == Bsd.SO_SNDTIMEO_NEW;
        if (timeout && level == Bsd.SOL_SOCKET) {
            kernelTimeouts = true;
        }
        if (name == Bsd.SO_LINGER && level == Bsd.SOL_SOCKET) {
            lingers = true;
            guard.noteLinger();
        }
    }

    /** Takes over what a new descriptor has from the one that it was made of. */
    final void inherit(Descriptor from) {
        kernelTimeouts = from.kernelTimeouts || from.shared;
        lingers = from.lingers || from.shared;
        if (lingers) {
            guard.noteLinger();
        }
    }

    /** Whether connect(2) only notes the peer's address and never waits: udp(7), raw(7). */
    final boolean isConnectInstant() {
        return (domain == Bsd.AF_INET || domain == Bsd.AF_INET6) && (type == Bsd.SOCK_DGRAM || type == Bsd.SOCK_RAW);
    }

    /** Makes the zero-copy sends of this opening one pool's; false if they are another's already. */
    final synchronized boolean takeZeroCopy() {
        boolean taken = !zeroCopy;
        zeroCopy = true;
        return taken;
    }

    final int truncationFlag() {
        return truncationFlag;
    }

    /** The family has no such flag. */
    final void withoutTruncation() {
        truncationFlag = 0;
    }

    /** Whether what is sent and received has no ends but that of the stream. */
    final boolean isStream() {
        return type == Bsd.SOCK_STREAM;
    }

    /** Refuses what would lose where messages end. A socket that is not open is refused by the call itself. */
    final void requireStream(String call) {
        if (isOpen() && !isStream()) {
            throw new UnsupportedOperationException(call + ": this is for stream sockets; " + this
                    + " has messages with ends of their own, use recv and send");
        }
    }

    final void nonblocking(boolean on) {
        nonblocking = on;
    }

    /** Says that others may have the same open file from now on, or the descriptor's number. */
    final void markShared() {
        shared = true;
        guard.noteLinger();
    }

    /** What a call without a timeout waits: not at all in non-blocking mode, else for ever. */
    final long defaultTimeout() {
        return nonblocking ? 0 : -1;
    }

    /**
     * Whether the socket is open. A new {@code Socket} is not, until {@link Socket#socket}.
     *
     * @return true between a successful open and {@link #close}
     */
    public final boolean isOpen() {
        return !guard.isClosed();
    }

    /**
     * Whether the socket is in non-blocking mode, as set through this object.
     *
     * @return the mode
     */
    public final boolean isNonblocking() {
        return nonblocking;
    }

    /**
     * The protocol family it was opened with.
     *
     * @return such as {@code AF_INET}; 0 if it was never opened
     */
    public final int domain() {
        return domain;
    }

    /**
     * The type it was opened with, without {@code SOCK_NONBLOCK} and {@code SOCK_CLOEXEC}.
     *
     * @return such as {@code SOCK_STREAM}; 0 if it was never opened
     */
    public final int type() {
        return type;
    }

    /**
     * The protocol it was opened with.
     *
     * @return such as {@code IPPROTO_TCP}, or 0 for the type's usual one
     */
    public final int protocol() {
        return protocol;
    }

    /**
     * Closes the socket. Calls that are blocked on it return at once with {@link SocketClosedException}; the descriptor
     * itself is closed by the last of them, so that its number is never used for a stranger. A connection goes on if another
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
        FdGuard g;
        Cleaner.Cleanable l;
        synchronized (this) { // the two of one opening: the socket may be opened again while this goes on
            g = guard;
            l = leak;
        }
        g.close();
        if (l != null) {
            l.clean();
        }
    }

    /**
     * Gives the descriptor up without closing it; this object is closed then.
     *
     * @return the number, now the caller's to close, with {@link Bsd#close} for one
     * @throws ErrnoException EBUSY if a call is in flight on another thread; nothing has changed then
     * @throws SocketClosedException if it is closed
     */
    public final int detach() throws ErrnoException {
        FdGuard g;
        Cleaner.Cleanable l;
        synchronized (this) {
            g = guard;
            l = leak;
        }
        int fd = g.detach();
        if (fd == -1) {
            throw new SocketClosedException("detach");
        }
        if (fd < 0) {
            throw new ErrnoException("detach", Bsd.EBUSY, "a call on another thread is using the descriptor");
        }
        if (l != null) {
            l.clean();
        }
        return OwnedFds.opened(fd);
    }

    /** Closes what was forgotten, and says so; nothing relies on it. Must not refer to the socket. */
    private record Leak(FdGuard guard) implements Runnable {
        @Override
        public void run() {
            int fd = guard.fd();
            if (guard.closeSoon()) {
                Forgotten.closed("a Socket with descriptor " + fd);
            }
        }
    }
}
