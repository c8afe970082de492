package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * The local ports from which bind(2) to port 0 and connect(2) choose, both ends included. 0 for an end means the system's end
 * ({@code net.ipv4.ip_local_port_range}). Immutable. See ip(7), IP_LOCAL_PORT_RANGE.
 *
 * @param low the lowest port, 0 to 65535
 * @param high the highest port, 0 to 65535
 */
public record PortRange(int low, int high) {

    /** The system's range. */
    public static final PortRange SYSTEM = new PortRange(0, 0);

    /** One number, with the lower port in its lower half. */
    static final int SIZE = 4;

    private static final int MAX = 0xFFFF;

    /** Checks that both are ports. */
    public PortRange {
        if (low < 0 || low > MAX || high < 0 || high > MAX) {
            throw new IllegalArgumentException("ports " + low + ".." + high + " are not in 0.." + MAX);
        }
    }

    void encode(ByteBuffer out) {
        out.putInt(high << 16 | low);
    }

    static PortRange decode(ByteBuffer in) {
        int both = in.getInt();
        return new PortRange(both & MAX, both >>> 16);
    }
}
