package io.baresock.option;

import static io.baresock.Bsd.*;
import static io.baresock.option.SocketCases.LO;

import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.time.Duration;
import java.util.List;

/** Packet, netlink, vsock and CAN sockets: the effective-value rule of each option. */
final class LinkCases extends OptionCases {

    private static final int VSOCK_MAX = 262_144; // the default of SO_VM_SOCKETS_BUFFER_MAX_SIZE
    private static final int TPACKET_HDR = 32; // sizeof(struct tpacket_hdr) on 64-bit systems

    LinkCases() {
        packet();
        netlink();
        vsock();
        for (SocketOption<?> o : List.of(
                CanOptions.CAN_RAW_ERR_FILTER,
                CanOptions.CAN_RAW_FD_FRAMES,
                CanOptions.CAN_RAW_FILTER,
                CanOptions.CAN_RAW_JOIN_FILTERS,
                CanOptions.CAN_RAW_LOOPBACK,
                CanOptions.CAN_RAW_RECV_OWN_MSGS,
                CanOptions.CAN_RAW_XL_FRAMES)) {
            notSettableHere(o, "needs a kernel with AF_CAN");
        }
    }

    private void packet() {
        usual(SocketKind.PACKET);
        flags(
                PacketOptions.PACKET_AUXDATA,
                PacketOptions.PACKET_IGNORE_OUTGOING,
                PacketOptions.PACKET_LOSS,
                PacketOptions.PACKET_ORIGDEV,
                PacketOptions.PACKET_QDISC_BYPASS,
                PacketOptions.PACKET_TX_HAS_OFF,
                PacketOptions.PACKET_VNET_HDR);
        option(PacketOptions.PACKET_ADD_MEMBERSHIP)
                .shows(PacketMembership.promiscuous(LO), SocketOptions.SO_ERROR, 0)
                .refuses(PacketMembership.promiscuous(Integer.MAX_VALUE), ENODEV);
        option(PacketOptions.PACKET_COPY_THRESH).shows(100, SocketOptions.SO_ERROR, 0);
        option(PacketOptions.PACKET_DROP_MEMBERSHIP)
                .after(s -> s.setOption(PacketOptions.PACKET_ADD_MEMBERSHIP, PacketMembership.promiscuous(LO)))
                .shows(PacketMembership.promiscuous(LO), SocketOptions.SO_ERROR, 0);
        option(PacketOptions.PACKET_FANOUT)
                .on(LinkCases::receiving)
                .equal(0x1234 | PACKET_FANOUT_LB << 16)
                .refuses(0x1234 | 0xEE << 16, EINVAL);
        option(PacketOptions.PACKET_HDRLEN).reads(TPACKET_HDR);
        option(PacketOptions.PACKET_RESERVE).equal(64, 0);
        option(PacketOptions.PACKET_ROLLOVER_STATS)
                .on(LinkCases::receiving)
                .after(s -> s.setOption(PacketOptions.PACKET_FANOUT, 0x1235 | PACKET_FANOUT_ROLLOVER << 16))
                .reads("three counters", b -> b.length == 24);
        option(PacketOptions.PACKET_RX_RING)
                .acceptsOnce(new int[] {4096, 1, 2048, 2}, EBUSY)
                .refuses(new int[] {4095, 1, 2048, 2}, EINVAL);
        option(PacketOptions.PACKET_STATISTICS).reads("two counters", c -> c.length == 2);
        option(PacketOptions.PACKET_TIMESTAMP).equal(SOF_TIMESTAMPING_SOFTWARE, 0);
        option(PacketOptions.PACKET_TX_RING)
                .acceptsOnce(new int[] {4096, 1, 2048, 2}, EBUSY)
                .refuses(new int[] {4095, 1, 2048, 2}, EINVAL);
        option(PacketOptions.PACKET_VERSION).equal(TPACKET_V2, TPACKET_V3).refuses(9, EINVAL);
        option(PacketOptions.PACKET_VNET_HDR_SZ).equal(12, 10).refuses(11, EINVAL);
    }

    /** A packet socket with a protocol, so that it takes part in a fanout; none of these packets ever comes. */
    private static Socket receiving() throws Exception {
        return Socket.open(AF_PACKET, SOCK_RAW, Short.toUnsignedInt(Short.reverseBytes((short) ETH_P_LOOPBACK)));
    }

    private void netlink() {
        usual(SocketKind.NETLINK);
        flags(
                NetlinkOptions.NETLINK_BROADCAST_ERROR,
                NetlinkOptions.NETLINK_CAP_ACK,
                NetlinkOptions.NETLINK_EXT_ACK,
                NetlinkOptions.NETLINK_GET_STRICT_CHK,
                NetlinkOptions.NETLINK_LISTEN_ALL_NSID,
                NetlinkOptions.NETLINK_NO_ENOBUFS,
                NetlinkOptions.NETLINK_PKTINFO);
        OptionCase.Preparation joined = s -> s.setOption(NetlinkOptions.NETLINK_ADD_MEMBERSHIP, RTNLGRP_NEIGH);
        option(NetlinkOptions.NETLINK_ADD_MEMBERSHIP).refuses(0, EINVAL).shows(RTNLGRP_LINK, SocketOptions.SO_ERROR, 0);
        option(NetlinkOptions.NETLINK_DROP_MEMBERSHIP)
                .after(joined)
                .refuses(0, EINVAL)
                .shows(RTNLGRP_NEIGH, SocketOptions.SO_ERROR, 0);
        option(NetlinkOptions.NETLINK_LIST_MEMBERSHIPS)
                .after(joined)
                .reads("one bit, that of RTNLGRP_NEIGH", g -> g[0] == 1 << RTNLGRP_NEIGH - 1);
    }

    private void vsock() {
        usual(SocketKind.VSOCK);
        option(VsockOptions.SO_VM_SOCKETS_BUFFER_MAX_SIZE).equal(1L << 20);
        option(VsockOptions.SO_VM_SOCKETS_BUFFER_MIN_SIZE).equal(1024L);
        option(VsockOptions.SO_VM_SOCKETS_BUFFER_SIZE).equal(65_536L).becomes(1L << 30, (long) VSOCK_MAX);
        option(VsockOptions.SO_VM_SOCKETS_CONNECT_TIMEOUT).equal(Duration.ofMillis(1500));
    }
}
