package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a native poller from being used after it was closed, and coalesces its wake-ups.
 *
 * <p>Next to a system call an atomic operation takes 10 ns, a twentieth of an empty poll (measured, Linux 6.18), and a poll used to take
 * two. So the thread that polls only writes down that it is inside and looks whether the poller is closed, in that order for the
 * compiler; that the processor keeps the order is up to who closes, by a {@linkplain Backend#barrier barrier} for all threads. Where
 * there is none, each has a fence of its own. Only a poll that may sleep announces it with a fence, for {@link #wakeup}. See ADR 16.
 */
public final class PollerGuard extends Guard {

    /** From {@link #beginPoll}: wait. */
    public static final int WAIT = 0;
    /** From {@link #beginPoll}: a wake-up is pending, do not wait. */
    public static final int WOKEN = 1;
    /** From {@link #beginPoll}: closed. */
    public static final int REFUSED = -1;

    private static final long PENDING = 1 << 1; // this poll, or the next, is to return at once
    private static final long RELEASED = 1 << 2;

    private static final int OUTSIDE = 0;
    private static final int ASKING = 1; // in a poll that does not sleep
    private static final int SLEEPING = 2; // in a poll that may

    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(Owner.class, "inside", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The thread that polls. Another one that wants to makes an owner of its own. The thread is not kept by this: the cleaner of forgotten
     * pollers reaches their guards, and a thread its task, which is likely to have the poller that it forgot.
     */
    private static final class Owner extends WeakReference<Thread> {
        int inside; // only the thread writes it
        volatile boolean revoked;

        Owner() {
            super(Thread.currentThread());
        }
    }

    private final Backend backend;
    private final long handle;
    private final boolean asymmetric;
    private volatile @Nullable Owner owner; // changes under this

    /** Takes the poller over. */
    public PollerGuard(Backend backend, long handle) {
        this.backend = backend;
        this.handle = handle;
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
     * @throws IllegalStateException if another thread polls
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
            if (!leave(o)) {
                return REFUSED;
            }
        }
    }

    private static IllegalStateException polls() {
        return new IllegalStateException("poll: another thread is polling; a poller has one polling thread");
    }

    private synchronized Owner takeOver() {
        Owner old = owner;
        if (old != null) {
            old.revoked = true;
            barrier(); // from here on the old owner sees that, or is seen inside
            if ((int) INSIDE.getVolatile(old) != OUTSIDE) {
                old.revoked = false;
                throw polls();
            }
        }
        Owner mine = new Owner();
        owner = mine;
        return mine;
    }

    /**
     * Ends the wait, and with it the wake-ups that came meanwhile.
     *
     * @return false if the poller was closed meanwhile
     */
    public boolean endPoll() {
        Owner o = owner;
        return o != null && leave(o);
    }

    private boolean leave(Owner o) {
        INSIDE.setRelease(o, OUTSIDE);
        inOrder();
        long s = state;
        if ((s & PENDING) != 0) {
            s = (long) STATE.getAndBitwiseAnd(this, ~PENDING);
        }
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
                Owner o = owner;
                if (o != null && (int) INSIDE.getVolatile(o) == SLEEPING && pin()) {
                    backend.pollerWake(handle);
                    unpin();
                }
                return;
            }
        }
    }

    @Override
    void wake() {
        backend.pollerWake(handle);
    }

    /** By the last who leaves, as it seems to it: two may think so, and a poll may still be on its way in or out. */
    @Override
    synchronized void release() {
        barrier();
        Owner o = owner;
        boolean inside = o != null && (int) INSIDE.getVolatile(o) != OUTSIDE;
        if (!inside && ((long) STATE.getAndBitwiseOr(this, RELEASED) & RELEASED) == 0) {
            backend.pollerClose(handle);
        }
    }
}
