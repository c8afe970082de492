package io.baresock;

import io.baresock.internal.Abi;

/** Address and protocol families. */
interface FamilyConstants {

    // Address families

    /** Kernel crypto API sockets. See socket(2), address_families(7). */
    int AF_ALG = Abi.constant("AF_ALG");
    /** AppleTalk. See socket(2), address_families(7). */
    int AF_APPLETALK = Abi.constant("AF_APPLETALK");
    /** Ash; never in Linux. See socket(2), address_families(7). */
    int AF_ASH = Abi.constant("AF_ASH");
    /** ATM permanent virtual circuits. See socket(2), address_families(7). */
    int AF_ATMPVC = Abi.constant("AF_ATMPVC");
    /** ATM switched virtual circuits. See socket(2), address_families(7). */
    int AF_ATMSVC = Abi.constant("AF_ATMSVC");
    /** Amateur radio AX.25. See socket(2), address_families(7). */
    int AF_AX25 = Abi.constant("AF_AX25");
    /** Bluetooth (L2CAP, RFCOMM, SCO, HCI, BNEP). See socket(2), address_families(7). */
    int AF_BLUETOOTH = Abi.constant("AF_BLUETOOTH");
    /** Bridge netlink messages. See socket(2), address_families(7). */
    int AF_BRIDGE = Abi.constant("AF_BRIDGE");
    /** ST-Ericsson CAIF modems. See socket(2), address_families(7). */
    int AF_CAIF = Abi.constant("AF_CAIF");
    /** Controller area network. See socket(2), address_families(7). */
    int AF_CAN = Abi.constant("AF_CAN");
    /** DECnet, until Linux 6.1. See socket(2), address_families(7). */
    int AF_DECnet = Abi.constant("AF_DECnet");
    /** Acorn Econet, until Linux 3.5. See socket(2), address_families(7). */
    int AF_ECONET = Abi.constant("AF_ECONET");
    /** Old name of AF_UNIX. See socket(2), address_families(7). */
    int AF_FILE = Abi.constant("AF_FILE");
    /** Hyper-V sockets of FreeBSD. See socket(2), address_families(7). */
    int AF_HYPERV = Abi.constant("AF_HYPERV");
    /** InfiniBand native addressing. See socket(2), address_families(7). */
    int AF_IB = Abi.constant("AF_IB");
    /** IEEE 802.15.4 low-rate radio. See socket(2), address_families(7). */
    int AF_IEEE802154 = Abi.constant("AF_IEEE802154");
    /** IPv4. See socket(2), address_families(7). */
    int AF_INET = Abi.constant("AF_INET");
    /** IPv6. See socket(2), address_families(7). */
    int AF_INET6 = Abi.constant("AF_INET6");
    /** Novell IPX. See socket(2), address_families(7). */
    int AF_IPX = Abi.constant("AF_IPX");
    /** Infrared, until Linux 4.17. See socket(2), address_families(7). */
    int AF_IRDA = Abi.constant("AF_IRDA");
    /** ISDN (mISDN). See socket(2), address_families(7). */
    int AF_ISDN = Abi.constant("AF_ISDN");
    /** Inter-user communication vehicle of IBM Z. See socket(2), address_families(7). */
    int AF_IUCV = Abi.constant("AF_IUCV");
    /** Kernel connection multiplexor. See socket(2), address_families(7). */
    int AF_KCM = Abi.constant("AF_KCM");
    /** PF_KEY key management of IPsec. See socket(2), address_families(7). */
    int AF_KEY = Abi.constant("AF_KEY");
    /** Link-layer addresses of the BSDs. See socket(2), address_families(7). */
    int AF_LINK = Abi.constant("AF_LINK");
    /** IEEE 802.2 logical link control. See socket(2), address_families(7). */
    int AF_LLC = Abi.constant("AF_LLC");
    /** POSIX name of AF_UNIX. See socket(2), address_families(7). */
    int AF_LOCAL = Abi.constant("AF_LOCAL");
    /** One more than the highest family the headers know. See socket(2), address_families(7). */
    int AF_MAX = Abi.constant("AF_MAX");
    /** Management component transport protocol, Linux 5.15. See socket(2), address_families(7). */
    int AF_MCTP = Abi.constant("AF_MCTP");
    /** Multiprotocol label switching. See socket(2), address_families(7). */
    int AF_MPLS = Abi.constant("AF_MPLS");
    /** Raw network driver access of macOS. See socket(2), address_families(7). */
    int AF_NDRV = Abi.constant("AF_NDRV");
    /** Reserved for NetBEUI. See socket(2), address_families(7). */
    int AF_NETBEUI = Abi.constant("AF_NETBEUI");
    /** Kernel to user messages. See socket(2), address_families(7). */
    int AF_NETLINK = Abi.constant("AF_NETLINK");
    /** Amateur radio NET/ROM. See socket(2), address_families(7). */
    int AF_NETROM = Abi.constant("AF_NETROM");
    /** Near field communication. See socket(2), address_families(7). */
    int AF_NFC = Abi.constant("AF_NFC");
    /** Packets at the device level. See socket(2), address_families(7). */
    int AF_PACKET = Abi.constant("AF_PACKET");
    /** Nokia Phonet. See socket(2), address_families(7). */
    int AF_PHONET = Abi.constant("AF_PHONET");
    /** PPP over X sockets. See socket(2), address_families(7). */
    int AF_PPPOX = Abi.constant("AF_PPPOX");
    /** Qualcomm IPC router. See socket(2), address_families(7). */
    int AF_QIPCRTR = Abi.constant("AF_QIPCRTR");
    /** Reliable datagram sockets. See socket(2), address_families(7). */
    int AF_RDS = Abi.constant("AF_RDS");
    /** Amateur radio X.25 PLP. See socket(2), address_families(7). */
    int AF_ROSE = Abi.constant("AF_ROSE");
    /** Routing messages; AF_NETLINK on Linux. See socket(2), address_families(7). */
    int AF_ROUTE = Abi.constant("AF_ROUTE");
    /** Rx remote procedure calls, as AFS uses them. See socket(2), address_families(7). */
    int AF_RXRPC = Abi.constant("AF_RXRPC");
    /** Security callbacks; a number only. See socket(2), address_families(7). */
    int AF_SECURITY = Abi.constant("AF_SECURITY");
    /** Shared memory communications over RDMA. See socket(2), address_families(7). */
    int AF_SMC = Abi.constant("AF_SMC");
    /** IBM SNA. See socket(2), address_families(7). */
    int AF_SNA = Abi.constant("AF_SNA");
    /** Kernel events and control sockets of macOS. See socket(2), address_families(7). */
    int AF_SYSTEM = Abi.constant("AF_SYSTEM");
    /** Cluster messages (TIPC). See socket(2), address_families(7). */
    int AF_TIPC = Abi.constant("AF_TIPC");
    /** Local sockets with file system or abstract names. See socket(2), address_families(7). */
    int AF_UNIX = Abi.constant("AF_UNIX");
    /** No family; connect to it dissolves a datagram association. See socket(2), address_families(7). */
    int AF_UNSPEC = Abi.constant("AF_UNSPEC");
    /** Virtual machine to hypervisor sockets. See socket(2), address_families(7). */
    int AF_VSOCK = Abi.constant("AF_VSOCK");
    /** Sangoma WANPIPE. See socket(2), address_families(7). */
    int AF_WANPIPE = Abi.constant("AF_WANPIPE");
    /** ITU-T X.25. See socket(2), address_families(7). */
    int AF_X25 = Abi.constant("AF_X25");
    /** Packets by express data path, Linux 4.18. See socket(2), address_families(7). */
    int AF_XDP = Abi.constant("AF_XDP");

    // Protocol families: the same numbers under their older names

    /** Same as AF_ALG. See socket(2). */
    int PF_ALG = Abi.constant("PF_ALG");
    /** Same as AF_APPLETALK. See socket(2). */
    int PF_APPLETALK = Abi.constant("PF_APPLETALK");
    /** Same as AF_ATMPVC. See socket(2). */
    int PF_ATMPVC = Abi.constant("PF_ATMPVC");
    /** Same as AF_ATMSVC. See socket(2). */
    int PF_ATMSVC = Abi.constant("PF_ATMSVC");
    /** Same as AF_AX25. See socket(2). */
    int PF_AX25 = Abi.constant("PF_AX25");
    /** Same as AF_BLUETOOTH. See socket(2). */
    int PF_BLUETOOTH = Abi.constant("PF_BLUETOOTH");
    /** Same as AF_BRIDGE. See socket(2). */
    int PF_BRIDGE = Abi.constant("PF_BRIDGE");
    /** Same as AF_CAIF. See socket(2). */
    int PF_CAIF = Abi.constant("PF_CAIF");
    /** Same as AF_CAN. See socket(2). */
    int PF_CAN = Abi.constant("PF_CAN");
    /** Same as AF_FILE. See socket(2). */
    int PF_FILE = Abi.constant("PF_FILE");
    /** Same as AF_IB. See socket(2). */
    int PF_IB = Abi.constant("PF_IB");
    /** Same as AF_IEEE802154. See socket(2). */
    int PF_IEEE802154 = Abi.constant("PF_IEEE802154");
    /** Same as AF_INET. See socket(2). */
    int PF_INET = Abi.constant("PF_INET");
    /** Same as AF_INET6. See socket(2). */
    int PF_INET6 = Abi.constant("PF_INET6");
    /** Same as AF_IPX. See socket(2). */
    int PF_IPX = Abi.constant("PF_IPX");
    /** Same as AF_ISDN. See socket(2). */
    int PF_ISDN = Abi.constant("PF_ISDN");
    /** Same as AF_IUCV. See socket(2). */
    int PF_IUCV = Abi.constant("PF_IUCV");
    /** Same as AF_KCM. See socket(2). */
    int PF_KCM = Abi.constant("PF_KCM");
    /** Same as AF_KEY. See socket(2). */
    int PF_KEY = Abi.constant("PF_KEY");
    /** Same as AF_LINK. See socket(2). */
    int PF_LINK = Abi.constant("PF_LINK");
    /** Same as AF_LLC. See socket(2). */
    int PF_LLC = Abi.constant("PF_LLC");
    /** Same as AF_LOCAL. See socket(2). */
    int PF_LOCAL = Abi.constant("PF_LOCAL");
    /** Same as AF_MAX. See socket(2). */
    int PF_MAX = Abi.constant("PF_MAX");
    /** Same as AF_MCTP. See socket(2). */
    int PF_MCTP = Abi.constant("PF_MCTP");
    /** Same as AF_MPLS. See socket(2). */
    int PF_MPLS = Abi.constant("PF_MPLS");
    /** Same as AF_NDRV. See socket(2). */
    int PF_NDRV = Abi.constant("PF_NDRV");
    /** Same as AF_NETLINK. See socket(2). */
    int PF_NETLINK = Abi.constant("PF_NETLINK");
    /** Same as AF_NFC. See socket(2). */
    int PF_NFC = Abi.constant("PF_NFC");
    /** Same as AF_PACKET. See socket(2). */
    int PF_PACKET = Abi.constant("PF_PACKET");
    /** Same as AF_PHONET. See socket(2). */
    int PF_PHONET = Abi.constant("PF_PHONET");
    /** Same as AF_PPPOX. See socket(2). */
    int PF_PPPOX = Abi.constant("PF_PPPOX");
    /** Same as AF_QIPCRTR. See socket(2). */
    int PF_QIPCRTR = Abi.constant("PF_QIPCRTR");
    /** Same as AF_RDS. See socket(2). */
    int PF_RDS = Abi.constant("PF_RDS");
    /** Same as AF_ROUTE. See socket(2). */
    int PF_ROUTE = Abi.constant("PF_ROUTE");
    /** Same as AF_RXRPC. See socket(2). */
    int PF_RXRPC = Abi.constant("PF_RXRPC");
    /** Same as AF_SMC. See socket(2). */
    int PF_SMC = Abi.constant("PF_SMC");
    /** Same as AF_SYSTEM. See socket(2). */
    int PF_SYSTEM = Abi.constant("PF_SYSTEM");
    /** Same as AF_TIPC. See socket(2). */
    int PF_TIPC = Abi.constant("PF_TIPC");
    /** Same as AF_UNIX. See socket(2). */
    int PF_UNIX = Abi.constant("PF_UNIX");
    /** Same as AF_UNSPEC. See socket(2). */
    int PF_UNSPEC = Abi.constant("PF_UNSPEC");
    /** Same as AF_VSOCK. See socket(2). */
    int PF_VSOCK = Abi.constant("PF_VSOCK");
    /** Same as AF_X25. See socket(2). */
    int PF_X25 = Abi.constant("PF_X25");
    /** Same as AF_XDP. See socket(2). */
    int PF_XDP = Abi.constant("PF_XDP");

    // Protocol families

    /** Same as AF_ASH. See socket(2). */
    int PF_ASH = Abi.constant("PF_ASH");
    /** Same as AF_DECnet. See socket(2). */
    int PF_DECnet = Abi.constant("PF_DECnet");
    /** Same as AF_ECONET. See socket(2). */
    int PF_ECONET = Abi.constant("PF_ECONET");
    /** Same as AF_IRDA. See socket(2). */
    int PF_IRDA = Abi.constant("PF_IRDA");
    /** Same as AF_NETBEUI. See socket(2). */
    int PF_NETBEUI = Abi.constant("PF_NETBEUI");
    /** Same as AF_NETROM. See socket(2). */
    int PF_NETROM = Abi.constant("PF_NETROM");
    /** Same as AF_ROSE. See socket(2). */
    int PF_ROSE = Abi.constant("PF_ROSE");
    /** Same as AF_SECURITY. See socket(2). */
    int PF_SECURITY = Abi.constant("PF_SECURITY");
    /** Same as AF_SNA. See socket(2). */
    int PF_SNA = Abi.constant("PF_SNA");
    /** Same as AF_WANPIPE. See socket(2). */
    int PF_WANPIPE = Abi.constant("PF_WANPIPE");
}
