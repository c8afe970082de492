package io.baresock;

import io.baresock.internal.Abi;

/** Transparent inter-process communication, TIPC. */
interface TipcConstants {

    // Kinds of addresses

    /** A socket; the older name of TIPC_SOCKET_ADDR. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ADDR_ID = Abi.constant("TIPC_ADDR_ID");
    /** Every socket of a service range. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ADDR_MCAST = Abi.constant("TIPC_ADDR_MCAST");
    /** A service; the older name of TIPC_SERVICE_ADDR. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ADDR_NAME = Abi.constant("TIPC_ADDR_NAME");
    /** A service range; the older name of TIPC_SERVICE_RANGE. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ADDR_NAMESEQ = Abi.constant("TIPC_ADDR_NAMESEQ");
    /** A service: type and instance. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SERVICE_ADDR = Abi.constant("TIPC_SERVICE_ADDR");
    /** A service range: type, lower and upper instance. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SERVICE_RANGE = Abi.constant("TIPC_SERVICE_RANGE");
    /** A socket: port and node. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SOCKET_ADDR = Abi.constant("TIPC_SOCKET_ADDR");

    // Scopes

    /** Known in the cluster. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_CLUSTER_SCOPE = Abi.constant("TIPC_CLUSTER_SCOPE");
    /** Known on this node. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_NODE_SCOPE = Abi.constant("TIPC_NODE_SCOPE");
    /** Known in the zone; the cluster since Linux 4.17. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ZONE_SCOPE = Abi.constant("TIPC_ZONE_SCOPE");

    // Options at SOL_TIPC

    /** Milliseconds that a connect waits. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_CONN_TIMEOUT = Abi.constant("TIPC_CONN_TIMEOUT");
    /** Whether messages are dropped that cannot be delivered. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_DEST_DROPPABLE = Abi.constant("TIPC_DEST_DROPPABLE");
    /** Join a group. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_GROUP_JOIN = Abi.constant("TIPC_GROUP_JOIN");
    /** Leave the group. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_GROUP_LEAVE = Abi.constant("TIPC_GROUP_LEAVE");
    /** How important messages are. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_IMPORTANCE = Abi.constant("TIPC_IMPORTANCE");
    /** Send to many by broadcast. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_MCAST_BROADCAST = Abi.constant("TIPC_MCAST_BROADCAST");
    /** Send to many one by one. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_MCAST_REPLICAST = Abi.constant("TIPC_MCAST_REPLICAST");
    /** Send small messages at once, Linux 5.5. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_NODELAY = Abi.constant("TIPC_NODELAY");
    /** Read: messages that wait on the node. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_NODE_RECVQ_DEPTH = Abi.constant("TIPC_NODE_RECVQ_DEPTH");
    /** Read: messages that wait on the socket. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SOCK_RECVQ_DEPTH = Abi.constant("TIPC_SOCK_RECVQ_DEPTH");
    /** Read: bytes that wait on the socket. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SOCK_RECVQ_USED = Abi.constant("TIPC_SOCK_RECVQ_USED");
    /** Whether messages are dropped under load. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SRC_DROPPABLE = Abi.constant("TIPC_SRC_DROPPABLE");

    // Values of options

    /** Dropped last. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_CRITICAL_IMPORTANCE = Abi.constant("TIPC_CRITICAL_IMPORTANCE");
    /** Receive what oneself sends to the group. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_GROUP_LOOPBACK = Abi.constant("TIPC_GROUP_LOOPBACK");
    /** Receive who joins and leaves. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_GROUP_MEMBER_EVTS = Abi.constant("TIPC_GROUP_MEMBER_EVTS");
    /** Dropped later. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_HIGH_IMPORTANCE = Abi.constant("TIPC_HIGH_IMPORTANCE");
    /** Dropped first. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_LOW_IMPORTANCE = Abi.constant("TIPC_LOW_IMPORTANCE");
    /** The most bytes of a message. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_MAX_USER_MSG_SIZE = Abi.constant("TIPC_MAX_USER_MSG_SIZE");
    /** Dropped later than the lowest. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_MEDIUM_IMPORTANCE = Abi.constant("TIPC_MEDIUM_IMPORTANCE");

    // Control messages and reasons

    /** Reason: the connection was shut down. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_CONN_SHUTDOWN = Abi.constant("TIPC_CONN_SHUTDOWN");
    /** Control message: the name a message was sent to. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_DESTNAME = Abi.constant("TIPC_DESTNAME");
    /** Control message: why a message came back. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ERRINFO = Abi.constant("TIPC_ERRINFO");
    /** Reason: no such service. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ERR_NO_NAME = Abi.constant("TIPC_ERR_NO_NAME");
    /** Reason: no such node. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ERR_NO_NODE = Abi.constant("TIPC_ERR_NO_NODE");
    /** Reason: no such port. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ERR_NO_PORT = Abi.constant("TIPC_ERR_NO_PORT");
    /** Reason: overload. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_ERR_OVERLOAD = Abi.constant("TIPC_ERR_OVERLOAD");
    /** Reason: none. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_OK = Abi.constant("TIPC_OK");
    /** Control message: the data that came back. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_RETDATA = Abi.constant("TIPC_RETDATA");

    // Topology service

    /** Type of the configuration service, obsolete. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_CFG_SRV = Abi.constant("TIPC_CFG_SRV");
    /** Type of the service that reports links. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_LINK_STATE = Abi.constant("TIPC_LINK_STATE");
    /** Type of the service that reports nodes. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_NODE_STATE = Abi.constant("TIPC_NODE_STATE");
    /** Event: a service is there. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_PUBLISHED = Abi.constant("TIPC_PUBLISHED");
    /** The lowest type for applications. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_RESERVED_TYPES = Abi.constant("TIPC_RESERVED_TYPES");
    /** Event: the subscription ended. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SUBSCR_TIMEOUT = Abi.constant("TIPC_SUBSCR_TIMEOUT");
    /** Subscription: cancel it. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SUB_CANCEL = Abi.constant("TIPC_SUB_CANCEL");
    /** Subscription: an event for each match. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SUB_PORTS = Abi.constant("TIPC_SUB_PORTS");
    /** Subscription: an event for the first and the last. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_SUB_SERVICE = Abi.constant("TIPC_SUB_SERVICE");
    /** Type of the topology service. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_TOP_SRV = Abi.constant("TIPC_TOP_SRV");
    /** Subscription: never ends. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_WAIT_FOREVER = Abi.constant("TIPC_WAIT_FOREVER");
    /** Event: a service is gone. See Documentation/networking/tipc.rst, linux/tipc.h. */
    int TIPC_WITHDRAWN = Abi.constant("TIPC_WITHDRAWN");
}
