package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a descriptor's number from being used after it was closed, and so from ever hitting the stranger that the kernel
 * gave the number to.
 *
 * <p>Facts it rests on, Linux 6.18: {@code close(2)} does not wake a thread blocked in {@code recv(2)};
 * {@code shutdown(SHUT_RDWR)} does, on an unconnected UDP socket too (where it says ENOTCONN); but it ends the connection
 * for every duplicate of the descriptor. So calls that wait come in two kinds: <em>blocking</em> ones sit in the plain
 * system call and are woken by shutdown; <em>watching</em> ones poll the descriptor together with {@link #wakeFd} and are
 * woken through that. Virtual threads do neither: they {@link #park}.
 */
public final class FdGuard extends OwnedGuard {

    private static final long NO_WAKE = -1;

    /** For {@link #park}: there is something to read, or an end or an error to learn of. */
    public static final int READABLE = SharedPoller.READABLE;
    /** For {@link #park}: a send would not block, or a connect has come to an end. */
    public static final int WRITABLE = SharedPoller.WRITABLE;
    /** For {@link #park}: there is out-of-band data. */
    public static final int PRIORITY = SharedPoller.PRIORITY;
    /** For {@link #park}: there is an error to learn of, or something in the error queue. */
    public static final int ERROR = SharedPoller.ERROR;

    /**
     * From {@link #park}: the receiving half was shut down, and nothing is left to read. On Linux a receive on a datagram socket
     * says so only if it waits in the kernel; one that does not wait says EAGAIN, though poll(2) says readable.
     */
    public static final int INPUT_ENDED = Integer.MIN_VALUE / 2;

    private static final VarHandle WAKE;
    private static final VarHandle PARKED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAKE = lookup.findVarHandle(FdGuard.class, "wake", long.class);
            PARKED = lookup.findVarHandle(FdGuard.class, "parked", ParkedCalls.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd;
    private final int shutBoth;
    private volatile long wake = NO_WAKE;
    private volatile @Nullable ParkedCalls parked;

    /**
     * Takes the descriptor over.
     *
     * @param shutBoth the value of SHUT_RDWR
     */
    public FdGuard(Backend backend, int fd, int shutBoth) {
        super(backend);
        this.fd = fd;
        this.shutBoth = shutBoth;
    }

    /** The descriptor's number; only good between a pin that succeeded and its unpin. */
    public int fd() {
        return fd;
    }

    /** Holds the descriptor for a call that may block in the kernel until shutdown(2) wakes it; false if it is closed. */
    public boolean pinBlocking() {
        return begin(BLOCKING, BLOCKING_MASK);
    }

    /** Ends a {@link #pinBlocking} of the same thread's. */
    public void unpinBlocking() {
        end(BLOCKING, BLOCKING_MASK);
    }

    /** Notes that the receiving and/or the sending half was shut down. */
    public void markShut(boolean in, boolean out) {
        int bits = (in ? IN_SHUT : 0) | (out ? OUT_SHUT : 0);
        STATE.getAndBitwiseOr(this, bits);
    }

    /** Whether the receiving half was shut down or all was closed. */
    public boolean isInputShut() {
        return (state & (IN_SHUT | CLOSED)) != 0;
    }

    /** Whether the sending half was shut down or all was closed. */
    public boolean isOutputShut() {
        return (state & (OUT_SHUT | CLOSED)) != 0;
    }

    @Override
    void wakeCalls(int inFlight) {
        if ((inFlight & BLOCKING_MASK) != 0) {
            backend.shutdown(fd, shutBoth); // the result says nothing: ENOTCONN wakes as well
        }
        long w = wake;
        if (w != NO_WAKE) {
            backend.wakeSignal(w);
        }
        ParkedCalls p = parked;
        if (p != null) {
            p.wakeAll();
        }
    }

    /**
     * Parks the virtual thread whose non-blocking call said EAGAIN, until it is worth another try. To be called with a pin;
     * {@link #close} wakes it.
     *
     * @param interest {@link #READABLE} and so on, or-ed
     * @param deadline of {@link Deadlines}
     * @param round 0 for the first wait of a call, then what the last one returned
     * @return positive: try again; {@code -EAGAIN} if the time passed, {@code -EINTR} if the thread is interrupted (which it
     *     stays), {@code -ECANCELED} if this was closed, {@link #INPUT_ENDED}, or another {@code -errno}
     */
    public int park(int interest, long deadline, int round) {
        return parkedCalls().park(interest, deadline, round);
    }

    /** Parks for a while, each time longer, where nothing tells when to try again: 0, or negative as {@link #park}. */
    public int pause(long deadline, int pauses) {
        return parkedCalls().pause(deadline, pauses);
    }

    private ParkedCalls parkedCalls() {
        ParkedCalls p = parked;
        if (p == null) {
            ParkedCalls made = new ParkedCalls(this, backend);
            p = (ParkedCalls) PARKED.compareAndExchange(this, null, made);
            if (p == null) {
                p = made;
            }
        }
        return p;
    }

    /** Ends the call of a virtual thread: has the next one woken that waits for the same, then unpins. */
    public void unpinParked() {
        ParkedCalls p = parked;
        if (p != null) {
            p.handOn();
        }
        unpin();
    }

    /**
     * Gives the descriptor up without closing it.
     *
     * @return its number, -1 if it was closed already, -2 if calls are in flight (nothing has changed then)
     */
    public int detach() {
        int r = abandon();
        if (r < 0) {
            return r;
        }
        runWatches();
        endParked();
        closeWake();
        return fd;
    }

    /**
     * The descriptor to poll beside the guarded one: readable as soon as {@link #close} was called. Made when first asked
     * for. To be called with a pin.
     *
     * @return the descriptor, or {@code -errno}
     */
    public int wakeFd() {
        long w = wake;
        if (w == NO_WAKE) {
            long made = backend.wakeOpen();
            if (made < 0) {
                return (int) made;
            }
            w = (long) WAKE.compareAndExchange(this, NO_WAKE, made);
            if (w == NO_WAKE) {
                w = made;
            } else {
                backend.wakeClose(made);
            }
            if (isClosed()) { // close() may have looked before it was there
                backend.wakeSignal(w);
            }
        }
        return (int) w;
    }

    @Override
    void releaseNow() {
        endParked();
        backend.close(fd);
        closeWake();
    }

    private void endParked() {
        ParkedCalls p = parked;
        if (p != null) {
            p.end();
        }
    }

    private void closeWake() {
        long w = (long) WAKE.getAndSet(this, NO_WAKE);
        if (w != NO_WAKE) {
            backend.wakeClose(w);
        }
    }
}
