package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what native calls use (a descriptor, a handle) open until the last of them is over. {@link #use} is the one way to use it.
 *
 * <pre>
 * state, 64 bits
 *   bit 0         CLOSED   no pin begins any more
 *   bits 1 to 7   of the subclass; each says which
 *   bits 8 to 63  PINS     calls in flight, plus one while close is at work; no number of threads makes them overflow
 *
 *                     state before            state after
 *   pin               open                    PINS + 1
 *                     CLOSED                  refused
 *   unpin             PINS &gt; 1 or open        PINS - 1
 *                     CLOSED, PINS = 1        PINS = 0, and release
 *   close             open                    CLOSED, PINS + 1; runs the watches, wakes the calls that wait, then unpin
 *                     CLOSED                  finishes what a stack overflow kept the first close from
 * </pre>
 *
 * <p><b>A pin does not get lost</b> when the stack overflows, which it may at the entry of any method: {@link #add} {@linkplain StackRoom asks
 * for room} before it counts.
 *
 * <p>The idea is that of Go's {@code fdMutex} (internal/poll/fd_mutex.go), without its locks.
 */
public abstract class Guard {

    static final long CLOSED = 1;
    static final long PIN = 1 << 8;
    static final long IN_FLIGHT = -PIN;

    /** What {@link #use} returns if this is closed and nothing was done: no int, and negative, also if made an int. */
    public static final long REFUSED = 0x8000_0000_8000_0000L;

    /** From {@link #pin}: closed; there is no pin. */
    static final int NONE = 0;
    /** From {@link #pin}: counted in the state. */
    static final int SHARED = 1;

    static final int REHEARSED = 16; // frames; a release has three before its system call

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

    Guard() {}

    /** Wakes the calls that wait. Called once, with a pin, after the closed bit was set. */
    abstract void wake();

    /** Gives the guarded thing back: nothing is in flight, and nothing begins any more. */
    abstract void release();

    /**
     * Holds this, works with it, and lets it go, whatever the work throws.
     *
     * @return what the work returned; {@link #REFUSED} if this is closed
     */
    public <E extends Exception> long use(Work<E> work, int a, int b, int c, long d) throws E {
        int pin = pin();
        if (pin == NONE) {
            return REFUSED;
        }
        try {
            return work.run(a, b, c, d);
        } finally {
            unpin(pin);
        }
    }

    /** What {@link #use} does: an object that lives long, so that a call allocates nothing. */
    public interface Work<E extends Exception> {
        /** Works; the arguments are those of {@code use}. */
        long run(int a, int b, int c, long d) throws E;
    }

    /** Holds it: {@link #NONE} if it is closed, else what to pass to {@link #unpin}. */
    int pin() {
        return add() ? SHARED : NONE;
    }

    /** Ends a {@link #pin} of the same thread's. */
    void unpin(int pin) {
        drop();
    }

    /** Reads what a pin will read, for it to be in the cache then. */
    public int touch() {
        return (int) state;
    }

    /** Counts a pin in the state; false if it is closed. Afterwards the stack has room for {@link #drop}. */
    final boolean add() {
        StackRoom.ask(StackRoom.FOR_A_PIN);
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

    /** Ends a pin that counts in the state. */
    final void drop() {
        long s = (long) STATE.getAndAdd(this, -PIN) - PIN;
        if ((s & CLOSED) != 0 && (s & IN_FLIGHT) == 0) {
            try {
                release();
            } catch (StackOverflowError e) {
                return; // closeAgain does it
            }
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
    public boolean close() {
        StackRoom.ask(StackRoom.FOR_CALLS);
        if (!markClosed()) {
            closeAgain();
            return false;
        }
        try {
            runWatches();
            wake();
        } finally {
            drop();
        }
        return true;
    }

    /** Calls deeper than a release does: where the stack has no room for one it overflows here, and nothing has changed. */
    static void rehearse(Backend backend, int frames) {
        if (frames > 0) {
            rehearse(backend, frames - 1);
        } else {
            backend.abiVersion();
        }
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
