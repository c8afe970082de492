package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_IPV6;
import static io.baresock.OptionInfo.linux;
import static io.baresock.OptionInfo.on;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofNetworkOrderInt;
import static io.baresock.option.Options.setOnly;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_IPV6}. Those of the protocol-independent multicast interface have their IPv6 form
 * here, so that they do not clash with {@link IpLevel}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public final class Ipv6Level {

    /** Which source address is chosen: {@code IPV6_PREFER_SRC_*} (RFC 5014). */
    public static final SocketOption<Integer> IPV6_ADDR_PREFERENCES =
            ofInt("IPV6_ADDR_PREFERENCES", IPPROTO_IPV6, Bsd.IPV6_ADDR_PREFERENCES, linux("2.6.26"));

    /** A flow label from a hash of the flow. */
    public static final SocketOption<Boolean> IPV6_AUTOFLOWLABEL =
            ofBoolean("IPV6_AUTOFLOWLABEL", IPPROTO_IPV6, Bsd.IPV6_AUTOFLOWLABEL, linux("3.17"));

    /** Binds to addresses that are not local. */
    public static final SocketOption<Boolean> IPV6_BINDANY =
            ofBoolean("IPV6_BINDANY", IPPROTO_IPV6, Bsd.IPV6_BINDANY, on("FreeBSD"));

    /** The interface, by index, that all traffic takes. */
    public static final SocketOption<Integer> IPV6_BOUND_IF =
            ofInt("IPV6_BOUND_IF", IPPROTO_IPV6, Bsd.IPV6_BOUND_IF, on("macOS"));

    /**
     * On a raw socket: where the kernel puts and checks a checksum; -1 for none. Not on ICMPv6, which always has one.
     */
    public static final SocketOption<Integer> IPV6_CHECKSUM = ofInt(
            "IPV6_CHECKSUM",
            IPPROTO_IPV6,
            Bsd.IPV6_CHECKSUM,
            linux("").and("macOS", "FreeBSD").of(SocketKind.RAW6).in("bytes"));

    /** No fragmentation at the sender. */
    public static final SocketOption<Boolean> IPV6_DONTFRAG = ofBoolean(
            "IPV6_DONTFRAG", IPPROTO_IPV6, Bsd.IPV6_DONTFRAG, linux("2.6.35").and("macOS", "FreeBSD"));

    /** Destination options of what is sent (RFC 3542). */
    public static final SocketOption<byte[]> IPV6_DSTOPTS = ofBytes(
            "IPV6_DSTOPTS",
            IPPROTO_IPV6,
            Bsd.IPV6_DSTOPTS,
            linux("").and("macOS", "FreeBSD").needs("CAP_NET_RAW"),
            2048);

    /** A control message with the flow information of what is received. */
    public static final SocketOption<Boolean> IPV6_FLOWINFO =
            ofBoolean("IPV6_FLOWINFO", IPPROTO_IPV6, Bsd.IPV6_FLOWINFO, linux(""));

    /** Flow labels of destination addresses are used. */
    public static final SocketOption<Boolean> IPV6_FLOWINFO_SEND =
            ofBoolean("IPV6_FLOWINFO_SEND", IPPROTO_IPV6, Bsd.IPV6_FLOWINFO_SEND, linux(""));

    /** bind(2) takes addresses that are not local, or not yet. */
    public static final SocketOption<Boolean> IPV6_FREEBIND =
            ofBoolean("IPV6_FREEBIND", IPPROTO_IPV6, Bsd.IPV6_FREEBIND, linux("4.15"));

    /** What is sent on a raw socket begins with an IPv6 header. */
    public static final SocketOption<Boolean> IPV6_HDRINCL = ofBoolean(
            "IPV6_HDRINCL", IPPROTO_IPV6, Bsd.IPV6_HDRINCL, linux("4.5").of(SocketKind.RAW6));

    /** Hop-by-hop options of what is sent (RFC 3542). */
    public static final SocketOption<byte[]> IPV6_HOPOPTS = ofBytes(
            "IPV6_HOPOPTS",
            IPPROTO_IPV6,
            Bsd.IPV6_HOPOPTS,
            linux("").and("macOS", "FreeBSD").needs("CAP_NET_RAW"),
            2048);

    /** Joins a group, from any source. Set only. */
    public static final SocketOption<MulticastGroup> IPV6_JOIN_GROUP = setOnly(
            "IPV6_JOIN_GROUP",
            IPPROTO_IPV6,
            Bsd.IPV6_JOIN_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.MREQ6_SIZE,
            MulticastGroup::encodeMreq6);

    /** Leaves a group joined from any source. Set only. */
    public static final SocketOption<MulticastGroup> IPV6_LEAVE_GROUP = setOnly(
            "IPV6_LEAVE_GROUP",
            IPPROTO_IPV6,
            Bsd.IPV6_LEAVE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.MREQ6_SIZE,
            MulticastGroup::encodeMreq6);

    /** Stops a source of a group joined from any source. Set only. */
    public static final SocketOption<MulticastSource> IPV6_MCAST_BLOCK_SOURCE = setOnly(
            "MCAST_BLOCK_SOURCE",
            IPPROTO_IPV6,
            Bsd.MCAST_BLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Joins a group, from any source. Set only. */
    public static final SocketOption<MulticastGroup> IPV6_MCAST_JOIN_GROUP = setOnly(
            "MCAST_JOIN_GROUP",
            IPPROTO_IPV6,
            Bsd.MCAST_JOIN_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.REQ_SIZE,
            MulticastGroup::encodeReq);

    /** Joins a group, from one source. Set only. */
    public static final SocketOption<MulticastSource> IPV6_MCAST_JOIN_SOURCE_GROUP = setOnly(
            "MCAST_JOIN_SOURCE_GROUP",
            IPPROTO_IPV6,
            Bsd.MCAST_JOIN_SOURCE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Leaves a group joined from any source. Set only. */
    public static final SocketOption<MulticastGroup> IPV6_MCAST_LEAVE_GROUP = setOnly(
            "MCAST_LEAVE_GROUP",
            IPPROTO_IPV6,
            Bsd.MCAST_LEAVE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.REQ_SIZE,
            MulticastGroup::encodeReq);

    /** Leaves a group joined from one source. Set only. */
    public static final SocketOption<MulticastSource> IPV6_MCAST_LEAVE_SOURCE_GROUP = setOnly(
            "MCAST_LEAVE_SOURCE_GROUP",
            IPPROTO_IPV6,
            Bsd.MCAST_LEAVE_SOURCE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Lets a source through again. Set only. */
    public static final SocketOption<MulticastSource> IPV6_MCAST_UNBLOCK_SOURCE = setOnly(
            "MCAST_UNBLOCK_SOURCE",
            IPPROTO_IPV6,
            Bsd.MCAST_UNBLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Drops packets with a smaller hop limit (RFC 5082); 0 drops none. */
    public static final SocketOption<Integer> IPV6_MINHOPCOUNT = ofInt(
            "IPV6_MINHOPCOUNT",
            IPPROTO_IPV6,
            Bsd.IPV6_MINHOPCOUNT,
            linux("2.6.35").of(SocketKind.TCP6).in("hops"));

    /** The known path MTU of a connected socket (ENOTCONN otherwise); setting bounds it, at 1280 or more. */
    public static final SocketOption<Integer> IPV6_MTU =
            ofInt("IPV6_MTU", IPPROTO_IPV6, Bsd.IPV6_MTU, linux("").in("bytes"));

    /** Path MTU discovery: {@code IPV6_PMTUDISC_*}. */
    public static final SocketOption<Integer> IPV6_MTU_DISCOVER =
            ofInt("IPV6_MTU_DISCOVER", IPPROTO_IPV6, Bsd.IPV6_MTU_DISCOVER, linux(""));

    /** Receives from groups that other sockets of the host joined; on by default. */
    public static final SocketOption<Boolean> IPV6_MULTICAST_ALL =
            ofBoolean("IPV6_MULTICAST_ALL", IPPROTO_IPV6, Bsd.IPV6_MULTICAST_ALL, linux("4.20"));

    /** Hop limit of multicast datagrams, 0 to 255; -1 for the default. */
    public static final SocketOption<Integer> IPV6_MULTICAST_HOPS = ofInt(
            "IPV6_MULTICAST_HOPS",
            IPPROTO_IPV6,
            Bsd.IPV6_MULTICAST_HOPS,
            linux("").and("macOS", "FreeBSD").in("hops"));

    /** The interface, by index, that multicast datagrams leave by. */
    public static final SocketOption<Integer> IPV6_MULTICAST_IF = ofInt(
            "IPV6_MULTICAST_IF", IPPROTO_IPV6, Bsd.IPV6_MULTICAST_IF, linux("").and("macOS", "FreeBSD"));

    /** Whether this host receives what it sends; on by default. */
    public static final SocketOption<Boolean> IPV6_MULTICAST_LOOP = ofBoolean(
            "IPV6_MULTICAST_LOOP",
            IPPROTO_IPV6,
            Bsd.IPV6_MULTICAST_LOOP,
            linux("").and("macOS", "FreeBSD"));

    /**
     * {@code struct ip6_mtuinfo}: a {@code sockaddr_in6} and the path MTU (ENOTCONN if not connected). Get only.
     */
    public static final SocketOption<byte[]> IPV6_PATHMTU = ofBytes(
            "IPV6_PATHMTU",
            IPPROTO_IPV6,
            Bsd.IPV6_PATHMTU,
            linux("2.6.35").and("macOS", "FreeBSD").getOnly(),
            32);

    /** A control message with destination options. */
    public static final SocketOption<Boolean> IPV6_RECVDSTOPTS = ofBoolean(
            "IPV6_RECVDSTOPTS", IPPROTO_IPV6, Bsd.IPV6_RECVDSTOPTS, linux("").and("macOS", "FreeBSD"));

    /** Errors, those of ICMPv6 among them, go to the error queue. */
    public static final SocketOption<Boolean> IPV6_RECVERR =
            ofBoolean("IPV6_RECVERR", IPPROTO_IPV6, Bsd.IPV6_RECVERR, linux(""));

    /** Errors in the queue say where the ICMPv6 extensions begin. */
    public static final SocketOption<Boolean> IPV6_RECVERR_RFC4884 =
            ofBoolean("IPV6_RECVERR_RFC4884", IPPROTO_IPV6, Bsd.IPV6_RECVERR_RFC4884, linux("5.9"));

    /** A control message with the largest fragment's size. */
    public static final SocketOption<Boolean> IPV6_RECVFRAGSIZE =
            ofBoolean("IPV6_RECVFRAGSIZE", IPPROTO_IPV6, Bsd.IPV6_RECVFRAGSIZE, linux("4.5"));

    /** A control message with the hop limit. */
    public static final SocketOption<Boolean> IPV6_RECVHOPLIMIT = ofBoolean(
            "IPV6_RECVHOPLIMIT", IPPROTO_IPV6, Bsd.IPV6_RECVHOPLIMIT, linux("").and("macOS", "FreeBSD"));

    /** A control message with hop-by-hop options. */
    public static final SocketOption<Boolean> IPV6_RECVHOPOPTS = ofBoolean(
            "IPV6_RECVHOPOPTS", IPPROTO_IPV6, Bsd.IPV6_RECVHOPOPTS, linux("").and("macOS", "FreeBSD"));

    /** A control message with the destination before redirection. */
    public static final SocketOption<Boolean> IPV6_RECVORIGDSTADDR = ofBoolean(
            "IPV6_RECVORIGDSTADDR",
            IPPROTO_IPV6,
            Bsd.IPV6_RECVORIGDSTADDR,
            linux("2.6.37").and("FreeBSD"));

    /** A control message when the path MTU shrinks. */
    public static final SocketOption<Boolean> IPV6_RECVPATHMTU = ofBoolean(
            "IPV6_RECVPATHMTU",
            IPPROTO_IPV6,
            Bsd.IPV6_RECVPATHMTU,
            linux("2.6.35").and("macOS", "FreeBSD"));

    /** A control message with the datagram's interface and local address. */
    public static final SocketOption<Boolean> IPV6_RECVPKTINFO = ofBoolean(
            "IPV6_RECVPKTINFO", IPPROTO_IPV6, Bsd.IPV6_RECVPKTINFO, linux("").and("macOS", "FreeBSD"));

    /** A control message with the routing header. */
    public static final SocketOption<Boolean> IPV6_RECVRTHDR = ofBoolean(
            "IPV6_RECVRTHDR", IPPROTO_IPV6, Bsd.IPV6_RECVRTHDR, linux("").and("macOS", "FreeBSD"));

    /** A control message with the traffic class, where ECN is. */
    public static final SocketOption<Boolean> IPV6_RECVTCLASS = ofBoolean(
            "IPV6_RECVTCLASS", IPPROTO_IPV6, Bsd.IPV6_RECVTCLASS, linux("").and("macOS", "FreeBSD"));

    /** Receives packets with this router alert value, on a socket of IPPROTO_RAW; -1 for none. Set only. */
    public static final SocketOption<Integer> IPV6_ROUTER_ALERT = ofInt(
            "IPV6_ROUTER_ALERT",
            IPPROTO_IPV6,
            Bsd.IPV6_ROUTER_ALERT,
            linux("").of(SocketKind.RAW6_IP).setOnly());

    /** Router alerts of other namespaces are not received. */
    public static final SocketOption<Boolean> IPV6_ROUTER_ALERT_ISOLATE =
            ofBoolean("IPV6_ROUTER_ALERT_ISOLATE", IPPROTO_IPV6, Bsd.IPV6_ROUTER_ALERT_ISOLATE, linux("5.1"));

    /** The routing header of what is sent. */
    public static final SocketOption<byte[]> IPV6_RTHDR =
            ofBytes("IPV6_RTHDR", IPPROTO_IPV6, Bsd.IPV6_RTHDR, linux("").and("macOS", "FreeBSD"), 2048);

    /** Destination options before the routing header. */
    public static final SocketOption<byte[]> IPV6_RTHDRDSTOPTS = ofBytes(
            "IPV6_RTHDRDSTOPTS",
            IPPROTO_IPV6,
            Bsd.IPV6_RTHDRDSTOPTS,
            linux("").and("macOS", "FreeBSD").needs("CAP_NET_RAW"),
            2048);

    /** Traffic class of what is sent: DSCP and ECN bits; -1 for the default. */
    public static final SocketOption<Integer> IPV6_TCLASS =
            ofInt("IPV6_TCLASS", IPPROTO_IPV6, Bsd.IPV6_TCLASS, linux("").and("macOS", "FreeBSD"));

    /** Transparent proxying: binds to and sends from addresses that are not local. */
    public static final SocketOption<Boolean> IPV6_TRANSPARENT = ofBoolean(
            "IPV6_TRANSPARENT",
            IPPROTO_IPV6,
            Bsd.IPV6_TRANSPARENT,
            linux("2.6.37").needs("CAP_NET_ADMIN"));

    /** Hop limit of what is sent, 0 to 255; -1 for the default. */
    public static final SocketOption<Integer> IPV6_UNICAST_HOPS = ofInt(
            "IPV6_UNICAST_HOPS",
            IPPROTO_IPV6,
            Bsd.IPV6_UNICAST_HOPS,
            linux("").and("macOS", "FreeBSD").in("hops"));

    /** The interface, by index, that unicast datagrams leave by; 0 for none. */
    public static final SocketOption<Integer> IPV6_UNICAST_IF =
            ofNetworkOrderInt("IPV6_UNICAST_IF", IPPROTO_IPV6, Bsd.IPV6_UNICAST_IF, linux("3.4"));

    /** Fragments at 1280 bytes: 0 never, 1 always, -1 multicast only. */
    public static final SocketOption<Integer> IPV6_USE_MIN_MTU =
            ofInt("IPV6_USE_MIN_MTU", IPPROTO_IPV6, Bsd.IPV6_USE_MIN_MTU, on("macOS", "FreeBSD"));

    /** Keeps an IPv6 socket from taking IPv4 traffic too; to be set before bind. */
    public static final SocketOption<Boolean> IPV6_V6ONLY =
            ofBoolean("IPV6_V6ONLY", IPPROTO_IPV6, Bsd.IPV6_V6ONLY, linux("").and("macOS", "FreeBSD"));

    private Ipv6Level() {}
}
