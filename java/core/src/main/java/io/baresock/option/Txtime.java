package io.baresock.option;

import io.baresock.Bsd;
import java.nio.ByteBuffer;

/**
 * The value of {@code SO_TXTIME}: which clock the send times of packets are on.
 *
 * @param clockId such as 1 for CLOCK_MONOTONIC or 11 for CLOCK_TAI, see clock_gettime(2)
 * @param flags {@code SOF_TXTIME_DEADLINE_MODE}, {@code SOF_TXTIME_REPORT_ERRORS}, or-ed
 */
public record Txtime(int clockId, int flags) {

    private static final int CLOCK_MONOTONIC = 1; // uapi/linux/time.h; this option is of Linux alone
    private static final int CLOCK_TAI = 11;

    /**
     * {@return on CLOCK_TAI, what tc-etf(8) takes: atomic time in ns since 1970, which has no leap seconds}
     */
    public static Txtime tai() {
        return new Txtime(CLOCK_TAI, 0);
    }

    /** {@return on CLOCK_MONOTONIC, what tc-fq(8) takes; needs CAP_NET_ADMIN} */
    public static Txtime monotonic() {
        return new Txtime(CLOCK_MONOTONIC, 0);
    }

    /** {@return a copy: packets may leave at any moment up to their time, not at it} */
    public Txtime deadline() {
        return new Txtime(clockId, flags | Bsd.SOF_TXTIME_DEADLINE_MODE);
    }

    /** {@return a copy: what could not be kept is told by the error queue, {@link io.baresock.ErrorQueue#txTime}} */
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
