package io.baresock;

import io.baresock.internal.Abi;

/** Netlink: protocols, options, message headers, groups. */
interface NetlinkConstants {

    // Protocols

    /** Auditing. See netlink(7). */
    int NETLINK_AUDIT = Abi.constant("NETLINK_AUDIT");
    /** Kernel connector, such as process events. See netlink(7). */
    int NETLINK_CONNECTOR = Abi.constant("NETLINK_CONNECTOR");
    /** Crypto layer. See netlink(7). */
    int NETLINK_CRYPTO = Abi.constant("NETLINK_CRYPTO");
    /** DECnet routing, obsolete. See netlink(7). */
    int NETLINK_DNRTMSG = Abi.constant("NETLINK_DNRTMSG");
    /** eCryptfs. See netlink(7). */
    int NETLINK_ECRYPTFS = Abi.constant("NETLINK_ECRYPTFS");
    /** Route lookups from user space. See netlink(7). */
    int NETLINK_FIB_LOOKUP = Abi.constant("NETLINK_FIB_LOOKUP");
    /** ip_queue, until Linux 3.5. See netlink(7). */
    int NETLINK_FIREWALL = Abi.constant("NETLINK_FIREWALL");
    /** Generic netlink families. See netlink(7). */
    int NETLINK_GENERIC = Abi.constant("NETLINK_GENERIC");
    /** Older name of NETLINK_SOCK_DIAG. See netlink(7). */
    int NETLINK_INET_DIAG = Abi.constant("NETLINK_INET_DIAG");
    /** ip6_queue, until Linux 3.5. See netlink(7). */
    int NETLINK_IP6_FW = Abi.constant("NETLINK_IP6_FW");
    /** Open-iSCSI. See netlink(7). */
    int NETLINK_ISCSI = Abi.constant("NETLINK_ISCSI");
    /** Device events. See netlink(7). */
    int NETLINK_KOBJECT_UEVENT = Abi.constant("NETLINK_KOBJECT_UEVENT");
    /** Netfilter. See netlink(7). */
    int NETLINK_NETFILTER = Abi.constant("NETLINK_NETFILTER");
    /** iptables ULOG, until Linux 3.17. See netlink(7). */
    int NETLINK_NFLOG = Abi.constant("NETLINK_NFLOG");
    /** InfiniBand RDMA. See netlink(7). */
    int NETLINK_RDMA = Abi.constant("NETLINK_RDMA");
    /** Links, addresses, routes, neighbours, queueing. See netlink(7). */
    int NETLINK_ROUTE = Abi.constant("NETLINK_ROUTE");
    /** SCSI transports. See netlink(7). */
    int NETLINK_SCSITRANSPORT = Abi.constant("NETLINK_SCSITRANSPORT");
    /** SELinux events. See netlink(7). */
    int NETLINK_SELINUX = Abi.constant("NETLINK_SELINUX");
    /** SMC monitoring. See netlink(7). */
    int NETLINK_SMC = Abi.constant("NETLINK_SMC");
    /** Socket monitoring. See netlink(7). */
    int NETLINK_SOCK_DIAG = Abi.constant("NETLINK_SOCK_DIAG");
    /** A number that nothing uses. See netlink(7). */
    int NETLINK_UNUSED = Abi.constant("NETLINK_UNUSED");
    /** User space protocols. See netlink(7). */
    int NETLINK_USERSOCK = Abi.constant("NETLINK_USERSOCK");
    /** IPsec. See netlink(7). */
    int NETLINK_XFRM = Abi.constant("NETLINK_XFRM");

    // Options at SOL_NETLINK

    /** Join a group. See netlink(7). */
    int NETLINK_ADD_MEMBERSHIP = Abi.constant("NETLINK_ADD_MEMBERSHIP");
    /** Report lost broadcasts to the sender. See netlink(7). */
    int NETLINK_BROADCAST_ERROR = Abi.constant("NETLINK_BROADCAST_ERROR");
    /** Acknowledgements leave out the request. See netlink(7). */
    int NETLINK_CAP_ACK = Abi.constant("NETLINK_CAP_ACK");
    /** Leave a group. See netlink(7). */
    int NETLINK_DROP_MEMBERSHIP = Abi.constant("NETLINK_DROP_MEMBERSHIP");
    /** Acknowledgements carry extended errors. See netlink(7). */
    int NETLINK_EXT_ACK = Abi.constant("NETLINK_EXT_ACK");
    /** Check dump requests strictly, Linux 4.20. See netlink(7). */
    int NETLINK_GET_STRICT_CHK = Abi.constant("NETLINK_GET_STRICT_CHK");
    /** Receive from all peer namespaces. See netlink(7). */
    int NETLINK_LISTEN_ALL_NSID = Abi.constant("NETLINK_LISTEN_ALL_NSID");
    /** Read: the groups joined. See netlink(7). */
    int NETLINK_LIST_MEMBERSHIPS = Abi.constant("NETLINK_LIST_MEMBERSHIPS");
    /** Do not report overruns as ENOBUFS. See netlink(7). */
    int NETLINK_NO_ENOBUFS = Abi.constant("NETLINK_NO_ENOBUFS");
    /** Receive the destination group as a cmsg. See netlink(7). */
    int NETLINK_PKTINFO = Abi.constant("NETLINK_PKTINFO");
    /** Receive ring in shared memory, until Linux 4.6. See netlink(7). */
    int NETLINK_RX_RING = Abi.constant("NETLINK_RX_RING");
    /** Transmit ring in shared memory, until Linux 4.6. See netlink(7). */
    int NETLINK_TX_RING = Abi.constant("NETLINK_TX_RING");

    // Message types and flags

    /** Alignment of messages. See netlink(7). */
    int NLMSG_ALIGNTO = Abi.constant("NLMSG_ALIGNTO");
    /** Last message of a dump. See netlink(7). */
    int NLMSG_DONE = Abi.constant("NLMSG_DONE");
    /** Error or acknowledgement. See netlink(7). */
    int NLMSG_ERROR = Abi.constant("NLMSG_ERROR");
    /** Aligned size of a message header. See netlink(7). */
    int NLMSG_HDRLEN = Abi.constant("NLMSG_HDRLEN");
    /** First type that is not a control message. See netlink(7). */
    int NLMSG_MIN_TYPE = Abi.constant("NLMSG_MIN_TYPE");
    /** Ignore this message. See netlink(7). */
    int NLMSG_NOOP = Abi.constant("NLMSG_NOOP");
    /** Data was lost. See netlink(7). */
    int NLMSG_OVERRUN = Abi.constant("NLMSG_OVERRUN");
    /** Ask for an acknowledgement. See netlink(7). */
    int NLM_F_ACK = Abi.constant("NLM_F_ACK");
    /** The acknowledgement carries attributes. See netlink(7). */
    int NLM_F_ACK_TLVS = Abi.constant("NLM_F_ACK_TLVS");
    /** Add to the end of the list. See netlink(7). */
    int NLM_F_APPEND = Abi.constant("NLM_F_APPEND");
    /** Dump a snapshot. See netlink(7). */
    int NLM_F_ATOMIC = Abi.constant("NLM_F_ATOMIC");
    /** Delete several objects. See netlink(7). */
    int NLM_F_BULK = Abi.constant("NLM_F_BULK");
    /** The request was left out. See netlink(7). */
    int NLM_F_CAPPED = Abi.constant("NLM_F_CAPPED");
    /** Create what does not exist. See netlink(7). */
    int NLM_F_CREATE = Abi.constant("NLM_F_CREATE");
    /** Dump the table. See netlink(7). */
    int NLM_F_DUMP = Abi.constant("NLM_F_DUMP");
    /** The dump was filtered as asked. See netlink(7). */
    int NLM_F_DUMP_FILTERED = Abi.constant("NLM_F_DUMP_FILTERED");
    /** The dump is inconsistent: the table changed. See netlink(7). */
    int NLM_F_DUMP_INTR = Abi.constant("NLM_F_DUMP_INTR");
    /** Echo the resulting notification. See netlink(7). */
    int NLM_F_ECHO = Abi.constant("NLM_F_ECHO");
    /** Fail when it exists. See netlink(7). */
    int NLM_F_EXCL = Abi.constant("NLM_F_EXCL");
    /** Dump all that match. See netlink(7). */
    int NLM_F_MATCH = Abi.constant("NLM_F_MATCH");
    /** Part of several messages. See netlink(7). */
    int NLM_F_MULTI = Abi.constant("NLM_F_MULTI");
    /** Do not delete recursively. See netlink(7). */
    int NLM_F_NONREC = Abi.constant("NLM_F_NONREC");
    /** Replace what exists. See netlink(7). */
    int NLM_F_REPLACE = Abi.constant("NLM_F_REPLACE");
    /** A request. See netlink(7). */
    int NLM_F_REQUEST = Abi.constant("NLM_F_REQUEST");
    /** Dump from the root of the tree. See netlink(7). */
    int NLM_F_ROOT = Abi.constant("NLM_F_ROOT");

    // Attributes

    /** Alignment of attributes. See netlink(7). */
    int NLA_ALIGNTO = Abi.constant("NLA_ALIGNTO");
    /** The attribute nests others. See netlink(7). */
    int NLA_F_NESTED = Abi.constant("NLA_F_NESTED");
    /** The payload is in network byte order. See netlink(7). */
    int NLA_F_NET_BYTEORDER = Abi.constant("NLA_F_NET_BYTEORDER");
    /** Aligned size of an attribute header. See netlink(7). */
    int NLA_HDRLEN = Abi.constant("NLA_HDRLEN");
    /** The bits of the attribute type. See netlink(7). */
    int NLA_TYPE_MASK = Abi.constant("NLA_TYPE_MASK");

    // rtnetlink multicast groups as bits of nl_groups

    /** IPv4 addresses. See rtnetlink(7). */
    int RTMGRP_IPV4_IFADDR = Abi.constant("RTMGRP_IPV4_IFADDR");
    /** IPv4 multicast routes. See rtnetlink(7). */
    int RTMGRP_IPV4_MROUTE = Abi.constant("RTMGRP_IPV4_MROUTE");
    /** IPv4 routes. See rtnetlink(7). */
    int RTMGRP_IPV4_ROUTE = Abi.constant("RTMGRP_IPV4_ROUTE");
    /** IPv4 rules. See rtnetlink(7). */
    int RTMGRP_IPV4_RULE = Abi.constant("RTMGRP_IPV4_RULE");
    /** IPv6 addresses. See rtnetlink(7). */
    int RTMGRP_IPV6_IFADDR = Abi.constant("RTMGRP_IPV6_IFADDR");
    /** IPv6 interface information. See rtnetlink(7). */
    int RTMGRP_IPV6_IFINFO = Abi.constant("RTMGRP_IPV6_IFINFO");
    /** IPv6 multicast routes. See rtnetlink(7). */
    int RTMGRP_IPV6_MROUTE = Abi.constant("RTMGRP_IPV6_MROUTE");
    /** IPv6 prefixes. See rtnetlink(7). */
    int RTMGRP_IPV6_PREFIX = Abi.constant("RTMGRP_IPV6_PREFIX");
    /** IPv6 routes. See rtnetlink(7). */
    int RTMGRP_IPV6_ROUTE = Abi.constant("RTMGRP_IPV6_ROUTE");
    /** Links. See rtnetlink(7). */
    int RTMGRP_LINK = Abi.constant("RTMGRP_LINK");
    /** Neighbours. See rtnetlink(7). */
    int RTMGRP_NEIGH = Abi.constant("RTMGRP_NEIGH");
    /** Notifications. See rtnetlink(7). */
    int RTMGRP_NOTIFY = Abi.constant("RTMGRP_NOTIFY");
    /** Traffic control. See rtnetlink(7). */
    int RTMGRP_TC = Abi.constant("RTMGRP_TC");

    // rtnetlink multicast groups by number, for NETLINK_ADD_MEMBERSHIP

    /** IPv4 addresses. See rtnetlink(7). */
    int RTNLGRP_IPV4_IFADDR = Abi.constant("RTNLGRP_IPV4_IFADDR");
    /** IPv4 routes. See rtnetlink(7). */
    int RTNLGRP_IPV4_ROUTE = Abi.constant("RTNLGRP_IPV4_ROUTE");
    /** IPv4 rules. See rtnetlink(7). */
    int RTNLGRP_IPV4_RULE = Abi.constant("RTNLGRP_IPV4_RULE");
    /** IPv6 addresses. See rtnetlink(7). */
    int RTNLGRP_IPV6_IFADDR = Abi.constant("RTNLGRP_IPV6_IFADDR");
    /** IPv6 routes. See rtnetlink(7). */
    int RTNLGRP_IPV6_ROUTE = Abi.constant("RTNLGRP_IPV6_ROUTE");
    /** IPv6 rules. See rtnetlink(7). */
    int RTNLGRP_IPV6_RULE = Abi.constant("RTNLGRP_IPV6_RULE");
    /** Links. See rtnetlink(7). */
    int RTNLGRP_LINK = Abi.constant("RTNLGRP_LINK");
    /** Neighbours. See rtnetlink(7). */
    int RTNLGRP_NEIGH = Abi.constant("RTNLGRP_NEIGH");
    /** Next hops. See rtnetlink(7). */
    int RTNLGRP_NEXTHOP = Abi.constant("RTNLGRP_NEXTHOP");
    /** Namespace ids. See rtnetlink(7). */
    int RTNLGRP_NSID = Abi.constant("RTNLGRP_NSID");
    /** Traffic control. See rtnetlink(7). */
    int RTNLGRP_TC = Abi.constant("RTNLGRP_TC");

    // rtnetlink message types

    /** Delete an address. See rtnetlink(7). */
    int RTM_DELADDR = Abi.constant("RTM_DELADDR");
    /** Delete a link. See rtnetlink(7). */
    int RTM_DELLINK = Abi.constant("RTM_DELLINK");
    /** Delete a neighbour. See rtnetlink(7). */
    int RTM_DELNEIGH = Abi.constant("RTM_DELNEIGH");
    /** Delete a route. See rtnetlink(7). */
    int RTM_DELROUTE = Abi.constant("RTM_DELROUTE");
    /** Get addresses. See rtnetlink(7). */
    int RTM_GETADDR = Abi.constant("RTM_GETADDR");
    /** Get links. See rtnetlink(7). */
    int RTM_GETLINK = Abi.constant("RTM_GETLINK");
    /** Get neighbours. See rtnetlink(7). */
    int RTM_GETNEIGH = Abi.constant("RTM_GETNEIGH");
    /** Get routes. See rtnetlink(7). */
    int RTM_GETROUTE = Abi.constant("RTM_GETROUTE");
    /** New address. See rtnetlink(7). */
    int RTM_NEWADDR = Abi.constant("RTM_NEWADDR");
    /** New link. See rtnetlink(7). */
    int RTM_NEWLINK = Abi.constant("RTM_NEWLINK");
    /** New neighbour. See rtnetlink(7). */
    int RTM_NEWNEIGH = Abi.constant("RTM_NEWNEIGH");
    /** New route. See rtnetlink(7). */
    int RTM_NEWROUTE = Abi.constant("RTM_NEWROUTE");
    /** Change a link. See rtnetlink(7). */
    int RTM_SETLINK = Abi.constant("RTM_SETLINK");
}
