package io.baresock;

import io.baresock.internal.Abi;

/** TCP options, states, repair and fast open. */
interface TcpConstants {

    // TCP options

    /** TCP-AO: add a master key tuple, Linux 6.7. See tcp(7). */
    int TCP_AO_ADD_KEY = Abi.constant("TCP_AO_ADD_KEY");
    /** TCP-AO: delete a master key tuple, Linux 6.7. See tcp(7). */
    int TCP_AO_DEL_KEY = Abi.constant("TCP_AO_DEL_KEY");
    /** TCP-AO: list master key tuples, Linux 6.7. See tcp(7). */
    int TCP_AO_GET_KEYS = Abi.constant("TCP_AO_GET_KEYS");
    /** TCP-AO: state of the connection, Linux 6.7. See tcp(7). */
    int TCP_AO_INFO = Abi.constant("TCP_AO_INFO");
    /** TCP-AO: checkpoint and restore, Linux 6.7. See tcp(7). */
    int TCP_AO_REPAIR = Abi.constant("TCP_AO_REPAIR");
    /** Congestion control parameter, FreeBSD. See tcp(7). */
    int TCP_CCALGOOPT = Abi.constant("TCP_CCALGOOPT");
    /** Read: details of the congestion control. See tcp(7). */
    int TCP_CC_INFO = Abi.constant("TCP_CC_INFO");
    /** Ancillary of TCP_INQ: bytes left in the queue. See tcp(7). */
    int TCP_CM_INQ = Abi.constant("TCP_CM_INQ");
    /** Congestion control algorithm by name. See tcp(7). */
    int TCP_CONGESTION = Abi.constant("TCP_CONGESTION");
    /** Seconds a connect may take, macOS. See tcp(7). */
    int TCP_CONNECTIONTIMEOUT = Abi.constant("TCP_CONNECTIONTIMEOUT");
    /** Read: state and counters of the connection, macOS. See tcp(7). */
    int TCP_CONNECTION_INFO = Abi.constant("TCP_CONNECTION_INFO");
    /** Relic of TCP cookie transactions. See tcp(7). */
    int TCP_COOKIE_TRANSACTIONS = Abi.constant("TCP_COOKIE_TRANSACTIONS");
    /** Hold partial segments until uncorked, at most 200 ms. See tcp(7). */
    int TCP_CORK = Abi.constant("TCP_CORK");
    /** Seconds a listener waits for data before it wakes. See tcp(7). */
    int TCP_DEFER_ACCEPT = Abi.constant("TCP_DEFER_ACCEPT");
    /** Delayed acknowledgement time, FreeBSD. See tcp(7). */
    int TCP_DELACK = Abi.constant("TCP_DELACK");
    /** Longest delayed acknowledgement in microseconds, Linux 6.15. See tcp(7). */
    int TCP_DELACK_MAX_US = Abi.constant("TCP_DELACK_MAX_US");
    /** Explicit congestion notification, macOS. See tcp(7). */
    int TCP_ENABLE_ECN = Abi.constant("TCP_ENABLE_ECN");
    /** Fast open on a listener: length of its queue. See tcp(7). */
    int TCP_FASTOPEN = Abi.constant("TCP_FASTOPEN");
    /** connect defers the SYN to the first send. See tcp(7). */
    int TCP_FASTOPEN_CONNECT = Abi.constant("TCP_FASTOPEN_CONNECT");
    /** Key of fast open cookies, Linux 5.0. See tcp(7). */
    int TCP_FASTOPEN_KEY = Abi.constant("TCP_FASTOPEN_KEY");
    /** Fast open without a cookie, Linux 4.15. See tcp(7). */
    int TCP_FASTOPEN_NO_COOKIE = Abi.constant("TCP_FASTOPEN_NO_COOKIE");
    /** TCP stack of the connection, FreeBSD. See tcp(7). */
    int TCP_FUNCTION_BLK = Abi.constant("TCP_FUNCTION_BLK");
    /** Read: state and counters of the connection. See tcp(7). */
    int TCP_INFO = Abi.constant("TCP_INFO");
    /** Receive a cmsg with the bytes left in the queue, Linux 4.18. See tcp(7). */
    int TCP_INQ = Abi.constant("TCP_INQ");
    /** Read: is Multipath TCP in use. See tcp(7). */
    int TCP_IS_MPTCP = Abi.constant("TCP_IS_MPTCP");
    /** Idle seconds before keepalive probes, macOS name. See tcp(7). */
    int TCP_KEEPALIVE = Abi.constant("TCP_KEEPALIVE");
    /** Keepalive probes before the connection drops. See tcp(7). */
    int TCP_KEEPCNT = Abi.constant("TCP_KEEPCNT");
    /** Idle seconds before keepalive probes. See tcp(7). */
    int TCP_KEEPIDLE = Abi.constant("TCP_KEEPIDLE");
    /** Seconds a connect may take, FreeBSD. See tcp(7). */
    int TCP_KEEPINIT = Abi.constant("TCP_KEEPINIT");
    /** Seconds between keepalive probes. See tcp(7). */
    int TCP_KEEPINTVL = Abi.constant("TCP_KEEPINTVL");
    /** Seconds an orphan stays in FIN-WAIT-2. See tcp(7). */
    int TCP_LINGER2 = Abi.constant("TCP_LINGER2");
    /** Event log of the connection, FreeBSD. See tcp(7). */
    int TCP_LOG = Abi.constant("TCP_LOG");
    /** Maximum segment size. See tcp(7). */
    int TCP_MAXSEG = Abi.constant("TCP_MAXSEG");
    /** Seconds to retransmit before giving up, FreeBSD. See tcp(7). */
    int TCP_MAXUNACKTIME = Abi.constant("TCP_MAXUNACKTIME");
    /** TCP MD5 signature key (RFC 2385). See tcp(7). */
    int TCP_MD5SIG = Abi.constant("TCP_MD5SIG");
    /** TCP MD5 signature key for a prefix or interface. See tcp(7). */
    int TCP_MD5SIG_EXT = Abi.constant("TCP_MD5SIG_EXT");
    /** Send small segments at once (no Nagle). See tcp(7). */
    int TCP_NODELAY = Abi.constant("TCP_NODELAY");
    /** Send no TCP options, BSD. See tcp(7). */
    int TCP_NOOPT = Abi.constant("TCP_NOOPT");
    /** Hold partial segments until cleared, BSD. See tcp(7). */
    int TCP_NOPUSH = Abi.constant("TCP_NOPUSH");
    /** Unsent bytes below which the socket is writable. See tcp(7). */
    int TCP_NOTSENT_LOWAT = Abi.constant("TCP_NOTSENT_LOWAT");
    /** Seconds in persist before giving up, FreeBSD. See tcp(7). */
    int TCP_PERSIST = Abi.constant("TCP_PERSIST");
    /** Repair: sequence number of the queue. See tcp(7). */
    int TCP_QUEUE_SEQ = Abi.constant("TCP_QUEUE_SEQ");
    /** Acknowledge at once; not permanent. See tcp(7). */
    int TCP_QUICKACK = Abi.constant("TCP_QUICKACK");
    /** Put the socket into repair mode. See tcp(7). */
    int TCP_REPAIR = Abi.constant("TCP_REPAIR");
    /** Repair: negotiated options. See tcp(7). */
    int TCP_REPAIR_OPTIONS = Abi.constant("TCP_REPAIR_OPTIONS");
    /** Repair: which queue to touch. See tcp(7). */
    int TCP_REPAIR_QUEUE = Abi.constant("TCP_REPAIR_QUEUE");
    /** Repair: window parameters. See tcp(7). */
    int TCP_REPAIR_WINDOW = Abi.constant("TCP_REPAIR_WINDOW");
    /** NUMA filter of a load-balanced group, FreeBSD. See tcp(7). */
    int TCP_REUSPORT_LB_NUMA = Abi.constant("TCP_REUSPORT_LB_NUMA");
    /** Longest retransmission timeout in milliseconds, Linux 6.15. See tcp(7). */
    int TCP_RTO_MAX_MS = Abi.constant("TCP_RTO_MAX_MS");
    /** Shortest retransmission timeout in microseconds, Linux 6.15. See tcp(7). */
    int TCP_RTO_MIN_US = Abi.constant("TCP_RTO_MIN_US");
    /** Kernel TLS on receive, FreeBSD. See tcp(7). */
    int TCP_RXTLS_ENABLE = Abi.constant("TCP_RXTLS_ENABLE");
    /** Seconds of retransmission before dropping, macOS. See tcp(7). */
    int TCP_RXT_CONNDROPTIME = Abi.constant("TCP_RXT_CONNDROPTIME");
    /** Drop after three FIN retransmissions, macOS. See tcp(7). */
    int TCP_RXT_FINDROP = Abi.constant("TCP_RXT_FINDROP");
    /** Read once: the headers of the SYN. See tcp(7). */
    int TCP_SAVED_SYN = Abi.constant("TCP_SAVED_SYN");
    /** A listener records the headers of SYNs. See tcp(7). */
    int TCP_SAVE_SYN = Abi.constant("TCP_SAVE_SYN");
    /** Acknowledge more often, macOS. See tcp(7). */
    int TCP_SENDMOREACKS = Abi.constant("TCP_SENDMOREACKS");
    /** Read: statistics of the connection, FreeBSD. See tcp(7). */
    int TCP_STATS = Abi.constant("TCP_STATS");
    /** SYN retransmissions before connect fails. See tcp(7). */
    int TCP_SYNCNT = Abi.constant("TCP_SYNCNT");
    /** Relic: retransmit after one duplicate on thin streams. See tcp(7). */
    int TCP_THIN_DUPACK = Abi.constant("TCP_THIN_DUPACK");
    /** Linear timeouts on thin streams. See tcp(7). */
    int TCP_THIN_LINEAR_TIMEOUTS = Abi.constant("TCP_THIN_LINEAR_TIMEOUTS");
    /** Clock of the TCP timestamps, for repair. See tcp(7). */
    int TCP_TIMESTAMP = Abi.constant("TCP_TIMESTAMP");
    /** Kernel TLS on send, FreeBSD. See tcp(7). */
    int TCP_TXTLS_ENABLE = Abi.constant("TCP_TXTLS_ENABLE");
    /** Microseconds to delay outgoing packets, Linux 5.3. See tcp(7). */
    int TCP_TX_DELAY = Abi.constant("TCP_TX_DELAY");
    /** Attach an upper layer protocol such as tls. See tcp(7). */
    int TCP_ULP = Abi.constant("TCP_ULP");
    /** Milliseconds unacknowledged data may wait. See tcp(7). */
    int TCP_USER_TIMEOUT = Abi.constant("TCP_USER_TIMEOUT");
    /** Upper bound of the advertised window. See tcp(7). */
    int TCP_WINDOW_CLAMP = Abi.constant("TCP_WINDOW_CLAMP");
    /** Map received pages into the caller, Linux 4.18. See tcp(7). */
    int TCP_ZEROCOPY_RECEIVE = Abi.constant("TCP_ZEROCOPY_RECEIVE");

    // Values of TCP options

    /** tcpi_options: ECN was negotiated. See tcp(7). */
    int TCPI_OPT_ECN = Abi.constant("TCPI_OPT_ECN");
    /** tcpi_options: a packet with ECN was seen. See tcp(7). */
    int TCPI_OPT_ECN_SEEN = Abi.constant("TCPI_OPT_ECN_SEEN");
    /** tcpi_options: selective acknowledgements. See tcp(7). */
    int TCPI_OPT_SACK = Abi.constant("TCPI_OPT_SACK");
    /** tcpi_options: the SYN data was acknowledged. See tcp(7). */
    int TCPI_OPT_SYN_DATA = Abi.constant("TCPI_OPT_SYN_DATA");
    /** tcpi_options: opened by fast open. See tcp(7). */
    int TCPI_OPT_TFO_CHILD = Abi.constant("TCPI_OPT_TFO_CHILD");
    /** tcpi_options: timestamps. See tcp(7). */
    int TCPI_OPT_TIMESTAMPS = Abi.constant("TCPI_OPT_TIMESTAMPS");
    /** tcpi_options: microsecond timestamps, Linux 6.7. See tcp(7). */
    int TCPI_OPT_USEC_TS = Abi.constant("TCPI_OPT_USEC_TS");
    /** tcpi_options: window scaling. See tcp(7). */
    int TCPI_OPT_WSCALE = Abi.constant("TCPI_OPT_WSCALE");
    /** TCP_MD5SIG_EXT: the key is for an interface. See tcp(7). */
    int TCP_MD5SIG_FLAG_IFINDEX = Abi.constant("TCP_MD5SIG_FLAG_IFINDEX");
    /** TCP_MD5SIG_EXT: the key is for a prefix. See tcp(7). */
    int TCP_MD5SIG_FLAG_PREFIX = Abi.constant("TCP_MD5SIG_FLAG_PREFIX");
    /** Longest MD5 signature key. See tcp(7). */
    int TCP_MD5SIG_MAXKEYLEN = Abi.constant("TCP_MD5SIG_MAXKEYLEN");
    /** TCP_REPAIR_QUEUE: none. See tcp(7). */
    int TCP_NO_QUEUE = Abi.constant("TCP_NO_QUEUE");
    /** TCP_ZEROCOPY_RECEIVE: the mapping needs no flush. See tcp(7). */
    int TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT = Abi.constant("TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT");
    /** TCP_REPAIR_QUEUE: the receive queue. See tcp(7). */
    int TCP_RECV_QUEUE = Abi.constant("TCP_RECV_QUEUE");
    /** TCP_REPAIR: leave repair mode. See tcp(7). */
    int TCP_REPAIR_OFF = Abi.constant("TCP_REPAIR_OFF");
    /** TCP_REPAIR: leave repair mode without a window probe. See tcp(7). */
    int TCP_REPAIR_OFF_NO_WP = Abi.constant("TCP_REPAIR_OFF_NO_WP");
    /** TCP_REPAIR: enter repair mode. See tcp(7). */
    int TCP_REPAIR_ON = Abi.constant("TCP_REPAIR_ON");
    /** TCP_REPAIR_QUEUE: the send queue. See tcp(7). */
    int TCP_SEND_QUEUE = Abi.constant("TCP_SEND_QUEUE");

    // TCP states, as TCP_INFO reports them on Linux

    /** No connection. See tcp(7), ss(8). */
    int TCP_CLOSE = Abi.constant("TCP_CLOSE");
    /** The peer has closed, this side has not. See tcp(7), ss(8). */
    int TCP_CLOSE_WAIT = Abi.constant("TCP_CLOSE_WAIT");
    /** Both sides closed at the same time. See tcp(7), ss(8). */
    int TCP_CLOSING = Abi.constant("TCP_CLOSING");
    /** Connected. See tcp(7), ss(8). */
    int TCP_ESTABLISHED = Abi.constant("TCP_ESTABLISHED");
    /** This side has closed, unacknowledged. See tcp(7), ss(8). */
    int TCP_FIN_WAIT1 = Abi.constant("TCP_FIN_WAIT1");
    /** This side has closed, the peer has not. See tcp(7), ss(8). */
    int TCP_FIN_WAIT2 = Abi.constant("TCP_FIN_WAIT2");
    /** Both have closed, the last acknowledgement is due. See tcp(7), ss(8). */
    int TCP_LAST_ACK = Abi.constant("TCP_LAST_ACK");
    /** Listening. See tcp(7), ss(8). */
    int TCP_LISTEN = Abi.constant("TCP_LISTEN");
    /** A SYN was received. See tcp(7), ss(8). */
    int TCP_SYN_RECV = Abi.constant("TCP_SYN_RECV");
    /** A SYN was sent. See tcp(7), ss(8). */
    int TCP_SYN_SENT = Abi.constant("TCP_SYN_SENT");
    /** Waiting for old segments to die. See tcp(7), ss(8). */
    int TCP_TIME_WAIT = Abi.constant("TCP_TIME_WAIT");

    // Multipath TCP options at SOL_MPTCP

    /** Read: everything about all subflows, Linux 6.5. See mptcp(7). */
    int MPTCP_FULL_INFO = Abi.constant("MPTCP_FULL_INFO");
    /** Read: state of the connection, Linux 5.16. See mptcp(7). */
    int MPTCP_INFO = Abi.constant("MPTCP_INFO");
    /** Read: addresses of the subflows, Linux 5.16. See mptcp(7). */
    int MPTCP_SUBFLOW_ADDRS = Abi.constant("MPTCP_SUBFLOW_ADDRS");
    /** Read: TCP_INFO of the subflows, Linux 5.16. See mptcp(7). */
    int MPTCP_TCPINFO = Abi.constant("MPTCP_TCPINFO");

    // Kernel TLS options at SOL_TLS

    /** TLS 1.2. See Documentation/networking/tls.rst. */
    int TLS_1_2_VERSION = Abi.constant("TLS_1_2_VERSION");
    /** TLS 1.3. See Documentation/networking/tls.rst. */
    int TLS_1_3_VERSION = Abi.constant("TLS_1_3_VERSION");
    /** AES-128-CCM. See Documentation/networking/tls.rst. */
    int TLS_CIPHER_AES_CCM_128 = Abi.constant("TLS_CIPHER_AES_CCM_128");
    /** AES-128-GCM. See Documentation/networking/tls.rst. */
    int TLS_CIPHER_AES_GCM_128 = Abi.constant("TLS_CIPHER_AES_GCM_128");
    /** AES-256-GCM. See Documentation/networking/tls.rst. */
    int TLS_CIPHER_AES_GCM_256 = Abi.constant("TLS_CIPHER_AES_GCM_256");
    /** ChaCha20-Poly1305. See Documentation/networking/tls.rst. */
    int TLS_CIPHER_CHACHA20_POLY1305 = Abi.constant("TLS_CIPHER_CHACHA20_POLY1305");
    /** Ancillary: type of the record received. See Documentation/networking/tls.rst. */
    int TLS_GET_RECORD_TYPE = Abi.constant("TLS_GET_RECORD_TYPE");
    /** Parameters of the receiving side. See Documentation/networking/tls.rst. */
    int TLS_RX = Abi.constant("TLS_RX");
    /** Expect no padding: decrypt in place, Linux 6.0. See Documentation/networking/tls.rst. */
    int TLS_RX_EXPECT_NO_PAD = Abi.constant("TLS_RX_EXPECT_NO_PAD");
    /** Ancillary: type of the record to send. See Documentation/networking/tls.rst. */
    int TLS_SET_RECORD_TYPE = Abi.constant("TLS_SET_RECORD_TYPE");
    /** Parameters of the sending side. See Documentation/networking/tls.rst. */
    int TLS_TX = Abi.constant("TLS_TX");
    /** sendfile without a copy of read-only pages, Linux 5.19. See Documentation/networking/tls.rst. */
    int TLS_TX_ZEROCOPY_RO = Abi.constant("TLS_TX_ZEROCOPY_RO");
}
