package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_ICMPV6;
import static io.baresock.Bsd.SOL_RAW;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Filters of raw ICMP sockets: which types are not received.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/raw.7.html">raw(7)</a>
 */
public final class RawLevel {

    /** 256 bits, one a type of ICMPv6; a set bit blocks it (RFC 3542). */
    public static final SocketOption<int[]> ICMP6_FILTER =
            ofInts("ICMPV6_FILTER", IPPROTO_ICMPV6, Bsd.ICMPV6_FILTER, linux("").of(SocketKind.RAW6), 8);

    /** 32 bits, one a type of ICMP; a set bit blocks it. */
    public static final SocketOption<Integer> ICMP_FILTER =
            ofInt("ICMP_FILTER", SOL_RAW, Bsd.ICMP_FILTER, linux("").of(SocketKind.RAW));

    private RawLevel() {}
}
