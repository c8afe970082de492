package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_TCP;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofString;
import static io.baresock.option.Options.ofTime;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_TCP} that set up and tune a connection. {@link TcpLevelRepair} has those for keys
 * and for moving connections, {@link TcpInfo} the statistics.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpLevel {

    /**
     * The congestion control algorithm by name. Those not in {@code net.ipv4.tcp_allowed_congestion_control} need
     * CAP_NET_ADMIN.
     */
    public static final SocketOption<String> TCP_CONGESTION = ofString(
            "TCP_CONGESTION", IPPROTO_TCP, Bsd.TCP_CONGESTION, linux("2.6.13").and("FreeBSD"), 16);

    /** Sends full segments only, until it is turned off or 200 ms have passed. */
    public static final SocketOption<Boolean> TCP_CORK = ofBoolean("TCP_CORK", IPPROTO_TCP, Bsd.TCP_CORK, linux(""));

    /**
     * A listener's connections wait for data before accept returns them. Rounded up to a number of SYN-ACK
     * retransmissions.
     */
    public static final SocketOption<Integer> TCP_DEFER_ACCEPT = ofTime(
            "TCP_DEFER_ACCEPT", IPPROTO_TCP, Bsd.TCP_DEFER_ACCEPT, linux("").in("seconds"));

    /** The longest an acknowledgement is delayed. */
    public static final SocketOption<Integer> TCP_DELACK_MAX_US = ofInt(
            "TCP_DELACK_MAX_US",
            IPPROTO_TCP,
            Bsd.TCP_DELACK_MAX_US,
            linux("6.15").in("microseconds"));

    /** Fast open on a listener: how many may wait with data but no handshake; 0 turns it off. */
    public static final SocketOption<Integer> TCP_FASTOPEN = ofInt(
            "TCP_FASTOPEN",
            IPPROTO_TCP,
            Bsd.TCP_FASTOPEN,
            linux("3.7").and("macOS", "FreeBSD").in("connections"));

    /** connect(2) waits for the first send, whose data goes with the SYN if there is a cookie. */
    public static final SocketOption<Boolean> TCP_FASTOPEN_CONNECT =
            ofBoolean("TCP_FASTOPEN_CONNECT", IPPROTO_TCP, Bsd.TCP_FASTOPEN_CONNECT, linux("4.11"));

    /** The cookie key of a listener, 16 bytes, or 32 with a backup (Linux 5.3). */
    public static final SocketOption<byte[]> TCP_FASTOPEN_KEY =
            ofBytes("TCP_FASTOPEN_KEY", IPPROTO_TCP, Bsd.TCP_FASTOPEN_KEY, linux("4.15"), 32);

    /** Fast open without a cookie. */
    public static final SocketOption<Boolean> TCP_FASTOPEN_NO_COOKIE =
            ofBoolean("TCP_FASTOPEN_NO_COOKIE", IPPROTO_TCP, Bsd.TCP_FASTOPEN_NO_COOKIE, linux("4.15"));

    /** A control message with how much remains to be received. */
    public static final SocketOption<Boolean> TCP_INQ = ofBoolean("TCP_INQ", IPPROTO_TCP, Bsd.TCP_INQ, linux("4.18"));

    /** Whether this is a Multipath TCP connection that did not fall back. Get only. */
    public static final SocketOption<Boolean> TCP_IS_MPTCP = ofBoolean(
            "TCP_IS_MPTCP", IPPROTO_TCP, Bsd.TCP_IS_MPTCP, linux("5.16").getOnly());

    /** Unanswered keep-alive probes before the connection is dropped, 1 to 127. */
    public static final SocketOption<Integer> TCP_KEEPCNT = ofInt(
            "TCP_KEEPCNT",
            IPPROTO_TCP,
            Bsd.TCP_KEEPCNT,
            linux("").and("macOS", "FreeBSD").in("probes"));

    /** Idle time before the first keep-alive probe, 1 to 32767. macOS: {@link TcpLevelBsd#TCP_KEEPALIVE}. */
    public static final SocketOption<Integer> TCP_KEEPIDLE = ofInt(
            "TCP_KEEPIDLE",
            IPPROTO_TCP,
            Bsd.TCP_KEEPIDLE,
            linux("").and("FreeBSD").in("seconds"));

    /** Time between keep-alive probes, 1 to 32767. */
    public static final SocketOption<Integer> TCP_KEEPINTVL = ofInt(
            "TCP_KEEPINTVL",
            IPPROTO_TCP,
            Bsd.TCP_KEEPINTVL,
            linux("").and("macOS", "FreeBSD").in("seconds"));

    /** How long an orphaned connection stays in FIN-WAIT-2; negative for not at all, 0 for the system's time. */
    public static final SocketOption<Integer> TCP_LINGER2 =
            ofInt("TCP_LINGER2", IPPROTO_TCP, Bsd.TCP_LINGER2, linux("").in("seconds"));

    /** Largest segment. Before a connection: what was set is not what is read, which is the current one. */
    public static final SocketOption<Integer> TCP_MAXSEG = ofInt(
            "TCP_MAXSEG",
            IPPROTO_TCP,
            Bsd.TCP_MAXSEG,
            linux("").and("macOS", "FreeBSD").in("bytes"));

    /** Sends small segments at once (no Nagle algorithm). */
    public static final SocketOption<Boolean> TCP_NODELAY =
            ofBoolean("TCP_NODELAY", IPPROTO_TCP, Bsd.TCP_NODELAY, linux("").and("macOS", "FreeBSD"));

    /** Writable only while less than this is not sent yet. */
    public static final SocketOption<Integer> TCP_NOTSENT_LOWAT = ofInt(
            "TCP_NOTSENT_LOWAT",
            IPPROTO_TCP,
            Bsd.TCP_NOTSENT_LOWAT,
            linux("3.12").and("macOS").in("bytes"));

    /** Acknowledges at once, until the kernel thinks otherwise: not permanent. */
    public static final SocketOption<Boolean> TCP_QUICKACK =
            ofBoolean("TCP_QUICKACK", IPPROTO_TCP, Bsd.TCP_QUICKACK, linux(""));

    /** The longest retransmission timeout, 1000 to 120000. */
    public static final SocketOption<Integer> TCP_RTO_MAX_MS = ofInt(
            "TCP_RTO_MAX_MS", IPPROTO_TCP, Bsd.TCP_RTO_MAX_MS, linux("6.15").in("milliseconds"));

    /** The shortest retransmission timeout. */
    public static final SocketOption<Integer> TCP_RTO_MIN_US = ofInt(
            "TCP_RTO_MIN_US", IPPROTO_TCP, Bsd.TCP_RTO_MIN_US, linux("6.15").in("microseconds"));

    /** The headers of the SYN that began this connection, once; the listener had TCP_SAVE_SYN. Get only. */
    public static final SocketOption<byte[]> TCP_SAVED_SYN = ofBytes(
            "TCP_SAVED_SYN", IPPROTO_TCP, Bsd.TCP_SAVED_SYN, linux("4.3").getOnly(), 1024);

    /** 1 keeps the SYN's network and transport headers, 2 the link-layer one too. */
    public static final SocketOption<Integer> TCP_SAVE_SYN =
            ofInt("TCP_SAVE_SYN", IPPROTO_TCP, Bsd.TCP_SAVE_SYN, linux("4.3"));

    /** SYNs that connect(2) sends again, 1 to 127. */
    public static final SocketOption<Integer> TCP_SYNCNT =
            ofInt("TCP_SYNCNT", IPPROTO_TCP, Bsd.TCP_SYNCNT, linux("").in("retransmissions"));

    /** Fast retransmit after one duplicate ACK on thin streams. No effect from Linux 4.15. */
    public static final SocketOption<Boolean> TCP_THIN_DUPACK =
            ofBoolean("TCP_THIN_DUPACK", IPPROTO_TCP, Bsd.TCP_THIN_DUPACK, linux("2.6.34"));

    /** Timeouts that do not back off exponentially on thin streams. */
    public static final SocketOption<Boolean> TCP_THIN_LINEAR_TIMEOUTS =
            ofBoolean("TCP_THIN_LINEAR_TIMEOUTS", IPPROTO_TCP, Bsd.TCP_THIN_LINEAR_TIMEOUTS, linux("2.6.34"));

    /** Delays what is sent, for tests. */
    public static final SocketOption<Integer> TCP_TX_DELAY =
            ofInt("TCP_TX_DELAY", IPPROTO_TCP, Bsd.TCP_TX_DELAY, linux("5.3").in("microseconds"));

    /** The upper layer protocol, such as {@code "tls"}; cannot be taken off. */
    public static final SocketOption<String> TCP_ULP = ofString("TCP_ULP", IPPROTO_TCP, Bsd.TCP_ULP, linux("4.13"), 16);

    /** How long data may stay unacknowledged before the connection is dropped; 0 for the system's time. */
    public static final SocketOption<Integer> TCP_USER_TIMEOUT = ofInt(
            "TCP_USER_TIMEOUT",
            IPPROTO_TCP,
            Bsd.TCP_USER_TIMEOUT,
            linux("2.6.37").in("milliseconds"));

    /** The largest window advertised; not below half the minimum receive buffer. */
    public static final SocketOption<Integer> TCP_WINDOW_CLAMP = ofInt(
            "TCP_WINDOW_CLAMP", IPPROTO_TCP, Bsd.TCP_WINDOW_CLAMP, linux("").in("bytes"));

    private TcpLevel() {}
}
