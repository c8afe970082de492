package io.baresock;

import io.baresock.internal.Abi;

/** Ancillary data at SOL_SOCKET. */
interface AncillaryConstants {

    // Types of control messages

    /** Receive time as a struct bintime, FreeBSD. See cmsg(3), unix(7). */
    int SCM_BINTIME = Abi.constant("SCM_BINTIME");
    /** Pid, uid and gid of the sender. See cmsg(3), unix(7). */
    int SCM_CREDENTIALS = Abi.constant("SCM_CREDENTIALS");
    /** Credentials of the sender, macOS and FreeBSD. See cmsg(3), unix(7). */
    int SCM_CREDS = Abi.constant("SCM_CREDS");
    /** Credentials of the sender, version 2, FreeBSD. See cmsg(3), unix(7). */
    int SCM_CREDS2 = Abi.constant("SCM_CREDS2");
    /** A fragment of device memory in a dmabuf, Linux 6.12. See cmsg(3), unix(7). */
    int SCM_DEVMEM_DMABUF = Abi.constant("SCM_DEVMEM_DMABUF");
    /** A fragment copied to linear memory, Linux 6.12. See cmsg(3), unix(7). */
    int SCM_DEVMEM_LINEAR = Abi.constant("SCM_DEVMEM_LINEAR");
    /** Bytes left in the queue after SO_INQ, Linux 6.17. See cmsg(3), unix(7). */
    int SCM_INQ = Abi.constant("SCM_INQ");
    /** Receive time of the monotonic clock, FreeBSD. See cmsg(3), unix(7). */
    int SCM_MONOTONIC = Abi.constant("SCM_MONOTONIC");
    /** A pidfd of the sender, Linux 6.5. See cmsg(3), unix(7). */
    int SCM_PIDFD = Abi.constant("SCM_PIDFD");
    /** Receive time of the real-time clock, FreeBSD. See cmsg(3), unix(7). */
    int SCM_REALTIME = Abi.constant("SCM_REALTIME");
    /** Open descriptors of the sender. See cmsg(3), unix(7). */
    int SCM_RIGHTS = Abi.constant("SCM_RIGHTS");
    /** Security context of the sender. See cmsg(3), unix(7). */
    int SCM_SECURITY = Abi.constant("SCM_SECURITY");
    /** Receive time as a struct timeval. See cmsg(3), unix(7). */
    int SCM_TIMESTAMP = Abi.constant("SCM_TIMESTAMP");
    /** Software and hardware times, three struct timespec. See cmsg(3), unix(7). */
    int SCM_TIMESTAMPING = Abi.constant("SCM_TIMESTAMPING");
    /** TCP statistics that go with a transmit time. See cmsg(3), unix(7). */
    int SCM_TIMESTAMPING_OPT_STATS = Abi.constant("SCM_TIMESTAMPING_OPT_STATS");
    /** Interface and length that go with a hardware time, Linux 4.13. See cmsg(3), unix(7). */
    int SCM_TIMESTAMPING_PKTINFO = Abi.constant("SCM_TIMESTAMPING_PKTINFO");
    /** Receive time as a struct timespec. See cmsg(3), unix(7). */
    int SCM_TIMESTAMPNS = Abi.constant("SCM_TIMESTAMPNS");
    /** Receive time of the monotonic clock, macOS. See cmsg(3), unix(7). */
    int SCM_TIMESTAMP_MONOTONIC = Abi.constant("SCM_TIMESTAMP_MONOTONIC");
    /** Where a receive time comes from, FreeBSD. See cmsg(3), unix(7). */
    int SCM_TIME_INFO = Abi.constant("SCM_TIME_INFO");
    /** Sent with a message: the id of its transmit times, Linux 6.13. See cmsg(3), unix(7). */
    int SCM_TS_OPT_ID = Abi.constant("SCM_TS_OPT_ID");
    /** Sent with a message: when to send it, Linux 4.19. See cmsg(3), unix(7). */
    int SCM_TXTIME = Abi.constant("SCM_TXTIME");
    /** Whether a Wi-Fi frame was acknowledged. See cmsg(3), unix(7). */
    int SCM_WIFI_STATUS = Abi.constant("SCM_WIFI_STATUS");
}
