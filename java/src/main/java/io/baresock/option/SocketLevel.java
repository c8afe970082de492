package io.baresock.option;

import static io.baresock.Bsd.SOL_SOCKET;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code SOL_SOCKET}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketLevel {

    /** The error that is pending on the socket; reading it clears it. Get only. */
    public static final SocketOption<Integer> SO_ERROR = SocketOption.ofInt("SO_ERROR", SOL_SOCKET, Bsd.SO_ERROR);

    /** Keep-alive probes on an idle connection. */
    public static final SocketOption<Boolean> SO_KEEPALIVE =
            SocketOption.ofBoolean("SO_KEEPALIVE", SOL_SOCKET, Bsd.SO_KEEPALIVE);

    /** What close does with data not yet sent: see {@link Linger}. */
    public static final SocketOption<Linger> SO_LINGER = new LingerOption("SO_LINGER", SOL_SOCKET, Bsd.SO_LINGER);

    /** Receive buffer, bytes. Linux doubles what is set, up to twice {@code net.core.rmem_max}. */
    public static final SocketOption<Integer> SO_RCVBUF = SocketOption.ofInt("SO_RCVBUF", SOL_SOCKET, Bsd.SO_RCVBUF);

    /** Lets bind take a local address that old connections still use. */
    public static final SocketOption<Boolean> SO_REUSEADDR =
            SocketOption.ofBoolean("SO_REUSEADDR", SOL_SOCKET, Bsd.SO_REUSEADDR);

    /** Lets several sockets bind one address; Linux spreads arrivals over them, the BSDs give them to the last. */
    public static final SocketOption<Boolean> SO_REUSEPORT =
            SocketOption.ofBoolean("SO_REUSEPORT", SOL_SOCKET, Bsd.SO_REUSEPORT);

    /** Send buffer, bytes. Linux doubles what is set, up to twice {@code net.core.wmem_max}. */
    public static final SocketOption<Integer> SO_SNDBUF = SocketOption.ofInt("SO_SNDBUF", SOL_SOCKET, Bsd.SO_SNDBUF);

    /** The socket's type, such as {@code SOCK_STREAM}. Get only. */
    public static final SocketOption<Integer> SO_TYPE = SocketOption.ofInt("SO_TYPE", SOL_SOCKET, Bsd.SO_TYPE);

    private SocketLevel() {}
}
