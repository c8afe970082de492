package io.baresock;

import java.nio.ByteBuffer;

/** Addresses of the families that are not the Internet's and not local: part of {@link Sockaddr}. Java has none of them. */
abstract sealed class SockaddrFamilies permits Sockaddr {

    SockaddrFamilies() {}

    /** The packed bytes, not to be changed. */
    abstract ByteBuffer packed();

    /**
     * A netlink address.
     *
     * @param pid the port of a netlink socket, usually its process id; 0 is the kernel, and for bind: one that it chooses
     * @param groups the multicast groups 1 to 32, one bit each
     * @return the address
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
     */
    public static Sockaddr netlink(int pid, int groups) {
        return new Sockaddr(NetlinkCodec.pack(pid, groups));
    }

    /**
     * An address of the link layer. For bind only protocol and interface count; for sendto the address too, and the protocol
     * with {@code SOCK_DGRAM}.
     *
     * @param protocol such as {@code ETH_P_IP}, in host byte order; 0 to 65535
     * @param interfaceIndex as of if_nametoindex(3); 0 is every interface
     * @param hardwareType the {@code ARPHRD_} type of the device, 0 when not receiving
     * @param packetType such as {@code PACKET_HOST}, 0 when not receiving
     * @param address the hardware address, 0 to 32 bytes
     * @return the address
     * @throws IllegalArgumentException if an argument is out of range
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
     */
    public static Sockaddr packet(int protocol, int interfaceIndex, int hardwareType, int packetType, byte[] address) {
        return new Sockaddr(PacketCodec.pack(protocol, interfaceIndex, hardwareType, packetType, address));
    }

    /**
     * An address between a virtual machine and its host.
     *
     * @param cid the machine's context: a number, {@code VMADDR_CID_ANY}, {@code VMADDR_CID_HOST} or {@code VMADDR_CID_LOCAL}
     * @param port 0 to 2^32-2; {@code VMADDR_PORT_ANY} for one that bind chooses
     * @return the address
     * @throws IllegalArgumentException if an argument is out of range
     * @throws UnsupportedOperationException where the family does not exist
     * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
     */
    public static Sockaddr vsock(long cid, long port) {
        return vsock(cid, port, 0);
    }

    /**
     * An address between a virtual machine and its host, with flags.
     *
     * @param cid the machine's context
     * @param port 0 to 2^32-2, or {@code VMADDR_PORT_ANY}
     * @param flags {@code VMADDR_FLAG_TO_HOST}, Linux 5.11: to the host, though the context is that of a sibling
     * @return the address
     * @throws IllegalArgumentException if an argument is out of range
     * @throws UnsupportedOperationException where the family does not exist
     */
    public static Sockaddr vsock(long cid, long port, int flags) {
        return new Sockaddr(VsockCodec.pack(cid, port, flags));
    }

    /**
     * An address for {@code CAN_RAW} and {@code CAN_BCM}.
     *
     * @param interfaceIndex as of if_nametoindex(3); 0 is every interface
     * @return the address
     * @throws IllegalArgumentException if the index is negative
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://docs.kernel.org/networking/can.html">can</a>
     */
    public static Sockaddr can(int interfaceIndex) {
        return new Sockaddr(CanCodec.pack(interfaceIndex));
    }

    /**
     * An address for {@code CAN_ISOTP}.
     *
     * @param interfaceIndex as of if_nametoindex(3)
     * @param rxId the id to receive, with {@code CAN_EFF_FLAG} if it has 29 bits
     * @param txId the id to send with
     * @return the address
     * @throws IllegalArgumentException if the index is negative
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr isotp(int interfaceIndex, int rxId, int txId) {
        return new Sockaddr(CanCodec.packIsotp(interfaceIndex, rxId, txId));
    }

    /**
     * An address for {@code CAN_J1939}.
     *
     * @param interfaceIndex as of if_nametoindex(3)
     * @param name the 64-bit NAME, or {@code J1939_NO_NAME}
     * @param pgn the parameter group, or {@code J1939_NO_PGN}
     * @param address 0 to 253, or {@code J1939_IDLE_ADDR}, {@code J1939_NO_ADDR}
     * @return the address
     * @throws IllegalArgumentException if the index is negative or the address is not in 0..255
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://docs.kernel.org/networking/j1939.html">j1939</a>
     */
    public static Sockaddr j1939(int interfaceIndex, long name, int pgn, int address) {
        return new Sockaddr(CanCodec.packJ1939(interfaceIndex, name, pgn, address));
    }

    /** {@return the port of a netlink address, unsigned; 0 for other families} */
    public final int netlinkPid() {
        return NetlinkCodec.pid(packed());
    }

    /** {@return the groups of a netlink address, one bit each; 0 for other families} */
    public final int netlinkGroups() {
        return NetlinkCodec.groups(packed());
    }

    /** {@return the interface of a packet or CAN address; 0 if it is any, or of another family} */
    public final int interfaceIndex() {
        ByteBuffer b = packed();
        if (PacketCodec.is(b)) {
            return PacketCodec.index(b);
        }
        return CanCodec.is(b) ? CanCodec.index(b) : 0;
    }

    /** {@return the protocol of a packet address in host byte order, such as {@code ETH_P_IP}; 0 for other families} */
    public final int packetProtocol() {
        return PacketCodec.protocol(packed());
    }

    /** {@return the {@code ARPHRD_} type of a packet address; 0 for other families} */
    public final int hardwareType() {
        return PacketCodec.hardwareType(packed());
    }

    /** {@return the type of a packet address, such as {@code PACKET_OUTGOING}; 0 for other families} */
    public final int packetType() {
        return PacketCodec.packetType(packed());
    }

    /** {@return the hardware address of a packet address; empty for other families} */
    public final byte[] hardwareAddress() {
        return PacketCodec.address(packed());
    }

    /** {@return the context of a vsock address, 0 to 2^32-1, which is any; -1 for other families} */
    public final long cid() {
        return VsockCodec.cid(packed());
    }

    /** {@return the port of a vsock address, 0 to 2^32-1, which is any; -1 for other families} */
    public final long vsockPort() {
        return VsockCodec.port(packed());
    }

    /** {@return the id that an ISO-TP address receives; 0 for other families} */
    public final int isotpRxId() {
        return CanCodec.rxId(packed());
    }

    /** {@return the id that an ISO-TP address sends with; 0 for other families} */
    public final int isotpTxId() {
        return CanCodec.txId(packed());
    }

    /** {@return the NAME of a J1939 address; 0 for other families} */
    public final long j1939Name() {
        return CanCodec.name(packed());
    }

    /** {@return the parameter group of a J1939 address; 0 for other families} */
    public final int j1939Pgn() {
        return CanCodec.pgn(packed());
    }

    /** {@return the address byte of a J1939 address, 0 to 255; 0 for other families} */
    public final int j1939Address() {
        return CanCodec.address(packed());
    }
}
