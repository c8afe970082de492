package io.baresock;

import io.baresock.internal.Abi;

/** The error queue. */
interface ErrqueueConstants {

    // Origins, in ee_origin

    /** ICMP. See ip(7), recv(2). */
    int SO_EE_ORIGIN_ICMP = Abi.constant("SO_EE_ORIGIN_ICMP");
    /** ICMPv6. See ip(7), recv(2). */
    int SO_EE_ORIGIN_ICMP6 = Abi.constant("SO_EE_ORIGIN_ICMP6");
    /** This host. See ip(7), recv(2). */
    int SO_EE_ORIGIN_LOCAL = Abi.constant("SO_EE_ORIGIN_LOCAL");
    /** None. See ip(7), recv(2). */
    int SO_EE_ORIGIN_NONE = Abi.constant("SO_EE_ORIGIN_NONE");
    /** A transmit time. See ip(7), recv(2). */
    int SO_EE_ORIGIN_TIMESTAMPING = Abi.constant("SO_EE_ORIGIN_TIMESTAMPING");
    /** Same as SO_EE_ORIGIN_TIMESTAMPING. See ip(7), recv(2). */
    int SO_EE_ORIGIN_TXSTATUS = Abi.constant("SO_EE_ORIGIN_TXSTATUS");
    /** A missed SO_TXTIME, Linux 4.19. See ip(7), recv(2). */
    int SO_EE_ORIGIN_TXTIME = Abi.constant("SO_EE_ORIGIN_TXTIME");
    /** A zero-copy completion. See ip(7), recv(2). */
    int SO_EE_ORIGIN_ZEROCOPY = Abi.constant("SO_EE_ORIGIN_ZEROCOPY");

    // Codes and flags

    /** The time or clock is invalid. See ip(7), Documentation/networking/msg_zerocopy.rst. */
    int SO_EE_CODE_TXTIME_INVALID_PARAM = Abi.constant("SO_EE_CODE_TXTIME_INVALID_PARAM");
    /** The time had passed. See ip(7), Documentation/networking/msg_zerocopy.rst. */
    int SO_EE_CODE_TXTIME_MISSED = Abi.constant("SO_EE_CODE_TXTIME_MISSED");
    /** The kernel had to copy. See ip(7), Documentation/networking/msg_zerocopy.rst. */
    int SO_EE_CODE_ZEROCOPY_COPIED = Abi.constant("SO_EE_CODE_ZEROCOPY_COPIED");
    /** The RFC 4884 extension is malformed. See ip(7), Documentation/networking/msg_zerocopy.rst. */
    int SO_EE_RFC4884_FLAG_INVALID = Abi.constant("SO_EE_RFC4884_FLAG_INVALID");
}
