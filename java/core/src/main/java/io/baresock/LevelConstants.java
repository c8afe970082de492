package io.baresock;

import io.baresock.internal.Abi;

/** Levels of options and control messages. */
interface LevelConstants {

    // Levels

    /** Level of AF_ALG options. See getsockopt(2). */
    int SOL_ALG = Abi.constant("SOL_ALG");
    /** Level of Bluetooth options. See getsockopt(2). */
    int SOL_BLUETOOTH = Abi.constant("SOL_BLUETOOTH");
    /** Level of CAIF options. See getsockopt(2). */
    int SOL_CAIF = Abi.constant("SOL_CAIF");
    /** First level of CAN protocols. See getsockopt(2). */
    int SOL_CAN_BASE = Abi.constant("SOL_CAN_BASE");
    /** Level of CAN ISO-TP options. See getsockopt(2). */
    int SOL_CAN_ISOTP = Abi.constant("SOL_CAN_ISOTP");
    /** Level of CAN J1939 options. See getsockopt(2). */
    int SOL_CAN_J1939 = Abi.constant("SOL_CAN_J1939");
    /** Level of raw CAN options. See getsockopt(2). */
    int SOL_CAN_RAW = Abi.constant("SOL_CAN_RAW");
    /** Level of DCCP options. See getsockopt(2). */
    int SOL_DCCP = Abi.constant("SOL_DCCP");
    /** Level of ICMPv6 options on Linux. See getsockopt(2). */
    int SOL_ICMPV6 = Abi.constant("SOL_ICMPV6");
    /** Level of IPv4 options on Linux. See getsockopt(2). */
    int SOL_IP = Abi.constant("SOL_IP");
    /** Level of IPv6 options on Linux. See getsockopt(2). */
    int SOL_IPV6 = Abi.constant("SOL_IPV6");
    /** Level of IUCV options. See getsockopt(2). */
    int SOL_IUCV = Abi.constant("SOL_IUCV");
    /** Level of KCM options. See getsockopt(2). */
    int SOL_KCM = Abi.constant("SOL_KCM");
    /** Level of LLC options. See getsockopt(2). */
    int SOL_LLC = Abi.constant("SOL_LLC");
    /** Level of local socket options, macOS and FreeBSD. See getsockopt(2). */
    int SOL_LOCAL = Abi.constant("SOL_LOCAL");
    /** Level of MCTP options, Linux 5.15. See getsockopt(2). */
    int SOL_MCTP = Abi.constant("SOL_MCTP");
    /** Level of Multipath TCP options, Linux 5.16. See getsockopt(2). */
    int SOL_MPTCP = Abi.constant("SOL_MPTCP");
    /** Level of netlink options. See getsockopt(2). */
    int SOL_NETLINK = Abi.constant("SOL_NETLINK");
    /** Level of NFC options. See getsockopt(2). */
    int SOL_NFC = Abi.constant("SOL_NFC");
    /** Level of packet socket options. See getsockopt(2). */
    int SOL_PACKET = Abi.constant("SOL_PACKET");
    /** Level of Phonet pipe options. See getsockopt(2). */
    int SOL_PNPIPE = Abi.constant("SOL_PNPIPE");
    /** Level of PPP over L2TP options. See getsockopt(2). */
    int SOL_PPPOL2TP = Abi.constant("SOL_PPPOL2TP");
    /** Level of raw socket options. See getsockopt(2). */
    int SOL_RAW = Abi.constant("SOL_RAW");
    /** Level of RDS options. See getsockopt(2). */
    int SOL_RDS = Abi.constant("SOL_RDS");
    /** Level of RxRPC options. See getsockopt(2). */
    int SOL_RXRPC = Abi.constant("SOL_RXRPC");
    /** Level of SCTP options. See getsockopt(2). */
    int SOL_SCTP = Abi.constant("SOL_SCTP");
    /** Level of SMC options, Linux 6.0. See getsockopt(2). */
    int SOL_SMC = Abi.constant("SOL_SMC");
    /** Level of socket options. See getsockopt(2). */
    int SOL_SOCKET = Abi.constant("SOL_SOCKET");
    /** Level of TCP options on Linux. See getsockopt(2). */
    int SOL_TCP = Abi.constant("SOL_TCP");
    /** Level of TIPC options. See getsockopt(2). */
    int SOL_TIPC = Abi.constant("SOL_TIPC");
    /** Level of kernel TLS options. See getsockopt(2). */
    int SOL_TLS = Abi.constant("SOL_TLS");
    /** Level of UDP options on Linux. See getsockopt(2). */
    int SOL_UDP = Abi.constant("SOL_UDP");
    /** Level of UDP-Lite options on Linux. See getsockopt(2). */
    int SOL_UDPLITE = Abi.constant("SOL_UDPLITE");
    /** Level of vsock error queue messages, Linux 6.6. See getsockopt(2). */
    int SOL_VSOCK = Abi.constant("SOL_VSOCK");
    /** Level of X.25 options. See getsockopt(2). */
    int SOL_X25 = Abi.constant("SOL_X25");
    /** Level of AF_XDP options, Linux 4.18. See getsockopt(2). */
    int SOL_XDP = Abi.constant("SOL_XDP");
}
