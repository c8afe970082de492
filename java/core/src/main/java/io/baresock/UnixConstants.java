package io.baresock;

import io.baresock.internal.Abi;

/** Local sockets. */
interface UnixConstants {

    // Options at SOL_LOCAL, BSD and macOS

    /** connect waits for accept, FreeBSD. See unix(4). */
    int LOCAL_CONNWAIT = Abi.constant("LOCAL_CONNWAIT");
    /** Receive credentials with the first message, FreeBSD. See unix(4). */
    int LOCAL_CREDS = Abi.constant("LOCAL_CREDS");
    /** Receive credentials with every message, FreeBSD. See unix(4). */
    int LOCAL_CREDS_PERSISTENT = Abi.constant("LOCAL_CREDS_PERSISTENT");
    /** Read: credentials of the peer. See unix(4). */
    int LOCAL_PEERCRED = Abi.constant("LOCAL_PEERCRED");
    /** Read: effective process id of the peer, macOS. See unix(4). */
    int LOCAL_PEEREPID = Abi.constant("LOCAL_PEEREPID");
    /** Read: effective UUID of the peer, macOS. See unix(4). */
    int LOCAL_PEEREUUID = Abi.constant("LOCAL_PEEREUUID");
    /** Read: process id of the peer, macOS. See unix(4). */
    int LOCAL_PEERPID = Abi.constant("LOCAL_PEERPID");
    /** Read: audit token of the peer, macOS. See unix(4). */
    int LOCAL_PEERTOKEN = Abi.constant("LOCAL_PEERTOKEN");
    /** Read: UUID of the peer, macOS. See unix(4). */
    int LOCAL_PEERUUID = Abi.constant("LOCAL_PEERUUID");

    // ioctls of local sockets on Linux

    /** Open the file system node a socket is bound to, Linux 4.16. See unix(7). */
    int SIOCUNIXFILE = Abi.constant("SIOCUNIXFILE");
}
