package io.baresock.option;

import static io.baresock.Bsd.SOL_CAN_RAW;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of raw CAN sockets.
 *
 * @see <a href="https://docs.kernel.org/networking/can.html">Documentation/networking/can.rst</a>
 */
public final class CanLevel {

    /** Which error frames are received, as a mask. */
    public static final SocketOption<Integer> CAN_RAW_ERR_FILTER =
            ofInt("CAN_RAW_ERR_FILTER", SOL_CAN_RAW, Bsd.CAN_RAW_ERR_FILTER, linux("2.6.25"));

    /** CAN FD frames too. */
    public static final SocketOption<Boolean> CAN_RAW_FD_FRAMES =
            ofBoolean("CAN_RAW_FD_FRAMES", SOL_CAN_RAW, Bsd.CAN_RAW_FD_FRAMES, linux("3.6"));

    /** Filters: pairs of an identifier and a mask. */
    public static final SocketOption<int[]> CAN_RAW_FILTER =
            ofInts("CAN_RAW_FILTER", SOL_CAN_RAW, Bsd.CAN_RAW_FILTER, linux("2.6.25"), 1024);

    /** Frames must pass all filters, not one. */
    public static final SocketOption<Boolean> CAN_RAW_JOIN_FILTERS =
            ofBoolean("CAN_RAW_JOIN_FILTERS", SOL_CAN_RAW, Bsd.CAN_RAW_JOIN_FILTERS, linux("4.1"));

    /** Other sockets of this host receive what is sent; on by default. */
    public static final SocketOption<Boolean> CAN_RAW_LOOPBACK =
            ofBoolean("CAN_RAW_LOOPBACK", SOL_CAN_RAW, Bsd.CAN_RAW_LOOPBACK, linux("2.6.25"));

    /** Receives what it sends itself. */
    public static final SocketOption<Boolean> CAN_RAW_RECV_OWN_MSGS =
            ofBoolean("CAN_RAW_RECV_OWN_MSGS", SOL_CAN_RAW, Bsd.CAN_RAW_RECV_OWN_MSGS, linux("2.6.25"));

    /** CAN XL frames too. */
    public static final SocketOption<Boolean> CAN_RAW_XL_FRAMES =
            ofBoolean("CAN_RAW_XL_FRAMES", SOL_CAN_RAW, Bsd.CAN_RAW_XL_FRAMES, linux("6.2"));

    private CanLevel() {}
}
