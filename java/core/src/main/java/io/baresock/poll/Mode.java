package io.baresock.poll;

import io.baresock.internal.backend.Header;

/** How a {@link Registration} reports readiness. {@link Registration#interest(int, Mode)} changes it. */
public enum Mode {
    /** Reports as long as the descriptor is ready. The usual mode: a program may leave data unread for the next poll. */
    LEVEL(0),

    /**
     * Reports once when something new comes. Read or write until {@link io.baresock.Socket#WOULD_BLOCK}; otherwise the rest waits until
     * something new comes again. A poller made with poll(2) lacks this mode: registering throws UnsupportedOperationException.
     */
    EDGE(Header.POLLER_EDGE),

    /** Reports once, and then is silent until {@link Registration#interest(int)} or {@link Registration#rearm} is called. */
    ONESHOT(Header.POLLER_ONESHOT),

    /**
     * For one listener in several pollers: wakes at least one of the waiting pollers, and where possible not all of them. Linux 4.5;
     * elsewhere this is {@link #LEVEL}. Takes only {@link Poller#READABLE} and {@link Poller#WRITABLE}.
     */
    EXCLUSIVE(Header.POLLER_EXCLUSIVE);

    /** The bit of baresock.h. */
    final int bit;

    Mode(int bit) {
        this.bit = bit;
    }
}
