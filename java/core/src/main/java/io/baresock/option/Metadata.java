package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;

/**
 * What a datagram socket tells about each datagram it receives, switched on with one call whatever the family: the columns of
 * {@link io.baresock.MessageBatch} and the views of {@link io.baresock.ReceivedControl} then have it. All of them together
 * take less than the 256 bytes of control data that a batch has room for at first.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public enum Metadata {
    /** The address that it was sent to, and the interface that it came in by: {@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}. */
    LOCAL_ADDRESS,
    /** Type of service or traffic class, ECN bits included: {@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}. */
    TOS,
    /** TTL or hop limit: {@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}. */
    TTL,
    /** When the kernel received it, in nanoseconds: {@code SO_TIMESTAMPNS}. Linux. */
    TIMESTAMP,
    /** How many the socket has dropped: {@code SO_RXQ_OVFL}. Linux. */
    DROPS,
    /** Datagrams of one flow come merged, with their size: {@code UDP_GRO}. Give each slot 64 KiB. Linux 5.0, UDP. */
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
     * Makes a socket tell all of these. On Linux an IPv6 socket tells them of IPv4 datagrams as well, which it may receive
     * unless it is {@code IPV6_V6ONLY}.
     *
     * @param socket an IPv4 or IPv6 datagram socket
     * @param what which; others stay as they are
     * @throws ErrnoException as in setsockopt(2); names the option
     * @throws UnsupportedOperationException if the OS has no such option
     * @throws IllegalArgumentException if the socket is of another family
     */
    public static void receive(Socket socket, Metadata... what) throws ErrnoException {
        boolean six = socket.domain() == Bsd.AF_INET6;
        if (!six && socket.domain() != Bsd.AF_INET) {
            throw new IllegalArgumentException("receive: the socket is of family " + socket.domain()
                    + "; only IPv4 and IPv6 have metadata to receive");
        }
        for (Metadata m : what) {
            socket.setOption(m.option(six), true);
            if (six && System.getProperty("os.name").equals("Linux")) {
                socket.setOption(m.option(false), true);
            }
        }
    }
}
