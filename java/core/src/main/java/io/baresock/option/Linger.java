package io.baresock.option;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * The value of {@code SO_LINGER}: what close does with data that is not sent yet. Immutable.
 *
 * @param on false: close returns at once, and the kernel still sends the data
 * @param seconds with {@code on}: how long close waits until the data is sent, 0 to 2147483647 seconds. 0 drops the data and resets
 *     the connection
 */
public record Linger(boolean on, int seconds) {

    /** Close returns at once, and the kernel still sends the data. This is the default. */
    public static final Linger OFF = new Linger(false, 0);

    /** Close drops the data that is not sent yet, and resets the connection. */
    public static final Linger RESET = new Linger(true, 0);

    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    /** {@code struct linger}. */
    static final int SIZE = 8;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code seconds} is negative; the kernel would read it as up to 136 years
     */
    public Linger {
        if (seconds < 0) {
            throw new IllegalArgumentException(
                    "SO_LINGER: " + seconds + " seconds is negative; 0 resets the connection");
        }
    }

    /**
     * Close waits until the data is sent, but no longer than this time.
     *
     * @param time rounded up to whole seconds; {@link Duration#ZERO} resets the connection
     * @return the value
     * @throws IllegalArgumentException if it is negative or longer than 2147483647 seconds
     */
    public static Linger of(Duration time) {
        Objects.requireNonNull(time, "SO_LINGER: the time is null; Linger.OFF does not wait");
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "SO_LINGER: " + time + " is not in 0.." + Integer.MAX_VALUE + " seconds");
        }
        return new Linger(true, (int) time.getSeconds() + (time.getNano() > 0 ? 1 : 0));
    }

    void encode(ByteBuffer out) {
        out.putInt(on ? 1 : 0).putInt(seconds);
    }

    static Linger decode(ByteBuffer in) {
        boolean on = in.getInt() != 0;
        int seconds = in.getInt(); // unsigned: another program may have set more than a Java int holds
        return new Linger(on, seconds < 0 ? Integer.MAX_VALUE : seconds);
    }
}
