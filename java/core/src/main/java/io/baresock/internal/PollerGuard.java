package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a native poller open while it is in use, and makes one signal of many wake-ups.
 *
 * <pre>
 * state   bit 0         CLOSED    no poll and no pin begins any more
 *         bit 1         PENDING   a wake-up: this poll, or the next one, returns at once
 *         bit 2         RELEASED  the native poller was closed
 *         bits 8 to 63  pins      calls of other threads, and the closer's own
 *
 * inside  of the owner, the thread that polls; only that thread writes it
 *         OUTSIDE       in no poll
 *         ASKING        in a poll that does not sleep
 *         SLEEPING      in a poll that may sleep
 *
 * call        changes                                     and then
 * beginPoll   inside: OUTSIDE to ASKING or SLEEPING       CLOSED: back OUTSIDE, REFUSED; PENDING: WOKEN; else WAIT
 * endPoll     inside: OUTSIDE; PENDING off                CLOSED and no pins: release
 * wakeup      PENDING on, if neither it nor CLOSED was    owner SLEEPING: signal
 * pin         one pin more, unless CLOSED
 * unpin       one pin less                                CLOSED and no pins: release
 * close       CLOSED on, with a pin; watches; signal      unpin
 * release     RELEASED on, if the owner is OUTSIDE        the first to do so closes the native poller
 * </pre>
 *
 * <p>Next to a system call an atomic operation takes 10 ns, a twentieth of an empty poll (measured, Linux 6.18). So beginPoll and endPoll
 * use none: the owner writes {@code inside} and then reads {@code state}, in an order that only the compiler keeps. The thread that closes
 * makes the processors keep it as well, by a {@linkplain Backend#barrier barrier} for all threads. Where the system has no such barrier,
 * every poll has a fence of its own. A poll that may sleep has one in any case, for {@link #wakeup}. See ADR 16.
 */
public final class PollerGuard extends Guard {

    /** From {@link #beginPoll}: wait. */
    public static final int WAIT = 0;
    /** From {@link #beginPoll}: a wake-up is pending, do not wait. */
    public static final int WOKEN = 1;
    /** From {@link #beginPoll}: closed. */
    public static final int REFUSED = -1;

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
     * The thread that polls. Another thread that wants to poll makes an owner of its own. The reference is weak: the cleaner of forgotten
     * pollers reaches their guards, and a thread reaches its task, which often has the very poller that was forgotten.
     */
    private static final class Owner extends WeakReference<Thread> {
        int inside; // only the thread writes it
        volatile boolean revoked;

        Owner() {
            super(Thread.currentThread());
        }

        /** Whether the thread has ended, and so is outside whatever it wrote down. */
        boolean isDead() {
            Thread t = get();
            return t == null || !t.isAlive();
        }
    }

    private final Backend backend;
    private final long handle;
    private final boolean asymmetric;
    private final @Nullable Slab events; // what it writes to
    private volatile @Nullable Owner owner; // changes under this

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

    /** The native poller; only good between a pin that succeeded, or {@link #beginPoll}, and its end. */
    public long handle() {
        return handle;
    }

    /**
     * Holds the poller for a wait.
     *
     * @param sleeps whether the poll may wait, so that a wake-up has to signal it
     * @return how to wait
     * @throws IllegalStateException if another thread polls, or this one has not ended its last poll
     */
    public int beginPoll(boolean sleeps) {
        while (true) {
            Owner o = owner;
            if (o == null || !o.refersTo(Thread.currentThread())) {
                o = takeOver();
            } else if (o.inside != OUTSIDE) {
                throw polls();
            }
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
                return REFUSED;
            }
        }
    }

    private static IllegalStateException polls() {
        return new IllegalStateException("poll: another thread is polling; a poller has one polling thread");
    }

    private synchronized Owner takeOver() {
        Owner old = owner;
        Owner mine = new Owner(); // here: nothing is changed yet if memory runs out
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
            barrier(); // from here on the old owner sees that, or is seen inside
            out = (int) INSIDE.getVolatile(old) == OUTSIDE || old.isDead();
        } finally {
            if (!out) { // also if the barrier threw: an owner that stays revoked would never get in
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
    public boolean endPoll() {
        Owner o = owner;
        if (o == null || !stepOut(o)) {
            return false;
        }
        if ((state & PENDING) != 0) {
            STATE.getAndBitwiseAnd(this, ~PENDING);
        }
        return true;
    }

    /**
     * Ends the last poll of this thread, if an Error such as a stack overflow kept the poll from ending. Call it outside of any poll.
     *
     * @return false if there is none
     */
    public boolean endLostPoll() {
        Owner o = owner;
        if (o == null || !o.refersTo(Thread.currentThread()) || o.inside == OUTSIDE) {
            return false;
        }
        stepOut(o);
        return true;
    }

    /**
     * Says that the owner is outside; false if the poller is closed. Wake-ups stay, for the poll that begins next: that is this one again
     * if an attempt of another thread kept it from beginning.
     */
    private boolean stepOut(Owner o) {
        INSIDE.setRelease(o, OUTSIDE);
        inOrder();
        long s = state;
        if ((s & CLOSED) == 0) {
            return true;
        }
        if ((s & IN_FLIGHT) == 0) {
            release();
        }
        return false;
    }

    /** What is before stays before what is behind: for the compiler, and without {@link #barrier} for the processor too. */
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
        while (true) {
            long s = state;
            if ((s & (CLOSED | PENDING)) != 0) {
                return;
            }
            if (STATE.compareAndSet(this, s, s | PENDING)) {
                signal();
                return;
            }
        }
    }

    /** Makes a poll that sleeps return. If that fails the wake-up was none, and the next one signals again. */
    private void signal() {
        boolean done = false;
        try {
            Owner o = owner;
            if (o != null && (int) INSIDE.getVolatile(o) == SLEEPING && pin()) {
                try {
                    backend.pollerWake(handle);
                } finally {
                    unpin();
                }
            }
            done = true;
        } finally {
            if (!done) {
                STATE.getAndBitwiseAnd(this, ~PENDING);
            }
        }
    }

    @Override
    void wake() {
        backend.pollerWake(handle);
    }

    /** Called by a thread that believes it is the last user. Two may, and a poll may still be on its way in or out; one gets through. */
    @Override
    synchronized void release() {
        barrier();
        Owner o = owner;
        boolean inside = o != null && (int) INSIDE.getVolatile(o) != OUTSIDE && !o.isDead();
        if (!inside && ((long) STATE.getAndBitwiseOr(this, RELEASED) & RELEASED) == 0) {
            backend.pollerClose(handle);
            if (events != null) {
                events.free();
            }
        }
    }
}
