package io.baresock;

import io.baresock.constants.Constants;

/**
 * A kind of socket that an option belongs to. {@link SocketOption#isSupported} opens one to try the option.
 */
public enum SocketKind {
    /** TCP over IPv4. See tcp(7). */
    TCP("AF_INET", Constants.AF_INET, Constants.SOCK_STREAM, 0),
    /** TCP over IPv6. See tcp(7). */
    TCP6("AF_INET6", Constants.AF_INET6, Constants.SOCK_STREAM, 0),
    /** UDP over IPv4. See udp(7). */
    UDP("AF_INET", Constants.AF_INET, Constants.SOCK_DGRAM, 0),
    /** UDP over IPv6. See udp(7). */
    UDP6("AF_INET6", Constants.AF_INET6, Constants.SOCK_DGRAM, 0),
    /** UDP-Lite over IPv4. See udplite(7). */
    UDPLITE("AF_INET", Constants.AF_INET, Constants.SOCK_DGRAM, Constants.IPPROTO_UDPLITE),
    /** Multipath TCP over IPv4. See Documentation/networking/mptcp.rst. */
    MPTCP("AF_INET", Constants.AF_INET, Constants.SOCK_STREAM, Constants.IPPROTO_MPTCP),
    /** Raw ICMP over IPv4; needs CAP_NET_RAW. See raw(7). */
    RAW("AF_INET", Constants.AF_INET, Constants.SOCK_RAW, Constants.IPPROTO_ICMP),
    /** Raw ICMPv6; needs CAP_NET_RAW. See raw(7). */
    RAW6("AF_INET6", Constants.AF_INET6, Constants.SOCK_RAW, Constants.IPPROTO_ICMPV6),
    /** Raw IPv6 of {@code IPPROTO_RAW}, for sending whole packets; needs CAP_NET_RAW. See raw(7). */
    RAW6_IP("AF_INET6", Constants.AF_INET6, Constants.SOCK_RAW, Constants.IPPROTO_RAW),
    /** A local stream. See unix(7). */
    UNIX_STREAM("AF_UNIX", Constants.AF_UNIX, Constants.SOCK_STREAM, 0),
    /** Local datagrams. See unix(7). */
    UNIX_DGRAM("AF_UNIX", Constants.AF_UNIX, Constants.SOCK_DGRAM, 0),
    /** Packets of the link layer; needs CAP_NET_RAW. See packet(7). */
    PACKET("AF_PACKET", Constants.AF_PACKET, Constants.SOCK_RAW, 0),
    /** Routing netlink. See netlink(7). */
    NETLINK("AF_NETLINK", Constants.AF_NETLINK, Constants.SOCK_RAW, Constants.NETLINK_ROUTE),
    /** A stream between a virtual machine and its host. See vsock(7). */
    VSOCK("AF_VSOCK", Constants.AF_VSOCK, Constants.SOCK_STREAM, 0),
    /** Raw CAN frames. See Documentation/networking/can.rst. */
    CAN("AF_CAN", Constants.AF_CAN, Constants.SOCK_RAW, Constants.CAN_RAW);

    private final String familyName;
    private final int domain;
    private final int type;
    private final int protocol;

    SocketKind(String familyName, int domain, int type, int protocol) {
        this.familyName = familyName;
        this.domain = domain;
        this.type = type;
        this.protocol = protocol;
    }

    /**
     * Opens one.
     *
     * @return the socket, neither bound nor connected
     * @throws ErrnoException as in socket(2)
     * @throws UnsupportedOperationException if this OS does not have the family
     */
    public Socket open() throws ErrnoException {
        return Socket.open(domain, type, protocol);
    }

    /** The family's C name, for messages. */
    String familyName() {
        return familyName;
    }

    /** The kind that options of a level can be tried on. */
    static SocketKind ofLevel(int level) {
        if (level == Constants.IPPROTO_TCP || level == Constants.SOL_TLS) {
            return TCP;
        }
        if (level == Constants.IPPROTO_IPV6) {
            return UDP6;
        }
        if (level == Constants.SOL_PACKET) {
            return PACKET;
        }
        if (level == Constants.SOL_NETLINK) {
            return NETLINK;
        }
        if (level == Constants.AF_VSOCK) {
            return VSOCK;
        }
        if (level == Constants.SOL_MPTCP) {
            return MPTCP;
        }
        if (level == Constants.SOL_RAW) {
            return RAW;
        }
        if (level == Constants.IPPROTO_ICMPV6) {
            return RAW6;
        }
        return level == Constants.SOL_CAN_RAW ? CAN : UDP;
    }
}
