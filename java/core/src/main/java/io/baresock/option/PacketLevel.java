package io.baresock.option;

import static io.baresock.Bsd.SOL_PACKET;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;
import static io.baresock.option.Options.setOnly;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of packet sockets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
public final class PacketLevel {

    /** Receives more of an interface: see {@link PacketMembership}. Set only. */
    public static final SocketOption<PacketMembership> PACKET_ADD_MEMBERSHIP = setOnly(
            "PACKET_ADD_MEMBERSHIP",
            SOL_PACKET,
            Bsd.PACKET_ADD_MEMBERSHIP,
            linux(""),
            PacketMembership.class,
            PacketMembership.SIZE,
            PacketMembership::encode);

    /** A control message with lengths, VLAN tag and checksum state ({@code struct tpacket_auxdata}). */
    public static final SocketOption<Boolean> PACKET_AUXDATA =
            ofBoolean("PACKET_AUXDATA", SOL_PACKET, Bsd.PACKET_AUXDATA, linux("2.6.21"));

    /** Frames longer than this are put into the socket's queue as well as the ring. Set only. */
    public static final SocketOption<Integer> PACKET_COPY_THRESH = ofInt(
            "PACKET_COPY_THRESH",
            SOL_PACKET,
            Bsd.PACKET_COPY_THRESH,
            linux("").in("bytes").setOnly());

    /** Ends a membership. Set only. */
    public static final SocketOption<PacketMembership> PACKET_DROP_MEMBERSHIP = setOnly(
            "PACKET_DROP_MEMBERSHIP",
            SOL_PACKET,
            Bsd.PACKET_DROP_MEMBERSHIP,
            linux(""),
            PacketMembership.class,
            PacketMembership.SIZE,
            PacketMembership::encode);

    /**
     * Spreads frames over a group of sockets: group number in the lower 16 bits, {@code PACKET_FANOUT_*} mode and
     * flags in the upper ones. Only on a bound socket.
     */
    public static final SocketOption<Integer> PACKET_FANOUT =
            ofInt("PACKET_FANOUT", SOL_PACKET, Bsd.PACKET_FANOUT, linux("3.1"));

    /**
     * Length of a ring's frame header. The kernel reads the version asked for from the value: 0, {@code TPACKET_V1},
     * is what is got here. Get only.
     */
    public static final SocketOption<Integer> PACKET_HDRLEN = ofInt(
            "PACKET_HDRLEN",
            SOL_PACKET,
            Bsd.PACKET_HDRLEN,
            linux("2.6.27").in("bytes").getOnly());

    /** Does not receive what this host sends. */
    public static final SocketOption<Boolean> PACKET_IGNORE_OUTGOING =
            ofBoolean("PACKET_IGNORE_OUTGOING", SOL_PACKET, Bsd.PACKET_IGNORE_OUTGOING, linux("4.20"));

    /** A send ring goes on after a malformed frame. */
    public static final SocketOption<Boolean> PACKET_LOSS =
            ofBoolean("PACKET_LOSS", SOL_PACKET, Bsd.PACKET_LOSS, linux("2.6.31"));

    /** The address says which interface the frame came by, not the one above it. */
    public static final SocketOption<Boolean> PACKET_ORIGDEV =
            ofBoolean("PACKET_ORIGDEV", SOL_PACKET, Bsd.PACKET_ORIGDEV, linux("2.6.21"));

    /** Sends past the queueing discipline. */
    public static final SocketOption<Boolean> PACKET_QDISC_BYPASS =
            ofBoolean("PACKET_QDISC_BYPASS", SOL_PACKET, Bsd.PACKET_QDISC_BYPASS, linux("3.14"));

    /** Room before each header in a ring. */
    public static final SocketOption<Integer> PACKET_RESERVE = ofInt(
            "PACKET_RESERVE", SOL_PACKET, Bsd.PACKET_RESERVE, linux("2.6.27").in("bytes"));

    /** {@code struct tpacket_rollover_stats}, of a rollover fanout. Get only. */
    public static final SocketOption<byte[]> PACKET_ROLLOVER_STATS = ofBytes(
            "PACKET_ROLLOVER_STATS",
            SOL_PACKET,
            Bsd.PACKET_ROLLOVER_STATS,
            linux("4.2").getOnly(),
            24);

    /** The receive ring: {@code struct tpacket_req} (4 ints) or {@code tpacket_req3} (7). Set only. */
    public static final SocketOption<int[]> PACKET_RX_RING =
            ofInts("PACKET_RX_RING", SOL_PACKET, Bsd.PACKET_RX_RING, linux("").setOnly(), 7);

    /** Packets and drops since it was last read. Get only. */
    public static final SocketOption<int[]> PACKET_STATISTICS = ofInts(
            "PACKET_STATISTICS",
            SOL_PACKET,
            Bsd.PACKET_STATISTICS,
            linux("").in("packets").getOnly(),
            2);

    /** Which times rings get: {@code SOF_TIMESTAMPING_*}. */
    public static final SocketOption<Integer> PACKET_TIMESTAMP =
            ofInt("PACKET_TIMESTAMP", SOL_PACKET, Bsd.PACKET_TIMESTAMP, linux("2.6.36"));

    /** Frames of a send ring say where their data begins. */
    public static final SocketOption<Boolean> PACKET_TX_HAS_OFF =
            ofBoolean("PACKET_TX_HAS_OFF", SOL_PACKET, Bsd.PACKET_TX_HAS_OFF, linux("3.10"));

    /** The send ring: {@code struct tpacket_req}. Set only. */
    public static final SocketOption<int[]> PACKET_TX_RING = ofInts(
            "PACKET_TX_RING", SOL_PACKET, Bsd.PACKET_TX_RING, linux("2.6.31").setOnly(), 7);

    /** The ring's version: {@code TPACKET_V1} to {@code TPACKET_V3}. */
    public static final SocketOption<Integer> PACKET_VERSION =
            ofInt("PACKET_VERSION", SOL_PACKET, Bsd.PACKET_VERSION, linux("2.6.27"));

    /** Frames begin with a {@code struct virtio_net_hdr}. */
    public static final SocketOption<Boolean> PACKET_VNET_HDR = ofBoolean(
            "PACKET_VNET_HDR", SOL_PACKET, Bsd.PACKET_VNET_HDR, linux("2.6.27").needs("CAP_NET_RAW"));

    /** The same with a size: 10 or 12. */
    public static final SocketOption<Integer> PACKET_VNET_HDR_SZ = ofInt(
            "PACKET_VNET_HDR_SZ",
            SOL_PACKET,
            Bsd.PACKET_VNET_HDR_SZ,
            linux("6.5").in("bytes").needs("CAP_NET_RAW"));

    private PacketLevel() {}
}
