package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A guard with an owner: the thread that uses the guarded thing most, whose pins take no atomic operation. It also knows which threads
 * may be asleep in a system call, so that {@link #close} can interrupt them.
 *
 * <pre>
 * state         as {@link Guard} has it; bits 1 to 7 are unused
 *
 * Owner.inside, 32 bits; only the owner writes it
 *   bit 0         WAITS    one call of the owner's may sleep in its system call
 *   bits 1 to 31  ENTERED  the owner's other calls in flight
 *
 * a pin, as pin() returns it and unpin() takes it
 *   0             NONE     refused: closed
 *   1             SHARED   counts in the state
 *   2             OWNED    counts in Owner.inside, as ENTERED
 *   3             ASLEEP   counts in Owner.inside, as WAITS
 *   4 and more    LISTED   counts in the state; its thread may sleep, and is at place pin - 4 of the list of those that wait
 *
 *                 writes first            looks second
 *   owner, in     inside                  CLOSED, revoked: if one is set, leaves again and counts as the others do
 *   owner, out    inside                  CLOSED: if set, it may be the last, and releases
 *   others, in    state + PIN, the list   CLOSED
 *   closer        CLOSED                  barrier, inside, the list: interrupts those that may sleep
 *   take-over     revoked                 barrier, inside: takes over only if 0
 * </pre>
 *
 * <p>The owner's order of writing and looking is kept by the compiler alone. The thread that closes or takes over makes the processor
 * keep it, by a {@linkplain Backend#barrier barrier} for all threads. Where there is no such barrier there is no owner. See ADR 18.
 *
 * <p>A pin has to be ended by the thread that began it. {@link #use} sees to that, on whatever carrier a virtual thread is by then.
 */
abstract class OwnedGuard extends Guard {

    /** So many pins of others make one of them try to take over: short-lived sockets never have an owner. */
    static final int FIRST_LIMIT = 64;

    static final int WAITS = 1;
    static final int ENTERED = 1 << 1;

    // what pin() returns, beside Guard's
    static final int OWNED = 2;
    static final int ASLEEP = 3;
    static final int LISTED = 4;

    private static final int LAST_LIMIT = 1 << 30;
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
    private @Nullable Thread[] waiting = NO_THREADS; // guarded by this, as the next; null: a free place
    private long[] kicked = NOBODY; // the same threads, for Backend.threadKick

    OwnedGuard(Backend backend) {
        this.backend = backend;
    }

    /** As {@link Guard#wake}. */
    abstract void wakeCalls();

    /** As {@link Guard#release}. */
    abstract void releaseNow();

    /** A {@link Work} as a call. */
    private static final class WorkCall<E extends Exception> implements FdCall<E> {
        static final WorkCall<?> INSTANCE = new WorkCall<>();

        @Override
        @SuppressWarnings("unchecked") // by use(Work)
        public long run(
                Object work,
                @Nullable Object what,
                int a,
                long d,
                int b,
                int c,
                long second,
                int secondLength,
                int done,
                long timeout,
                boolean waits)
                throws E {
            return ((Work<E>) work).run(a, b, c, d);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // it throws what the work throws
    public final <E extends Exception> long use(Work<E> work, int a, int b, int c, long d) throws E {
        return use((FdCall<E>) WorkCall.INSTANCE, work, null, a, d, b, c, 0, 0, 0, 0, false);
    }

    /**
     * Holds this, makes a call, and lets it go, whatever the call throws.
     *
     * @param waits whether a system call of it may sleep until {@link #close} interrupts it
     * @return what the call returned; {@link #REFUSED} if this is closed
     */
    public final <E extends Exception> long use(
            FdCall<E> call,
            Object subject,
            @Nullable Object what,
            int op,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            long timeout,
            boolean waits)
            throws E {
        int pin = waits ? pinWaiting() : pin();
        if (pin == NONE) {
            return REFUSED;
        }
        try {
            return call.run(subject, what, op, address, length, flags, second, secondLength, done, timeout, waits);
        } finally {
            try {
                unpin(pin);
            } catch (StackOverflowError e) { // nothing has changed
                // The call is done, and its result is worth more than this Error.
                Owner o = owner;
                if (o != null && (pin == OWNED || pin == ASLEEP)) {
                    o.inside -= pin == OWNED ? ENTERED : WAITS; // no call and no lock: either could overflow, too
                }
            }
        }
    }

    @Override
    final int pin() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            return enter(o, ENTERED) ? OWNED : super.pin();
        }
        mayTakeOver();
        return super.pin();
    }

    /** Holds it for a call whose system call may sleep until {@link #close} interrupts it. */
    final int pinWaiting() {
        Owner o = owner;
        if (o != null && o.refersTo(Thread.currentThread())) {
            if ((o.inside & WAITS) == 0 && enter(o, WAITS)) {
                return ASLEEP;
            }
        } else {
            mayTakeOver();
        }
        long self = backend.threadSelf();
        Thread me = Thread.currentThread();
        synchronized (this) { // the closer looks at the list with the lock, after it has closed
            int place = freePlace();
            if (!add()) {
                return NONE;
            }
            waiting[place] = me;
            kicked[place] = self;
            return LISTED + place;
        }
    }

    /** Ends a pin. An owner's may throw a StackOverflowError: then nothing has changed. For the others there is room. */
    @Override
    final void unpin(int pin) {
        if (pin == OWNED || pin == ASLEEP) {
            Owner o = owner; // the same as when the pin began: nobody takes over while the owner is inside
            if (o != null) {
                leave(o, pin == OWNED ? ENTERED : WAITS);
            }
            return;
        }
        if (pin >= LISTED) {
            synchronized (this) { // once it is given back no interruption comes any more
                waiting[pin - LISTED] = null;
            }
        }
        drop();
    }

    /** With the lock. */
    private int freePlace() {
        int n = waiting.length;
        for (int i = 0; i < n; i++) {
            if (waiting[i] == null) {
                return i;
            }
        }
        kicked = Arrays.copyOf(kicked, Math.max(2, n * 2)); // first: a list without room for these would be wrong
        waiting = Arrays.copyOf(waiting, kicked.length);
        return n;
    }

    /**
     * Interrupts the system calls that may sleep. One that had not begun yet sleeps all the same: so this is to be repeated as long as it
     * returns true. Each that was interrupted finds this closed.
     */
    final synchronized boolean interruptWaits() {
        boolean any = false;
        Owner o = owner;
        if (o != null && (inside(o) & WAITS) != 0) {
            any = true;
            backend.threadKick(o.thread);
        }
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] != null) {
                any = true;
                backend.threadKick(kicked[i]);
            }
        }
        return any;
    }

    @Override
    public final int touch() {
        Owner o = owner;
        return (int) (o == null ? state : state + o.inside);
    }

    /** Counts a call of the owner's; false if it is closed, or not the owner's any more. If the stack overflows, nothing has changed. */
    private boolean enter(Owner o, int how) {
        int before = o.inside;
        try {
            INSIDE.setOpaque(o, before + how);
            inOrder();
            if ((state & CLOSED) == 0 && !o.revoked) {
                return true;
            }
            leave(o, how); // another thread may have seen it inside, and left the release to it
        } catch (StackOverflowError e) {
            o.inside = before;
            throw e;
        }
        return false;
    }

    /** If the stack overflows here, either nothing has changed or nothing is thrown. What is not released then, closeAgain releases. */
    private void leave(Owner o, int how) {
        int inside = o.inside - how;
        INSIDE.setRelease(o, inside);
        try {
            inOrder();
        } catch (StackOverflowError e) {
            // of a call that is really made; then the compiler keeps the order, too
        }
        if ((state & CLOSED) != 0) {
            try {
                leaveClosed(inside);
            } catch (StackOverflowError e) {
                return;
            }
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

    /** For each pin of a thread that is not the owner. Nothing is held meanwhile: whatever is thrown leaves nothing behind. */
    private void mayTakeOver() {
        if (--untilTakeOver <= 0 && !isClosed()) {
            // The process's first takes 10 ms, in which the kernel waits for all processors.
            if (backend.barrierOpen() < 0) {
                untilTakeOver = Integer.MAX_VALUE;
            } else {
                takeOver(new Owner(backend.threadSelf()));
            }
        }
    }

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
        rehearse(backend, REHEARSED);
        released = true;
        owner = null;
        return true;
    }

    @Override
    final void closeAgain() {
        if (!isReleased()) {
            runWatches();
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
