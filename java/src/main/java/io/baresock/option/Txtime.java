package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * The value of {@code SO_TXTIME}: which clock the send times of packets are on.
 *
 * @param clockId such as 1 for CLOCK_MONOTONIC or 11 for CLOCK_TAI, see clock_gettime(2)
 * @param flags {@code SOF_TXTIME_DEADLINE_MODE}, {@code SOF_TXTIME_REPORT_ERRORS}, or-ed
 */
public record Txtime(int clockId, int flags) {

    /** {@code struct sock_txtime}. */
    static final int SIZE = 8;

    void encode(ByteBuffer out) {
        out.putInt(clockId).putInt(flags);
    }

    static Txtime decode(ByteBuffer in) {
        return new Txtime(in.getInt(), in.getInt());
    }
}
