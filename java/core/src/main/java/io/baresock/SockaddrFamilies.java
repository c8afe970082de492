package io.baresock;

import io.baresock.constants.TipcConstants;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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

    /**
     * An algorithm of the kernel, to bind a socket of {@code AF_ALG} to.
     *
     * @param type such as {@code "hash"}, {@code "skcipher"}, {@code "aead"} or {@code "rng"}: 1 to 13 bytes
     * @param name as in /proc/crypto, such as {@code "sha256"} or {@code "gcm(aes)"}: 1 to 63 bytes
     * @return the address
     * @throws IllegalArgumentException if a text is empty, too long or has a NUL
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://docs.kernel.org/crypto/userspace-if.html">userspace-if</a>
     */
    public static Sockaddr alg(String type, String name) {
        return alg(type, name, 0, 0);
    }

    /**
     * An algorithm of the kernel, chosen by its features too.
     *
     * @param type as in {@link #alg(String, String)}
     * @param name as there
     * @param features {@code CRYPTO_ALG_*} bits that it must have
     * @param mask which bits count
     * @return the address
     * @throws IllegalArgumentException if a text is empty, too long or has a NUL
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr alg(String type, String name, int features, int mask) {
        return new Sockaddr(AlgCodec.pack(type, name, features, mask));
    }

    /**
     * A TIPC service: for sendto and connect, any socket that is bound to it.
     *
     * @param type the type of the service, unsigned; 64 and above are for applications
     * @param instance the instance, unsigned
     * @param domain where it is looked up: a node, or 0 for the whole cluster
     * @param scope for bind: {@code TIPC_CLUSTER_SCOPE} or {@code TIPC_NODE_SCOPE}; negative takes a binding back
     * @return the address
     * @throws IllegalArgumentException if the scope is not in -128..127
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     * @see <a href="https://docs.kernel.org/networking/tipc.html">tipc</a>
     */
    public static Sockaddr tipcService(int type, int instance, int domain, int scope) {
        return new Sockaddr(TipcCodec.pack(TipcConstants.TIPC_SERVICE_ADDR, type, instance, domain, scope));
    }

    /**
     * A range of TIPC services: for bind all of it, for sendto every socket bound to one of it.
     *
     * @param type the type of the service, unsigned
     * @param lower the lowest instance, unsigned
     * @param upper the highest instance, unsigned
     * @param scope as in {@link #tipcService}
     * @return the address
     * @throws IllegalArgumentException if the scope is not in -128..127
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr tipcRange(int type, int lower, int upper, int scope) {
        return new Sockaddr(TipcCodec.pack(TipcConstants.TIPC_SERVICE_RANGE, type, lower, upper, scope));
    }

    /**
     * One TIPC socket.
     *
     * @param ref its reference, as getsockname(2) has it
     * @param node its node, unsigned
     * @return the address
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr tipcSocket(int ref, int node) {
        return new Sockaddr(TipcCodec.pack(TipcConstants.TIPC_SOCKET_ADDR, ref, node, 0, 0));
    }

    /**
     * An address of Qualcomm's router between the processors of a device.
     *
     * @param node 0 to 2^32-1; {@code QRTR_NODE_BCAST} for all
     * @param port 0 to 2^32-1; {@code QRTR_PORT_CTRL} for control messages
     * @return the address
     * @throws IllegalArgumentException if an argument is out of range
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr qipcrtr(long node, long port) {
        return new Sockaddr(QipcrtrCodec.pack(node, port));
    }

    /** {@return the type of an algorithm's address; null for other families} */
    public final @Nullable String algType() {
        return AlgCodec.type(packed());
    }

    /** {@return the name of an algorithm's address; null for other families} */
    public final @Nullable String algName() {
        return AlgCodec.name(packed());
    }

    /** {@return the features of an algorithm's address; 0 for other families} */
    public final int algFeatures() {
        return AlgCodec.features(packed());
    }

    /** {@return which features of an algorithm's address count; 0 for other families} */
    public final int algMask() {
        return AlgCodec.mask(packed());
    }

    /**
     * {@return what a TIPC address is: {@code TIPC_SERVICE_ADDR}, {@code TIPC_SERVICE_RANGE} or {@code TIPC_SOCKET_ADDR}; -1 for
     * other families}
     */
    public final int tipcKind() {
        return TipcCodec.kind(packed());
    }

    /** {@return the scope of a TIPC address; 0 for other families} */
    public final int tipcScope() {
        return TipcCodec.scope(packed());
    }

    /** {@return the type of a TIPC service or range, unsigned; 0 for other addresses} */
    public final int tipcType() {
        return TipcCodec.type(packed());
    }

    /** {@return the instance of a TIPC service, or the lowest of a range, unsigned; 0 for other addresses} */
    public final int tipcLower() {
        return TipcCodec.lower(packed());
    }

    /** {@return the instance of a TIPC service, or the highest of a range, unsigned; 0 for other addresses} */
    public final int tipcUpper() {
        return TipcCodec.upper(packed());
    }

    /** {@return where a TIPC service is looked up; 0 for other addresses} */
    public final int tipcDomain() {
        return TipcCodec.domain(packed());
    }

    /** {@return the reference of a TIPC socket; 0 for other addresses} */
    public final int tipcRef() {
        return TipcCodec.ref(packed());
    }

    /** {@return the node of a TIPC socket; 0 for other addresses} */
    public final int tipcNode() {
        return TipcCodec.node(packed());
    }

    /** {@return the node of a QIPCRTR address, 0 to 2^32-1; -1 for other families} */
    public final long qipcrtrNode() {
        return QipcrtrCodec.node(packed());
    }

    /** {@return the port of a QIPCRTR address, 0 to 2^32-1; -1 for other families} */
    public final long qipcrtrPort() {
        return QipcrtrCodec.port(packed());
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
