package io.baresock.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a native call uses (a descriptor, a handle) alive until the call is over. Every native call runs between a pin and
 * its unpin. {@link #close} sets the closed bit, runs the watches, wakes the calls that wait, and drops a pin of its own; the last
 * unpin releases. The idea is that of Go's {@code fdMutex}, without its locks.
 *
 * <pre>
 * state:  bit 0        CLOSED: no pin begins any more
 *         bits 1 to 7  the subclass's
 *         bits 8 to 63 pins: calls in flight, and the closer's own; no number of threads makes them overflow
 * </pre>
 */
public abstract class Guard {

    static final long CLOSED = 1;
    static final long PIN = 1 << 8;
    static final long IN_FLIGHT = -PIN;

    static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Guard.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * What {@link #watch} keeps: an action for the moment before the release begins. The action is kept by whoever watches, and not
     * by this: the cleaner of forgotten sockets reaches their guards, and a watching registration its poller and its socket, which
     * then would never be found forgotten.
     */
    public static final class Watch extends WeakReference<Runnable> {
        private @Nullable Watch next;

        /** Wraps the action. It must not throw; it runs on the thread that closes, with a pin of that thread's. */
        public Watch(Runnable action) {
            super(action);
        }
    }

    volatile long state;
    private @Nullable Watch watches; // guarded by this
    private boolean watchesRan; // guarded by this
    private long owed; // pins that count in the state though they have ended; guarded by this

    Guard() {}

    /** Wakes the calls that wait. Called once, with a pin, after the closed bit was set. */
    abstract void wake();

    /** Gives the guarded thing back: nothing is in flight, and nothing begins any more. */
    abstract void release();

    /** Holds it for a call that does not block, or that {@link #wake} wakes; false if it is closed. */
    public boolean pin() {
        return add();
    }

    /** Ends a {@link #pin} of the same thread's. */
    public void unpin() {
        drop();
    }

    /** Reads what a pin will read, for it to be in the cache then. */
    public int touch() {
        return (int) state;
    }

    final boolean add() {
        while (true) {
            long s = state;
            if ((s & CLOSED) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, s, s + PIN)) {
                return true;
            }
        }
    }

    /** Ends a pin. A stack overflow in here is nobody's: what could not be done is left to {@link #settle} and {@link #closeAgain}. */
    final void drop() {
        long s;
        try {
            s = (long) STATE.getAndAdd(this, -PIN) - PIN;
        } catch (StackOverflowError e) {
            synchronized (this) { // which calls nothing
                owed += PIN;
            }
            return;
        }
        if ((s & CLOSED) != 0 && (s & IN_FLIGHT) == 0) {
            try {
                release();
            } catch (StackOverflowError e) {
                return; // closeAgain does it
            }
        }
    }

    /** Ends the pins that a stack overflow kept from being ended. */
    final synchronized void settle() {
        STATE.getAndAdd(this, -owed);
        owed = 0;
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
    public boolean close() {
        if (!markClosed()) {
            closeAgain();
            return false;
        }
        try {
            settle();
            runWatches();
            wake();
        } finally {
            try {
                drop();
            } catch (StackOverflowError e) { // it has not begun: once it has it throws none
                synchronized (this) {
                    owed += PIN;
                }
            }
        }
        return true;
    }

    /** Does what an earlier close could not: a stack overflow may have ended it anywhere. */
    void closeAgain() {}

    /** Sets the closed bit together with a pin of the closer's own; false if it was set already. */
    private boolean markClosed() {
        while (true) {
            long s = state;
            if ((s & CLOSED) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, s, (s | CLOSED) + PIN)) {
                return true;
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
        w.next = withoutForgotten(watches);
        watches = w;
        return true;
    }

    private static @Nullable Watch withoutForgotten(@Nullable Watch first) {
        Watch kept = first;
        while (kept != null && kept.refersTo(null)) {
            kept = kept.next;
        }
        for (Watch at = kept; at != null; at = at.next) {
            while (at.next != null && at.next.refersTo(null)) {
                at.next = at.next.next;
            }
        }
        return kept;
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

    /** Runs them all, whatever one of them throws; the first of that is thrown in the end. */
    final void runWatches() {
        Watch all;
        synchronized (this) {
            watchesRan = true;
            all = watches;
            watches = null;
        }
        Throwable thrown = null;
        for (Watch at = all; at != null; at = at.next) {
            try {
                Runnable action = at.get();
                if (action != null) {
                    action.run();
                }
            } catch (RuntimeException | Error e) {
                thrown = thrown == null ? e : thrown;
            }
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }
}
