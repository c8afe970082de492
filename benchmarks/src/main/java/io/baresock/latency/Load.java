package io.baresock.latency;

import java.util.concurrent.TimeUnit;

/**
 * What a client does.
 *
 * @param size of a message
 * @param rate messages per second, sent without waiting for answers; 0: each message is sent after the answer to the last one
 * @param nanos the duration, warm-up included
 * @param warmUp nanoseconds at the start; messages in that time do not count
 * @param spin whether to ask again and again instead of sleeping in the kernel
 */
record Load(int size, long rate, long nanos, long warmUp, boolean spin) {

    Load {
        if (!Header.isLength(size)) {
            throw new IllegalArgumentException(
                    "a message has " + Header.SIZE + " to " + Header.MOST + " bytes, not " + size);
        }
        if (rate < 0 || rate > TimeUnit.SECONDS.toNanos(1)) {
            throw new IllegalArgumentException("rate: " + rate);
        }
        if (nanos <= warmUp || warmUp < 0) {
            throw new IllegalArgumentException("the warm-up takes all of the time");
        }
    }

    /** When message number {@code sequence}, from 1, is due, in nanoseconds from the start; rounded only once. */
    long intended(long sequence) {
        long whole = (sequence - 1) / rate;
        return TimeUnit.SECONDS.toNanos(whole) + TimeUnit.SECONDS.toNanos((sequence - 1) % rate) / rate;
    }
}
