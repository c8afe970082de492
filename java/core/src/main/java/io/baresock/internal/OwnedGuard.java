package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A guard whose pins are free of atomic operations for one thread, its owner: the one that uses the guarded thing most. It also knows
 * which threads wait in a system call, so that {@link #close} can interrupt them.
 *
 * <pre>
 * Owner.inside:  bit 0        WAITS: the owner has a call in flight whose system call may sleep
 *                bits 1 to 31 ENTERED: its other calls in flight
 * waiting:       the threads of all others that have a call in flight whose system call may sleep
 *
 * who            writes first            looks second
 * owner, in      inside                  CLOSED, revoked: then it counts as the others do
 * owner, out     inside                  CLOSED: then it may be the last
 * others, in     state + PIN, waiting    CLOSED
 * closer         CLOSED                  barrier, inside, waiting: interrupts those that wait
 * take-over      revoked                 barrier, inside: taken over only if 0
 * </pre>
 *
 * <p>The owner's order of writing and looking is kept by the compiler alone. That the processor keeps it is up to the one that closes or
 * takes over, by a {@linkplain Backend#barrier barrier} for all threads. Where there is no such barrier there is no owner. See ADR 18.
 *
 * <p>A pin has to be ended by the thread that began it, whichever way it was counted. All callers do: each ends its pin in a
 * {@code finally} of the method that began it, on whatever carrier a virtual thread is by then.
 */
abstract class OwnedGuard extends Guard {

    /** So many pins of others make one of them try to take over: short-lived sockets never have an owner. */
    static final int FIRST_LIMIT = 64;

    static final int WAITS = 1;
    static final int ENTERED = 1 << 1;

    private static final int LAST_LIMIT = 1 << 30;
    private static final int REHEARSED = 16; // frames; a release has three before its system call
    private static final long[] NOBODY = {};
    private static final Thread[] NO_THREADS = {};

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
        final long thread; // for Backend.threadKick
        int inside; // only the thread writes it
        volatile boolean revoked; // once a successor is there it stays so: the thread may have read owner before

        Owner(long thread) {
            super(Thread.currentThread());
            this.thread = thread;
        }
    }

    final Backend backend;
    volatile @Nullable Owner owner; // changes under this
    private int untilTakeOver = FIRST_LIMIT; // counted by all others without care
    private int limit = FIRST_LIMIT; // guarded by this
    private boolean released; // guarded by this
    private @Nullable Thread[] waitingThreads =
            NO_THREADS; // guarded by this, as the next two; the first waiters of them count
    private long[] waiting = NOBODY; // the same, for Backend.threadKick
    private int waiters; // guarded by this

    OwnedGuard(Backend backend) {
        this.backend = backend;
    }

    /** As {@link Guard#wake}. */
    abstract void wakeCalls();

    /** As {@link Guard#release}. */
    abstract void releaseNow();

    @Override
    public final boolean pin() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            return enter(o, ENTERED);
        }
        return share();
    }

    @Override
    public final void unpin() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread()) && o.inside >= ENTERED) {
            int after = o.inside - ENTERED;
            try {
                leave(o, after);
            } catch (StackOverflowError e) {
                o.inside = after; // as it is already, or leave has not begun; what it could not release closeAgain does
            }
        } else {
            drop();
        }
    }

    /** Holds it for a call whose system call may sleep until {@link #close} interrupts it; false if it is closed. */
    public final boolean pinWaiting() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            return (o.inside & WAITS) == 0 ? enter(o, WAITS) : add() && waitPinned();
        }
        return share() && waitPinned();
    }

    /** {@link #beginWait} with a pin that was counted in the state; without success the pin is ended. */
    private boolean waitPinned() {
        boolean waits = false;
        try {
            waits = beginWait();
        } finally {
            if (!waits) {
                drop();
            }
        }
        return waits;
    }

    /** Ends a {@link #pinWaiting} of the same thread's. */
    public final void unpinWaiting() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread()) && (o.inside & WAITS) != 0) {
            int after = o.inside - WAITS;
            try {
                leave(o, after);
            } catch (StackOverflowError e) {
                o.inside = after; // as it is already, or leave has not begun; what it could not release closeAgain does
            }
        } else {
            try {
                endWait();
            } finally {
                drop();
            }
        }
    }

    /**
     * Says, with a pin, that this thread's next system calls may sleep. False if it was closed: then they must not, and
     * {@link #endWait} is not to be called.
     */
    public final boolean beginWait() {
        long self = backend.threadSelf();
        Thread thread = Thread.currentThread();
        synchronized (this) {
            if (waiters == waiting.length) {
                int room = Math.max(2, waiters * 2);
                waitingThreads = Arrays.copyOf(waitingThreads, room);
                waiting = Arrays.copyOf(waiting, room);
            }
            waitingThreads[waiters] = thread;
            waiting[waiters++] = self;
        }
        if (isClosed()) { // looked at after the list was written; the closer looks at the list after it has closed
            endWait();
            return false;
        }
        return true;
    }

    /** Ends what {@link #beginWait} began. Once this returns no interruption comes any more. */
    public final void endWait() {
        Thread thread = Thread.currentThread();
        synchronized (this) {
            for (int i = waiters - 1; i >= 0; i--) {
                if (waitingThreads[i] == thread) {
                    waiting[i] = waiting[--waiters];
                    waitingThreads[i] = waitingThreads[waiters];
                    waitingThreads[waiters] = null;
                    return;
                }
            }
        }
    }

    /**
     * Interrupts the system calls that may sleep. One that had not begun yet sleeps all the same: so this is to be repeated as long as it
     * returns true. Each that was interrupted finds this closed.
     */
    final synchronized boolean interruptWaits() {
        boolean any = waiters > 0;
        Owner o = owner;
        if (o != null && (inside(o) & WAITS) != 0) {
            any = true;
            backend.threadKick(o.thread);
        }
        for (int i = 0; i < waiters; i++) {
            backend.threadKick(waiting[i]);
        }
        return any;
    }

    @Override
    public final int touch() {
        Owner o = owner;
        return (int) (o == null ? state : state + o.inside);
    }

    private boolean enter(Owner o, int how) {
        int before = o.inside;
        try {
            INSIDE.setOpaque(o, before + how);
            inOrder();
            if ((state & CLOSED) == 0 && !o.revoked) {
                return true;
            }
            leave(o, before); // another thread may have seen it inside, and left the release to it
        } catch (StackOverflowError e) {
            o.inside = before;
            throw e;
        }
        return add() && ((how & WAITS) == 0 || waitPinned());
    }

    /** If the stack overflows, what is in flight is right all the same; what nobody has released then {@link #closeAgain} does. */
    private void leave(Owner o, int inside) {
        try {
            INSIDE.setRelease(o, inside);
            inOrder();
        } catch (StackOverflowError e) {
            o.inside = inside;
            throw e;
        }
        if ((state & CLOSED) != 0) {
            leaveClosed(inside);
        }
    }

    private void leaveClosed(int inside) {
        synchronized (this) { // an interruption that is under way lands here, not in what the thread does next
            if ((state & IN_FLIGHT) != 0 || inside != 0) {
                return;
            }
        }
        release();
    }

    /** What is before stays before what is behind, for the compiler. */
    private static void inOrder() {
        VarHandle.releaseFence();
        VarHandle.acquireFence();
    }

    private boolean share() {
        return --untilTakeOver > 0 ? add() : addAndTakeOver();
    }

    private boolean addAndTakeOver() {
        if (isClosed()) {
            return false;
        }
        // The process's first takes 10 ms, in which the kernel waits for all processors: nothing is held meanwhile.
        if (backend.barrierOpen() < 0) {
            untilTakeOver = Integer.MAX_VALUE;
            return add();
        }
        Owner mine = new Owner(backend.threadSelf()); // here, so that no pin is left behind if memory runs out
        if (!add()) {
            return false;
        }
        try {
            takeOver(mine);
        } catch (StackOverflowError e) {
            untilTakeOver = 1; // the next pin tries again; this one is counted
        }
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
            owner = mine; // with a full fence: a closer that did not see this is seen by the first pin
        }
    }

    /** Ends the ownership, with the lock; false, and nothing has changed, if the owner is inside. */
    private boolean revoke() {
        Owner o = owner;
        if (o == null) {
            return true;
        }
        boolean out = false;
        o.revoked = true;
        try {
            out = inside(o) == 0;
        } finally {
            o.revoked = out;
        }
        owner = out ? null : o;
        return out;
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
    final void wake() {
        wakeCalls();
    }

    /** Called by a thread that believes it is the last user. Two may; {@link #mayRelease} lets one through. */
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
        rehearse(REHEARSED);
        released = true;
        owner = null;
        return true;
    }

    /** Calls deeper than a release does: where the stack has no room for one it overflows here, and nothing has changed. */
    private void rehearse(int frames) {
        if (frames > 0) {
            rehearse(frames - 1);
        } else {
            backend.abiVersion();
        }
    }

    @Override
    final void closeAgain() {
        if (!isReleased()) {
            settle();
            wake();
            if ((state & IN_FLIGHT) == 0) {
                release();
            }
        }
    }

    private synchronized boolean isReleased() {
        return released;
    }

    /**
     * Closes without a release.
     *
     * @return 0, -1 if it was closed already, -2 if calls are in flight (nothing has changed then)
     */
    final synchronized int abandon() {
        settle();
        boolean ownerIsOut = (state & IN_FLIGHT) == 0 && revoke();
        long s;
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
