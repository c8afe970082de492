package io.baresock.option;

import static io.baresock.Bsd.*;
import static io.baresock.option.SocketCases.LO;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/** IPPROTO_IP, IPPROTO_IPV6 and the raw filters: the effective-value rule of each option. */
final class InetCases extends OptionCases {

    private static final int LOOPBACK_MTU = SocketCases.readInt("/sys/class/net/lo/mtu");
    private static final int DEFAULT_TTL = SocketCases.readInt("/proc/sys/net/ipv4/ip_default_ttl");
    private static final Sockaddr GROUP = Sockaddr.inet("239.1.2.3", 0);
    private static final Sockaddr GROUP6 = Sockaddr.inet6("ff02::1234", 0);
    private static final Sockaddr SOURCE = Sockaddr.inet("127.0.0.1", 0);
    private static final Sockaddr SOURCE6 = Sockaddr.inet6("::1", 0);
    private static final MulticastSource FROM = new MulticastSource(GROUP, SOURCE, LO);
    private static final MulticastSource FROM6 = new MulticastSource(GROUP6, SOURCE6, LO);
    private static final InetMulticastSource OLD_FROM = new InetMulticastSource(GROUP, SOURCE, SOURCE);
    private static final MulticastGroup ANY = new MulticastGroup(GROUP, LO);
    private static final MulticastGroup ANY6 = new MulticastGroup(GROUP6, LO);

    /** A destination options header of one PadN. */
    private static final byte[] PADDING = {0, 0, 1, 4, 0, 0, 0, 0};

    InetCases() {
        usual(SocketKind.UDP);
        ip();
        ipMulticast();
        usual(SocketKind.UDP6);
        ipv6();
        ipv6Numbers();
        ipv6Multicast();
        raw();
    }

    private void ip() {
        flags(
                IpOptions.IP_BIND_ADDRESS_NO_PORT,
                IpOptions.IP_CHECKSUM,
                IpOptions.IP_FREEBIND,
                IpOptions.IP_HDRINCL,
                IpOptions.IP_MULTICAST_ALL,
                IpOptions.IP_MULTICAST_LOOP,
                IpOptions.IP_NODEFRAG,
                IpOptions.IP_PASSSEC,
                IpOptions.IP_PKTINFO,
                IpOptions.IP_RECVERR,
                IpOptions.IP_RECVERR_RFC4884,
                IpOptions.IP_RECVFRAGSIZE,
                IpOptions.IP_RECVOPTS,
                IpOptions.IP_RECVORIGDSTADDR,
                IpOptions.IP_RECVTOS,
                IpOptions.IP_RECVTTL,
                IpOptions.IP_RETOPTS,
                IpOptions.IP_TRANSPARENT);
        option(IpOptions.IP_LOCAL_PORT_RANGE)
                .equal(new PortRange(40_000, 40_100), PortRange.SYSTEM)
                .refuses(new PortRange(2, 1), EINVAL);
        option(IpOptions.IP_MINTTL).equal(5, 0).refuses(256, EINVAL);
        option(IpOptions.IP_MTU).after(s -> s.connect(Sockaddr.loopback4(9))).reads(Math.min(LOOPBACK_MTU, 0xFFFF));
        option(IpOptions.IP_MTU_DISCOVER)
                .equal(IP_PMTUDISC_DO, IP_PMTUDISC_PROBE)
                .refuses(99, EINVAL);
        option(IpOptions.IP_OPTIONS).equal(new byte[] {1, 1, 1, 0}, new byte[0]);
        option(IpOptions.IP_PROTOCOL).reads(IPPROTO_ICMP);
        option(IpOptions.IP_ROUTER_ALERT).acceptsOnce(true, EADDRINUSE);
        option(IpOptions.IP_TOS).equal(0x10, 0x13).on(SocketKind.TCP::open).becomes(0x13, 0x10);
        option(IpOptions.IP_TTL).equal(33, 255).becomes(-1, DEFAULT_TTL).refuses(256, EINVAL);
        option(IpOptions.IP_UNICAST_IF).equal(LO, 0).refuses(Integer.MAX_VALUE, EADDRNOTAVAIL);
    }

    private void ipMulticast() {
        option(IpOptions.IP_MULTICAST_IF)
                .equal(new MulticastInterface(SOURCE, 0), MulticastInterface.ANY)
                .becomes(MulticastInterface.of(LO), MulticastInterface.ANY);
        option(IpOptions.IP_MULTICAST_TTL).equal(5, 0).becomes(-1, 1).refuses(256, EINVAL);
        option(IpOptions.IP_ADD_MEMBERSHIP).acceptsOnce(ANY, EADDRINUSE);
        left(IpOptions.IP_DROP_MEMBERSHIP, IpOptions.IP_ADD_MEMBERSHIP, ANY, EADDRNOTAVAIL);
        option(IpOptions.IP_ADD_SOURCE_MEMBERSHIP).acceptsOnce(OLD_FROM, EADDRNOTAVAIL);
        left(IpOptions.IP_DROP_SOURCE_MEMBERSHIP, IpOptions.IP_ADD_SOURCE_MEMBERSHIP, OLD_FROM, EINVAL);
        option(IpOptions.IP_BLOCK_SOURCE)
                .after(s -> s.setOption(IpOptions.IP_ADD_MEMBERSHIP, ANY))
                .acceptsOnce(new InetMulticastSource(GROUP, SOURCE, SOURCE), EADDRNOTAVAIL);
        option(IpOptions.IP_UNBLOCK_SOURCE)
                .after(s -> {
                    s.setOption(IpOptions.IP_ADD_MEMBERSHIP, ANY);
                    s.setOption(IpOptions.IP_BLOCK_SOURCE, OLD_FROM);
                })
                .acceptsOnce(OLD_FROM, EADDRNOTAVAIL);
        option(IpOptions.MCAST_JOIN_GROUP).acceptsOnce(ANY, EADDRINUSE);
        left(IpOptions.MCAST_LEAVE_GROUP, IpOptions.MCAST_JOIN_GROUP, ANY, EADDRNOTAVAIL);
        option(IpOptions.MCAST_JOIN_SOURCE_GROUP).acceptsOnce(FROM, EADDRNOTAVAIL);
        left(IpOptions.MCAST_LEAVE_SOURCE_GROUP, IpOptions.MCAST_JOIN_SOURCE_GROUP, FROM, EINVAL);
        option(IpOptions.MCAST_BLOCK_SOURCE)
                .after(s -> s.setOption(IpOptions.MCAST_JOIN_GROUP, ANY))
                .acceptsOnce(FROM, EADDRNOTAVAIL);
        option(IpOptions.MCAST_UNBLOCK_SOURCE)
                .after(s -> {
                    s.setOption(IpOptions.MCAST_JOIN_GROUP, ANY);
                    s.setOption(IpOptions.MCAST_BLOCK_SOURCE, FROM);
                })
                .acceptsOnce(FROM, EADDRNOTAVAIL);
    }

    /** An option that ends what another began: it works once. */
    private <T> void left(SocketOption<T> leave, SocketOption<T> join, T what, int again) {
        option(leave).after(s -> s.setOption(join, what)).acceptsOnce(what, again);
    }

    private void ipv6() {
        flags(
                Ipv6Options.IPV6_AUTOFLOWLABEL,
                Ipv6Options.IPV6_DONTFRAG,
                Ipv6Options.IPV6_FLOWINFO,
                Ipv6Options.IPV6_FLOWINFO_SEND,
                Ipv6Options.IPV6_FREEBIND,
                Ipv6Options.IPV6_HDRINCL,
                Ipv6Options.IPV6_MULTICAST_ALL,
                Ipv6Options.IPV6_MULTICAST_LOOP,
                Ipv6Options.IPV6_RECVDSTOPTS,
                Ipv6Options.IPV6_RECVERR,
                Ipv6Options.IPV6_RECVERR_RFC4884,
                Ipv6Options.IPV6_RECVFRAGSIZE,
                Ipv6Options.IPV6_RECVHOPLIMIT,
                Ipv6Options.IPV6_RECVHOPOPTS,
                Ipv6Options.IPV6_RECVORIGDSTADDR,
                Ipv6Options.IPV6_RECVPATHMTU,
                Ipv6Options.IPV6_RECVPKTINFO,
                Ipv6Options.IPV6_RECVRTHDR,
                Ipv6Options.IPV6_RECVTCLASS,
                Ipv6Options.IPV6_ROUTER_ALERT_ISOLATE,
                Ipv6Options.IPV6_TRANSPARENT,
                Ipv6Options.IPV6_V6ONLY);
        option(Ipv6Options.IPV6_DSTOPTS).equal(PADDING, new byte[0]);
        option(Ipv6Options.IPV6_HOPOPTS).equal(PADDING, new byte[0]);
        option(Ipv6Options.IPV6_RTHDRDSTOPTS).equal(PADDING, new byte[0]);
        notSettableHere(
                Ipv6Options.IPV6_RTHDR, "type 0 is gone (RFC 5095); types 2 and 4 need mobility or segment routing");
        option(Ipv6Options.IPV6_MTU)
                .after(s -> s.connect(SOURCE6_PORT))
                .reads(LOOPBACK_MTU)
                .refuses(1279, EINVAL);
        option(Ipv6Options.IPV6_PATHMTU)
                .after(s -> s.connect(SOURCE6_PORT))
                .reads("an address and the MTU", b -> b.length == 32 && ints(b)[7] == LOOPBACK_MTU);
    }

    private static final Sockaddr SOURCE6_PORT = Sockaddr.inet6("::1", 9);

    private static int[] ints(byte[] bytes) {
        int[] ints = new int[bytes.length / 4];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.nativeOrder())
                .asIntBuffer()
                .get(ints);
        return ints;
    }

    private void ipv6Numbers() {
        option(Ipv6Options.IPV6_ADDR_PREFERENCES)
                .becomes(IPV6_PREFER_SRC_TMP, IPV6_PREFER_SRC_TMP | IPV6_PREFER_SRC_HOME)
                .equal(IPV6_PREFER_SRC_PUBLIC | IPV6_PREFER_SRC_COA);
        option(Ipv6Options.IPV6_CHECKSUM)
                .on(() -> Socket.open(AF_INET6, SOCK_RAW, 254))
                .equal(4, -1)
                .refuses(3, EINVAL);
        option(Ipv6Options.IPV6_MINHOPCOUNT).equal(5, 0).refuses(256, EINVAL);
        option(Ipv6Options.IPV6_MTU_DISCOVER)
                .equal(IPV6_PMTUDISC_DO, IPV6_PMTUDISC_PROBE)
                .refuses(99, EINVAL);
        option(Ipv6Options.IPV6_ROUTER_ALERT).acceptsOnce(0, EADDRINUSE);
        option(Ipv6Options.IPV6_TCLASS).equal(0x20, 0x23).becomes(-1, 0).refuses(256, EINVAL);
        option(Ipv6Options.IPV6_UNICAST_HOPS)
                .equal(33, 0)
                .becomes(-1, SocketCases.readInt("/proc/sys/net/ipv6/conf/default/hop_limit"))
                .refuses(256, EINVAL);
        option(Ipv6Options.IPV6_UNICAST_IF).equal(LO, 0).refuses(Integer.MAX_VALUE, EADDRNOTAVAIL);
    }

    private void ipv6Multicast() {
        option(Ipv6Options.IPV6_MULTICAST_HOPS).equal(5, 0).becomes(-1, 1).refuses(256, EINVAL);
        option(Ipv6Options.IPV6_MULTICAST_IF).equal(LO, 0).refuses(Integer.MAX_VALUE, ENODEV);
        option(Ipv6Options.IPV6_JOIN_GROUP).acceptsOnce(ANY6, EADDRINUSE);
        left(Ipv6Options.IPV6_LEAVE_GROUP, Ipv6Options.IPV6_JOIN_GROUP, ANY6, EADDRNOTAVAIL);
        option(Ipv6Options.IPV6_MCAST_JOIN_GROUP).acceptsOnce(ANY6, EADDRINUSE);
        left(Ipv6Options.IPV6_MCAST_LEAVE_GROUP, Ipv6Options.IPV6_MCAST_JOIN_GROUP, ANY6, EADDRNOTAVAIL);
        option(Ipv6Options.IPV6_MCAST_JOIN_SOURCE_GROUP).acceptsOnce(FROM6, EADDRNOTAVAIL);
        left(Ipv6Options.IPV6_MCAST_LEAVE_SOURCE_GROUP, Ipv6Options.IPV6_MCAST_JOIN_SOURCE_GROUP, FROM6, EINVAL);
        option(Ipv6Options.IPV6_MCAST_BLOCK_SOURCE)
                .after(s -> s.setOption(Ipv6Options.IPV6_MCAST_JOIN_GROUP, ANY6))
                .acceptsOnce(FROM6, EADDRNOTAVAIL);
        option(Ipv6Options.IPV6_MCAST_UNBLOCK_SOURCE)
                .after(s -> {
                    s.setOption(Ipv6Options.IPV6_MCAST_JOIN_GROUP, ANY6);
                    s.setOption(Ipv6Options.IPV6_MCAST_BLOCK_SOURCE, FROM6);
                })
                .acceptsOnce(FROM6, EADDRNOTAVAIL);
    }

    private void raw() {
        option(RawOptions.ICMP_FILTER).equal(1 << 8, 0);
        option(RawOptions.ICMP6_FILTER).equal(new int[] {-1, 2, 3, 4, 5, 6, 7, 8}, new int[8]);
    }
}
