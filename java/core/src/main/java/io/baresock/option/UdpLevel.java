package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_UDP;
import static io.baresock.Bsd.IPPROTO_UDPLITE;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofInt;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_UDP}, and of UDP-Lite.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public final class UdpLevel {

    /** The least checksum coverage accepted, 0 for the whole datagram. UDP-Lite only. */
    public static final SocketOption<Integer> UDPLITE_RECV_CSCOV = ofInt(
            "UDPLITE_RECV_CSCOV",
            IPPROTO_UDPLITE,
            Bsd.UDPLITE_RECV_CSCOV,
            linux("").of(SocketKind.UDPLITE).in("bytes"));

    /** Checksum coverage of what is sent, 0 for the whole datagram. */
    public static final SocketOption<Integer> UDPLITE_SEND_CSCOV = ofInt(
            "UDPLITE_SEND_CSCOV",
            IPPROTO_UDPLITE,
            Bsd.UDPLITE_SEND_CSCOV,
            linux("").of(SocketKind.UDPLITE).in("bytes"));

    /** Gathers what is sent into one datagram until it is turned off. */
    public static final SocketOption<Boolean> UDP_CORK = ofBoolean("UDP_CORK", IPPROTO_UDP, Bsd.UDP_CORK, linux(""));

    /** Encapsulation, such as {@code UDP_ENCAP_ESPINUDP}. */
    public static final SocketOption<Integer> UDP_ENCAP = ofInt("UDP_ENCAP", IPPROTO_UDP, Bsd.UDP_ENCAP, linux(""));

    /** Datagrams of one flow come together, their size in a control message. */
    public static final SocketOption<Boolean> UDP_GRO = ofBoolean("UDP_GRO", IPPROTO_UDP, Bsd.UDP_GRO, linux("5.0"));

    /** Accepts IPv6 datagrams without a checksum. */
    public static final SocketOption<Boolean> UDP_NO_CHECK6_RX = ofBoolean(
            "UDP_NO_CHECK6_RX", IPPROTO_UDP, Bsd.UDP_NO_CHECK6_RX, linux("3.16").of(SocketKind.UDP6));

    /** Sends IPv6 datagrams without a checksum. */
    public static final SocketOption<Boolean> UDP_NO_CHECK6_TX = ofBoolean(
            "UDP_NO_CHECK6_TX", IPPROTO_UDP, Bsd.UDP_NO_CHECK6_TX, linux("3.16").of(SocketKind.UDP6));

    /** Cuts what is sent into datagrams of this size, 0 to 65535; 0 does not. */
    public static final SocketOption<Integer> UDP_SEGMENT =
            ofInt("UDP_SEGMENT", IPPROTO_UDP, Bsd.UDP_SEGMENT, linux("4.18").in("bytes"));

    private UdpLevel() {}
}
