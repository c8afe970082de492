package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_IPV6;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_IPV6}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public final class Ipv6Level {

    /** Keeps an IPv6 socket from taking IPv4 traffic too; to be set before bind. */
    public static final SocketOption<Boolean> IPV6_V6ONLY =
            SocketOption.ofBoolean("IPV6_V6ONLY", IPPROTO_IPV6, Bsd.IPV6_V6ONLY);

    private Ipv6Level() {}
}
