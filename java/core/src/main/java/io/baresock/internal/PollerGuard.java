package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.jfr.JfrEvents;
import io.baresock.internal.jfr.WaitEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a native poller open until the last call that uses it is over. It also turns many wake-ups into one signal.
 *
 * <pre>
 * state, 64 bits, as {@link Guard} has it, and
 *   bit 1         PENDING   this poll, or the next one, must return at once
 *   bit 2         RELEASED  the native poller was closed
 *
 * Owner.inside; only the thread that polls writes it
 *   0             OUTSIDE
 *   1             ASKING    in a poll that does not sleep
 *   2             SLEEPING  in a poll that may
 *
 *                 writes first            looks second
 *   poll, in      inside                  CLOSED, revoked: if one is set, leaves again; PENDING: if set, does not sleep
 *   poll, out     inside = OUTSIDE        CLOSED: if set, it may be the last, and releases; then clears PENDING
 *   wakeup        PENDING                 inside: signals only if SLEEPING
 *   closer        CLOSED                  inside: signals if SLEEPING; then barrier, inside: the last one releases
 *   take-over     revoked                 barrier, inside: takes over only if OUTSIDE, or if the thread has ended
 * </pre>
 *
 * <p>For the polling thread, only the compiler keeps the order of the write and the look. The other side makes the processor keep it, by
 * a {@linkplain Backend#barrier barrier} for all threads. Without such a barrier each side has its own fence. A poll that may sleep has a
 * fence in any case, for {@link #wakeup}. An atomic operation would take 10 ns, a twentieth of an empty poll (measured, Linux 6.18): see
 * ADR 16.
 */
public final class PollerGuard extends Guard {

    /** From {@link #beginPoll}: wait. */
    static final int WAIT = 0;
    /** From {@link #beginPoll}: a wake-up is pending, do not wait. */
    static final int WOKEN = 1;
    /** From {@link #beginPoll}: closed. */
    static final int CLOSED_BEFORE = -1;

    static final long PENDING = 1 << 1;
    private static final long RELEASED = 1 << 2;

    private static final int OUTSIDE = 0;
    private static final int ASKING = 1;
    private static final int SLEEPING = 2;

    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(Owner.class, "inside", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The thread that polls; another thread that polls later gets its own object. The guard holds the thread only weakly: the cleaner of
     * forgotten pollers keeps their guards reachable, and a thread keeps its task reachable, which may hold the forgotten poller.
     */
    private static final class Owner extends WeakReference<Thread> {
        int inside; // only the thread writes it
        volatile boolean revoked;

        Owner() {
            super(Thread.currentThread());
        }

        /** Whether the thread has ended, and so is outside, whatever {@code inside} says. */
        boolean isDead() {
            Thread t = get();
            return t == null || !t.isAlive();
        }
    }

    private final Backend backend;
    private final long handle;
    private final boolean asymmetric;
    private final @Nullable Slab events; // where polls write events
    private final Work<RuntimeException> waking = new Waking();
    private volatile @Nullable Owner owner; // changes under this
    private volatile boolean unsignalled; // PENDING may be set although the poll sleeps
    private volatile boolean woken; // by the close

    /** Takes the poller over. */
    public PollerGuard(Backend backend, long handle) {
        this(backend, handle, null);
    }

    /** Takes the poller over, and the memory for its events, which is freed with it. */
    public PollerGuard(Backend backend, long handle, @Nullable Slab events) {
        this.backend = backend;
        this.handle = handle;
        this.events = events;
        asymmetric = backend.barrierOpen() >= 0;
    }

    /** The native poller; valid only between a pin that succeeded, or {@link #beginPoll}, and its end. */
    public long handle() {
        return handle;
    }

    /**
     * Waits for events.
     *
     * @param events address of the memory for them
     * @param now whether not to wait, as with a timeout of 0
     * @return how many came, or {@code -errno}; {@link #REFUSED} if the poller was closed before or meanwhile
     * @throws IllegalStateException if another thread polls
     */
    public long poll(long events, int capacity, long timeoutNanos, long spinNanos, boolean now) {
        return JfrEvents.waits()
                ? recorded(events, capacity, timeoutNanos, spinNanos, now)
                : polled(events, capacity, timeoutNanos, spinNanos, now);
    }

    private long recorded(long events, int capacity, long timeoutNanos, long spinNanos, boolean now) {
        WaitEvent e = new WaitEvent();
        e.begin();
        long n = polled(events, capacity, timeoutNanos, spinNanos, now);
        try {
            e.end();
            if (n != REFUSED && e.shouldCommit()) {
                e.descriptor = -1;
                e.timeout = now ? 0 : timeoutNanos;
                e.ready = (int) Math.max(n, 0);
                e.error = (int) -Math.min(n, 0);
                e.commit();
            }
        } catch (VirtualMachineError lost) {
            // no memory or stack for the recording: what came matters more, because the kernel may say it once
        }
        return n;
    }

    private long polled(long events, int capacity, long timeoutNanos, long spinNanos, boolean now) {
        int how = beginPoll(timeoutNanos != 0);
        if (how == CLOSED_BEFORE) {
            return REFUSED;
        }
        boolean open = true;
        int n;
        try {
            n = backend.pollerWait(handle, events, capacity, now || how == WOKEN ? 0 : timeoutNanos, spinNanos);
        } finally {
            try {
                open = endPoll();
            } catch (StackOverflowError e) { // at its entry. The wait is over: its events matter more than this Error
                Owner o = owner;
                if (o != null) {
                    o.inside = OUTSIDE;
                }
            }
        }
        return open ? n : REFUSED;
    }

    /**
     * Pins the poller for a wait.
     *
     * @param sleeps whether the poll may wait, so that a wake-up has to signal it
     * @return how to wait
     * @throws IllegalStateException if another thread polls
     */
    int beginPoll(boolean sleeps) {
        while (true) {
            Owner o = owner;
            if (o == null || !o.refersTo(Thread.currentThread())) {
                o = takeOver();
            } else if (o.inside != OUTSIDE) {
                throw polls();
            }
            try {
                if (sleeps) {
                    INSIDE.setVolatile(o, SLEEPING);
                } else {
                    INSIDE.setOpaque(o, ASKING);
                    inOrder();
                }
                long s = state;
                if ((s & CLOSED) == 0 && !o.revoked) {
                    return (s & PENDING) != 0 ? WOKEN : WAIT;
                }
                if (!stepOut(o)) {
                    return CLOSED_BEFORE;
                }
            } catch (StackOverflowError e) {
                o.inside = OUTSIDE;
                throw e;
            }
        }
    }

    private static IllegalStateException polls() {
        return new IllegalStateException("poll: another thread is polling; a poller has one polling thread");
    }

    private synchronized Owner takeOver() {
        Owner old = owner;
        Owner mine = new Owner(); // here, so that nothing has changed if memory runs out
        if (old != null && !revoke(old)) {
            throw polls();
        }
        owner = mine;
        return mine;
    }

    /** Ends an ownership; false, and nothing has changed, if its thread is inside. */
    private boolean revoke(Owner old) {
        boolean out = false;
        try {
            old.revoked = true;
            barrier(); // from here on the old owner sees revoked, or this thread sees it inside
            out = (int) INSIDE.getVolatile(old) == OUTSIDE || old.isDead();
        } finally {
            if (!out) { // also if the barrier threw: else the old owner could never poll again
                old.revoked = false;
            }
        }
        return out;
    }

    /**
     * Ends the wait, and with it the wake-ups that came meanwhile.
     *
     * @return false if the poller was closed meanwhile
     */
    boolean endPoll() {
        Owner o = owner;
        if (o == null || !stepOut(o)) {
            return false;
        }
        if ((state & PENDING) != 0) {
            try {
                STATE.getAndBitwiseAnd(this, ~PENDING);
            } catch (StackOverflowError e) {
                return true; // the next poll returns at once
            }
        }
        return true;
    }

    /**
     * Sets the owner outside; false if the poller is closed. It keeps pending wake-ups for the next poll. If another thread's attempt
     * stopped this poll from beginning, the next one is its retry.
     */
    private boolean stepOut(Owner o) {
        INSIDE.setRelease(o, OUTSIDE);
        try {
            inOrder();
        } catch (StackOverflowError e) {
            // of a call that is really made; then the compiler keeps the order, too
        }
        long s = state;
        if ((s & CLOSED) == 0) {
            return true;
        }
        if ((s & IN_FLIGHT) == 0) {
            try {
                release();
            } catch (StackOverflowError e) {
                return false; // closeAgain does it
            }
        }
        return false;
    }

    /** Nothing may move across this: not for the compiler, and without {@link #barrier} not for the processor either. */
    private void inOrder() {
        if (asymmetric) {
            VarHandle.releaseFence();
            VarHandle.acquireFence();
        } else {
            VarHandle.fullFence();
        }
    }

    private void barrier() {
        VarHandle.fullFence();
        if (asymmetric) {
            backend.barrier();
        }
    }

    /** Ends the wait that is going on, or the next one. */
    public void wakeup() {
        boolean signalled = false;
        try {
            while (true) {
                long s = state;
                boolean pending = (s & PENDING) != 0 && !unsignalled;
                if ((s & CLOSED) != 0 || pending) {
                    signalled = true;
                    return;
                }
                if (STATE.compareAndSet(this, s, s | PENDING)) {
                    unsignalled = false;
                    signal();
                    signalled = true;
                    return;
                }
            }
        } finally {
            if (!signalled) { // an exception: the next wake-up signals again
                unsignalled = true;
            }
        }
    }

    /** Makes a poll that sleeps return. */
    private void signal() {
        if (sleeps()) {
            use(waking, 0, 0, 0, 0);
        }
    }

    /** Whether there is a poll that may sleep. One that begins later sees everything that was written before this. */
    private boolean sleeps() {
        Owner o = owner;
        return o != null && (int) INSIDE.getVolatile(o) == SLEEPING;
    }

    private final class Waking implements Work<RuntimeException> {
        @Override
        public long run(int a, int b, int c, long d) {
            return backend.pollerWake(handle);
        }
    }

    @Override
    void wake() {
        if (sleeps()) {
            backend.pollerWake(handle);
        }
        woken = true;
    }

    /** With the lock nobody releases it. */
    private synchronized void wakeAgain() {
        if (!woken && (state & RELEASED) == 0) {
            wake();
        }
    }

    @Override
    void closeAgain() {
        runWatches();
        wakeAgain();
        Owner o = owner;
        boolean polls = o != null && (int) INSIDE.getOpaque(o) != OUTSIDE && !o.isDead(); // it releases when it leaves
        if (!polls && (state & (IN_FLIGHT | RELEASED)) == 0) {
            release();
        }
    }

    /** Called by a thread that believes it is the last user. Two may, and a poll may still be on its way in or out; one closes. */
    @Override
    synchronized void release() {
        barrier();
        Owner o = owner;
        boolean inside = o != null && (int) INSIDE.getVolatile(o) != OUTSIDE && !o.isDead();
        if (inside) {
            return;
        }
        rehearse(backend, REHEARSED);
        if (((long) STATE.getAndBitwiseOr(this, RELEASED) & RELEASED) == 0) {
            try {
                backend.pollerClose(handle);
            } finally {
                if (events != null) {
                    events.free();
                }
            }
        }
    }
}
