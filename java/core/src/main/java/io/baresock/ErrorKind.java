package io.baresock;

/**
 * What an entry of an {@link ErrorQueue} reports.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7), IP_RECVERR</a>
 */
public enum ErrorKind {
    /** An ICMP error of the network: {@code IP_RECVERR}. */
    ICMP,
    /** An ICMPv6 error of the network: {@code IPV6_RECVERR}. */
    ICMP6,
    /** An error of this host, such as a datagram larger than the path MTU: {@code IP_RECVERR}, {@code IPV6_RECVERR}. */
    LOCAL,
    /** Zero-copy sends whose memory the kernel no longer needs: {@code MSG_ZEROCOPY}. */
    ZEROCOPY,
    /** The time of a send: {@code SO_TIMESTAMPING}. (Also the status of a wireless frame: {@code SO_WIFI_STATUS}.) */
    TIMESTAMP,
    /** A packet that missed its time to leave: {@code SO_TXTIME}. */
    TXTIME,
    /** None of these: an origin that is newer than this library, or an entry without a report. */
    UNKNOWN
}
