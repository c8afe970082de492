package io.baresock.internal.call;

import static io.baresock.constants.FamilyConstants.*;
import static io.baresock.constants.FcntlConstants.*;
import static io.baresock.constants.InetConstants.IPPROTO_MPTCP;
import static io.baresock.constants.InetConstants.IPPROTO_TCP;
import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.MessageConstants.*;
import static io.baresock.constants.SocketConstants.*;
import static io.baresock.constants.TcpConstants.TCP_ULP;

import io.baresock.internal.Abi;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Forgotten;
import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.Platform;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Carrier;
import io.baresock.internal.jfr.JfrEvents;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor from its opening to its close: its guard, how it was opened, and what its calls have found out. A {@code Socket} that is
 * opened again gets another one. Thread-safe.
 */
public final class Descriptor {

    public static final Backend B = Library.backend();

    /** The flags in the type argument of socket(2); 0 if the OS has none. */
    public static final int SOCK_FLAGS = Abi.isPresent(SOCK_NONBLOCK) ? SOCK_NONBLOCK | SOCK_CLOEXEC : 0;

    /** MSG_ERRQUEUE, where the OS has it. */
    public static final int ERRQUEUE = Abi.isPresent(MSG_ERRQUEUE) ? MSG_ERRQUEUE : 0;

    public static final Cleaner CLEANER = Cleaner.create();

    private static final AtomicReferenceFieldUpdater<Descriptor, @Nullable Descriptor> SPARE =
            AtomicReferenceFieldUpdater.newUpdater(Descriptor.class, Descriptor.class, "spare");

    /** Bytes of struct timeval: two numbers of 64 bits, or one of 64 and one of 32 bits with padding. */
    private static final int TIMEVAL = 16;

    /** Calls of virtual threads in a row that did not have to wait, before the thread lets others run. Both are powers of two. */
    private static final int TURN = 1024;

    /** Turns until it sleeps for a moment. */
    private static final int TURNS = 64;

    /** For so long a virtual thread goes on without waiting while others wait for a carrier. */
    private static final long SLICE_NANOS = 20_000;

    /** For a socket that was never opened: it is closed, and there is nothing to close. */
    public static final Descriptor NEVER_OPENED = new Descriptor(new FdGuard(B, -1), 0, 0, 0, false);

    static {
        NEVER_OPENED.guard.detach();
    }

    public final FdGuard guard;
    public final int domain;
    public final int type;
    public final int protocol;

    private Descriptor mode = this; // whose nonblocking and zeroCopy count; written before others have this
    private volatile boolean nonblocking;
    private volatile boolean shared;
    private volatile boolean listens;
    private volatile boolean kernelTimeouts; // SO_RCVTIMEO or SO_SNDTIMEO may have been set
    private volatile boolean layered; // the kernel speaks TLS or so above TCP
    private volatile int truncationFlag;
    private Cleaner.@Nullable Cleanable leak; // written before another thread has this object

    @SuppressWarnings("UnusedVariable") // by SPARE
    private volatile @Nullable Descriptor spare; // for the next connection

    private @Nullable Object owner; // of a spare one, to which nobody else refers
    private @Nullable Acceptor acceptor; // guarded by this
    private boolean zeroCopy; // it or a copy has or had a ZeroCopyPool; guarded by this
    private volatile @Nullable Object peer; // the address given to connect(2)

    // Errors that came after the first piece of a call that moves data in pieces: -errno, or 0
    private volatile int heldSendError;
    private volatile int heldReceiveError;

    // Of virtual threads, since one of them had to wait. Plain: a race makes a turn a little longer.
    private int calls;
    private long began; // System.nanoTime; 0: nobody waited for a carrier

    // Memory.known of the last buffers. Plain fields: after a race a thread only looks into the table once more.
    private @Nullable Object lastSent;
    private @Nullable Object lastReceived;

    private Descriptor(FdGuard guard, int domain, int type, int protocol, boolean shared) {
        this.guard = guard;
        this.domain = domain;
        this.type = type;
        this.protocol = protocol;
        this.shared = shared;
        // With MSG_TRUNC, Linux returns the whole length of a message that is longer than the buffer (recv(2)). On a
        // TCP socket the same flag would throw the data away. If a family refuses the flag, it is left out.
        truncationFlag = Platform.LINUX && type != SOCK_STREAM ? MSG_TRUNC : 0;
        if (shared) {
            guard.noteLinger();
        }
    }

    /**
     * Prepares an object without a descriptor. Call it before the system call, so that the new descriptor is not lost if memory or stack runs
     * out. Then call {@link #opened}, or {@link #isGone} if the system call failed.
     *
     * @param owner the object whose loss means that the descriptor was forgotten
     */
    public static Descriptor prepare(Object owner, int domain, int type, int protocol, boolean shared) {
        FdGuard g = new FdGuard(B, -1);
        Descriptor d = new Descriptor(g, domain, type, protocol, shared);
        d.leak = closeIfForgotten(owner, "a Socket", g);
        return d;
    }

    /**
     * Has a descriptor closed when its owner was forgotten, and that logged.
     *
     * @param what the owner, for the message
     * @return to be cleaned after the close
     */
    public static Cleaner.Cleanable closeIfForgotten(Object owner, String what, FdGuard guard) {
        return CLEANER.register(owner, new Leak(what, guard));
    }

    /**
     * Takes the new descriptor over. It allocates nothing.
     *
     * @param from the new descriptor inherits its settings; may be null
     */
    public void opened(int fd, boolean isNonblocking, @Nullable Descriptor from) {
        if (mode == this) {
            nonblocking = isNonblocking;
        }
        if (from != null) {
            inherit(from);
        }
        guard.opened(fd);
    }

    private void inherit(Descriptor from) {
        kernelTimeouts = from.kernelTimeouts || from.shared;
        if (from.guard.mayLinger() || from.shared) {
            guard.noteLinger();
        }
    }

    /** Closes a forgotten descriptor, and logs that. Must not refer to the owner. */
    private record Leak(String what, FdGuard guard) implements Runnable {
        @Override
        public void run() {
            int fd = guard.fd();
            if (fd >= 0 && guard.closeSoon()) {
                Forgotten.closed(what + " with descriptor " + fd);
            }
        }
    }

    public boolean isOpen() {
        return !guard.isClosed();
    }

    public void close() {
        if (JfrEvents.closes() && isOpen()) {
            Recorded.close(this);
        } else {
            guard.close();
        }
        isGone();
    }

    /** It is closed or has another owner, and cannot be forgotten any more. */
    public void isGone() {
        Cleaner.Cleanable l = leak;
        if (l != null) {
            l.clean();
        }
        Descriptor s = SPARE.getAndSet(this, null);
        if (s != null) {
            s.isGone();
        }
    }

    // ---- the one for the next connection ----

    /**
     * Keeps a prepared one for the next accept, because no connection came for it. {@link #close} lets it go: else the cleaner's list would
     * have it, and with it the class loader, as long as somebody refers to this closed one.
     *
     * @param prepared nobody else uses it
     */
    public void keepSpare(Descriptor prepared, Object itsOwner) {
        prepared.owner = itsOwner;
        SPARE.set(this, prepared);
        if (!isOpen()) { // looked at after it was set; close looks for a spare one after it has closed
            isGone();
        }
    }

    /** Takes the owner of the one that is kept; null if there is none. */
    public @Nullable Object takeSpare() {
        Descriptor s = SPARE.getAndSet(this, null);
        if (s == null) {
            return null;
        }
        Object its = s.owner;
        s.owner = null;
        return its;
    }

    // ---- modes ----

    /** Whether a call that has no timeout waits. */
    public boolean isBlocking() {
        return !mode.nonblocking;
    }

    public void nonblocking(boolean on) {
        mode.nonblocking = on;
    }

    /** The mode of the open file, which another owner may have changed. Within a call. */
    boolean isFileNonblocking() {
        return (B.fcntl(guard.fd(), F_GETFL, 0) & O_NONBLOCK) != 0;
    }

    /** It is for a copy of another descriptor. They have one open file, which has one mode. Call it before {@link #opened}. */
    public void copies(Descriptor other) {
        mode = other.mode;
    }

    /** How long a call without a timeout waits: 0 in non-blocking mode, else for ever. */
    public long defaultTimeout() {
        return mode.nonblocking ? 0 : -1;
    }

    /** Whether another owner may have the same open file, and may have changed its mode. */
    boolean isShared() {
        return shared;
    }

    /** Notes that another owner may have the same open file, or the descriptor's number. */
    public void markShared() {
        shared = true;
        guard.noteLinger();
    }

    /** Notes a successful listen(2). */
    public void listens() {
        listens = true;
    }

    /** Whether the socket may be a listener: another owner may have made it one. */
    public boolean mayListen() {
        return listens || shared;
    }

    /** Notes options that change how calls wait and how the socket closes. */
    void noteOption(int level, int name) {
        if (level == IPPROTO_TCP && name == TCP_ULP) {
            layered = true;
        }
        if (level != SOL_SOCKET) {
            return;
        }
        if (name == SO_RCVTIMEO || name == SO_SNDTIMEO || name == SO_RCVTIMEO_NEW || name == SO_SNDTIMEO_NEW) {
            kernelTimeouts = true;
        }
        if (name == SO_LINGER) {
            guard.noteLinger();
        }
    }

    /**
     * Whether a receive that has room for more takes all that has come: epoll(7). It stops only at an urgent byte, an error or the end. Nobody
     * else has the descriptor, so no receive is unknown.
     */
    public boolean takesAll() {
        return isInternet() && type == SOCK_STREAM && (protocol == 0 || protocol == IPPROTO_TCP) && !layered && !shared;
    }

    /**
     * The time after which the kernel ends a blocking call: SO_RCVTIMEO or SO_SNDTIMEO. Within a call.
     *
     * @return nanoseconds, -1 for ever, 0 if another owner of the open file has made it non-blocking
     */
    long kernelTimeout(boolean receives) {
        if (!kernelTimeouts && !shared) {
            return -1;
        }
        if (shared && isFileNonblocking()) {
            return 0;
        }
        Scratch scratch = Scratch.take(TIMEVAL);
        try {
            int option = receives ? SO_RCVTIMEO : SO_SNDTIMEO;
            if (B.getsockopt(guard.fd(), SOL_SOCKET, option, scratch.address(), TIMEVAL) < 0) {
                return -1;
            }
            long nanos =
                    Describe.nanos(scratch.buffer().getLong(0), scratch.buffer().getInt(Long.BYTES));
            return nanos == 0 ? -1 : nanos;
        } finally {
            scratch.give();
        }
    }

    // ---- turns of virtual threads ----

    /** Before a call of a virtual thread: one that never has to wait would keep its carrier. */
    void takeTurn() {
        int n = ++calls;
        if ((n & (TURN - 1)) == 0) {
            Carrier.leave((n & (TURN * TURNS - 1)) == 0);
        }
    }

    /** Whether the virtual thread that is about to receive has had its share of a carrier, while others wait for one. */
    boolean isOverdue() {
        if (!FdGuard.othersWait()) {
            return false;
        }
        long now = System.nanoTime();
        if (began == 0) {
            began = now;
        }
        return now - began > SLICE_NANOS;
    }

    /** A call of a virtual thread had to wait. */
    void waited() {
        calls = 0;
        began = FdGuard.othersWait() ? System.nanoTime() : 0;
    }

    // ---- kinds ----

    /** Whether it is a stream, without limits between messages. */
    public boolean isStream() {
        return type == SOCK_STREAM;
    }

    /** Whether MSG_OOB is for urgent data. Other sockets ignore the flag, and receive whatever comes. */
    boolean hasUrgentData() {
        return isStream() && !(Abi.isPresent(IPPROTO_MPTCP) && protocol == IPPROTO_MPTCP);
    }

    /**
     * Whether a receive with these flags may take more than one message or look: MSG_WAITALL has no effect on messages, and outside of the
     * internet families Linux looks only once (MSG_PEEK).
     */
    boolean gathers(int flags) {
        return isStream() && (isInternet() || !Platform.LINUX || (flags & MSG_PEEK) == 0);
    }

    /** Whether connect(2) only notes the peer's address and never waits: udp(7), raw(7). */
    boolean isConnectInstant() {
        return isInternet() && (type == SOCK_DGRAM || type == SOCK_RAW);
    }

    public boolean isInternet() {
        return domain == AF_INET || domain == AF_INET6;
    }

    int truncationFlag() {
        return truncationFlag;
    }

    /** Called if the family refuses MSG_TRUNC. */
    void withoutTruncation() {
        truncationFlag = 0;
    }

    // ---- what its calls have in common ----

    /** The object that all accepts share. */
    synchronized Acceptor acceptor() {
        Acceptor a = acceptor;
        if (a == null) {
            a = new Acceptor();
            acceptor = a;
        }
        return a;
    }

    /** Reserves the zero-copy sends for one pool; false if another pool has them. The kernel counts those of all copies together. */
    public boolean takeZeroCopy() {
        return !mode.zeroCopy(true);
    }

    /** Undoes {@link #takeZeroCopy}; only if no zero-copy send was made. */
    public void giveZeroCopyBack() {
        mode.zeroCopy(false);
    }

    /** Sets it and returns what it was. */
    private synchronized boolean zeroCopy(boolean now) {
        boolean before = zeroCopy;
        zeroCopy = now;
        return before;
    }

    /** Keeps the peer's address for messages: the kernel forgets it when a connection breaks. */
    public void peer(Object address) {
        peer = address;
    }

    /** The peer's address, as it was given to {@link #peer(Object)}; null if none was. */
    public @Nullable Object peer() {
        return peer;
    }

    /** The next send returns this error. */
    public void holdSendError(int error) {
        heldSendError = error == Waiting.AGAIN ? 0 : error;
    }

    /** The next receive returns this error. */
    public void holdReceiveError(int error) {
        heldReceiveError = error == Waiting.AGAIN ? 0 : error;
    }

    int takeSendError() {
        int e = heldSendError;
        if (e != 0) {
            heldSendError = 0;
        }
        return e;
    }

    int takeReceiveError() {
        int e = heldReceiveError;
        if (e != 0) {
            heldReceiveError = 0;
        }
        return e;
    }

    /** {@link Memory#base} of a buffer to send. For a buffer that is sent again and again it looks the address up once. */
    public long baseToSend(ByteBuffer b) {
        if (!b.isDirect()) {
            return -1;
        }
        Object last = lastSent;
        Object known = Memory.known(last, b);
        if (known != last) {
            lastSent = known;
        }
        return Memory.base(known, b);
    }

    /** The same for a buffer to receive into. */
    public long baseToReceive(ByteBuffer b) {
        if (!b.isDirect()) {
            return -1;
        }
        Object last = lastReceived;
        Object known = Memory.known(last, b);
        if (known != last) {
            lastReceived = known;
        }
        return Memory.base(known, b);
    }
}
