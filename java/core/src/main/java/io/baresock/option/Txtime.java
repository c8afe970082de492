package io.baresock.option;

import io.baresock.Bsd;
import java.nio.ByteBuffer;

/**
 * The value of {@code SO_TXTIME}: the clock that the send times of packets refer to. Immutable.
 *
 * @param clockId such as 1 for CLOCK_MONOTONIC or 11 for CLOCK_TAI, see clock_gettime(2)
 * @param flags {@code SOF_TXTIME_DEADLINE_MODE}, {@code SOF_TXTIME_REPORT_ERRORS}, or-ed
 */
public record Txtime(int clockId, int flags) {

    private static final int CLOCK_MONOTONIC = 1; // uapi/linux/time.h; only Linux has this option
    private static final int CLOCK_TAI = 11;

    /** {@return CLOCK_TAI, for tc-etf(8): atomic time in nanoseconds since 1970, without leap seconds} */
    public static Txtime tai() {
        return new Txtime(CLOCK_TAI, 0);
    }

    /** {@return CLOCK_MONOTONIC, for tc-fq(8); setting it needs CAP_NET_ADMIN} */
    public static Txtime monotonic() {
        return new Txtime(CLOCK_MONOTONIC, 0);
    }

    /** {@return a copy with which packets may leave at any moment before their time} */
    public Txtime deadline() {
        return new Txtime(clockId, flags | Bsd.SOF_TXTIME_DEADLINE_MODE);
    }

    /** {@return a copy with which the error queue reports packets that were late: {@link io.baresock.ErrorQueue#txTime}} */
    public Txtime reportErrors() {
        return new Txtime(clockId, flags | Bsd.SOF_TXTIME_REPORT_ERRORS);
    }

    /** {@code struct sock_txtime}. */
    static final int SIZE = 8;

    void encode(ByteBuffer out) {
        out.putInt(clockId).putInt(flags);
    }

    static Txtime decode(ByteBuffer in) {
        return new Txtime(in.getInt(), in.getInt());
    }
}
