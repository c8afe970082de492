package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_IP;
import static io.baresock.OptionInfo.linux;
import static io.baresock.OptionInfo.on;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofNetworkOrderInt;
import static io.baresock.option.Options.setOnly;
import static io.baresock.option.Options.struct;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_IP}. Of the protocol-independent multicast options this class has the IPv4 form;
 * {@link Multicast} chooses by address.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public final class IpLevel {

    /** Joins a group, from any source. Set only. */
    public static final SocketOption<MulticastGroup> IP_ADD_MEMBERSHIP = setOnly(
            "IP_ADD_MEMBERSHIP",
            IPPROTO_IP,
            Bsd.IP_ADD_MEMBERSHIP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.MREQN_SIZE,
            MulticastGroup::encodeMreqn);

    /** Joins a group, from one source. Set only. */
    public static final SocketOption<InetMulticastSource> IP_ADD_SOURCE_MEMBERSHIP = setOnly(
            "IP_ADD_SOURCE_MEMBERSHIP",
            IPPROTO_IP,
            Bsd.IP_ADD_SOURCE_MEMBERSHIP,
            linux("").and("macOS", "FreeBSD"),
            InetMulticastSource.class,
            InetMulticastSource.SIZE,
            InetMulticastSource::encode);

    /** Binds to addresses that are not local. */
    public static final SocketOption<Boolean> IP_BINDANY =
            ofBoolean("IP_BINDANY", IPPROTO_IP, Bsd.IP_BINDANY, on("FreeBSD"));

    /** bind(2) to port 0 leaves the choice of a port to connect(2), which can share ports. */
    public static final SocketOption<Boolean> IP_BIND_ADDRESS_NO_PORT = ofBoolean(
            "IP_BIND_ADDRESS_NO_PORT",
            IPPROTO_IP,
            Bsd.IP_BIND_ADDRESS_NO_PORT,
            linux("4.2").of(SocketKind.TCP));

    /** Stops a source of a group joined from any source. Set only. */
    public static final SocketOption<InetMulticastSource> IP_BLOCK_SOURCE = setOnly(
            "IP_BLOCK_SOURCE",
            IPPROTO_IP,
            Bsd.IP_BLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            InetMulticastSource.class,
            InetMulticastSource.SIZE,
            InetMulticastSource::encode);

    /** The interface, by index, that all traffic takes. */
    public static final SocketOption<Integer> IP_BOUND_IF =
            ofInt("IP_BOUND_IF", IPPROTO_IP, Bsd.IP_BOUND_IF, on("macOS"));

    /** A control message with the checksum of the packet's data. */
    public static final SocketOption<Boolean> IP_CHECKSUM =
            ofBoolean("IP_CHECKSUM", IPPROTO_IP, Bsd.IP_CHECKSUM, linux("3.18"));

    /** Sets the do-not-fragment bit. Linux: {@link #IP_MTU_DISCOVER}. */
    public static final SocketOption<Boolean> IP_DONTFRAG =
            ofBoolean("IP_DONTFRAG", IPPROTO_IP, Bsd.IP_DONTFRAG, on("macOS", "FreeBSD"));

    /** Leaves a group joined from any source. Set only. */
    public static final SocketOption<MulticastGroup> IP_DROP_MEMBERSHIP = setOnly(
            "IP_DROP_MEMBERSHIP",
            IPPROTO_IP,
            Bsd.IP_DROP_MEMBERSHIP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.MREQN_SIZE,
            MulticastGroup::encodeMreqn);

    /** Leaves a group joined from one source. Set only. */
    public static final SocketOption<InetMulticastSource> IP_DROP_SOURCE_MEMBERSHIP = setOnly(
            "IP_DROP_SOURCE_MEMBERSHIP",
            IPPROTO_IP,
            Bsd.IP_DROP_SOURCE_MEMBERSHIP,
            linux("").and("macOS", "FreeBSD"),
            InetMulticastSource.class,
            InetMulticastSource.SIZE,
            InetMulticastSource::encode);

    /** bind(2) takes addresses that are not local, or not yet. */
    public static final SocketOption<Boolean> IP_FREEBIND =
            ofBoolean("IP_FREEBIND", IPPROTO_IP, Bsd.IP_FREEBIND, linux(""));

    /** What is sent on a raw socket begins with an IP header. */
    public static final SocketOption<Boolean> IP_HDRINCL = ofBoolean(
            "IP_HDRINCL",
            IPPROTO_IP,
            Bsd.IP_HDRINCL,
            linux("").and("macOS", "FreeBSD").of(SocketKind.RAW));

    /** Which local ports are chosen from: see {@link PortRange}. */
    public static final SocketOption<PortRange> IP_LOCAL_PORT_RANGE = struct(
            "IP_LOCAL_PORT_RANGE",
            IPPROTO_IP,
            Bsd.IP_LOCAL_PORT_RANGE,
            linux("6.3").of(SocketKind.TCP),
            PortRange.class,
            PortRange.SIZE,
            PortRange::encode,
            PortRange::decode);

    /** Drops packets with a smaller TTL (RFC 5082); 0 drops none. */
    public static final SocketOption<Integer> IP_MINTTL = ofInt(
            "IP_MINTTL",
            IPPROTO_IP,
            Bsd.IP_MINTTL,
            linux("2.6.34").and("FreeBSD").of(SocketKind.TCP).in("hops"));

    /** The known path MTU of a connected socket (ENOTCONN otherwise). Get only. */
    public static final SocketOption<Integer> IP_MTU =
            ofInt("IP_MTU", IPPROTO_IP, Bsd.IP_MTU, linux("").in("bytes").getOnly());

    /** Path MTU discovery: {@code IP_PMTUDISC_*}. */
    public static final SocketOption<Integer> IP_MTU_DISCOVER =
            ofInt("IP_MTU_DISCOVER", IPPROTO_IP, Bsd.IP_MTU_DISCOVER, linux(""));

    /** Receives from groups that other sockets of the host joined; on by default. */
    public static final SocketOption<Boolean> IP_MULTICAST_ALL =
            ofBoolean("IP_MULTICAST_ALL", IPPROTO_IP, Bsd.IP_MULTICAST_ALL, linux("2.6.31"));

    /** Where multicast datagrams leave: see {@link MulticastInterface}. */
    public static final SocketOption<MulticastInterface> IP_MULTICAST_IF = struct(
            "IP_MULTICAST_IF",
            IPPROTO_IP,
            Bsd.IP_MULTICAST_IF,
            linux("").and("macOS", "FreeBSD"),
            MulticastInterface.class,
            MulticastInterface.SIZE,
            MulticastInterface::encode,
            MulticastInterface::decode);

    /** Whether this host receives what it sends; on by default. */
    public static final SocketOption<Boolean> IP_MULTICAST_LOOP = ofBoolean(
            "IP_MULTICAST_LOOP", IPPROTO_IP, Bsd.IP_MULTICAST_LOOP, linux("").and("macOS", "FreeBSD"));

    /** TTL of multicast datagrams, 0 to 255, -1 for the default 1. */
    public static final SocketOption<Integer> IP_MULTICAST_TTL = ofInt(
            "IP_MULTICAST_TTL",
            IPPROTO_IP,
            Bsd.IP_MULTICAST_TTL,
            linux("").and("macOS", "FreeBSD").in("hops"));

    /** Keeps netfilter from putting fragments together on output. */
    public static final SocketOption<Boolean> IP_NODEFRAG = ofBoolean(
            "IP_NODEFRAG", IPPROTO_IP, Bsd.IP_NODEFRAG, linux("2.6.36").of(SocketKind.RAW));

    /** Broadcasts to 255.255.255.255 leave on the address's interface. */
    public static final SocketOption<Boolean> IP_ONESBCAST =
            ofBoolean("IP_ONESBCAST", IPPROTO_IP, Bsd.IP_ONESBCAST, on("FreeBSD"));

    /** IP options in what is sent. */
    public static final SocketOption<byte[]> IP_OPTIONS =
            ofBytes("IP_OPTIONS", IPPROTO_IP, Bsd.IP_OPTIONS, linux("").and("macOS", "FreeBSD"), 40);

    /** A control message with the packet's security label. */
    public static final SocketOption<Boolean> IP_PASSSEC =
            ofBoolean("IP_PASSSEC", IPPROTO_IP, Bsd.IP_PASSSEC, linux(""));

    /** A control message with the datagram's interface and local address. */
    public static final SocketOption<Boolean> IP_PKTINFO =
            ofBoolean("IP_PKTINFO", IPPROTO_IP, Bsd.IP_PKTINFO, linux(""));

    /** Which range of ports is chosen from: {@code IP_PORTRANGE_*}. */
    public static final SocketOption<Integer> IP_PORTRANGE =
            ofInt("IP_PORTRANGE", IPPROTO_IP, Bsd.IP_PORTRANGE, on("macOS", "FreeBSD"));

    /** The protocol number of a raw socket. Get only. */
    public static final SocketOption<Integer> IP_PROTOCOL = ofInt(
            "IP_PROTOCOL",
            IPPROTO_IP,
            Bsd.IP_PROTOCOL,
            linux("6.9").of(SocketKind.RAW).getOnly());

    /** A control message with the datagram's local address. */
    public static final SocketOption<Boolean> IP_RECVDSTADDR =
            ofBoolean("IP_RECVDSTADDR", IPPROTO_IP, Bsd.IP_RECVDSTADDR, on("macOS", "FreeBSD"));

    /** Errors, those of ICMP among them, go to the error queue. */
    public static final SocketOption<Boolean> IP_RECVERR =
            ofBoolean("IP_RECVERR", IPPROTO_IP, Bsd.IP_RECVERR, linux(""));

    /** Errors in the queue say where the ICMP extensions begin. */
    public static final SocketOption<Boolean> IP_RECVERR_RFC4884 =
            ofBoolean("IP_RECVERR_RFC4884", IPPROTO_IP, Bsd.IP_RECVERR_RFC4884, linux("5.9"));

    /** A control message with the largest fragment's size. */
    public static final SocketOption<Boolean> IP_RECVFRAGSIZE =
            ofBoolean("IP_RECVFRAGSIZE", IPPROTO_IP, Bsd.IP_RECVFRAGSIZE, linux("4.5"));

    /** A control message with the interface. */
    public static final SocketOption<Boolean> IP_RECVIF =
            ofBoolean("IP_RECVIF", IPPROTO_IP, Bsd.IP_RECVIF, on("macOS", "FreeBSD"));

    /** A control message with the packet's IP options. */
    public static final SocketOption<Boolean> IP_RECVOPTS =
            ofBoolean("IP_RECVOPTS", IPPROTO_IP, Bsd.IP_RECVOPTS, linux("").and("macOS", "FreeBSD"));

    /** A control message with the destination before redirection. */
    public static final SocketOption<Boolean> IP_RECVORIGDSTADDR = ofBoolean(
            "IP_RECVORIGDSTADDR",
            IPPROTO_IP,
            Bsd.IP_RECVORIGDSTADDR,
            linux("2.6.29").and("FreeBSD"));

    /** A control message with the type of service, where ECN is. */
    public static final SocketOption<Boolean> IP_RECVTOS =
            ofBoolean("IP_RECVTOS", IPPROTO_IP, Bsd.IP_RECVTOS, linux("").and("macOS", "FreeBSD"));

    /** A control message with the TTL. */
    public static final SocketOption<Boolean> IP_RECVTTL =
            ofBoolean("IP_RECVTTL", IPPROTO_IP, Bsd.IP_RECVTTL, linux("").and("macOS", "FreeBSD"));

    /** A control message with the packet's IP options, as an answer would carry them. */
    public static final SocketOption<Boolean> IP_RETOPTS =
            ofBoolean("IP_RETOPTS", IPPROTO_IP, Bsd.IP_RETOPTS, linux(""));

    /** Receives all packets with the router alert option. */
    public static final SocketOption<Boolean> IP_ROUTER_ALERT = ofBoolean(
            "IP_ROUTER_ALERT",
            IPPROTO_IP,
            Bsd.IP_ROUTER_ALERT,
            linux("").of(SocketKind.RAW).needs("CAP_NET_RAW"));

    /** Type of service of what is sent: DSCP and ECN bits. TCP on Linux keeps its own ECN bits. */
    public static final SocketOption<Integer> IP_TOS =
            ofInt("IP_TOS", IPPROTO_IP, Bsd.IP_TOS, linux("").and("macOS", "FreeBSD"));

    /** Transparent proxying: binds to and sends from addresses that are not local. */
    public static final SocketOption<Boolean> IP_TRANSPARENT = ofBoolean(
            "IP_TRANSPARENT", IPPROTO_IP, Bsd.IP_TRANSPARENT, linux("2.6.28").needs("CAP_NET_ADMIN"));

    /** TTL of what is sent, 1 to 255; -1 for the default on Linux. */
    public static final SocketOption<Integer> IP_TTL = ofInt(
            "IP_TTL", IPPROTO_IP, Bsd.IP_TTL, linux("").and("macOS", "FreeBSD").in("hops"));

    /** Lets a source through again. Set only. */
    public static final SocketOption<InetMulticastSource> IP_UNBLOCK_SOURCE = setOnly(
            "IP_UNBLOCK_SOURCE",
            IPPROTO_IP,
            Bsd.IP_UNBLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            InetMulticastSource.class,
            InetMulticastSource.SIZE,
            InetMulticastSource::encode);

    /** The interface, by index, that unicast datagrams leave by; 0 for none. */
    public static final SocketOption<Integer> IP_UNICAST_IF =
            ofNetworkOrderInt("IP_UNICAST_IF", IPPROTO_IP, Bsd.IP_UNICAST_IF, linux("3.4"));

    /** Stops a source of a group joined from any source. Set only. */
    public static final SocketOption<MulticastSource> MCAST_BLOCK_SOURCE = setOnly(
            "MCAST_BLOCK_SOURCE",
            IPPROTO_IP,
            Bsd.MCAST_BLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Joins a group, from any source. Set only. */
    public static final SocketOption<MulticastGroup> MCAST_JOIN_GROUP = setOnly(
            "MCAST_JOIN_GROUP",
            IPPROTO_IP,
            Bsd.MCAST_JOIN_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.REQ_SIZE,
            MulticastGroup::encodeReq);

    /** Joins a group, from one source. Set only. */
    public static final SocketOption<MulticastSource> MCAST_JOIN_SOURCE_GROUP = setOnly(
            "MCAST_JOIN_SOURCE_GROUP",
            IPPROTO_IP,
            Bsd.MCAST_JOIN_SOURCE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Leaves a group joined from any source. Set only. */
    public static final SocketOption<MulticastGroup> MCAST_LEAVE_GROUP = setOnly(
            "MCAST_LEAVE_GROUP",
            IPPROTO_IP,
            Bsd.MCAST_LEAVE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastGroup.class,
            MulticastGroup.REQ_SIZE,
            MulticastGroup::encodeReq);

    /** Leaves a group joined from one source. Set only. */
    public static final SocketOption<MulticastSource> MCAST_LEAVE_SOURCE_GROUP = setOnly(
            "MCAST_LEAVE_SOURCE_GROUP",
            IPPROTO_IP,
            Bsd.MCAST_LEAVE_SOURCE_GROUP,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    /** Lets a source through again. Set only. */
    public static final SocketOption<MulticastSource> MCAST_UNBLOCK_SOURCE = setOnly(
            "MCAST_UNBLOCK_SOURCE",
            IPPROTO_IP,
            Bsd.MCAST_UNBLOCK_SOURCE,
            linux("").and("macOS", "FreeBSD"),
            MulticastSource.class,
            MulticastGroup.SOURCE_REQ_SIZE,
            MulticastSource::encodeReq);

    private IpLevel() {}
}
