package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_TCP;
import static io.baresock.OptionInfo.on;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_TCP} that macOS or FreeBSD has and Linux has not.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=tcp">tcp(4)</a>
 */
public final class TcpLevelBsd {

    /** How long connect(2) tries. */
    public static final SocketOption<Integer> TCP_CONNECTIONTIMEOUT = ofInt(
            "TCP_CONNECTIONTIMEOUT",
            IPPROTO_TCP,
            Bsd.TCP_CONNECTIONTIMEOUT,
            on("macOS").in("seconds"));

    /** Delay of acknowledgements. */
    public static final SocketOption<Integer> TCP_DELACK =
            ofInt("TCP_DELACK", IPPROTO_TCP, Bsd.TCP_DELACK, on("FreeBSD").in("milliseconds"));

    /** Explicit congestion notification. */
    public static final SocketOption<Boolean> TCP_ENABLE_ECN =
            ofBoolean("TCP_ENABLE_ECN", IPPROTO_TCP, Bsd.TCP_ENABLE_ECN, on("macOS"));

    /** The TCP stack, {@code struct tcp_function_set}. */
    public static final SocketOption<byte[]> TCP_FUNCTION_BLK =
            ofBytes("TCP_FUNCTION_BLK", IPPROTO_TCP, Bsd.TCP_FUNCTION_BLK, on("FreeBSD"), 36);

    /** Idle time before the first keep-alive probe: {@code TCP_KEEPIDLE} elsewhere. */
    public static final SocketOption<Integer> TCP_KEEPALIVE =
            ofInt("TCP_KEEPALIVE", IPPROTO_TCP, Bsd.TCP_KEEPALIVE, on("macOS").in("seconds"));

    /** How long connect(2) tries. */
    public static final SocketOption<Integer> TCP_KEEPINIT =
            ofInt("TCP_KEEPINIT", IPPROTO_TCP, Bsd.TCP_KEEPINIT, on("FreeBSD").in("seconds"));

    /** How long data may stay unacknowledged. */
    public static final SocketOption<Integer> TCP_MAXUNACKTIME = ofInt(
            "TCP_MAXUNACKTIME", IPPROTO_TCP, Bsd.TCP_MAXUNACKTIME, on("FreeBSD").in("seconds"));

    /** No TCP options. */
    public static final SocketOption<Boolean> TCP_NOOPT =
            ofBoolean("TCP_NOOPT", IPPROTO_TCP, Bsd.TCP_NOOPT, on("macOS", "FreeBSD"));

    /** Sends full segments only, until it is turned off: {@code TCP_CORK} elsewhere. */
    public static final SocketOption<Boolean> TCP_NOPUSH =
            ofBoolean("TCP_NOPUSH", IPPROTO_TCP, Bsd.TCP_NOPUSH, on("macOS", "FreeBSD"));

    /** The longest persist timeout. */
    public static final SocketOption<Integer> TCP_PERSIST =
            ofInt("TCP_PERSIST", IPPROTO_TCP, Bsd.TCP_PERSIST, on("FreeBSD").in("milliseconds"));

    /** Spreads a reuseport group by memory domain. */
    public static final SocketOption<Integer> TCP_REUSPORT_LB_NUMA =
            ofInt("TCP_REUSPORT_LB_NUMA", IPPROTO_TCP, Bsd.TCP_REUSPORT_LB_NUMA, on("FreeBSD"));

    /** How long data may stay unacknowledged. */
    public static final SocketOption<Integer> TCP_RXT_CONNDROPTIME = ofInt(
            "TCP_RXT_CONNDROPTIME",
            IPPROTO_TCP,
            Bsd.TCP_RXT_CONNDROPTIME,
            on("macOS").in("seconds"));

    /** Drops a connection whose FIN is retransmitted too often. */
    public static final SocketOption<Boolean> TCP_RXT_FINDROP =
            ofBoolean("TCP_RXT_FINDROP", IPPROTO_TCP, Bsd.TCP_RXT_FINDROP, on("macOS"));

    /** Acknowledges every segment. */
    public static final SocketOption<Boolean> TCP_SENDMOREACKS =
            ofBoolean("TCP_SENDMOREACKS", IPPROTO_TCP, Bsd.TCP_SENDMOREACKS, on("macOS"));

    private TcpLevelBsd() {}
}
