package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a native resource (a descriptor, a handle) open until the last call that uses it is over. {@link #use} is the only way to use it.
 * Thread-safe.
 *
 * <pre>
 * state, 64 bits
 *   bit 0         CLOSED   no pin begins any more
 *   bits 1 to 7   for the subclass, which documents them
 *   bits 8 to 63  PINS     calls in flight, plus one while close is running; they cannot overflow
 *
 *                     state before            state after
 *   pin               open                    PINS + 1
 *                     CLOSED                  refused
 *   unpin             PINS &gt; 1 or open        PINS - 1
 *                     CLOSED, PINS = 1        PINS = 0, and release
 *   close             open                    CLOSED, PINS + 1; runs the watches, wakes the calls that wait, then unpin
 *                     CLOSED                  finishes the first close, if a stack overflow ended it early
 * </pre>
 *
 * <p><b>A stack overflow does not lose a pin.</b> The stack may overflow at the entry of any method, so {@link #add}
 * {@linkplain StackRoom asks for room} before it counts.
 *
 * <p>The idea is from Go's {@code fdMutex} (internal/poll/fd_mutex.go), without its locks.
 */
public abstract class Guard {

    static final long CLOSED = 1;
    static final long PIN = 1 << 8;
    static final long IN_FLIGHT = -PIN;

    /** What {@link #use} returns if this is closed and nothing was done. It is not an int, and it is negative, also when cast to int. */
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
     * An action that runs before the release begins; see {@link #watch}. The guard holds it only weakly. The cleaner of forgotten sockets
     * keeps their guards reachable. If a guard kept the action, it would keep a poller's registration, and with it the socket, which
     * would then never be found forgotten.
     */
    public static final class Watch extends WeakReference<Runnable> {
        private @Nullable Watch next;

        /** Wraps the action. It must not throw. It runs on the thread that closes, which holds a pin. */
        public Watch(Runnable action) {
            super(action);
        }
    }

    volatile long state;
    private @Nullable Watch watches; // guarded by this
    private boolean watchesRan; // guarded by this

    Guard() {}

    /** Wakes the calls that wait. Called once, with a pin, after the closed bit is set. */
    abstract void wake();

    /** Releases the resource. No call is in flight, and none begins any more. */
    abstract void release();

    /**
     * Pins this, does the work, and unpins it, also if the work throws.
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

    /** What {@link #use} does. The object is made once, so that a call allocates nothing. */
    public interface Work<E extends Exception> {
        /** Works; the arguments are those of {@code use}. */
        long run(int a, int b, int c, long d) throws E;
    }

    /** Pins it. Returns {@link #NONE} if it is closed, else the argument for {@link #unpin}. */
    int pin() {
        return add() ? SHARED : NONE;
    }

    /** Ends a {@link #pin} of the same thread. */
    void unpin(int pin) {
        drop();
    }

    /** Reads what a pin will read, so that it is in the cache by then. */
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
     * Closes: no call begins after this. Calls in flight are woken, and the last of them releases the resource.
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
        } finally { // also if one throws: a call that waits must not wait for ever
            wakeAndDrop();
        }
        return true;
    }

    /** The end of a close. */
    final void wakeAndDrop() {
        try {
            wake();
        } finally {
            drop();
        }
    }

    /** Uses more stack than a release does. If there is no room for a release, the stack overflows here, before anything has changed. */
    static void rehearse(Backend backend, int frames) {
        if (frames > 0) {
            rehearse(backend, frames - 1);
        } else {
            backend.abiVersion();
        }
    }

    /** Does what an earlier close has left undone: a stack overflow may have ended it anywhere. */
    void closeAgain() {}

    /** Sets the closed bit and adds a pin of the closer; false if the bit was set already. */
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
     * Runs the action when this is closed, before anything is released. So a poller forgets a descriptor while the number still belongs
     * to it.
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

    /** Ends a {@link #watch}; does nothing if there is none. */
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

    /** Runs all actions, also if one throws; throws the first exception at the end. */
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
