package io.baresock.internal;

import io.baresock.internal.backend.Backend;

/**
 * Keeps a native poller from being used after it was closed, and coalesces its wake-ups. One word says both that somebody
 * polls, which pins, and that a wake-up is pending, so that a poll costs two atomic operations.
 */
public final class PollerGuard extends Guard {

    /** From {@link #beginPoll}: wait. */
    public static final int WAIT = 0;
    /** From {@link #beginPoll}: a wake-up is pending, do not wait. */
    public static final int WOKEN = 1;
    /** From {@link #beginPoll}: closed. */
    public static final int REFUSED = -1;

    private static final int POLLING = BLOCKING; // a poll is going on: the one call in flight of this kind
    private static final int PENDING = IN_SHUT; // this poll, or the next, is to return at once

    private final Backend backend;
    private final long handle;

    /** Takes the poller over. */
    public PollerGuard(Backend backend, long handle) {
        this.backend = backend;
        this.handle = handle;
    }

    /** The native poller; only good between a pin that succeeded, or {@link #beginPoll}, and its end. */
    public long handle() {
        return handle;
    }

    /**
     * Holds the poller for a wait.
     *
     * @return how to wait
     * @throws IllegalStateException if another thread polls
     */
    public int beginPoll() {
        while (true) {
            int s = state;
            if ((s & CLOSED) != 0) {
                return REFUSED;
            }
            if ((s & POLLING) != 0) {
                throw new IllegalStateException("poll: another thread is polling; a poller has one polling thread");
            }
            if (STATE.compareAndSet(this, s, s | POLLING)) {
                return (s & PENDING) != 0 ? WOKEN : WAIT;
            }
        }
    }

    /** Ends what {@link #beginPoll} began, and answers the wake-ups until here; false if it was closed meanwhile. */
    public boolean endPoll() {
        int s = (int) STATE.getAndBitwiseAnd(this, ~(POLLING | PENDING)) & ~POLLING;
        if ((s & CLOSED) == 0) {
            return true;
        }
        if ((s & IN_FLIGHT) == 0) {
            release();
        }
        return false;
    }

    /** Ends the poll that is going on, or the next one. */
    public void wakeup() {
        while (true) {
            int s = state;
            if ((s & (CLOSED | PENDING)) != 0) {
                return;
            }
            boolean polling = (s & POLLING) != 0;
            if (STATE.compareAndSet(this, s, polling ? (s | PENDING) + PIN : s | PENDING)) {
                if (polling) {
                    backend.pollerWake(handle);
                    unpin();
                }
                return;
            }
        }
    }

    @Override
    void wake(int before) {
        backend.pollerWake(handle);
    }

    @Override
    void release() {
        backend.pollerClose(handle);
    }
}
