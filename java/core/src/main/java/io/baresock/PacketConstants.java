package io.baresock;

import io.baresock.internal.Abi;

/** Packet sockets: options, fanout, rings, Ethernet protocols, interface flags. */
interface PacketConstants {

    // Options at SOL_PACKET

    /** Join a physical-layer membership. See packet(7). */
    int PACKET_ADD_MEMBERSHIP = Abi.constant("PACKET_ADD_MEMBERSHIP");
    /** Receive metadata with each packet. See packet(7). */
    int PACKET_AUXDATA = Abi.constant("PACKET_AUXDATA");
    /** Copy packets longer than this out of the ring. See packet(7). */
    int PACKET_COPY_THRESH = Abi.constant("PACKET_COPY_THRESH");
    /** Leave a physical-layer membership. See packet(7). */
    int PACKET_DROP_MEMBERSHIP = Abi.constant("PACKET_DROP_MEMBERSHIP");
    /** Join a group of sockets that share traffic. See packet(7). */
    int PACKET_FANOUT = Abi.constant("PACKET_FANOUT");
    /** Program of a fanout group. See packet(7). */
    int PACKET_FANOUT_DATA = Abi.constant("PACKET_FANOUT_DATA");
    /** Read: the header length of a ring version. See packet(7). */
    int PACKET_HDRLEN = Abi.constant("PACKET_HDRLEN");
    /** Do not receive outgoing packets, Linux 4.20. See packet(7). */
    int PACKET_IGNORE_OUTGOING = Abi.constant("PACKET_IGNORE_OUTGOING");
    /** Skip malformed packets of a transmit ring. See packet(7). */
    int PACKET_LOSS = Abi.constant("PACKET_LOSS");
    /** Report the original device of a bond or bridge. See packet(7). */
    int PACKET_ORIGDEV = Abi.constant("PACKET_ORIGDEV");
    /** Send past the queueing discipline. See packet(7). */
    int PACKET_QDISC_BYPASS = Abi.constant("PACKET_QDISC_BYPASS");
    /** Receive what is sent. See packet(7). */
    int PACKET_RECV_OUTPUT = Abi.constant("PACKET_RECV_OUTPUT");
    /** Headroom in ring frames. See packet(7). */
    int PACKET_RESERVE = Abi.constant("PACKET_RESERVE");
    /** Read: counters of rollover. See packet(7). */
    int PACKET_ROLLOVER_STATS = Abi.constant("PACKET_ROLLOVER_STATS");
    /** Map a receive ring. See packet(7). */
    int PACKET_RX_RING = Abi.constant("PACKET_RX_RING");
    /** Read and clear packet counters. See packet(7). */
    int PACKET_STATISTICS = Abi.constant("PACKET_STATISTICS");
    /** Which clock stamps ring frames. See packet(7). */
    int PACKET_TIMESTAMP = Abi.constant("PACKET_TIMESTAMP");
    /** Transmit frames carry their data offset. See packet(7). */
    int PACKET_TX_HAS_OFF = Abi.constant("PACKET_TX_HAS_OFF");
    /** Map a transmit ring. See packet(7). */
    int PACKET_TX_RING = Abi.constant("PACKET_TX_RING");
    /** Ancillary type of transmit times. See packet(7). */
    int PACKET_TX_TIMESTAMP = Abi.constant("PACKET_TX_TIMESTAMP");
    /** Ring format, TPACKET_V1 to TPACKET_V3. See packet(7). */
    int PACKET_VERSION = Abi.constant("PACKET_VERSION");
    /** Packets carry a virtio header. See packet(7). */
    int PACKET_VNET_HDR = Abi.constant("PACKET_VNET_HDR");
    /** Size of the virtio header, Linux 6.6. See packet(7). */
    int PACKET_VNET_HDR_SZ = Abi.constant("PACKET_VNET_HDR_SZ");

    // Packet types

    /** To all. See packet(7). */
    int PACKET_BROADCAST = Abi.constant("PACKET_BROADCAST");
    /** Fast-routed frame. See packet(7). */
    int PACKET_FASTROUTE = Abi.constant("PACKET_FASTROUTE");
    /** To this host. See packet(7). */
    int PACKET_HOST = Abi.constant("PACKET_HOST");
    /** To kernel space. See packet(7). */
    int PACKET_KERNEL = Abi.constant("PACKET_KERNEL");
    /** Looped back. See packet(7). */
    int PACKET_LOOPBACK = Abi.constant("PACKET_LOOPBACK");
    /** To a group. See packet(7). */
    int PACKET_MULTICAST = Abi.constant("PACKET_MULTICAST");
    /** To another host, seen in promiscuous mode. See packet(7). */
    int PACKET_OTHERHOST = Abi.constant("PACKET_OTHERHOST");
    /** Sent by this host. See packet(7). */
    int PACKET_OUTGOING = Abi.constant("PACKET_OUTGOING");
    /** To user space. See packet(7). */
    int PACKET_USER = Abi.constant("PACKET_USER");

    // Memberships

    /** All multicast packets. See packet(7). */
    int PACKET_MR_ALLMULTI = Abi.constant("PACKET_MR_ALLMULTI");
    /** One multicast address. See packet(7). */
    int PACKET_MR_MULTICAST = Abi.constant("PACKET_MR_MULTICAST");
    /** All packets. See packet(7). */
    int PACKET_MR_PROMISC = Abi.constant("PACKET_MR_PROMISC");
    /** One unicast address. See packet(7). */
    int PACKET_MR_UNICAST = Abi.constant("PACKET_MR_UNICAST");

    // Fanout

    /** By a classic BPF program. See packet(7). */
    int PACKET_FANOUT_CBPF = Abi.constant("PACKET_FANOUT_CBPF");
    /** By CPU. See packet(7). */
    int PACKET_FANOUT_CPU = Abi.constant("PACKET_FANOUT_CPU");
    /** By an eBPF program. See packet(7). */
    int PACKET_FANOUT_EBPF = Abi.constant("PACKET_FANOUT_EBPF");
    /** Reassemble first. See packet(7). */
    int PACKET_FANOUT_FLAG_DEFRAG = Abi.constant("PACKET_FANOUT_FLAG_DEFRAG");
    /** Ignore outgoing packets. See packet(7). */
    int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = Abi.constant("PACKET_FANOUT_FLAG_IGNORE_OUTGOING");
    /** Use the next socket when one is full. See packet(7). */
    int PACKET_FANOUT_FLAG_ROLLOVER = Abi.constant("PACKET_FANOUT_FLAG_ROLLOVER");
    /** Let the kernel pick the group id. See packet(7). */
    int PACKET_FANOUT_FLAG_UNIQUEID = Abi.constant("PACKET_FANOUT_FLAG_UNIQUEID");
    /** By flow hash. See packet(7). */
    int PACKET_FANOUT_HASH = Abi.constant("PACKET_FANOUT_HASH");
    /** Round robin. See packet(7). */
    int PACKET_FANOUT_LB = Abi.constant("PACKET_FANOUT_LB");
    /** By receive queue. See packet(7). */
    int PACKET_FANOUT_QM = Abi.constant("PACKET_FANOUT_QM");
    /** At random. See packet(7). */
    int PACKET_FANOUT_RND = Abi.constant("PACKET_FANOUT_RND");
    /** Fill one socket, then the next. See packet(7). */
    int PACKET_FANOUT_ROLLOVER = Abi.constant("PACKET_FANOUT_ROLLOVER");

    // Rings

    /** Alignment of ring headers. See packet(7), packet_mmap. */
    int TPACKET_ALIGNMENT = Abi.constant("TPACKET_ALIGNMENT");
    /** Ring format 1. See packet(7), packet_mmap. */
    int TPACKET_V1 = Abi.constant("TPACKET_V1");
    /** Ring format 2. See packet(7), packet_mmap. */
    int TPACKET_V2 = Abi.constant("TPACKET_V2");
    /** Ring format 3: blocks. See packet(7), packet_mmap. */
    int TPACKET_V3 = Abi.constant("TPACKET_V3");
    /** Ask for the receive hash. See packet(7), packet_mmap. */
    int TP_FT_REQ_FILL_RXHASH = Abi.constant("TP_FT_REQ_FILL_RXHASH");
    /** Transmit frame is free. See packet(7), packet_mmap. */
    int TP_STATUS_AVAILABLE = Abi.constant("TP_STATUS_AVAILABLE");
    /** Block was closed by timeout. See packet(7), packet_mmap. */
    int TP_STATUS_BLK_TMO = Abi.constant("TP_STATUS_BLK_TMO");
    /** The whole packet is in the queue. See packet(7), packet_mmap. */
    int TP_STATUS_COPY = Abi.constant("TP_STATUS_COPY");
    /** The checksum is not computed yet. See packet(7), packet_mmap. */
    int TP_STATUS_CSUMNOTREADY = Abi.constant("TP_STATUS_CSUMNOTREADY");
    /** The checksum was verified. See packet(7), packet_mmap. */
    int TP_STATUS_CSUM_VALID = Abi.constant("TP_STATUS_CSUM_VALID");
    /** The frame is a TCP super-packet, Linux 6.0. See packet(7), packet_mmap. */
    int TP_STATUS_GSO_TCP = Abi.constant("TP_STATUS_GSO_TCP");
    /** The kernel owns the frame. See packet(7), packet_mmap. */
    int TP_STATUS_KERNEL = Abi.constant("TP_STATUS_KERNEL");
    /** Packets were lost. See packet(7), packet_mmap. */
    int TP_STATUS_LOSING = Abi.constant("TP_STATUS_LOSING");
    /** Transmit frame is being sent. See packet(7), packet_mmap. */
    int TP_STATUS_SENDING = Abi.constant("TP_STATUS_SENDING");
    /** Transmit frame is to be sent. See packet(7), packet_mmap. */
    int TP_STATUS_SEND_REQUEST = Abi.constant("TP_STATUS_SEND_REQUEST");
    /** The time came from hardware. See packet(7), packet_mmap. */
    int TP_STATUS_TS_RAW_HARDWARE = Abi.constant("TP_STATUS_TS_RAW_HARDWARE");
    /** The time came from software. See packet(7), packet_mmap. */
    int TP_STATUS_TS_SOFTWARE = Abi.constant("TP_STATUS_TS_SOFTWARE");
    /** The caller owns the frame. See packet(7), packet_mmap. */
    int TP_STATUS_USER = Abi.constant("TP_STATUS_USER");
    /** The VLAN protocol id is valid. See packet(7), packet_mmap. */
    int TP_STATUS_VLAN_TPID_VALID = Abi.constant("TP_STATUS_VLAN_TPID_VALID");
    /** The VLAN tag is valid. See packet(7), packet_mmap. */
    int TP_STATUS_VLAN_VALID = Abi.constant("TP_STATUS_VLAN_VALID");
    /** Transmit frame was malformed. See packet(7), packet_mmap. */
    int TP_STATUS_WRONG_FORMAT = Abi.constant("TP_STATUS_WRONG_FORMAT");

    // Ethernet sizes and protocols; sll_protocol wants them in network byte order

    /** AppleTalk address resolution, as the BSDs call it. See packet(7). */
    int ETHERTYPE_AARP = Abi.constant("ETHERTYPE_AARP");
    /** Address resolution, as the BSDs call it. See packet(7). */
    int ETHERTYPE_ARP = Abi.constant("ETHERTYPE_ARP");
    /** AppleTalk, as the BSDs call it. See packet(7). */
    int ETHERTYPE_AT = Abi.constant("ETHERTYPE_AT");
    /** IPv4, as the BSDs call it. See packet(7). */
    int ETHERTYPE_IP = Abi.constant("ETHERTYPE_IP");
    /** IPv6, as the BSDs call it. See packet(7). */
    int ETHERTYPE_IPV6 = Abi.constant("ETHERTYPE_IPV6");
    /** IPX, as the BSDs call it. See packet(7). */
    int ETHERTYPE_IPX = Abi.constant("ETHERTYPE_IPX");
    /** Loopback test, as the BSDs call it. See packet(7). */
    int ETHERTYPE_LOOPBACK = Abi.constant("ETHERTYPE_LOOPBACK");
    /** Xerox PUP, as the BSDs call it. See packet(7). */
    int ETHERTYPE_PUP = Abi.constant("ETHERTYPE_PUP");
    /** Reverse address resolution, as the BSDs call it. See packet(7). */
    int ETHERTYPE_REVARP = Abi.constant("ETHERTYPE_REVARP");
    /** Sprite, as the BSDs call it. See packet(7). */
    int ETHERTYPE_SPRITE = Abi.constant("ETHERTYPE_SPRITE");
    /** 802.1Q tag, as the BSDs call it. See packet(7). */
    int ETHERTYPE_VLAN = Abi.constant("ETHERTYPE_VLAN");
    /** Bytes of an Ethernet address. See packet(7). */
    int ETH_ALEN = Abi.constant("ETH_ALEN");
    /** Largest Ethernet payload. See packet(7). */
    int ETH_DATA_LEN = Abi.constant("ETH_DATA_LEN");
    /** Bytes of the frame check sequence. See packet(7). */
    int ETH_FCS_LEN = Abi.constant("ETH_FCS_LEN");
    /** Largest frame without its check sequence. See packet(7). */
    int ETH_FRAME_LEN = Abi.constant("ETH_FRAME_LEN");
    /** Bytes of an Ethernet header. See packet(7). */
    int ETH_HLEN = Abi.constant("ETH_HLEN");
    /** Precision time protocol. See packet(7). */
    int ETH_P_1588 = Abi.constant("ETH_P_1588");
    /** Provider VLAN tag. See packet(7). */
    int ETH_P_8021AD = Abi.constant("ETH_P_8021AD");
    /** VLAN tag. See packet(7). */
    int ETH_P_8021Q = Abi.constant("ETH_P_8021Q");
    /** 802.2 frames. See packet(7). */
    int ETH_P_802_2 = Abi.constant("ETH_P_802_2");
    /** 802.3 frames. See packet(7). */
    int ETH_P_802_3 = Abi.constant("ETH_P_802_3");
    /** Every protocol. See packet(7). */
    int ETH_P_ALL = Abi.constant("ETH_P_ALL");
    /** Address resolution. See packet(7). */
    int ETH_P_ARP = Abi.constant("ETH_P_ARP");
    /** CAN frames. See packet(7). */
    int ETH_P_CAN = Abi.constant("ETH_P_CAN");
    /** CAN FD frames. See packet(7). */
    int ETH_P_CANFD = Abi.constant("ETH_P_CANFD");
    /** CAN XL frames, Linux 6.1. See packet(7). */
    int ETH_P_CANXL = Abi.constant("ETH_P_CANXL");
    /** IPv4. See packet(7). */
    int ETH_P_IP = Abi.constant("ETH_P_IP");
    /** IPv6. See packet(7). */
    int ETH_P_IPV6 = Abi.constant("ETH_P_IPV6");
    /** Link layer discovery. See packet(7). */
    int ETH_P_LLDP = Abi.constant("ETH_P_LLDP");
    /** Loopback. See packet(7). */
    int ETH_P_LOOP = Abi.constant("ETH_P_LOOP");
    /** Ethernet loopback test. See packet(7). */
    int ETH_P_LOOPBACK = Abi.constant("ETH_P_LOOPBACK");
    /** MACsec. See packet(7). */
    int ETH_P_MACSEC = Abi.constant("ETH_P_MACSEC");
    /** MPLS multicast. See packet(7). */
    int ETH_P_MPLS_MC = Abi.constant("ETH_P_MPLS_MC");
    /** MPLS unicast. See packet(7). */
    int ETH_P_MPLS_UC = Abi.constant("ETH_P_MPLS_UC");
    /** Port access (802.1X). See packet(7). */
    int ETH_P_PAE = Abi.constant("ETH_P_PAE");
    /** PPPoE discovery. See packet(7). */
    int ETH_P_PPP_DISC = Abi.constant("ETH_P_PPP_DISC");
    /** PPPoE session. See packet(7). */
    int ETH_P_PPP_SES = Abi.constant("ETH_P_PPP_SES");
    /** Reverse address resolution. See packet(7). */
    int ETH_P_RARP = Abi.constant("ETH_P_RARP");
    /** Ethernet bridging. See packet(7). */
    int ETH_P_TEB = Abi.constant("ETH_P_TEB");
    /** Time-sensitive networking. See packet(7). */
    int ETH_P_TSN = Abi.constant("ETH_P_TSN");
    /** Least frame without its check sequence. See packet(7). */
    int ETH_ZLEN = Abi.constant("ETH_ZLEN");

    // Interface flags

    /** Receives all multicasts. See netdevice(7). */
    int IFF_ALLMULTI = Abi.constant("IFF_ALLMULTI");
    /** Media selection is automatic. See netdevice(7). */
    int IFF_AUTOMEDIA = Abi.constant("IFF_AUTOMEDIA");
    /** Has a broadcast address. See netdevice(7). */
    int IFF_BROADCAST = Abi.constant("IFF_BROADCAST");
    /** Debugging. See netdevice(7). */
    int IFF_DEBUG = Abi.constant("IFF_DEBUG");
    /** Addresses are lost when it goes down. See netdevice(7). */
    int IFF_DYNAMIC = Abi.constant("IFF_DYNAMIC");
    /** Loopback interface. See netdevice(7). */
    int IFF_LOOPBACK = Abi.constant("IFF_LOOPBACK");
    /** Master of a bundle. See netdevice(7). */
    int IFF_MASTER = Abi.constant("IFF_MASTER");
    /** Supports multicast. See netdevice(7). */
    int IFF_MULTICAST = Abi.constant("IFF_MULTICAST");
    /** No address resolution. See netdevice(7). */
    int IFF_NOARP = Abi.constant("IFF_NOARP");
    /** No trailers. See netdevice(7). */
    int IFF_NOTRAILERS = Abi.constant("IFF_NOTRAILERS");
    /** Point-to-point link. See netdevice(7). */
    int IFF_POINTOPOINT = Abi.constant("IFF_POINTOPOINT");
    /** Can select media. See netdevice(7). */
    int IFF_PORTSEL = Abi.constant("IFF_PORTSEL");
    /** Promiscuous. See netdevice(7). */
    int IFF_PROMISC = Abi.constant("IFF_PROMISC");
    /** Operational. See netdevice(7). */
    int IFF_RUNNING = Abi.constant("IFF_RUNNING");
    /** Slave of a bundle. See netdevice(7). */
    int IFF_SLAVE = Abi.constant("IFF_SLAVE");
    /** Up. See netdevice(7). */
    int IFF_UP = Abi.constant("IFF_UP");
    /** Size of an interface name with its NUL. See netdevice(7). */
    int IFNAMSIZ = Abi.constant("IFNAMSIZ");
    /** Same as IFNAMSIZ. See netdevice(7). */
    int IF_NAMESIZE = Abi.constant("IF_NAMESIZE");
}
