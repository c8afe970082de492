package io.baresock.async;

import io.baresock.ErrnoException;
import org.jspecify.annotations.Nullable;

/**
 * How a loop learns what its sockets can do, and what the kernel has done for them: {@link PollerMechanism} or {@link RingMechanism}.
 * Used by the loop's thread only, except {@link #wakeup} and {@link #readinessOf}.
 */
interface Mechanism {

    /** Makes a socket's place in it. Nothing is registered yet. */
    Readiness readinessOf(SocketOps operations);

    /** Waits for events, at most that long; negative is for ever. */
    void poll(long nanos) throws ErrnoException;

    /** Goes to the next event of the last {@link #poll}: whose it is; null if there is none. */
    @Nullable
    SocketOps next();

    /** What the current event says: bits of {@code Poller}, and {@link Readiness#SENT}. */
    int ready();

    /** Tells the kernel at once what the next {@link #poll} would tell it. The events that this brings are those of the next poll. */
    void flush() throws ErrnoException;

    /** Whether the byte at this address is in memory that it has lent to callbacks. */
    boolean lends(long address);

    /** Ends the current poll, or the next one. Any thread. */
    void wakeup();

    /** Ends it. All sockets have ended before. */
    void close();
}
