package io.baresock;

import io.baresock.internal.Abi;

/** Socket types, shutdown, socket-level options and ancillary data. */
interface SocketConstants {

    // Types, and flags to or into them

    /** Flag: the new descriptor is close-on-exec. See socket(2). */
    int SOCK_CLOEXEC = Abi.constant("SOCK_CLOEXEC");
    /** Datagram congestion control protocol. See socket(2). */
    int SOCK_DCCP = Abi.constant("SOCK_DCCP");
    /** Datagrams: connectionless, unreliable, bounded. See socket(2). */
    int SOCK_DGRAM = Abi.constant("SOCK_DGRAM");
    /** Flag: the new descriptor has O_NONBLOCK set. See socket(2). */
    int SOCK_NONBLOCK = Abi.constant("SOCK_NONBLOCK");
    /** Obsolete way to packets at the device level; use AF_PACKET. See socket(2). */
    int SOCK_PACKET = Abi.constant("SOCK_PACKET");
    /** Raw network protocol access. See socket(2). */
    int SOCK_RAW = Abi.constant("SOCK_RAW");
    /** Reliable datagrams without ordering. See socket(2). */
    int SOCK_RDM = Abi.constant("SOCK_RDM");
    /** Ordered, reliable records over a connection. See socket(2). */
    int SOCK_SEQPACKET = Abi.constant("SOCK_SEQPACKET");
    /** Ordered, reliable bytes over a connection. See socket(2). */
    int SOCK_STREAM = Abi.constant("SOCK_STREAM");

    // How to shut down

    /** No more receives. See shutdown(2). */
    int SHUT_RD = Abi.constant("SHUT_RD");
    /** No more receives or sends. See shutdown(2). */
    int SHUT_RDWR = Abi.constant("SHUT_RDWR");
    /** No more sends: the peer sees end of stream. See shutdown(2). */
    int SHUT_WR = Abi.constant("SHUT_WR");

    // Socket-level options

    /** Read: is the socket listening. See socket(7). */
    int SO_ACCEPTCONN = Abi.constant("SO_ACCEPTCONN");
    /** Attach an eBPF socket filter by its descriptor. See socket(7). */
    int SO_ATTACH_BPF = Abi.constant("SO_ATTACH_BPF");
    /** Attach a classic BPF socket filter. See socket(7). */
    int SO_ATTACH_FILTER = Abi.constant("SO_ATTACH_FILTER");
    /** Classic BPF program that picks the socket of a reuseport group. See socket(7). */
    int SO_ATTACH_REUSEPORT_CBPF = Abi.constant("SO_ATTACH_REUSEPORT_CBPF");
    /** EBPF program that picks the socket of a reuseport group. See socket(7). */
    int SO_ATTACH_REUSEPORT_EBPF = Abi.constant("SO_ATTACH_REUSEPORT_EBPF");
    /** Bind to an interface by name. See socket(7). */
    int SO_BINDTODEVICE = Abi.constant("SO_BINDTODEVICE");
    /** Bind to an interface by index, Linux 5.1. See socket(7). */
    int SO_BINDTOIFINDEX = Abi.constant("SO_BINDTOIFINDEX");
    /** Read: which classic BPF ancillary loads the kernel has. See socket(7). */
    int SO_BPF_EXTENSIONS = Abi.constant("SO_BPF_EXTENSIONS");
    /** Allow sends to a broadcast address. See socket(7). */
    int SO_BROADCAST = Abi.constant("SO_BROADCAST");
    /** Ignored relic of BSD error behaviour. See socket(7). */
    int SO_BSDCOMPAT = Abi.constant("SO_BSDCOMPAT");
    /** Stop the kernel from tuning locked buffer sizes, Linux 5.15. See socket(7). */
    int SO_BUF_LOCK = Abi.constant("SO_BUF_LOCK");
    /** Microseconds to busy poll on a blocking receive. See socket(7). */
    int SO_BUSY_POLL = Abi.constant("SO_BUSY_POLL");
    /** Packets to take in one busy poll, Linux 5.11. See socket(7). */
    int SO_BUSY_POLL_BUDGET = Abi.constant("SO_BUSY_POLL_BUDGET");
    /** Tell the network layer that the path looks bad or good. See socket(7). */
    int SO_CNX_ADVICE = Abi.constant("SO_CNX_ADVICE");
    /** Read: the 64-bit cookie of the socket. See socket(7). */
    int SO_COOKIE = Abi.constant("SO_COOKIE");
    /** Socket debugging. See socket(7). */
    int SO_DEBUG = Abi.constant("SO_DEBUG");
    /** Detach the socket filter; same as SO_DETACH_FILTER. See socket(7). */
    int SO_DETACH_BPF = Abi.constant("SO_DETACH_BPF");
    /** Detach the socket filter. See socket(7). */
    int SO_DETACH_FILTER = Abi.constant("SO_DETACH_FILTER");
    /** Detach the reuseport program, Linux 5.3. See socket(7). */
    int SO_DETACH_REUSEPORT_BPF = Abi.constant("SO_DETACH_REUSEPORT_BPF");
    /** Device memory received in a dmabuf, Linux 6.12. See socket(7). */
    int SO_DEVMEM_DMABUF = Abi.constant("SO_DEVMEM_DMABUF");
    /** Return device memory tokens to the kernel, Linux 6.12. See socket(7). */
    int SO_DEVMEM_DONTNEED = Abi.constant("SO_DEVMEM_DONTNEED");
    /** Device memory received in linear buffers, Linux 6.12. See socket(7). */
    int SO_DEVMEM_LINEAR = Abi.constant("SO_DEVMEM_LINEAR");
    /** Read: the address family of the socket. See socket(7). */
    int SO_DOMAIN = Abi.constant("SO_DOMAIN");
    /** Send to directly connected hosts only. See socket(7). */
    int SO_DONTROUTE = Abi.constant("SO_DONTROUTE");
    /** Keep the unread rest of a datagram, macOS. See socket(7). */
    int SO_DONTTRUNC = Abi.constant("SO_DONTTRUNC");
    /** Read and clear the pending error. See socket(7). */
    int SO_ERROR = Abi.constant("SO_ERROR");
    /** Read back the classic BPF filter; same as SO_ATTACH_FILTER. See socket(7). */
    int SO_GET_FILTER = Abi.constant("SO_GET_FILTER");
    /** The CPU that last handled a packet, or a preference for one. See socket(7). */
    int SO_INCOMING_CPU = Abi.constant("SO_INCOMING_CPU");
    /** Read: the NAPI instance that last received for the socket. See socket(7). */
    int SO_INCOMING_NAPI_ID = Abi.constant("SO_INCOMING_NAPI_ID");
    /** Receive a cmsg with the bytes left in the queue, AF_UNIX, Linux 6.17. See socket(7). */
    int SO_INQ = Abi.constant("SO_INQ");
    /** Send keepalive probes. See socket(7). */
    int SO_KEEPALIVE = Abi.constant("SO_KEEPALIVE");
    /** Whether and how long close waits for unsent data. See socket(7). */
    int SO_LINGER = Abi.constant("SO_LINGER");
    /** Read: incomplete connections queued, FreeBSD. See socket(7). */
    int SO_LISTENINCQLEN = Abi.constant("SO_LISTENINCQLEN");
    /** Read: complete connections queued, FreeBSD. See socket(7). */
    int SO_LISTENQLEN = Abi.constant("SO_LISTENQLEN");
    /** Read: the backlog of a listener, FreeBSD. See socket(7). */
    int SO_LISTENQLIMIT = Abi.constant("SO_LISTENQLIMIT");
    /** Forbid changes to the attached filter. See socket(7). */
    int SO_LOCK_FILTER = Abi.constant("SO_LOCK_FILTER");
    /** Firewall and routing mark of outgoing packets. See socket(7). */
    int SO_MARK = Abi.constant("SO_MARK");
    /** Ceiling of the pacing rate, bytes a second. See socket(7). */
    int SO_MAX_PACING_RATE = Abi.constant("SO_MAX_PACING_RATE");
    /** Read: the memory counters of the socket. See socket(7). */
    int SO_MEMINFO = Abi.constant("SO_MEMINFO");
    /** Read: the cookie of the network namespace, Linux 5.14. See socket(7). */
    int SO_NETNS_COOKIE = Abi.constant("SO_NETNS_COOKIE");
    /** Install a network kernel extension, macOS. See socket(7). */
    int SO_NKE = Abi.constant("SO_NKE");
    /** Do not append a frame check sequence. See socket(7). */
    int SO_NOFCS = Abi.constant("SO_NOFCS");
    /** Return EPIPE instead of raising SIGPIPE, macOS and the BSDs. See socket(7). */
    int SO_NOSIGPIPE = Abi.constant("SO_NOSIGPIPE");
    /** Return an error when the local port conflicts, macOS. See socket(7). */
    int SO_NOTIFYCONFLICT = Abi.constant("SO_NOTIFYCONFLICT");
    /** Do not compute checksums of outgoing datagrams. See socket(7). */
    int SO_NO_CHECK = Abi.constant("SO_NO_CHECK");
    /** No direct data placement offload, FreeBSD. See socket(7). */
    int SO_NO_DDP = Abi.constant("SO_NO_DDP");
    /** Keep the socket off offload engines, FreeBSD. See socket(7). */
    int SO_NO_OFFLOAD = Abi.constant("SO_NO_OFFLOAD");
    /** Read: bytes that the next receive has ready, macOS. See socket(7). */
    int SO_NREAD = Abi.constant("SO_NREAD");
    /** Read: datagrams in the receive buffer, macOS. See socket(7). */
    int SO_NUMRCVPKT = Abi.constant("SO_NUMRCVPKT");
    /** Read: bytes not yet sent, macOS. See socket(7). */
    int SO_NWRITE = Abi.constant("SO_NWRITE");
    /** Out-of-band data stays in the stream. See socket(7). */
    int SO_OOBINLINE = Abi.constant("SO_OOBINLINE");
    /** Receive SCM_CREDENTIALS with every message. See socket(7). */
    int SO_PASSCRED = Abi.constant("SO_PASSCRED");
    /** Receive SCM_PIDFD with every message, Linux 6.5. See socket(7). */
    int SO_PASSPIDFD = Abi.constant("SO_PASSPIDFD");
    /** Whether SCM_RIGHTS may arrive here, Linux 6.16. See socket(7). */
    int SO_PASSRIGHTS = Abi.constant("SO_PASSRIGHTS");
    /** Receive SCM_SECURITY with every message. See socket(7). */
    int SO_PASSSEC = Abi.constant("SO_PASSSEC");
    /** Offset at which MSG_PEEK looks next. See socket(7). */
    int SO_PEEK_OFF = Abi.constant("SO_PEEK_OFF");
    /** Read: pid, uid and gid of the peer of a local socket. See socket(7). */
    int SO_PEERCRED = Abi.constant("SO_PEERCRED");
    /** Read: supplementary groups of the peer, Linux 4.13. See socket(7). */
    int SO_PEERGROUPS = Abi.constant("SO_PEERGROUPS");
    /** Read: the address of the peer. See socket(7). */
    int SO_PEERNAME = Abi.constant("SO_PEERNAME");
    /** Read: a pidfd of the peer of a local socket, Linux 6.5. See socket(7). */
    int SO_PEERPIDFD = Abi.constant("SO_PEERPIDFD");
    /** Read: the security context of the peer. See socket(7). */
    int SO_PEERSEC = Abi.constant("SO_PEERSEC");
    /** Prefer busy polling to interrupts, Linux 5.11. See socket(7). */
    int SO_PREFER_BUSY_POLL = Abi.constant("SO_PREFER_BUSY_POLL");
    /** Queueing priority of outgoing packets. See socket(7). */
    int SO_PRIORITY = Abi.constant("SO_PRIORITY");
    /** Read: the protocol of the socket. See socket(7). */
    int SO_PROTOCOL = Abi.constant("SO_PROTOCOL");
    /** Read: the protocol of the socket, BSD name. See socket(7). */
    int SO_PROTOTYPE = Abi.constant("SO_PROTOTYPE");
    /** Pick local ports at random, macOS. See socket(7). */
    int SO_RANDOMPORT = Abi.constant("SO_RANDOMPORT");
    /** Size of the receive buffer; Linux doubles what is set. See socket(7). */
    int SO_RCVBUF = Abi.constant("SO_RCVBUF");
    /** SO_RCVBUF beyond rmem_max, for CAP_NET_ADMIN. See socket(7). */
    int SO_RCVBUFFORCE = Abi.constant("SO_RCVBUFFORCE");
    /** Bytes that make the socket readable. See socket(7). */
    int SO_RCVLOWAT = Abi.constant("SO_RCVLOWAT");
    /** Receive the mark of each packet as a cmsg, Linux 5.19. See socket(7). */
    int SO_RCVMARK = Abi.constant("SO_RCVMARK");
    /** Receive the priority of each packet as a cmsg, Linux 6.14. See socket(7). */
    int SO_RCVPRIORITY = Abi.constant("SO_RCVPRIORITY");
    /** Timeout of blocking receives, a struct timeval. See socket(7). */
    int SO_RCVTIMEO = Abi.constant("SO_RCVTIMEO");
    /** SO_RCVTIMEO with 64-bit time, Linux 5.1. See socket(7). */
    int SO_RCVTIMEO_NEW = Abi.constant("SO_RCVTIMEO_NEW");
    /** SO_RCVTIMEO with time of the word size. See socket(7). */
    int SO_RCVTIMEO_OLD = Abi.constant("SO_RCVTIMEO_OLD");
    /** Report receive buffer overflows as errors, FreeBSD. See socket(7). */
    int SO_RERROR = Abi.constant("SO_RERROR");
    /** Bytes of memory kept for the socket, Linux 5.17. See socket(7). */
    int SO_RESERVE_MEM = Abi.constant("SO_RESERVE_MEM");
    /** Bind although an old connection or another bind holds the address. See socket(7). */
    int SO_REUSEADDR = Abi.constant("SO_REUSEADDR");
    /** Several sockets bind the same address and share its traffic. See socket(7). */
    int SO_REUSEPORT = Abi.constant("SO_REUSEPORT");
    /** SO_REUSEPORT that balances the load, FreeBSD 12. See socket(7). */
    int SO_REUSEPORT_LB = Abi.constant("SO_REUSEPORT_LB");
    /** Share a port between sockets of one user, macOS. See socket(7). */
    int SO_REUSESHAREUID = Abi.constant("SO_REUSESHAREUID");
    /** Receive a cmsg with the count of dropped packets. See socket(7). */
    int SO_RXQ_OVFL = Abi.constant("SO_RXQ_OVFL");
    /** Error queue data also makes POLLPRI ready. See socket(7). */
    int SO_SELECT_ERR_QUEUE = Abi.constant("SO_SELECT_ERR_QUEUE");
    /** Routing table of the socket, FreeBSD. See socket(7). */
    int SO_SETFIB = Abi.constant("SO_SETFIB");
    /** Size of the send buffer; Linux doubles what is set. See socket(7). */
    int SO_SNDBUF = Abi.constant("SO_SNDBUF");
    /** SO_SNDBUF beyond wmem_max, for CAP_NET_ADMIN. See socket(7). */
    int SO_SNDBUFFORCE = Abi.constant("SO_SNDBUFFORCE");
    /** Free bytes that make the socket writable; fixed on Linux. See socket(7). */
    int SO_SNDLOWAT = Abi.constant("SO_SNDLOWAT");
    /** Timeout of blocking sends, a struct timeval. See socket(7). */
    int SO_SNDTIMEO = Abi.constant("SO_SNDTIMEO");
    /** SO_SNDTIMEO with 64-bit time, Linux 5.1. See socket(7). */
    int SO_SNDTIMEO_NEW = Abi.constant("SO_SNDTIMEO_NEW");
    /** SO_SNDTIMEO with time of the word size. See socket(7). */
    int SO_SNDTIMEO_OLD = Abi.constant("SO_SNDTIMEO_OLD");
    /** Splice two TCP sockets in the kernel, FreeBSD and OpenBSD. See socket(7). */
    int SO_SPLICE = Abi.constant("SO_SPLICE");
    /** Receive times as a struct timeval cmsg. See socket(7). */
    int SO_TIMESTAMP = Abi.constant("SO_TIMESTAMP");
    /** Software and hardware times of sends and receives. See socket(7). */
    int SO_TIMESTAMPING = Abi.constant("SO_TIMESTAMPING");
    /** SO_TIMESTAMPING with 64-bit time, Linux 5.1. See socket(7). */
    int SO_TIMESTAMPING_NEW = Abi.constant("SO_TIMESTAMPING_NEW");
    /** SO_TIMESTAMPING with time of the word size. See socket(7). */
    int SO_TIMESTAMPING_OLD = Abi.constant("SO_TIMESTAMPING_OLD");
    /** Receive times as a struct timespec cmsg. See socket(7). */
    int SO_TIMESTAMPNS = Abi.constant("SO_TIMESTAMPNS");
    /** SO_TIMESTAMPNS with 64-bit time, Linux 5.1. See socket(7). */
    int SO_TIMESTAMPNS_NEW = Abi.constant("SO_TIMESTAMPNS_NEW");
    /** SO_TIMESTAMPNS with time of the word size. See socket(7). */
    int SO_TIMESTAMPNS_OLD = Abi.constant("SO_TIMESTAMPNS_OLD");
    /** Receive times of the monotonic clock, macOS. See socket(7). */
    int SO_TIMESTAMP_MONOTONIC = Abi.constant("SO_TIMESTAMP_MONOTONIC");
    /** SO_TIMESTAMP with 64-bit time, Linux 5.1. See socket(7). */
    int SO_TIMESTAMP_NEW = Abi.constant("SO_TIMESTAMP_NEW");
    /** SO_TIMESTAMP with time of the word size. See socket(7). */
    int SO_TIMESTAMP_OLD = Abi.constant("SO_TIMESTAMP_OLD");
    /** Which clock SO_TIMESTAMP reads, FreeBSD. See socket(7). */
    int SO_TS_CLOCK = Abi.constant("SO_TS_CLOCK");
    /** Pick another path hash when a send times out, Linux 5.18. See socket(7). */
    int SO_TXREHASH = Abi.constant("SO_TXREHASH");
    /** Each packet carries the time to send it, Linux 4.19. See socket(7). */
    int SO_TXTIME = Abi.constant("SO_TXTIME");
    /** Read: the type of the socket. See socket(7). */
    int SO_TYPE = Abi.constant("SO_TYPE");
    /** Close waits for socket upcalls, macOS. See socket(7). */
    int SO_UPCALLCLOSEWAIT = Abi.constant("SO_UPCALLCLOSEWAIT");
    /** A routing socket receives copies of what it sends. See socket(7). */
    int SO_USELOOPBACK = Abi.constant("SO_USELOOPBACK");
    /** User cookie for divert and accounting, FreeBSD. See socket(7). */
    int SO_USER_COOKIE = Abi.constant("SO_USER_COOKIE");
    /** Receive whether a Wi-Fi frame was acknowledged. See socket(7). */
    int SO_WIFI_STATUS = Abi.constant("SO_WIFI_STATUS");
    /** Allow MSG_ZEROCOPY, Linux 4.14. See socket(7). */
    int SO_ZEROCOPY = Abi.constant("SO_ZEROCOPY");

    // Values of socket options

    /** SO_BUF_LOCK: hold the receive buffer size. See socket(7). */
    int SOCK_RCVBUF_LOCK = Abi.constant("SOCK_RCVBUF_LOCK");
    /** SO_BUF_LOCK: hold the send buffer size. See socket(7). */
    int SOCK_SNDBUF_LOCK = Abi.constant("SOCK_SNDBUF_LOCK");
    /** SO_TXREHASH: as the system says. See socket(7). */
    int SOCK_TXREHASH_DEFAULT = Abi.constant("SOCK_TXREHASH_DEFAULT");
    /** SO_TXREHASH: off. See socket(7). */
    int SOCK_TXREHASH_DISABLED = Abi.constant("SOCK_TXREHASH_DISABLED");
    /** SO_TXREHASH: on. See socket(7). */
    int SOCK_TXREHASH_ENABLED = Abi.constant("SOCK_TXREHASH_ENABLED");
    /** SO_TXTIME: the time is a deadline. See socket(7). */
    int SOF_TXTIME_DEADLINE_MODE = Abi.constant("SOF_TXTIME_DEADLINE_MODE");
    /** SO_TXTIME: report missed times in the error queue. See socket(7). */
    int SOF_TXTIME_REPORT_ERRORS = Abi.constant("SOF_TXTIME_REPORT_ERRORS");
    /** Largest backlog the headers promise. See socket(7). */
    int SOMAXCONN = Abi.constant("SOMAXCONN");
}
