package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.internal.Platform;

/**
 * What the kernel reports with each datagram that a socket receives. {@link #receive} turns it on, for IPv4 and IPv6 alike. You read it
 * in the columns of {@link io.baresock.MessageBatch} or the views of {@link io.baresock.ReceivedControl}. All of it together needs less
 * than 256 bytes of control data, which is the room that a batch has by default.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public enum Metadata {
    /** The address to which it was sent, and the interface where it arrived: {@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}. */
    LOCAL_ADDRESS,
    /** The type of service or traffic class, with the ECN bits: {@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}. */
    TOS,
    /** The TTL or hop limit: {@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}. */
    TTL,
    /** When the kernel received it, in nanoseconds since 1970: {@code SO_TIMESTAMPNS}. Linux. */
    TIMESTAMP,
    /** How many datagrams the socket had dropped when this one came, all together: {@code SO_RXQ_OVFL}. Linux. */
    DROPS,
    /** The kernel merges datagrams of one flow and reports their size: {@code UDP_GRO}. Give each slot 64 KiB. UDP, Linux 5.0. */
    GRO;

    private SocketOption<Boolean> option(boolean six) {
        return switch (this) {
            case LOCAL_ADDRESS -> six ? Ipv6Options.IPV6_RECVPKTINFO : IpOptions.IP_PKTINFO;
            case TOS -> six ? Ipv6Options.IPV6_RECVTCLASS : IpOptions.IP_RECVTOS;
            case TTL -> six ? Ipv6Options.IPV6_RECVHOPLIMIT : IpOptions.IP_RECVTTL;
            case TIMESTAMP -> SocketOptions.SO_TIMESTAMPNS;
            case DROPS -> SocketOptions.SO_RXQ_OVFL;
            case GRO -> UdpOptions.UDP_GRO;
        };
    }

    /**
     * Turns all of these on for a socket. On Linux an IPv6 socket also gets them for IPv4 datagrams, which it receives
     * unless it is {@code IPV6_V6ONLY}.
     *
     * @param socket an IPv4 or IPv6 datagram socket
     * @param what which ones; the others stay as they are
     * @throws ErrnoException as in setsockopt(2); names the option
     * @throws UnsupportedOperationException if the OS has no such option
     * @throws IllegalArgumentException if the socket has another family
     */
    public static void receive(Socket socket, Metadata... what) throws ErrnoException {
        boolean six = socket.domain() == Bsd.AF_INET6;
        if (!six && socket.domain() != Bsd.AF_INET) {
            throw new IllegalArgumentException("receive: the socket has family " + socket.domain()
                    + "; only IPv4 and IPv6 have metadata to receive");
        }
        for (Metadata m : what) {
            socket.setOption(m.option(six), true);
            if (six && Platform.LINUX) {
                socket.setOption(m.option(false), true);
            }
        }
    }
}
