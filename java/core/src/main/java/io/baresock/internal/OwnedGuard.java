package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A guard with an owner: the thread that uses the resource most. The owner's pins take no atomic operation. The guard also knows which
 * threads may be asleep in a system call, so that {@link #close} can interrupt them.
 *
 * <pre>
 * state         as {@link Guard} has it; bits 1 to 7 are unused
 *
 * Owner.inside, 32 bits; only the owner writes it
 *   bit 0         WAITS    one call of the owner may sleep in its system call
 *   bits 1 to 31  ENTERED  the owner's other calls in flight
 *
 * a pin, as pin() returns it and unpin() takes it
 *   0             NONE     refused: closed
 *   1             SHARED   counts in the state
 *   2             OWNED    counts in Owner.inside, as ENTERED
 *   3             ASLEEP   counts in Owner.inside, as WAITS
 *   4 and more    LISTED   counts in the state; its thread may sleep, and is at place pin - 4 of the list of waiting threads
 *
 *                 writes first            looks second
 *   owner, in     inside                  CLOSED, revoked: if one is set, leaves again and counts as other threads do
 *   owner, out    inside                  CLOSED: if set, it may be the last, and releases
 *   others, in    state + PIN, the list   CLOSED
 *   closer        CLOSED                  barrier, inside, the list: interrupts those that may sleep
 *   take-over     revoked                 barrier, inside: takes over only if 0
 * </pre>
 *
 * <p>For the owner, only the compiler keeps the order of the write and the look. The thread that closes or takes over makes the processor
 * keep it too, by a {@linkplain Backend#barrier barrier} for all threads. Without such a barrier there is no owner. See ADR 18.
 *
 * <p>The thread that began a pin must end it. {@link #use} does that, also if a virtual thread is on another carrier by then.
 */
abstract class OwnedGuard extends Guard {

    /** After so many pins of other threads, one of them tries to take over. So short-lived sockets never have an owner. */
    static final int FIRST_LIMIT = 64;

    static final int WAITS = 1;
    static final int ENTERED = 1 << 1;

    // more results of pin()
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
     * A thread while it is the owner. The guard holds it only weakly: the cleaner of forgotten sockets keeps their guards reachable, and
     * a thread keeps its task reachable, which may hold the forgotten socket.
     */
    static final class Owner extends WeakReference<Thread> {
        final long thread; // for Backend.threadKick
        int inside; // only the thread writes it
        volatile boolean
                revoked; // stays true once there is a new owner: the thread may have read the field owner before

        Owner(long thread) {
            super(Thread.currentThread());
            this.thread = thread;
        }
    }

    final Backend backend;
    volatile @Nullable Owner owner; // changes under this
    private int untilTakeOver = FIRST_LIMIT; // other threads count it without a lock; an error does no harm
    private int limit = FIRST_LIMIT; // guarded by this
    private boolean released; // guarded by this
    private @Nullable Thread[] waiting = NO_THREADS; // this and the next are guarded by this; null: a free place
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
     * Pins this, makes a call, and unpins it, also if the call throws.
     *
     * @param waits whether a system call in it may sleep until {@link #close} interrupts it
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
                // The call is done, and its result matters more than this Error.
                Owner o = owner;
                if (o != null && (pin == OWNED || pin == ASLEEP)) {
                    o.inside -= pin == OWNED ? ENTERED : WAITS; // no call and no lock here: either could overflow, too
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

    /** Pins it for a call whose system call may sleep until {@link #close} interrupts it. */
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
        synchronized (this) { // the closer holds the lock when it looks at the list, after it has set CLOSED
            int place = freePlace();
            if (!add()) {
                return NONE;
            }
            waiting[place] = me;
            kicked[place] = self;
            return LISTED + place;
        }
    }

    /**
     * Ends a pin. For the owner it may throw a StackOverflowError; then nothing has changed. For other threads there is room on the
     * stack.
     */
    @Override
    final void unpin(int pin) {
        if (pin == OWNED || pin == ASLEEP) {
            Owner o = owner; // the same as when the pin began: no thread takes over while the owner is inside
            if (o != null) {
                leave(o, pin == OWNED ? ENTERED : WAITS);
            }
            return;
        }
        if (pin >= LISTED) {
            synchronized (this) { // after this the thread is not interrupted any more
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
        kicked = Arrays.copyOf(kicked, Math.max(2, n * 2)); // this one first: it must never be shorter than the list
        waiting = Arrays.copyOf(waiting, kicked.length);
        return n;
    }

    /**
     * Interrupts the system calls that may sleep. A call that has not begun yet can still go to sleep, so the caller repeats this as long
     * as it returns true. Each interrupted call finds this closed.
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

    /**
     * Counts a call of the owner; false if this is closed, or the thread is not the owner any more. If the stack overflows, nothing has
     * changed.
     */
    private boolean enter(Owner o, int how) {
        int before = o.inside;
        try {
            INSIDE.setOpaque(o, before + how);
            inOrder();
            if ((state & CLOSED) == 0 && !o.revoked) {
                return true;
            }
            leave(o, how); // another thread may have seen it inside, and then this one must release
        } catch (StackOverflowError e) {
            o.inside = before;
            throw e;
        }
        return false;
    }

    /** If the stack overflows here, either nothing has changed or nothing is thrown. closeAgain then does a release that is missing. */
    private void leave(Owner o, int how) {
        int inside = o.inside - how;
        INSIDE.setRelease(o, inside);
        try {
            inOrder();
        } catch (StackOverflowError e) {
            // if this is a real call, the compiler keeps the order too
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
        synchronized (this) { // an interruption on its way arrives here, not in what the thread does next
            if ((state & IN_FLIGHT) != 0 || inside != 0) {
                return;
            }
        }
        release();
    }

    /** The compiler must not move anything across this. */
    private static void inOrder() {
        VarHandle.releaseFence();
        VarHandle.acquireFence();
    }

    /** Runs at each pin of a thread that is not the owner. No pin is held yet, so an exception here leaves nothing behind. */
    private void mayTakeOver() {
        if (--untilTakeOver <= 0 && !isClosed()) {
            // The first barrier of a process takes 10 ms: the kernel waits for all processors.
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
        limit = Math.min(limit * 2, LAST_LIMIT); // so that two threads that take turns do not take over for ever
        untilTakeOver = limit;
        if (!isClosed() && revoke()) {
            owner = mine; // with a full fence: if a closer did not see this, the first pin sees the closer
        }
    }

    /** Ends the ownership, with the lock. If the owner is inside, it returns false and changes nothing. */
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

    /** The owner's calls in flight. A call that begins later sees everything that was written before this. */
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
     * Begins to give the resource up: closes, with a pin of the caller. {@link #abandoned} gives it up. A {@link #wakeAndDrop} in its place
     * releases it.
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
        } while (!STATE.compareAndSet(this, s, (s | CLOSED) + PIN));
        return 0;
    }

    /** Nothing releases the resource any more: it is the caller's. */
    final synchronized void abandoned() {
        released = true; // before the pin ends: a pin of the owner may be about to end, too
        STATE.getAndAdd(this, -PIN);
    }
}
