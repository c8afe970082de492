package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A guard whose pins are free of atomic operations for one thread, its owner: the one that uses the guarded thing most.
 *
 * <p>The owner writes down what it has in flight and then looks whether this is closed, in that order for the compiler; that the
 * processor keeps the order is up to who closes or takes over, by a {@linkplain Backend#barrier barrier} for all threads. All other
 * threads, and all threads where there is no such barrier, count in the shared word. See ADR 18.
 *
 * <p>A pin has to be ended by the thread that began it, whichever way it was counted. All callers do: each ends its pin in a
 * {@code finally} of the method that began it, on whatever carrier a virtual thread is by then; {@link ParkedCalls} park with the pin
 * of the parked thread's own, a callback of {@code withFd} runs inside of its caller's, and a sendfile(2) that a virtual thread leaves
 * to a platform thread is pinned by that one.
 */
abstract class OwnedGuard extends Guard {

    /** So many pins of others make one of them try to take over: short-lived sockets never have an owner. */
    static final int FIRST_LIMIT = 64;

    private static final int LAST_LIMIT = 1 << 30;

    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(Owner.class, "inside", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A thread while it is the owner. It is not kept by this: the cleaner of forgotten sockets reaches their guards, and a thread its
     * task, which is likely to have the socket that it forgot.
     */
    static final class Owner extends WeakReference<Thread> {
        int inside; // what it has in flight, counted as in Guard.state; only the thread writes it
        volatile boolean revoked; // once a successor is there it stays so: the thread may have read owner before

        Owner() {
            super(Thread.currentThread());
        }
    }

    final Backend backend;
    volatile @Nullable Owner owner; // changes under this
    private int untilTakeOver = FIRST_LIMIT; // counted by all others without care
    private int limit = FIRST_LIMIT; // guarded by this
    private boolean released; // guarded by this

    OwnedGuard(Backend backend) {
        this.backend = backend;
    }

    /** As {@link Guard#wake}; of {@code inFlight} the counts are more or less, but 0 only if there is none. */
    abstract void wakeCalls(int inFlight);

    /** As {@link Guard#release}. */
    abstract void releaseNow();

    @Override
    public final boolean pin() {
        return begin(PIN, PIN_MASK);
    }

    @Override
    public final void unpin() {
        end(PIN, PIN_MASK);
    }

    @Override
    public final int touch() {
        Owner o = owner;
        return o == null ? state : state + o.inside;
    }

    final boolean begin(int one, int mask) {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            return enter(o, one, mask);
        }
        return share(one, mask);
    }

    final void end(int one, int mask) {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            endByOwner(o, one, mask);
        } else {
            drop(one);
        }
    }

    /** Of the owner's counts and the shared ones it does not matter which comes first: nested pins of one kind are alike. */
    private void endByOwner(Owner o, int one, int mask) {
        if ((o.inside & mask) != 0) {
            leave(o, one);
        } else {
            drop(one);
        }
    }

    private boolean enter(Owner o, int one, int mask) {
        int inside = o.inside + one;
        INSIDE.setOpaque(o, inside);
        inOrder();
        if ((state & CLOSED) == 0 && !o.revoked && (inside & mask) != mask) {
            return true;
        }
        leave(o, one); // somebody may have seen it inside, and left the release to it
        return add(one, mask);
    }

    private void leave(Owner o, int one) {
        int inside = o.inside - one;
        INSIDE.setRelease(o, inside);
        inOrder();
        if ((state & (CLOSED | IN_FLIGHT)) == CLOSED && inside == 0) {
            release();
        }
    }

    /** What is before stays before what is behind, for the compiler. */
    private static void inOrder() {
        VarHandle.releaseFence();
        VarHandle.acquireFence();
    }

    private boolean share(int one, int mask) {
        return --untilTakeOver > 0 ? add(one, mask) : addAndTakeOver(one, mask);
    }

    private boolean addAndTakeOver(int one, int mask) {
        if (isClosed()) {
            return false;
        }
        // The process's first takes 10 ms, in which the kernel waits for all processors: nothing is held meanwhile.
        if (backend.barrierOpen() < 0) {
            untilTakeOver = Integer.MAX_VALUE;
            return add(one, mask);
        }
        Owner mine = new Owner(); // here, so that no pin is left behind if memory runs out
        if (!add(one, mask)) {
            return false;
        }
        takeOver(mine);
        return true;
    }

    /** With a pin, so that this is not released meanwhile. */
    private synchronized void takeOver(Owner mine) {
        if (untilTakeOver > 0) { // another thread has just tried
            return;
        }
        limit = Math.min(limit * 2, LAST_LIMIT); // threads that take turns are not to do so here for ever
        untilTakeOver = limit;
        if (!isClosed() && revoke()) {
            owner = mine; // with a full fence: who closed without seeing this is seen by the first pin
        }
    }

    /** Ends the ownership, with the lock; false, and nothing has changed, if the owner is inside. */
    private boolean revoke() {
        Owner o = owner;
        if (o == null) {
            return true;
        }
        o.revoked = true;
        if (inside(o) != 0) {
            o.revoked = false;
            return false;
        }
        owner = null;
        return true;
    }

    /** What the owner has in flight; what it begins unseen by this sees what was written before this. */
    private int inside(Owner o) {
        if (!o.refersTo(Thread.currentThread())) {
            VarHandle.fullFence();
            backend.barrier();
        }
        return (int) INSIDE.getVolatile(o);
    }

    @Override
    final void wake(int before) {
        Owner o = owner;
        wakeCalls(o == null ? before : before | inside(o));
    }

    /** By the last who leaves, as it seems to it: two may think so, and the owner may still be on its way in or out. */
    @Override
    final void release() {
        if (mayRelease()) {
            releaseNow();
        }
    }

    private synchronized boolean mayRelease() {
        Owner o = owner;
        if (released || (o != null && inside(o) != 0)) {
            return false;
        }
        released = true;
        owner = null;
        return true;
    }

    /**
     * Closes without a release.
     *
     * @return 0, -1 if it was closed already, -2 if calls are in flight (nothing has changed then)
     */
    final synchronized int abandon() {
        boolean ownerIsOut = (state & IN_FLIGHT) == 0 && revoke();
        int s;
        do {
            s = state;
            if ((s & CLOSED) != 0) {
                return -1;
            }
            if (!ownerIsOut || (s & IN_FLIGHT) != 0) {
                return -2;
            }
        } while (!STATE.compareAndSet(this, s, s | CLOSED));
        released = true; // before the lock is free: a pin of the owner's may be on its way out
        return 0;
    }
}
