package io.baresock.option;

import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.OptionInfo.EVERYWHERE;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofDuration;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.struct;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.time.Duration;

/**
 * Options of level {@code SOL_SOCKET} that Linux and the BSDs share. See {@link SocketLevelLinux} for those of Linux
 * alone and {@link SocketLevelBsd} for those of macOS and FreeBSD.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketLevel {

    /** Whether listen(2) was called. Get only. */
    public static final SocketOption<Boolean> SO_ACCEPTCONN = ofBoolean(
            "SO_ACCEPTCONN",
            SOL_SOCKET,
            Bsd.SO_ACCEPTCONN,
            linux("").and("macOS", "FreeBSD").of(SocketKind.TCP).getOnly());

    /** Lets datagrams go to a broadcast address. */
    public static final SocketOption<Boolean> SO_BROADCAST =
            ofBoolean("SO_BROADCAST", SOL_SOCKET, Bsd.SO_BROADCAST, EVERYWHERE);

    /** Records debugging information. */
    public static final SocketOption<Boolean> SO_DEBUG =
            ofBoolean("SO_DEBUG", SOL_SOCKET, Bsd.SO_DEBUG, EVERYWHERE.needs("CAP_NET_ADMIN"));

    /** Sends to directly connected hosts only, past the routing table. */
    public static final SocketOption<Boolean> SO_DONTROUTE =
            ofBoolean("SO_DONTROUTE", SOL_SOCKET, Bsd.SO_DONTROUTE, EVERYWHERE);

    /** The error that is pending on the socket; reading it clears it. Get only. */
    public static final SocketOption<Integer> SO_ERROR =
            ofInt("SO_ERROR", SOL_SOCKET, Bsd.SO_ERROR, EVERYWHERE.getOnly());

    /** Keep-alive probes on an idle connection. */
    public static final SocketOption<Boolean> SO_KEEPALIVE =
            ofBoolean("SO_KEEPALIVE", SOL_SOCKET, Bsd.SO_KEEPALIVE, EVERYWHERE.of(SocketKind.TCP));

    /** What close does with data not yet sent: see {@link Linger}. */
    public static final SocketOption<Linger> SO_LINGER = struct(
            "SO_LINGER",
            SOL_SOCKET,
            Bsd.SO_LINGER,
            EVERYWHERE,
            Linger.class,
            Linger.SIZE,
            Linger::encode,
            Linger::decode);

    /** Leaves out-of-band data in the stream. */
    public static final SocketOption<Boolean> SO_OOBINLINE =
            ofBoolean("SO_OOBINLINE", SOL_SOCKET, Bsd.SO_OOBINLINE, EVERYWHERE);

    /** The protocol, such as {@code IPPROTO_TCP}. Get only. */
    public static final SocketOption<Integer> SO_PROTOCOL = ofInt(
            "SO_PROTOCOL",
            SOL_SOCKET,
            Bsd.SO_PROTOCOL,
            linux("2.6.32").and("FreeBSD").getOnly());

    /** Receive buffer. Linux doubles what is set, up to twice {@code net.core.rmem_max}. */
    public static final SocketOption<Integer> SO_RCVBUF =
            ofInt("SO_RCVBUF", SOL_SOCKET, Bsd.SO_RCVBUF, EVERYWHERE.in("bytes"));

    /** How much must have arrived before a stream is readable. Linux makes 1 of 0. */
    public static final SocketOption<Integer> SO_RCVLOWAT = ofInt(
            "SO_RCVLOWAT", SOL_SOCKET, Bsd.SO_RCVLOWAT, EVERYWHERE.in("bytes").of(SocketKind.TCP));

    /**
     * How long a blocking receive waits, zero for ever. Linux rounds up to its clock tick. Calls of {@code Socket}
     * with a timeout do not need it.
     */
    public static final SocketOption<Duration> SO_RCVTIMEO =
            ofDuration("SO_RCVTIMEO", SOL_SOCKET, Bsd.SO_RCVTIMEO, EVERYWHERE.in("microseconds"));

    /** Lets bind take a local address that old connections still use. */
    public static final SocketOption<Boolean> SO_REUSEADDR =
            ofBoolean("SO_REUSEADDR", SOL_SOCKET, Bsd.SO_REUSEADDR, EVERYWHERE);

    /** Lets several sockets bind one address; Linux spreads arrivals over them, the BSDs give them to the last. */
    public static final SocketOption<Boolean> SO_REUSEPORT =
            ofBoolean("SO_REUSEPORT", SOL_SOCKET, Bsd.SO_REUSEPORT, linux("3.9").and("macOS", "FreeBSD"));

    /** Send buffer. Linux doubles what is set, up to twice {@code net.core.wmem_max}. */
    public static final SocketOption<Integer> SO_SNDBUF =
            ofInt("SO_SNDBUF", SOL_SOCKET, Bsd.SO_SNDBUF, EVERYWHERE.in("bytes"));

    /** How much room a send waits for. Always 1 on Linux; the BSDs let it be set by number. Get only. */
    public static final SocketOption<Integer> SO_SNDLOWAT = ofInt(
            "SO_SNDLOWAT", SOL_SOCKET, Bsd.SO_SNDLOWAT, EVERYWHERE.in("bytes").getOnly());

    /** How long a blocking send or connect waits, zero for ever. Linux rounds up to its clock tick. */
    public static final SocketOption<Duration> SO_SNDTIMEO =
            ofDuration("SO_SNDTIMEO", SOL_SOCKET, Bsd.SO_SNDTIMEO, EVERYWHERE.in("microseconds"));

    /** A control message with each datagram's arrival time, in microseconds. */
    public static final SocketOption<Boolean> SO_TIMESTAMP =
            ofBoolean("SO_TIMESTAMP", SOL_SOCKET, Bsd.SO_TIMESTAMP, EVERYWHERE);

    /** The socket's type, such as {@code SOCK_STREAM}. Get only. */
    public static final SocketOption<Integer> SO_TYPE = ofInt("SO_TYPE", SOL_SOCKET, Bsd.SO_TYPE, EVERYWHERE.getOnly());

    private SocketLevel() {}
}
