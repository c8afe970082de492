package io.baresock;

import io.baresock.internal.Abi;

/** IPv6 options and their values. */
interface Inet6Constants {

    // IPv6 options

    /** RFC 2292 form of IPV6_DSTOPTS. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292DSTOPTS = Abi.constant("IPV6_2292DSTOPTS");
    /** RFC 2292 form of IPV6_HOPLIMIT. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292HOPLIMIT = Abi.constant("IPV6_2292HOPLIMIT");
    /** RFC 2292 form of IPV6_HOPOPTS. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292HOPOPTS = Abi.constant("IPV6_2292HOPOPTS");
    /** RFC 2292 form of IPV6_PKTINFO. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292PKTINFO = Abi.constant("IPV6_2292PKTINFO");
    /** RFC 2292 options of a stream in one buffer. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292PKTOPTIONS = Abi.constant("IPV6_2292PKTOPTIONS");
    /** RFC 2292 form of IPV6_RTHDR. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_2292RTHDR = Abi.constant("IPV6_2292RTHDR");
    /** Turn a socket with an IPv4-mapped peer into an IPv4 socket. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ADDRFORM = Abi.constant("IPV6_ADDRFORM");
    /** Source address preferences, RFC 5014. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ADDR_PREFERENCES = Abi.constant("IPV6_ADDR_PREFERENCES");
    /** Older name of IPV6_JOIN_GROUP. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ADD_MEMBERSHIP = Abi.constant("IPV6_ADD_MEMBERSHIP");
    /** Authentication header of packets. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_AUTHHDR = Abi.constant("IPV6_AUTHHDR");
    /** Flow labels from a hash of the flow. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_AUTOFLOWLABEL = Abi.constant("IPV6_AUTOFLOWLABEL");
    /** Bind to addresses that are not local, FreeBSD. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_BINDANY = Abi.constant("IPV6_BINDANY");
    /** Bind to an interface by index, macOS. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_BOUND_IF = Abi.constant("IPV6_BOUND_IF");
    /** Offset of the checksum that the kernel keeps in raw packets. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_CHECKSUM = Abi.constant("IPV6_CHECKSUM");
    /** Never fragment: too large sends fail with EMSGSIZE. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_DONTFRAG = Abi.constant("IPV6_DONTFRAG");
    /** Older name of IPV6_LEAVE_GROUP. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_DROP_MEMBERSHIP = Abi.constant("IPV6_DROP_MEMBERSHIP");
    /** Destination options, ancillary or sticky. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_DSTOPTS = Abi.constant("IPV6_DSTOPTS");
    /** Receive the flow label of each packet. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_FLOWINFO = Abi.constant("IPV6_FLOWINFO");
    /** Send the flow label of the address. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_FLOWINFO_SEND = Abi.constant("IPV6_FLOWINFO_SEND");
    /** Lease and release flow labels. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_FLOWLABEL_MGR = Abi.constant("IPV6_FLOWLABEL_MGR");
    /** Bind to an address that does not exist yet, Linux 4.15. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_FREEBIND = Abi.constant("IPV6_FREEBIND");
    /** The caller writes the IPv6 header. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_HDRINCL = Abi.constant("IPV6_HDRINCL");
    /** Hop limit, ancillary. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_HOPLIMIT = Abi.constant("IPV6_HOPLIMIT");
    /** Hop-by-hop options, ancillary or sticky. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_HOPOPTS = Abi.constant("IPV6_HOPOPTS");
    /** IPsec policy of the socket. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_IPSEC_POLICY = Abi.constant("IPV6_IPSEC_POLICY");
    /** Join an anycast group. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_JOIN_ANYCAST = Abi.constant("IPV6_JOIN_ANYCAST");
    /** Join a multicast group. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_JOIN_GROUP = Abi.constant("IPV6_JOIN_GROUP");
    /** Leave an anycast group. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_LEAVE_ANYCAST = Abi.constant("IPV6_LEAVE_ANYCAST");
    /** Leave a multicast group. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_LEAVE_GROUP = Abi.constant("IPV6_LEAVE_GROUP");
    /** Drop packets with a smaller hop limit. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MINHOPCOUNT = Abi.constant("IPV6_MINHOPCOUNT");
    /** Full-state source filter of a group. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MSFILTER = Abi.constant("IPV6_MSFILTER");
    /** Path MTU of a connected socket, or a lower bound to it. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MTU = Abi.constant("IPV6_MTU");
    /** Path MTU discovery mode, IPV6_PMTUDISC_*. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MTU_DISCOVER = Abi.constant("IPV6_MTU_DISCOVER");
    /** Receive groups that other sockets joined, Linux 4.20. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MULTICAST_ALL = Abi.constant("IPV6_MULTICAST_ALL");
    /** Hop limit of outgoing multicasts. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MULTICAST_HOPS = Abi.constant("IPV6_MULTICAST_HOPS");
    /** Interface index of outgoing multicasts. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MULTICAST_IF = Abi.constant("IPV6_MULTICAST_IF");
    /** Whether own multicasts come back. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_MULTICAST_LOOP = Abi.constant("IPV6_MULTICAST_LOOP");
    /** Next hop address, ancillary or sticky. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_NEXTHOP = Abi.constant("IPV6_NEXTHOP");
    /** Same as IPV6_RECVORIGDSTADDR. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ORIGDSTADDR = Abi.constant("IPV6_ORIGDSTADDR");
    /** Path MTU, ancillary or read from a connected socket. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_PATHMTU = Abi.constant("IPV6_PATHMTU");
    /** Interface and local address, ancillary or sticky. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_PKTINFO = Abi.constant("IPV6_PKTINFO");
    /** Class of ephemeral ports, BSD. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_PORTRANGE = Abi.constant("IPV6_PORTRANGE");
    /** Receive destination options. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVDSTOPTS = Abi.constant("IPV6_RECVDSTOPTS");
    /** Queue ICMPv6 and local errors in the error queue. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVERR = Abi.constant("IPV6_RECVERR");
    /** Errors carry RFC 4884 extensions, Linux 5.9. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVERR_RFC4884 = Abi.constant("IPV6_RECVERR_RFC4884");
    /** Receive the largest fragment size of each datagram. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVFRAGSIZE = Abi.constant("IPV6_RECVFRAGSIZE");
    /** Receive the hop limit of each datagram. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVHOPLIMIT = Abi.constant("IPV6_RECVHOPLIMIT");
    /** Receive hop-by-hop options. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVHOPOPTS = Abi.constant("IPV6_RECVHOPOPTS");
    /** Receive the destination before redirection. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVORIGDSTADDR = Abi.constant("IPV6_RECVORIGDSTADDR");
    /** Receive path MTU changes. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVPATHMTU = Abi.constant("IPV6_RECVPATHMTU");
    /** Receive interface and local address of each datagram. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVPKTINFO = Abi.constant("IPV6_RECVPKTINFO");
    /** Receive routing headers. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVRTHDR = Abi.constant("IPV6_RECVRTHDR");
    /** Receive the traffic class of each datagram. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RECVTCLASS = Abi.constant("IPV6_RECVTCLASS");
    /** Receive packets with the router alert option. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ROUTER_ALERT = Abi.constant("IPV6_ROUTER_ALERT");
    /** Router alerts only of the own namespace, Linux 5.1. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_ROUTER_ALERT_ISOLATE = Abi.constant("IPV6_ROUTER_ALERT_ISOLATE");
    /** Routing header, ancillary or sticky. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RTHDR = Abi.constant("IPV6_RTHDR");
    /** Destination options before the routing header. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RTHDRDSTOPTS = Abi.constant("IPV6_RTHDRDSTOPTS");
    /** Older name of IPV6_DSTOPTS. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RXDSTOPTS = Abi.constant("IPV6_RXDSTOPTS");
    /** Older name of IPV6_HOPOPTS. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_RXHOPOPTS = Abi.constant("IPV6_RXHOPOPTS");
    /** Traffic class: DSCP and ECN bits. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_TCLASS = Abi.constant("IPV6_TCLASS");
    /** Transparent proxying: bind to any address. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_TRANSPARENT = Abi.constant("IPV6_TRANSPARENT");
    /** Hop limit of outgoing unicasts. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_UNICAST_HOPS = Abi.constant("IPV6_UNICAST_HOPS");
    /** Interface of outgoing unicasts, network byte order. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_UNICAST_IF = Abi.constant("IPV6_UNICAST_IF");
    /** Send at the minimum MTU, BSD. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_USE_MIN_MTU = Abi.constant("IPV6_USE_MIN_MTU");
    /** IPv6 only, no IPv4-mapped addresses. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_V6ONLY = Abi.constant("IPV6_V6ONLY");
    /** XFRM policy of the socket. See ipv6(7), RFC 3493, RFC 3542. */
    int IPV6_XFRM_POLICY = Abi.constant("IPV6_XFRM_POLICY");

    // Values of IPv6 options

    /** Never fragment; too large sends fail with EMSGSIZE. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_DO = Abi.constant("IPV6_PMTUDISC_DO");
    /** Fragment to the minimum MTU when needed. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_DONT = Abi.constant("IPV6_PMTUDISC_DONT");
    /** Use the interface MTU and ignore path MTU. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_INTERFACE = Abi.constant("IPV6_PMTUDISC_INTERFACE");
    /** As IPV6_PMTUDISC_INTERFACE but fragment when too large. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_OMIT = Abi.constant("IPV6_PMTUDISC_OMIT");
    /** Never fragment and ignore path MTU. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_PROBE = Abi.constant("IPV6_PMTUDISC_PROBE");
    /** Fragment by what the route says. See ipv6(7), RFC 5014. */
    int IPV6_PMTUDISC_WANT = Abi.constant("IPV6_PMTUDISC_WANT");
    /** Prefer a cryptographically generated source. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_CGA = Abi.constant("IPV6_PREFER_SRC_CGA");
    /** Prefer a care-of source. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_COA = Abi.constant("IPV6_PREFER_SRC_COA");
    /** Prefer a home source. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_HOME = Abi.constant("IPV6_PREFER_SRC_HOME");
    /** Prefer a source that is not cryptographically generated. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_NONCGA = Abi.constant("IPV6_PREFER_SRC_NONCGA");
    /** Prefer a public source. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_PUBLIC = Abi.constant("IPV6_PREFER_SRC_PUBLIC");
    /** Public or temporary source by system default. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_PUBTMP_DEFAULT = Abi.constant("IPV6_PREFER_SRC_PUBTMP_DEFAULT");
    /** Prefer a temporary source. See ipv6(7), RFC 5014. */
    int IPV6_PREFER_SRC_TMP = Abi.constant("IPV6_PREFER_SRC_TMP");
    /** Loose source routing. See ipv6(7), RFC 5014. */
    int IPV6_RTHDR_LOOSE = Abi.constant("IPV6_RTHDR_LOOSE");
    /** Strict source routing. See ipv6(7), RFC 5014. */
    int IPV6_RTHDR_STRICT = Abi.constant("IPV6_RTHDR_STRICT");
    /** Routing header type 0. See ipv6(7), RFC 5014. */
    int IPV6_RTHDR_TYPE_0 = Abi.constant("IPV6_RTHDR_TYPE_0");

    // ICMPv6 options

    /** Which ICMPv6 types a raw socket receives. See icmpv6, RFC 3542. */
    int ICMP6_FILTER = Abi.constant("ICMP6_FILTER");
    /** Linux kernel name of ICMP6_FILTER. See icmpv6, RFC 3542. */
    int ICMPV6_FILTER = Abi.constant("ICMPV6_FILTER");

    // ICMP options

    /** Which ICMP types a raw socket drops. See raw(7). */
    int ICMP_FILTER = Abi.constant("ICMP_FILTER");
}
