package io.baresock.option;

import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.OptionInfo.on;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofInt;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code SOL_SOCKET} that macOS or FreeBSD has and Linux has not.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=setsockopt">setsockopt(2)</a>
 */
public final class SocketLevelBsd {

    /** Keeps what a too small buffer cut off a datagram for the next receive. */
    public static final SocketOption<Boolean> SO_DONTTRUNC =
            ofBoolean("SO_DONTTRUNC", SOL_SOCKET, Bsd.SO_DONTTRUNC, on("macOS"));

    /** Incomplete connections of a listener. Get only. */
    public static final SocketOption<Integer> SO_LISTENINCQLEN = ofInt(
            "SO_LISTENINCQLEN",
            SOL_SOCKET,
            Bsd.SO_LISTENINCQLEN,
            on("FreeBSD").in("connections").getOnly());

    /** Complete connections waiting for accept. Get only. */
    public static final SocketOption<Integer> SO_LISTENQLEN = ofInt(
            "SO_LISTENQLEN",
            SOL_SOCKET,
            Bsd.SO_LISTENQLEN,
            on("FreeBSD").in("connections").getOnly());

    /** The listener's backlog. Get only. */
    public static final SocketOption<Integer> SO_LISTENQLIMIT = ofInt(
            "SO_LISTENQLIMIT",
            SOL_SOCKET,
            Bsd.SO_LISTENQLIMIT,
            on("FreeBSD").in("connections").getOnly());

    /** No SIGPIPE from this socket. Every socket made here has it. */
    public static final SocketOption<Boolean> SO_NOSIGPIPE =
            ofBoolean("SO_NOSIGPIPE", SOL_SOCKET, Bsd.SO_NOSIGPIPE, on("macOS", "FreeBSD"));

    /** No direct data placement. */
    public static final SocketOption<Boolean> SO_NO_DDP =
            ofBoolean("SO_NO_DDP", SOL_SOCKET, Bsd.SO_NO_DDP, on("FreeBSD"));

    /** No offload of the connection to the device. */
    public static final SocketOption<Boolean> SO_NO_OFFLOAD =
            ofBoolean("SO_NO_OFFLOAD", SOL_SOCKET, Bsd.SO_NO_OFFLOAD, on("FreeBSD"));

    /** What can be received; of the next datagram only. Get only. */
    public static final SocketOption<Integer> SO_NREAD =
            ofInt("SO_NREAD", SOL_SOCKET, Bsd.SO_NREAD, on("macOS").in("bytes").getOnly());

    /** Datagrams waiting. Get only. */
    public static final SocketOption<Integer> SO_NUMRCVPKT = ofInt(
            "SO_NUMRCVPKT",
            SOL_SOCKET,
            Bsd.SO_NUMRCVPKT,
            on("macOS").in("datagrams").getOnly());

    /** What is not sent yet. Get only. */
    public static final SocketOption<Integer> SO_NWRITE = ofInt(
            "SO_NWRITE", SOL_SOCKET, Bsd.SO_NWRITE, on("macOS").in("bytes").getOnly());

    /** A random local port, not the next one. */
    public static final SocketOption<Boolean> SO_RANDOMPORT =
            ofBoolean("SO_RANDOMPORT", SOL_SOCKET, Bsd.SO_RANDOMPORT, on("macOS"));

    /** Reports a full receive buffer as an error. */
    public static final SocketOption<Boolean> SO_RERROR =
            ofBoolean("SO_RERROR", SOL_SOCKET, Bsd.SO_RERROR, on("FreeBSD"));

    /** SO_REUSEPORT with arrivals spread over the sockets. */
    public static final SocketOption<Boolean> SO_REUSEPORT_LB =
            ofBoolean("SO_REUSEPORT_LB", SOL_SOCKET, Bsd.SO_REUSEPORT_LB, on("FreeBSD"));

    /** Lets other users' processes bind a shared port. */
    public static final SocketOption<Boolean> SO_REUSESHAREUID =
            ofBoolean("SO_REUSESHAREUID", SOL_SOCKET, Bsd.SO_REUSESHAREUID, on("macOS"));

    /** The routing table. */
    public static final SocketOption<Integer> SO_SETFIB = ofInt("SO_SETFIB", SOL_SOCKET, Bsd.SO_SETFIB, on("FreeBSD"));

    /** A control message with the arrival time on the monotonic clock. */
    public static final SocketOption<Boolean> SO_TIMESTAMP_MONOTONIC =
            ofBoolean("SO_TIMESTAMP_MONOTONIC", SOL_SOCKET, Bsd.SO_TIMESTAMP_MONOTONIC, on("macOS"));

    /** The clock of SO_TIMESTAMP. */
    public static final SocketOption<Integer> SO_TS_CLOCK =
            ofInt("SO_TS_CLOCK", SOL_SOCKET, Bsd.SO_TS_CLOCK, on("FreeBSD"));

    /** Close waits until kernel clients of the socket are done. */
    public static final SocketOption<Boolean> SO_UPCALLCLOSEWAIT =
            ofBoolean("SO_UPCALLCLOSEWAIT", SOL_SOCKET, Bsd.SO_UPCALLCLOSEWAIT, on("macOS"));

    /** Routing sockets see their own messages. */
    public static final SocketOption<Boolean> SO_USELOOPBACK =
            ofBoolean("SO_USELOOPBACK", SOL_SOCKET, Bsd.SO_USELOOPBACK, on("macOS", "FreeBSD"));

    /** A number that firewall rules can match. Set only. */
    public static final SocketOption<Integer> SO_USER_COOKIE = ofInt(
            "SO_USER_COOKIE", SOL_SOCKET, Bsd.SO_USER_COOKIE, on("FreeBSD").setOnly());

    private SocketLevelBsd() {}
}
