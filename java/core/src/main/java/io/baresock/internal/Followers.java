package io.baresock.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait with the shared poller, and the one of them that leads: it polls for all until its own wait ends. Then another
 * one leads. While any thread waits, one leads, and it is awake or will be unparked when there is something to poll.
 *
 * <p>The next leader is the thread that came last. It is likely to be busy, not one of thousands that are idle, and a leader whose own
 * event comes needs no unpark, which makes an object in the JDK.
 *
 * <p>Thread-safe. No thread is unparked with the lock.
 */
final class Followers {

    private @Nullable Waiter newest; // guarded by this
    private volatile @Nullable Waiter leader; // written with the lock
    private int joins; // guarded by this
    private int resumed; // threads that were woken, ever; written with the lock
    private boolean leaderCalled; // it was unparked, and has not run since
    private boolean ended; // guarded by this

    /**
     * Counts a thread in. From now on it leads if no other does, or later when it is unparked and {@link #isLedBy} says so.
     *
     * @return false if {@link #end} was faster; then nothing has changed
     */
    synchronized boolean join(Waiter w) {
        if (ended) {
            return false;
        }
        joins++;
        w.older = newest;
        if (newest != null) {
            newest.newer = w;
        }
        newest = w;
        if (leader == null) {
            leader = w;
        }
        return true;
    }

    /** How often a thread has joined: the same number twice says that none did in between. */
    synchronized int joins() {
        return joins;
    }

    /** Lets no thread join any more. False, with nothing changed, if one is there or has joined since {@link #joins} was asked. */
    synchronized boolean end(int joinsSeen) {
        ended = newest == null && joins == joinsSeen;
        return ended;
    }

    /** Whether no thread can join any more. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /** Counts a thread out. If it led, this unparks the next leader. */
    void leave(Waiter w) {
        LockSupport.unpark(remove(w));
    }

    /** The next leader's thread; null if nothing changes. */
    private synchronized @Nullable Thread remove(Waiter w) {
        if (w.newer == null) {
            newest = w.older;
        } else {
            w.newer.older = w.older;
        }
        if (w.older != null) {
            w.older.newer = w.newer;
        }
        w.older = null;
        w.newer = null;
        resumed += w.counts ? 1 : 0;
        w.counts = false;
        if (leader != w) {
            return null;
        }
        leader = newest;
        leaderCalled = newest != null;
        return newest == null ? null : newest.thread;
    }

    /** The leader runs. */
    void leaderRuns() {
        leaderCalled = false;
    }

    /**
     * Whether the leader, or one of the threads that were woken, has not run since. Any thread; it may be late.
     *
     * @param woken how many threads were ever woken
     */
    boolean areBehind(int woken) {
        return leaderCalled || woken - resumed > 0;
    }

    /** Whether this thread leads. */
    boolean isLedBy(Waiter w) {
        return leader == w;
    }

    /** Has the leader look. */
    void unparkLeader() {
        Thread t;
        synchronized (this) {
            t = leader == null ? null : leader.thread;
            leaderCalled = t != null;
        }
        LockSupport.unpark(t);
    }
}
