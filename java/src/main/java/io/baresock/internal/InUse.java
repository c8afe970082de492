package io.baresock.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one call at a time use an object that another thread may close: while a call is inside, its memory and what it owns
 * stay; the closer marks, and the call releases when it leaves.
 */
public final class InUse {

    private static final int BUSY = 1;
    private static final int CLOSED = 2;

    private final AtomicInteger state = new AtomicInteger();

    /** Not in use, not closed. */
    public InUse() {}

    /**
     * Begins a call.
     *
     * @throws IllegalStateException if the object is closed or another call is inside
     */
    public void enter(String call, String what) {
        if (!state.compareAndSet(0, BUSY)) {
            throw new IllegalStateException(
                    call + ": the " + what + (isClosed() ? " is closed" : " is in use by another call"));
        }
    }

    /** Ends a call; true if the object was closed meanwhile, and the caller is to release what it owns. */
    public boolean leave() {
        return !state.compareAndSet(BUSY, 0) && state.getAndSet(CLOSED) != CLOSED;
    }

    /** Closes; true if the caller is to release what the object owns, false if a call inside will, or it was closed before. */
    public boolean close() {
        return state.getAndUpdate(s -> s | CLOSED) == 0;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }
}
