package io.baresock.option;

import static io.baresock.Bsd.*;

import java.nio.ByteBuffer;

/**
 * The value of {@code SO_TIMESTAMPING}: which times the kernel takes, and how it reports them. Immutable.
 *
 * @param flags {@code SOF_TIMESTAMPING_*}, or-ed
 * @param phcIndex with {@code SOF_TIMESTAMPING_BIND_PHC}: the PTP clock, which may be a virtual one (Linux 5.14); else 0
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">Documentation/networking/timestamping.rst</a>
 */
public record Timestamping(int flags, int phcIndex) {

    /** No time stamps. */
    public static final Timestamping OFF = new Timestamping(0, 0);

    /** {@code struct so_timestamping}. */
    static final int SIZE = 8;

    /**
     * Flags without a clock.
     *
     * @param flags {@code SOF_TIMESTAMPING_*}, or-ed
     * @return the value
     */
    public static Timestamping of(int flags) {
        return new Timestamping(flags, 0);
    }

    /** {@return software times of everything that is received} */
    public static Timestamping receiveSoftware() {
        return of(SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE);
    }

    /** {@return software times of everything that is sent; they come numbered and without the payload} */
    public static Timestamping sendSoftware() {
        return of(SOF_TIMESTAMPING_TX_SOFTWARE
                | SOF_TIMESTAMPING_SOFTWARE
                | SOF_TIMESTAMPING_OPT_ID
                | SOF_TIMESTAMPING_OPT_TSONLY);
    }

    /** {@return a builder; each of its methods adds times or ways to report them} */
    public static TimestampingBuilder builder() {
        return new TimestampingBuilder();
    }

    /**
     * Bound to a PTP clock.
     *
     * @param index the N of {@code /dev/ptpN}
     * @return a copy
     */
    public Timestamping bindPhc(int index) {
        return new Timestamping(flags | SOF_TIMESTAMPING_BIND_PHC, index);
    }

    void encode(ByteBuffer out) {
        out.putInt(flags);
        if (phcIndex != 0 || (flags & SOF_TIMESTAMPING_BIND_PHC) != 0) {
            out.putInt(phcIndex); // Linux before 5.14 takes only four bytes
        }
    }

    static Timestamping decode(ByteBuffer in) {
        return new Timestamping(in.getInt(), in.hasRemaining() ? in.getInt() : 0);
    }
}
