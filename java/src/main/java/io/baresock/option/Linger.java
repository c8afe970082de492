package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * The value of {@code SO_LINGER}: what close does with data not yet sent.
 *
 * @param on false: close returns at once and the data is still sent
 * @param seconds with {@code on}: how long close waits for the data to be sent; 0 drops it and resets the connection
 */
public record Linger(boolean on, int seconds) {

    /** Close returns at once; data not yet sent is still sent. The default. */
    public static final Linger OFF = new Linger(false, 0);

    /** Close drops what is not yet sent and resets the connection. */
    public static final Linger RESET = new Linger(true, 0);

    /** {@code struct linger}. */
    static final int SIZE = 8;

    void encode(ByteBuffer out) {
        out.putInt(on ? 1 : 0).putInt(seconds);
    }

    static Linger decode(ByteBuffer in) {
        return new Linger(in.getInt() != 0, in.getInt());
    }
}
