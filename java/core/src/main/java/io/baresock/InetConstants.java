package io.baresock;

import io.baresock.internal.Abi;

/** IPv4: protocols, options, well-known addresses, multicast. */
interface InetConstants {

    // Protocol numbers

    /** Authentication header. See ip(7), protocols(5). */
    int IPPROTO_AH = Abi.constant("IPPROTO_AH");
    /** IP option pseudo header of BEET tunnels. See ip(7), protocols(5). */
    int IPPROTO_BEETPH = Abi.constant("IPPROTO_BEETPH");
    /** Common address redundancy protocol, FreeBSD. See ip(7), protocols(5). */
    int IPPROTO_CARP = Abi.constant("IPPROTO_CARP");
    /** Compression header. See ip(7), protocols(5). */
    int IPPROTO_COMP = Abi.constant("IPPROTO_COMP");
    /** Datagram congestion control protocol. See ip(7), protocols(5). */
    int IPPROTO_DCCP = Abi.constant("IPPROTO_DCCP");
    /** Divert sockets, FreeBSD and macOS. See ip(7), protocols(5). */
    int IPPROTO_DIVERT = Abi.constant("IPPROTO_DIVERT");
    /** IPv6 destination options. See ip(7), protocols(5). */
    int IPPROTO_DSTOPTS = Abi.constant("IPPROTO_DSTOPTS");
    /** Exterior gateway protocol. See ip(7), protocols(5). */
    int IPPROTO_EGP = Abi.constant("IPPROTO_EGP");
    /** Encapsulation header. See ip(7), protocols(5). */
    int IPPROTO_ENCAP = Abi.constant("IPPROTO_ENCAP");
    /** Encapsulating security payload. See ip(7), protocols(5). */
    int IPPROTO_ESP = Abi.constant("IPPROTO_ESP");
    /** Ethernet within IPv6. See ip(7), protocols(5). */
    int IPPROTO_ETHERNET = Abi.constant("IPPROTO_ETHERNET");
    /** IPv6 fragment header. See ip(7), protocols(5). */
    int IPPROTO_FRAGMENT = Abi.constant("IPPROTO_FRAGMENT");
    /** Generic routing encapsulation. See ip(7), protocols(5). */
    int IPPROTO_GRE = Abi.constant("IPPROTO_GRE");
    /** IPv6 hop-by-hop options. See ip(7), protocols(5). */
    int IPPROTO_HOPOPTS = Abi.constant("IPPROTO_HOPOPTS");
    /** Internet control messages. See ip(7), protocols(5). */
    int IPPROTO_ICMP = Abi.constant("IPPROTO_ICMP");
    /** Internet control messages of IPv6. See ip(7), protocols(5). */
    int IPPROTO_ICMPV6 = Abi.constant("IPPROTO_ICMPV6");
    /** XNS IDP. See ip(7), protocols(5). */
    int IPPROTO_IDP = Abi.constant("IPPROTO_IDP");
    /** Internet group management. See ip(7), protocols(5). */
    int IPPROTO_IGMP = Abi.constant("IPPROTO_IGMP");
    /** Level of IPv4 options; 0 as protocol lets the kernel choose. See ip(7), protocols(5). */
    int IPPROTO_IP = Abi.constant("IPPROTO_IP");
    /** Compression header, BSD name. See ip(7), protocols(5). */
    int IPPROTO_IPCOMP = Abi.constant("IPPROTO_IPCOMP");
    /** IPv4 within IPv4. See ip(7), protocols(5). */
    int IPPROTO_IPIP = Abi.constant("IPPROTO_IPIP");
    /** IPv4 encapsulation, BSD name. See ip(7), protocols(5). */
    int IPPROTO_IPV4 = Abi.constant("IPPROTO_IPV4");
    /** IPv6 in IPv4, and the level of IPv6 options. See ip(7), protocols(5). */
    int IPPROTO_IPV6 = Abi.constant("IPPROTO_IPV6");
    /** Layer 2 tunneling protocol. See ip(7), protocols(5). */
    int IPPROTO_L2TP = Abi.constant("IPPROTO_L2TP");
    /** IPv6 mobility header. See ip(7), protocols(5). */
    int IPPROTO_MH = Abi.constant("IPPROTO_MH");
    /** MPLS in IP. See ip(7), protocols(5). */
    int IPPROTO_MPLS = Abi.constant("IPPROTO_MPLS");
    /** Multipath TCP, Linux 5.6. See ip(7), protocols(5). */
    int IPPROTO_MPTCP = Abi.constant("IPPROTO_MPTCP");
    /** Multicast transport protocol. See ip(7), protocols(5). */
    int IPPROTO_MTP = Abi.constant("IPPROTO_MTP");
    /** IPv6: no next header. See ip(7), protocols(5). */
    int IPPROTO_NONE = Abi.constant("IPPROTO_NONE");
    /** State synchronisation of pf, FreeBSD. See ip(7), protocols(5). */
    int IPPROTO_PFSYNC = Abi.constant("IPPROTO_PFSYNC");
    /** Protocol independent multicast. See ip(7), protocols(5). */
    int IPPROTO_PIM = Abi.constant("IPPROTO_PIM");
    /** Xerox PUP. See ip(7), protocols(5). */
    int IPPROTO_PUP = Abi.constant("IPPROTO_PUP");
    /** Raw IP packets: the caller writes the header. See ip(7), protocols(5). */
    int IPPROTO_RAW = Abi.constant("IPPROTO_RAW");
    /** IPv6 routing header. See ip(7), protocols(5). */
    int IPPROTO_ROUTING = Abi.constant("IPPROTO_ROUTING");
    /** Resource reservation protocol. See ip(7), protocols(5). */
    int IPPROTO_RSVP = Abi.constant("IPPROTO_RSVP");
    /** Stream control transmission protocol. See ip(7), protocols(5). */
    int IPPROTO_SCTP = Abi.constant("IPPROTO_SCTP");
    /** Shared memory communications, Linux 6.11. See ip(7), protocols(5). */
    int IPPROTO_SMC = Abi.constant("IPPROTO_SMC");
    /** TCP, and the level of TCP options. See ip(7), protocols(5). */
    int IPPROTO_TCP = Abi.constant("IPPROTO_TCP");
    /** ISO transport class 4. See ip(7), protocols(5). */
    int IPPROTO_TP = Abi.constant("IPPROTO_TP");
    /** UDP, and the level of UDP options. See ip(7), protocols(5). */
    int IPPROTO_UDP = Abi.constant("IPPROTO_UDP");
    /** UDP-Lite: partial checksums. See ip(7), protocols(5). */
    int IPPROTO_UDPLITE = Abi.constant("IPPROTO_UDPLITE");

    // IPv4 options

    /** Join a multicast group. See ip(7). */
    int IP_ADD_MEMBERSHIP = Abi.constant("IP_ADD_MEMBERSHIP");
    /** Join a group for one source. See ip(7). */
    int IP_ADD_SOURCE_MEMBERSHIP = Abi.constant("IP_ADD_SOURCE_MEMBERSHIP");
    /** Bind to addresses that are not local, FreeBSD. See ip(7). */
    int IP_BINDANY = Abi.constant("IP_BINDANY");
    /** Bind to an address now, pick the port at connect. See ip(7). */
    int IP_BIND_ADDRESS_NO_PORT = Abi.constant("IP_BIND_ADDRESS_NO_PORT");
    /** Stop receiving one source of a group. See ip(7). */
    int IP_BLOCK_SOURCE = Abi.constant("IP_BLOCK_SOURCE");
    /** Bind to an interface by index, macOS. See ip(7). */
    int IP_BOUND_IF = Abi.constant("IP_BOUND_IF");
    /** Receive the checksum of each datagram. See ip(7). */
    int IP_CHECKSUM = Abi.constant("IP_CHECKSUM");
    /** Set the don't-fragment bit, FreeBSD and macOS. See ip(7). */
    int IP_DONTFRAG = Abi.constant("IP_DONTFRAG");
    /** Leave a multicast group. See ip(7). */
    int IP_DROP_MEMBERSHIP = Abi.constant("IP_DROP_MEMBERSHIP");
    /** Leave a group for one source. See ip(7). */
    int IP_DROP_SOURCE_MEMBERSHIP = Abi.constant("IP_DROP_SOURCE_MEMBERSHIP");
    /** Bind to an address that does not exist yet. See ip(7). */
    int IP_FREEBIND = Abi.constant("IP_FREEBIND");
    /** The caller writes the IP header. See ip(7). */
    int IP_HDRINCL = Abi.constant("IP_HDRINCL");
    /** IPsec policy of the socket. See ip(7). */
    int IP_IPSEC_POLICY = Abi.constant("IP_IPSEC_POLICY");
    /** Range of ephemeral ports of the socket, Linux 6.3. See ip(7). */
    int IP_LOCAL_PORT_RANGE = Abi.constant("IP_LOCAL_PORT_RANGE");
    /** Drop packets with a smaller TTL. See ip(7). */
    int IP_MINTTL = Abi.constant("IP_MINTTL");
    /** Full-state source filter of a group. See ip(7). */
    int IP_MSFILTER = Abi.constant("IP_MSFILTER");
    /** Read: the known path MTU of a connected socket. See ip(7). */
    int IP_MTU = Abi.constant("IP_MTU");
    /** Path MTU discovery mode, IP_PMTUDISC_*. See ip(7). */
    int IP_MTU_DISCOVER = Abi.constant("IP_MTU_DISCOVER");
    /** Receive groups that other sockets joined. See ip(7). */
    int IP_MULTICAST_ALL = Abi.constant("IP_MULTICAST_ALL");
    /** Interface of outgoing multicasts. See ip(7). */
    int IP_MULTICAST_IF = Abi.constant("IP_MULTICAST_IF");
    /** Interface of outgoing multicasts by index, macOS. See ip(7). */
    int IP_MULTICAST_IFINDEX = Abi.constant("IP_MULTICAST_IFINDEX");
    /** Whether own multicasts come back. See ip(7). */
    int IP_MULTICAST_LOOP = Abi.constant("IP_MULTICAST_LOOP");
    /** TTL of outgoing multicasts. See ip(7). */
    int IP_MULTICAST_TTL = Abi.constant("IP_MULTICAST_TTL");
    /** Do not reassemble outgoing packets. See ip(7). */
    int IP_NODEFRAG = Abi.constant("IP_NODEFRAG");
    /** Send broadcasts to 255.255.255.255 of an interface, FreeBSD. See ip(7). */
    int IP_ONESBCAST = Abi.constant("IP_ONESBCAST");
    /** IP options of every packet. See ip(7). */
    int IP_OPTIONS = Abi.constant("IP_OPTIONS");
    /** Same as IP_RECVORIGDSTADDR. See ip(7). */
    int IP_ORIGDSTADDR = Abi.constant("IP_ORIGDSTADDR");
    /** Receive the security context of packets. See ip(7). */
    int IP_PASSSEC = Abi.constant("IP_PASSSEC");
    /** Receive, or set, interface and local address of a packet. See ip(7). */
    int IP_PKTINFO = Abi.constant("IP_PKTINFO");
    /** Read: the cmsg of a stream connection. See ip(7). */
    int IP_PKTOPTIONS = Abi.constant("IP_PKTOPTIONS");
    /** Class of ephemeral ports, BSD. See ip(7). */
    int IP_PORTRANGE = Abi.constant("IP_PORTRANGE");
    /** Ancillary: protocol of a raw packet to send, Linux 6.4. See ip(7). */
    int IP_PROTOCOL = Abi.constant("IP_PROTOCOL");
    /** Receive the destination address of each datagram, BSD. See ip(7). */
    int IP_RECVDSTADDR = Abi.constant("IP_RECVDSTADDR");
    /** Queue ICMP and local errors in the error queue. See ip(7). */
    int IP_RECVERR = Abi.constant("IP_RECVERR");
    /** Errors carry RFC 4884 extensions, Linux 5.9. See ip(7). */
    int IP_RECVERR_RFC4884 = Abi.constant("IP_RECVERR_RFC4884");
    /** Receive the largest fragment size of each datagram. See ip(7). */
    int IP_RECVFRAGSIZE = Abi.constant("IP_RECVFRAGSIZE");
    /** Receive the interface of each datagram, BSD. See ip(7). */
    int IP_RECVIF = Abi.constant("IP_RECVIF");
    /** Receive the IP options of each datagram. See ip(7). */
    int IP_RECVOPTS = Abi.constant("IP_RECVOPTS");
    /** Receive the destination before redirection. See ip(7). */
    int IP_RECVORIGDSTADDR = Abi.constant("IP_RECVORIGDSTADDR");
    /** Same as IP_PKTINFO, macOS. See ip(7). */
    int IP_RECVPKTINFO = Abi.constant("IP_RECVPKTINFO");
    /** Same as IP_RETOPTS. See ip(7). */
    int IP_RECVRETOPTS = Abi.constant("IP_RECVRETOPTS");
    /** Receive the TOS of each datagram. See ip(7). */
    int IP_RECVTOS = Abi.constant("IP_RECVTOS");
    /** Receive the TTL of each datagram. See ip(7). */
    int IP_RECVTTL = Abi.constant("IP_RECVTTL");
    /** Receive IP options as they must be returned. See ip(7). */
    int IP_RETOPTS = Abi.constant("IP_RETOPTS");
    /** Receive packets with the router alert option. See ip(7). */
    int IP_ROUTER_ALERT = Abi.constant("IP_ROUTER_ALERT");
    /** Ancillary: source address of a datagram, FreeBSD. See ip(7). */
    int IP_SENDSRCADDR = Abi.constant("IP_SENDSRCADDR");
    /** Type of service: DSCP and ECN bits. See ip(7). */
    int IP_TOS = Abi.constant("IP_TOS");
    /** Transparent proxying: bind to any address. See ip(7). */
    int IP_TRANSPARENT = Abi.constant("IP_TRANSPARENT");
    /** Time to live of outgoing packets. See ip(7). */
    int IP_TTL = Abi.constant("IP_TTL");
    /** Receive a blocked source again. See ip(7). */
    int IP_UNBLOCK_SOURCE = Abi.constant("IP_UNBLOCK_SOURCE");
    /** Interface of outgoing unicasts, network byte order. See ip(7). */
    int IP_UNICAST_IF = Abi.constant("IP_UNICAST_IF");
    /** XFRM policy of the socket. See ip(7). */
    int IP_XFRM_POLICY = Abi.constant("IP_XFRM_POLICY");

    // Values of IPv4 options

    /** ECN: congestion experienced. See ip(7). */
    int IPTOS_ECN_CE = Abi.constant("IPTOS_ECN_CE");
    /** ECN: capable transport (0). See ip(7). */
    int IPTOS_ECN_ECT0 = Abi.constant("IPTOS_ECN_ECT0");
    /** ECN: capable transport (1). See ip(7). */
    int IPTOS_ECN_ECT1 = Abi.constant("IPTOS_ECN_ECT1");
    /** The ECN bits of the TOS. See ip(7). */
    int IPTOS_ECN_MASK = Abi.constant("IPTOS_ECN_MASK");
    /** TOS: minimise delay. See ip(7). */
    int IPTOS_LOWDELAY = Abi.constant("IPTOS_LOWDELAY");
    /** TOS: maximise reliability. See ip(7). */
    int IPTOS_RELIABILITY = Abi.constant("IPTOS_RELIABILITY");
    /** TOS: maximise throughput. See ip(7). */
    int IPTOS_THROUGHPUT = Abi.constant("IPTOS_THROUGHPUT");
    /** IP_MULTICAST_LOOP until it is set. See ip(7). */
    int IP_DEFAULT_MULTICAST_LOOP = Abi.constant("IP_DEFAULT_MULTICAST_LOOP");
    /** IP_MULTICAST_TTL until it is set. See ip(7). */
    int IP_DEFAULT_MULTICAST_TTL = Abi.constant("IP_DEFAULT_MULTICAST_TTL");
    /** Groups a socket may join, by the headers. See ip(7). */
    int IP_MAX_MEMBERSHIPS = Abi.constant("IP_MAX_MEMBERSHIPS");
    /** Set don't-fragment; too large sends fail with EMSGSIZE. See ip(7). */
    int IP_PMTUDISC_DO = Abi.constant("IP_PMTUDISC_DO");
    /** Never set don't-fragment. See ip(7). */
    int IP_PMTUDISC_DONT = Abi.constant("IP_PMTUDISC_DONT");
    /** Use the interface MTU and ignore path MTU. See ip(7). */
    int IP_PMTUDISC_INTERFACE = Abi.constant("IP_PMTUDISC_INTERFACE");
    /** As IP_PMTUDISC_INTERFACE but fragment when too large. See ip(7). */
    int IP_PMTUDISC_OMIT = Abi.constant("IP_PMTUDISC_OMIT");
    /** Set don't-fragment and ignore path MTU. See ip(7). */
    int IP_PMTUDISC_PROBE = Abi.constant("IP_PMTUDISC_PROBE");
    /** Fragment by what the route says. See ip(7). */
    int IP_PMTUDISC_WANT = Abi.constant("IP_PMTUDISC_WANT");
    /** IP_PORTRANGE: the usual range, BSD. See ip(7). */
    int IP_PORTRANGE_DEFAULT = Abi.constant("IP_PORTRANGE_DEFAULT");
    /** IP_PORTRANGE: high ports, BSD. See ip(7). */
    int IP_PORTRANGE_HIGH = Abi.constant("IP_PORTRANGE_HIGH");
    /** IP_PORTRANGE: privileged ports, BSD. See ip(7). */
    int IP_PORTRANGE_LOW = Abi.constant("IP_PORTRANGE_LOW");

    // Protocol-independent multicast

    /** Stop receiving one source of a group. See RFC 3678, ip(7). */
    int MCAST_BLOCK_SOURCE = Abi.constant("MCAST_BLOCK_SOURCE");
    /** Filter mode: all sources but those listed. See RFC 3678, ip(7). */
    int MCAST_EXCLUDE = Abi.constant("MCAST_EXCLUDE");
    /** Filter mode: only the sources listed. See RFC 3678, ip(7). */
    int MCAST_INCLUDE = Abi.constant("MCAST_INCLUDE");
    /** Join a group. See RFC 3678, ip(7). */
    int MCAST_JOIN_GROUP = Abi.constant("MCAST_JOIN_GROUP");
    /** Join a group for one source. See RFC 3678, ip(7). */
    int MCAST_JOIN_SOURCE_GROUP = Abi.constant("MCAST_JOIN_SOURCE_GROUP");
    /** Leave a group. See RFC 3678, ip(7). */
    int MCAST_LEAVE_GROUP = Abi.constant("MCAST_LEAVE_GROUP");
    /** Leave a group for one source. See RFC 3678, ip(7). */
    int MCAST_LEAVE_SOURCE_GROUP = Abi.constant("MCAST_LEAVE_SOURCE_GROUP");
    /** Full-state source filter of a group. See RFC 3678, ip(7). */
    int MCAST_MSFILTER = Abi.constant("MCAST_MSFILTER");
    /** Receive a blocked source again. See RFC 3678, ip(7). */
    int MCAST_UNBLOCK_SOURCE = Abi.constant("MCAST_UNBLOCK_SOURCE");

    // Well-known IPv4 addresses as 32-bit numbers, most significant byte first

    /** 224.0.0.1, all hosts on the link. See ip(7). */
    int INADDR_ALLHOSTS_GROUP = Abi.constant("INADDR_ALLHOSTS_GROUP");
    /** 224.0.0.2, all routers on the link. See ip(7). */
    int INADDR_ALLRTRS_GROUP = Abi.constant("INADDR_ALLRTRS_GROUP");
    /** 0.0.0.0, any address. See ip(7). */
    int INADDR_ANY = Abi.constant("INADDR_ANY");
    /** 255.255.255.255, all hosts. See ip(7). */
    int INADDR_BROADCAST = Abi.constant("INADDR_BROADCAST");
    /** 127.0.0.1. See ip(7). */
    int INADDR_LOOPBACK = Abi.constant("INADDR_LOOPBACK");
    /** 224.0.0.255, the last link-local group. See ip(7). */
    int INADDR_MAX_LOCAL_GROUP = Abi.constant("INADDR_MAX_LOCAL_GROUP");
    /** 255.255.255.255 as the error value of inet_addr. See ip(7). */
    int INADDR_NONE = Abi.constant("INADDR_NONE");
    /** 224.0.0.0. See ip(7). */
    int INADDR_UNSPEC_GROUP = Abi.constant("INADDR_UNSPEC_GROUP");

    // Sizes and limits

    /** Buffer size that holds any IPv6 text. See inet_ntop(3). */
    int INET6_ADDRSTRLEN = Abi.constant("INET6_ADDRSTRLEN");
    /** Buffer size that holds any IPv4 text. See inet_ntop(3). */
    int INET_ADDRSTRLEN = Abi.constant("INET_ADDRSTRLEN");
    /** First port that needs no privilege. See inet_ntop(3). */
    int IPPORT_RESERVED = Abi.constant("IPPORT_RESERVED");
    /** Where ports above those of BSD servers began. See inet_ntop(3). */
    int IPPORT_USERRESERVED = Abi.constant("IPPORT_USERRESERVED");
}
