package io.baresock.poll;

/** How a {@link Registration} reports readiness; fixed when it is made. */
public enum Mode {
    /** Reports as long as the descriptor is ready. The usual one: forgetting to read all is no mistake. */
    LEVEL(0),

    /**
     * Reports when something new comes, once: read or write until {@link io.baresock.Socket#WOULD_BLOCK}, or the rest waits
     * for the next arrival. Not there on a poller made with poll(2): registering then throws UnsupportedOperationException.
     */
    EDGE(1 << 8),

    /** Reports once and is silent then, until {@link Registration#interest(int)} or {@link Registration#rearm} is called. */
    ONESHOT(1 << 9),

    /**
     * For one listener in several pollers: of those that wait one at least is woken, not all of them where the OS can avoid
     * it (Linux 4.5; elsewhere this is {@link #LEVEL}). Takes {@link Poller#READABLE} and {@link Poller#WRITABLE} only.
     */
    EXCLUSIVE(1 << 10);

    /** The bit of baresock.h. */
    final int bit;

    Mode(int bit) {
        this.bit = bit;
    }
}
