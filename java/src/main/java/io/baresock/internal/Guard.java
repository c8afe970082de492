package io.baresock.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a native call uses (a descriptor, a handle) alive until the call is over. One word holds a closed bit and two
 * counts of calls in flight. Every native call runs between a pin and its unpin; {@link #close} marks, tells who is to know
 * first, wakes who is blocked, and drops its own pin; the last unpin releases. The idea is that of Go's {@code fdMutex},
 * without its locks.
 */
public abstract class Guard {

    static final int CLOSED = 1;
    static final int IN_SHUT = 1 << 1;
    static final int OUT_SHUT = 1 << 2;
    static final int BLOCKING = 1 << 3; // 13 bits: calls in a plain blocking system call
    static final int PIN = 1 << 16; // 15 bits: all other calls
    static final int BLOCKING_MASK = PIN - BLOCKING;
    static final int PIN_MASK = 0x7fff << 16;
    static final int IN_FLIGHT = 1 << 31 | PIN_MASK | BLOCKING_MASK; // bit 31: the closer's pin when it is one too many

    static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Guard.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What {@link #watch} keeps: an action for the moment before the release begins. */
    public static final class Watch {
        private final Runnable action;
        private @Nullable Watch next;

        /** Wraps the action. It must not throw; it runs on the thread that closes, with a pin of that thread's. */
        public Watch(Runnable action) {
            this.action = action;
        }
    }

    volatile int state;
    private @Nullable Watch watches; // guarded by this
    private boolean watchesRan; // guarded by this

    Guard() {}

    /** Wakes who is blocked in a call; {@code before} is the state before the closed bit was set. Has a pin. */
    abstract void wake(int before);

    /** Gives the guarded thing back: nothing is in flight, and nothing begins any more. */
    abstract void release();

    /** Holds it for a call that does not block, or that {@link #wake} wakes; false if it is closed. */
    public boolean pin() {
        return add(PIN, PIN_MASK);
    }

    /** Ends a {@link #pin} of the same thread's. */
    public void unpin() {
        drop(PIN);
    }

    /** Reads what a pin will read, for it to be in the cache then. */
    public int touch() {
        return state;
    }

    final boolean add(int one, int mask) {
        while (true) {
            int s = state;
            if ((s & CLOSED) != 0) {
                return false;
            }
            if ((s & mask) == mask) {
                throw new IllegalStateException("too many calls at once on one object (" + (mask / one) + ")");
            }
            if (STATE.compareAndSet(this, s, s + one)) {
                return true;
            }
        }
    }

    final void drop(int one) {
        int s = (int) STATE.getAndAdd(this, -one) - one;
        if ((s & CLOSED) != 0 && (s & IN_FLIGHT) == 0) {
            release();
        }
    }

    /** Whether it was closed. */
    public final boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    /**
     * Closes: no call begins after this; calls in flight are woken, and the last of them releases.
     *
     * @return false if it was closed already
     */
    public final boolean close() {
        int before = markClosed();
        if ((before & CLOSED) != 0) {
            return false;
        }
        runWatches();
        wake(before);
        drop(PIN);
        return true;
    }

    /** Sets the closed bit together with a pin of the closer's own; returns the state before. */
    private int markClosed() {
        while (true) {
            int s = state;
            if ((s & CLOSED) != 0 || STATE.compareAndSet(this, s, (s | CLOSED) + PIN)) {
                return s;
            }
        }
    }

    /**
     * Has the watch's action run when this is closed, before anything is released: a poller forgets a descriptor that way
     * while the number still is that descriptor's.
     *
     * @return false if it is too late, and the action will not run
     */
    public final synchronized boolean watch(Watch w) {
        if (watchesRan) {
            return false;
        }
        w.next = watches;
        watches = w;
        return true;
    }

    /** Ends a {@link #watch}; harmless if there is none. */
    public final synchronized void unwatch(Watch w) {
        if (watches == w) {
            watches = w.next;
            return;
        }
        for (Watch at = watches; at != null; at = at.next) {
            if (at.next == w) {
                at.next = w.next;
                return;
            }
        }
    }

    final void runWatches() {
        Watch all;
        synchronized (this) {
            watchesRan = true;
            all = watches;
            watches = null;
        }
        for (Watch at = all; at != null; at = at.next) {
            at.action.run();
        }
    }
}
