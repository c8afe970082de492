package io.baresock.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait with the shared poller, and the one of them that leads: it polls for all until its own wait ends, then
 * another one has to. While anybody waits somebody leads, and is awake or will be unparked when there is something to poll.
 *
 * <p>The next leader is who came last: it is likely to be somebody who talks, not one of thousands that are idle, and a leader
 * whose own event comes needs no unparking, which is an object of the JDK's.
 *
 * <p>Thread-safe. Unparking happens outside of the lock.
 */
final class Followers {

    private @Nullable Waiter newest; // guarded by this
    private volatile @Nullable Waiter leader; // written with the lock
    private int joins; // guarded by this
    private boolean ended; // guarded by this

    /**
     * Counts a thread in: from here it leads if nobody does, or once it is unparked and {@link #isLedBy} says so.
     *
     * @return false if {@link #end} was faster, and nothing has changed
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

    /** How often somebody joined: the same number twice says that nobody did in between. */
    synchronized int joins() {
        return joins;
    }

    /** Lets nobody join any more; false, and nothing has changed, if somebody is there or joined since {@link #joins} was asked. */
    synchronized boolean end(int joinsSeen) {
        ended = newest == null && joins == joinsSeen;
        return ended;
    }

    /** Whether nobody can join any more. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /** Counts it out, and unparks the next leader if it led. */
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
        if (leader != w) {
            return null;
        }
        leader = newest;
        return newest == null ? null : newest.thread;
    }

    /** Whether this one leads. */
    boolean isLedBy(Waiter w) {
        return leader == w;
    }

    /** Has the leader look. */
    void unparkLeader() {
        Thread t;
        synchronized (this) {
            t = leader == null ? null : leader.thread;
        }
        LockSupport.unpark(t);
    }
}
