package io.baresock.option;

import static io.baresock.Bsd.SOL_NETLINK;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of netlink sockets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
public final class NetlinkLevel {

    /** Joins a multicast group, by number: {@code RTNLGRP_*}. Set only. */
    public static final SocketOption<Integer> NETLINK_ADD_MEMBERSHIP = ofInt(
            "NETLINK_ADD_MEMBERSHIP",
            SOL_NETLINK,
            Bsd.NETLINK_ADD_MEMBERSHIP,
            linux("2.6.14").setOnly());

    /** Errors of broadcasts are reported. */
    public static final SocketOption<Boolean> NETLINK_BROADCAST_ERROR =
            ofBoolean("NETLINK_BROADCAST_ERROR", SOL_NETLINK, Bsd.NETLINK_BROADCAST_ERROR, linux("2.6.30"));

    /** Acknowledgements do not carry the request. */
    public static final SocketOption<Boolean> NETLINK_CAP_ACK =
            ofBoolean("NETLINK_CAP_ACK", SOL_NETLINK, Bsd.NETLINK_CAP_ACK, linux("4.3"));

    /** Leaves a multicast group. Set only. */
    public static final SocketOption<Integer> NETLINK_DROP_MEMBERSHIP = ofInt(
            "NETLINK_DROP_MEMBERSHIP",
            SOL_NETLINK,
            Bsd.NETLINK_DROP_MEMBERSHIP,
            linux("2.6.14").setOnly());

    /** Acknowledgements carry an error text. */
    public static final SocketOption<Boolean> NETLINK_EXT_ACK =
            ofBoolean("NETLINK_EXT_ACK", SOL_NETLINK, Bsd.NETLINK_EXT_ACK, linux("4.12"));

    /** Requests are checked strictly, and dumps filtered by the kernel. */
    public static final SocketOption<Boolean> NETLINK_GET_STRICT_CHK =
            ofBoolean("NETLINK_GET_STRICT_CHK", SOL_NETLINK, Bsd.NETLINK_GET_STRICT_CHK, linux("4.20"));

    /** Receives from all namespaces that have an id here. */
    public static final SocketOption<Boolean> NETLINK_LISTEN_ALL_NSID = ofBoolean(
            "NETLINK_LISTEN_ALL_NSID",
            SOL_NETLINK,
            Bsd.NETLINK_LISTEN_ALL_NSID,
            linux("4.2").needs("CAP_NET_BROADCAST"));

    /** The groups joined, as bits. Get only. */
    public static final SocketOption<int[]> NETLINK_LIST_MEMBERSHIPS = ofInts(
            "NETLINK_LIST_MEMBERSHIPS",
            SOL_NETLINK,
            Bsd.NETLINK_LIST_MEMBERSHIPS,
            linux("4.2").getOnly(),
            16);

    /** No ENOBUFS when messages were lost. */
    public static final SocketOption<Boolean> NETLINK_NO_ENOBUFS =
            ofBoolean("NETLINK_NO_ENOBUFS", SOL_NETLINK, Bsd.NETLINK_NO_ENOBUFS, linux("2.6.30"));

    /** A control message with the group. */
    public static final SocketOption<Boolean> NETLINK_PKTINFO =
            ofBoolean("NETLINK_PKTINFO", SOL_NETLINK, Bsd.NETLINK_PKTINFO, linux("2.6.14"));

    private NetlinkLevel() {}
}
