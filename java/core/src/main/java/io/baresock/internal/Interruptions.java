package io.baresock.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the threads that wait on a closed descriptor, again and again. A signal that arrives just before a thread enters the system
 * call is lost, and the call sleeps. The next signal ends it.
 *
 * <p>One thread does this for all guards, which are linked through a field of theirs. So it needs no memory once it runs. A worker of a
 * ScheduledThreadPoolExecutor does, and would end with its tasks not done.
 */
final class Interruptions implements Runnable {

    private static final long FIRST_NANOS = 200_000;
    private static final long LAST_NANOS = 20_000_000;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(Idle.MILLIS);
    private static final long END = 0;

    private static final Interruptions ALL = new Interruptions();

    private @Nullable FdGuard added; // guarded by this, as the next
    private @Nullable Thread thread;
    private @Nullable FdGuard first; // the thread's own

    private Interruptions() {}

    /** Repeats until no thread waits any more. */
    static void repeat(FdGuard guard) {
        if (!ALL.add(guard)) { // there is no memory for a thread: this one repeats it now
            while (guard.interruptWaits()) {
                Thread.onSpinWait();
            }
        }
    }

    private synchronized boolean add(FdGuard guard) {
        if (guard.isInterrupted) {
            return true;
        }
        Thread t = thread;
        if (t == null) {
            try {
                t = Background.factory("baresock-interruptions").newThread(this);
                t.start();
            } catch (OutOfMemoryError e) { // of the heap, or of threads
                return false;
            }
            thread = t;
        }
        guard.isInterrupted = true;
        guard.nextInterrupted = added;
        added = guard;
        LockSupport.unpark(t);
        return true;
    }

    @Override
    public void run() {
        long nanos = FIRST_NANOS;
        while (nanos != END) {
            LockSupport.parkNanos(this, nanos);
            nanos = Thread.interrupted() ? FIRST_NANOS : turn(nanos); // interrupted, it would not park
        }
    }

    /** Returns how long to wait for the next one. */
    private long turn(long nanos) {
        boolean fresh = takeAdded();
        FdGuard before = null;
        for (FdGuard g = first; g != null; g = g.nextInterrupted) {
            if (waits(g)) {
                before = g;
            } else {
                unlink(before, g);
            }
        }
        if (fresh) {
            return FIRST_NANOS;
        }
        return first != null ? Math.min(nanos * 2, LAST_NANOS) : idle(nanos);
    }

    private synchronized boolean takeAdded() {
        FdGuard g = added;
        if (g == null) {
            return false;
        }
        added = null;
        FdGuard last = g;
        while (last.nextInterrupted != null) {
            last = last.nextInterrupted;
        }
        last.nextInterrupted = first;
        first = g;
        return true;
    }

    private static boolean waits(FdGuard g) {
        try {
            return g.interruptWaits();
        } catch (Throwable e) { // such as no memory: the next turn tries again
            return true;
        }
    }

    private synchronized void unlink(@Nullable FdGuard before, FdGuard g) {
        if (before == null) {
            first = g.nextInterrupted;
        } else {
            before.nextInterrupted = g.nextInterrupted;
        }
        g.isInterrupted = false;
    }

    private synchronized long idle(long waited) {
        if (added != null) {
            return FIRST_NANOS;
        }
        if (waited != IDLE_NANOS) {
            return IDLE_NANOS;
        }
        thread = null;
        return END;
    }
}
