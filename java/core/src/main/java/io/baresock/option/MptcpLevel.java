package io.baresock.option;

import static io.baresock.Bsd.SOL_MPTCP;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBytes;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of Multipath TCP; {@link MptcpInfo} has the statistics. A socket of {@code IPPROTO_MPTCP} takes most options
 * of TCP and IP too and passes them on to its subflows.
 *
 * @see <a href="https://docs.kernel.org/networking/mptcp.html">Documentation/networking/mptcp.rst</a>
 */
public final class MptcpLevel {

    /** {@code struct mptcp_info}: see {@link MptcpInfo}. Get only. */
    public static final SocketOption<byte[]> MPTCP_INFO = ofBytes(
            "MPTCP_INFO",
            SOL_MPTCP,
            Bsd.MPTCP_INFO,
            linux("5.16").of(SocketKind.MPTCP).getOnly(),
            256);

    private MptcpLevel() {}
}
