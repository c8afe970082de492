package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_TCP;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_TCP}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpLevel {

    /** Sends small segments at once (no Nagle algorithm). */
    public static final SocketOption<Boolean> TCP_NODELAY =
            SocketOption.ofBoolean("TCP_NODELAY", IPPROTO_TCP, Bsd.TCP_NODELAY);

    private TcpLevel() {}
}
