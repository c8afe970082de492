package io.baresock.aeron;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * A clock for {@code MediaDriver.Context.channelReceiveTimestampClock}: the time at which the kernel received the datagram that the driver
 * handles, {@code SO_TIMESTAMPNS} of socket(7). With it a channel that has {@code channel-rcv-ts-offset} puts this time into its messages,
 * and not the later one at which the driver comes to them. One clock belongs to one driver, whose receiver's thread alone reads it.
 *
 * <p>Where Aeron's own code receives, which is at the destinations of a subscription with several, it gives the time of the call.
 */
public final class KernelReceiveClock implements EpochNanoClock {

    /** What {@link #receivedAt} gets if the kernel gave no time. */
    static final long UNKNOWN = -1;

    private final EpochNanoClock otherwise;
    private long received = UNKNOWN;

    /** Makes a clock. It has no resources, so it is never closed. */
    public KernelReceiveClock() {
        this(SystemEpochNanoClock.INSTANCE);
    }

    KernelReceiveClock(EpochNanoClock otherwise) {
        this.otherwise = otherwise;
    }

    /** Sets the time of the datagram that is handled next. */
    void receivedAt(long nanos) {
        received = nanos;
    }

    /** {@return nanoseconds since 1970, by the kernel's CLOCK_REALTIME} */
    @Override
    public long nanoTime() {
        return received == UNKNOWN ? otherwise.nanoTime() : received;
    }
}
