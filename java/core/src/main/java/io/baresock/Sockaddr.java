package io.baresock;

import static io.baresock.internal.address.SockaddrLayout.CAPACITY;
import static io.baresock.internal.address.SockaddrLayout.DATA;
import static io.baresock.internal.address.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.internal.address.SockaddrLayout.INET_ADDRESS;

import io.baresock.internal.Buffers;
import io.baresock.internal.Memory;
import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import io.baresock.internal.address.AlgCodec;
import io.baresock.internal.address.InetCodec;
import io.baresock.internal.address.InetLiterals;
import io.baresock.internal.address.NumberCodec;
import io.baresock.internal.address.PacketCodec;
import io.baresock.internal.address.RawCodec;
import io.baresock.internal.address.SockaddrCodecs;
import io.baresock.internal.address.SockaddrFields;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.address.UnixCodec;
import io.baresock.internal.address.VsockCodec;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable socket address of any family: the bytes of its {@code struct sockaddr}. Two addresses are equal if they have the same
 * family and data; a NUL at the end of a path makes no difference. Thread-safe. See sockaddr(3type), ip(7), ipv6(7), unix(7).
 *
 * <p>The text form, of {@link #toString} and {@link #parse}: {@code 127.0.0.1:80}, {@code [::1]:80},
 * {@code [fe80::1%2]:80}, {@code unix:/tmp/x}, {@code unix:@abstract}, {@code unix:} for no name,
 * {@code netlink:PID/0xGROUPS}, {@code packet:INDEX/0xPROTOCOL/HATYPE/PKTTYPE/ADDRESS}, {@code vsock:CID:PORT},
 * {@code can:INDEX} (with {@code /0xRX/0xTX} for ISO-TP, {@code /NAME/0xPGN/0xADDRESS} for J1939), {@code alg:TYPE:NAME},
 * {@code tipc:service/TYPE/INSTANCE/DOMAIN/SCOPE} (or {@code range/TYPE/LOWER/UPPER/SCOPE}, {@code socket/REF/NODE/SCOPE}),
 * {@code qipcrtr:NODE/PORT}, and {@code family:N/hex} for bytes of any other kind.
 */
public final class Sockaddr {

    private final ByteBuffer packed; // on the heap, the whole of its array; never changed
    private @Nullable Copy copy;

    Sockaddr(ByteBuffer packed) {
        this.packed = packed;
    }

    /**
     * An IPv4 address.
     *
     * @param literal four decimal numbers with dots between; never a name, which {@link Bsd#getaddrinfo(String, String, AddrInfo)}
     *     resolves
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     * @throws IllegalArgumentException if the literal is malformed or the port is not in 0..65535
     */
    public static Sockaddr inet(String literal, int port) {
        return inet(InetLiterals.parse4("inet", Buffers.present("inet", literal)), port);
    }

    /**
     * An IPv4 address.
     *
     * @param address four bytes, most significant first
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     * @throws IllegalArgumentException if the length is not 4 or the port is not in 0..65535
     */
    public static Sockaddr inet(byte[] address, int port) {
        return new Sockaddr(InetCodec.pack4(Buffers.present("inet", address), port));
    }

    /**
     * An IPv6 address.
     *
     * @param literal any text form of RFC 4291, with {@code %scope} or without; a scope is a number or an interface's name
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     * @throws IllegalArgumentException if the literal is malformed or the port is not in 0..65535
     */
    public static Sockaddr inet6(String literal, int port) {
        Buffers.present("inet6", literal);
        return inet6(InetLiterals.parse6("inet6", literal), port, 0, InetLiterals.scope("inet6", literal));
    }

    /**
     * An IPv6 address.
     *
     * @param literal any text form of RFC 4291; a {@code %scope} in it must be {@code scopeId}
     * @param port 0 to 65535; with 0, bind chooses one
     * @param flowInfo traffic class and flow label, in host byte order
     * @param scopeId the interface of a link-local address, or 0
     * @return the address
     * @throws IllegalArgumentException if the literal is malformed or the port is not in 0..65535
     */
    public static Sockaddr inet6(String literal, int port, int flowInfo, int scopeId) {
        int scope = InetLiterals.scope("inet6", Buffers.present("inet6", literal));
        if (literal.indexOf('%') >= 0 && scope != scopeId) {
            throw new IllegalArgumentException("inet6(" + Printable.quote(literal) + "): the scope is not " + scopeId);
        }
        return inet6(InetLiterals.parse6("inet6", literal), port, flowInfo, scopeId);
    }

    /**
     * An IPv6 address without a scope.
     *
     * @param address sixteen bytes, most significant first
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     * @throws IllegalArgumentException if the length is not 16 or the port is not in 0..65535
     */
    public static Sockaddr inet6(byte[] address, int port) {
        return inet6(address, port, 0, 0);
    }

    /**
     * An IPv6 address.
     *
     * @param address sixteen bytes, most significant first
     * @param port 0 to 65535; with 0, bind chooses one
     * @param flowInfo traffic class and flow label, in host byte order
     * @param scopeId the interface of a link-local address, or 0
     * @return the address
     * @throws IllegalArgumentException if the length is not 16 or the port is not in 0..65535
     */
    public static Sockaddr inet6(byte[] address, int port, int flowInfo, int scopeId) {
        return new Sockaddr(InetCodec.pack6(Buffers.present("inet6", address), port, flowInfo, scopeId));
    }

    /**
     * 0.0.0.0, every local IPv4 address.
     *
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     */
    public static Sockaddr any4(int port) {
        return inet(new byte[4], port);
    }

    /**
     * {@code ::}, every local IPv6 address, and every IPv4 address too unless IPV6_V6ONLY is set.
     *
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     */
    public static Sockaddr any6(int port) {
        return inet6(new byte[16], port, 0, 0);
    }

    /**
     * 127.0.0.1.
     *
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     */
    public static Sockaddr loopback4(int port) {
        return inet(new byte[] {127, 0, 0, 1}, port);
    }

    /**
     * {@code ::1}.
     *
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     */
    public static Sockaddr loopback6(int port) {
        byte[] address = new byte[16];
        address[15] = 1;
        return inet6(address, port, 0, 0);
    }

    /**
     * A path in the file system.
     *
     * @param path the path, encoded in UTF-8
     * @return the address
     * @throws IllegalArgumentException if it is empty, contains NUL, or has more than 108 bytes (Linux) or 104 (macOS, BSD)
     */
    public static Sockaddr unix(String path) {
        return unix(Buffers.present("unix", path).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A path in the file system.
     *
     * @param path the path; its text is encoded in UTF-8
     * @return the address
     * @throws IllegalArgumentException if it is empty, contains NUL, or has more than 108 bytes (Linux) or 104 (macOS, BSD)
     */
    public static Sockaddr unix(Path path) {
        return unix(Buffers.present("unix", path).toString());
    }

    /**
     * A path in the file system.
     *
     * @param path the bytes of the path
     * @return the address
     * @throws IllegalArgumentException if it is empty, contains NUL, or has more than 108 bytes (Linux) or 104 (macOS, BSD)
     */
    public static Sockaddr unix(byte[] path) {
        return new Sockaddr(UnixCodec.packPath(Buffers.present("unix", path)));
    }

    /**
     * A name of the abstract namespace, which is independent of the file system.
     *
     * @param name up to 107 bytes, without the NUL that marks the namespace; every byte counts, also a NUL at the end
     * @return the address
     * @throws UnsupportedOperationException where the namespace does not exist: everywhere but on Linux
     */
    public static Sockaddr unixAbstract(byte[] name) {
        return new Sockaddr(UnixCodec.packAbstract(Buffers.present("unixAbstract", name)));
    }

    /**
     * A name of the abstract namespace, which is independent of the file system.
     *
     * @param name up to 107 bytes in UTF-8; without the NUL that marks the namespace, or the {@code @} that tools write for it
     * @return the address
     * @throws IllegalArgumentException if it is too long
     * @throws UnsupportedOperationException where the namespace does not exist: everywhere but on Linux
     */
    public static Sockaddr unixAbstract(String name) {
        return unixAbstract(Buffers.present("unixAbstract", name).getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the local address without a name, for which bind chooses an abstract one (Linux)} */
    public static Sockaddr unixUnnamed() {
        return new Sockaddr(UnixCodec.packUnnamed());
    }

    /**
     * The address of a Java address.
     *
     * @param address an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @return the address
     * @throws IllegalArgumentException if it is unresolved
     * @throws UnsupportedOperationException if it is neither an Internet nor a local address
     */
    public static Sockaddr of(SocketAddress address) {
        if (Buffers.present("of", address) instanceof InetSocketAddress a) {
            InetAddress ip = a.getAddress();
            if (ip instanceof Inet4Address) {
                return inet(ip.getAddress(), a.getPort());
            }
            if (ip instanceof Inet6Address ip6) {
                return inet6(ip6.getAddress(), a.getPort(), 0, ip6.getScopeId());
            }
            throw new IllegalArgumentException(
                    "of(" + Printable.of(a.toString()) + "): the address is unresolved: resolve its name first");
        }
        if (address instanceof UnixDomainSocketAddress a) {
            String path = a.getPath().toString();
            return path.isEmpty() ? unixUnnamed() : unix(path);
        }
        throw new UnsupportedOperationException("of: " + address.getClass().getName());
    }

    // ---- families that Java does not have ----

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
        return new Sockaddr(NumberCodec.NETLINK
                .allocate()
                .putInt(NumberCodec.NETLINK_PID, pid)
                .putInt(NumberCodec.NETLINK_GROUPS, groups));
    }

    /**
     * An address of the link layer to bind a socket of {@code AF_PACKET} to.
     *
     * @param protocol such as {@code ETH_P_ALL}, in host byte order; 0 to 65535
     * @param interfaceIndex as of if_nametoindex(3); 0 is every interface
     * @return the address
     * @throws IllegalArgumentException if an argument is out of range
     * @throws UnsupportedOperationException where the family does not exist: everywhere but on Linux
     */
    public static Sockaddr packet(int protocol, int interfaceIndex) {
        return packet(protocol, interfaceIndex, 0, 0, new byte[0]);
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
        Buffers.present("packet", address);
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
        return new Sockaddr(canAt("can", interfaceIndex));
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
        return new Sockaddr(canAt("isotp", interfaceIndex)
                .putInt(NumberCodec.ISOTP_RX_ID, rxId)
                .putInt(NumberCodec.ISOTP_TX_ID, txId));
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
        Ranges.check("j1939", "address", address, 0, 0xFF);
        return new Sockaddr(canAt("j1939", interfaceIndex)
                .putLong(NumberCodec.J1939_NAME, name)
                .putInt(NumberCodec.J1939_PGN, pgn)
                .put(NumberCodec.J1939_ADDRESS, (byte) address));
    }

    private static ByteBuffer canAt(String call, int interfaceIndex) {
        ByteBuffer b = NumberCodec.CAN.allocate();
        return b.putInt(
                NumberCodec.CAN_INDEX, Ranges.check(call, "interface index", interfaceIndex, 0, Integer.MAX_VALUE));
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
        return new Sockaddr(AlgCodec.pack(Buffers.present("alg", type), Buffers.present("alg", name), features, mask));
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
        return tipc(NumberCodec.TIPC_SERVICE, type, instance, domain, scope);
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
        return tipc(NumberCodec.TIPC_RANGE, type, lower, upper, scope);
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
        return tipc(NumberCodec.TIPC_SOCKET, ref, node, 0, 0);
    }

    private static Sockaddr tipc(int kind, int first, int second, int third, int scope) {
        ByteBuffer b = NumberCodec.TIPC.allocate();
        Ranges.check("tipc", "scope", scope, Byte.MIN_VALUE, Byte.MAX_VALUE);
        b.put(SockaddrLayout.DATA, (byte) kind).put(NumberCodec.TIPC_SCOPE, (byte) scope);
        b.putInt(NumberCodec.TIPC_FIRST, first).putInt(NumberCodec.TIPC_SECOND, second);
        return new Sockaddr(b.putInt(NumberCodec.TIPC_THIRD, third));
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
        return new Sockaddr(NumberCodec.QIPCRTR
                .allocate()
                .putInt(NumberCodec.QIPCRTR_NODE, SockaddrFields.check32("qipcrtr: node", node, Integer.MIN_VALUE))
                .putInt(NumberCodec.QIPCRTR_PORT, SockaddrFields.check32("qipcrtr: port", port, Integer.MIN_VALUE)));
    }

    /**
     * An address of any family.
     *
     * @param family the family, such as {@code AF_NETLINK}
     * @param dataAfterFamily the bytes that follow {@code sa_family}, at most 126
     * @return the address
     * @throws IllegalArgumentException if the family does not fit into {@code sa_family} or the data is too long
     */
    public static Sockaddr raw(int family, byte[] dataAfterFamily) {
        return new Sockaddr(RawCodec.pack(family, Buffers.present("raw", dataAfterFamily)));
    }

    /**
     * The address of a packed {@code struct sockaddr}.
     *
     * @param packed the struct, as {@link #pack} returns it
     * @return the address
     * @throws IllegalArgumentException if it has fewer than 2 or more than 128 bytes
     */
    public static Sockaddr unpack(byte[] packed) {
        Ranges.check("unpack", "length", Buffers.present("unpack", packed).length, DATA, CAPACITY);
        return new Sockaddr(ByteBuffer.wrap(packed.clone()).order(ByteOrder.nativeOrder()));
    }

    /**
     * The inverse of {@link #toString}.
     *
     * @param text an address as text
     * @return the address
     * @throws IllegalArgumentException if the text is not an address
     */
    public static Sockaddr parse(String text) {
        return new Sockaddr(SockaddrCodecs.parse(Buffers.present("parse", text)));
    }

    /** Copies an address that the kernel wrote, at an index of a buffer. If it is too short for a family, the result is AF_UNSPEC. */
    static Sockaddr copyOf(ByteBuffer from, int at, int length) {
        return new Sockaddr(SockaddrLayout.copy(from, at, length));
    }

    static Sockaddr copyOfSlot(ByteBuffer b, int slot) {
        return copyOf(b, slot + SockaddrSlot.ADDRESS, SockaddrSlot.length(b, slot));
    }

    /** {@return the family, such as {@code Bsd.AF_INET}} */
    public int family() {
        return SockaddrLayout.family(packed, 0, length());
    }

    /** {@return the port, 0 to 65535; -1 if the family has none} */
    public int port() {
        return SockaddrLayout.port(packed, 0, length());
    }

    /**
     * The same Internet address with another port.
     *
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address; this one does not change
     * @throws IllegalArgumentException if the port is not in 0..65535
     * @throws UnsupportedOperationException if the family has no such port: it is neither IPv4 nor IPv6
     */
    public Sockaddr withPort(int port) {
        if (port() < 0) {
            throw new UnsupportedOperationException("withPort(" + port + "): " + this + " is neither IPv4 nor IPv6");
        }
        return new Sockaddr(InetCodec.withPort(packed, port));
    }

    /**
     * The IPv4-mapped form, in which an IPv6 socket has an IPv4 address: {@code 192.0.2.7:80} becomes {@code [::ffff:192.0.2.7]:80}. The
     * socket must not have IPV6_V6ONLY.
     *
     * @return the mapped address; this one if it is not IPv4
     * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
     */
    public Sockaddr mapped() {
        byte[] four = addressBytes();
        return four.length != 4 ? this : inet6(InetCodec.map(four), port(), 0, 0);
    }

    /**
     * The inverse of {@link #mapped}.
     *
     * @return the IPv4 address; this one if it is not mapped
     */
    public Sockaddr unmapped() {
        byte[] four = InetCodec.unmap(addressBytes());
        return four == null ? this : inet(four, port());
    }

    /** {@return the 4 bytes of an IPv4 address or the 16 of an IPv6 address; empty for other families} */
    public byte[] addressBytes() {
        if (SockaddrLayout.isInet(packed, 0, length())) {
            return Arrays.copyOfRange(packed.array(), INET_ADDRESS, INET_ADDRESS + 4);
        }
        boolean six = SockaddrLayout.isInet6(packed, 0, length());
        return six ? Arrays.copyOfRange(packed.array(), INET6_ADDRESS, INET6_ADDRESS + 16) : new byte[0];
    }

    /** {@return the scope of an IPv6 address: an interface index, or 0} */
    public int scopeId() {
        return SockaddrLayout.scopeId(packed, 0, length());
    }

    /** {@return traffic class and flow label of an IPv6 address in host byte order, or 0} */
    public int flowInfo() {
        return SockaddrLayout.flowInfo(packed, 0, length());
    }

    /** {@return the path of a local address, read as UTF-8; null if it has none} */
    public @Nullable String path() {
        byte[] path = pathBytes();
        return path.length == 0 ? null : new String(path, StandardCharsets.UTF_8);
    }

    /** {@return the bytes of the path of a local address; empty if it has none} */
    public byte[] pathBytes() {
        return UnixCodec.path(packed);
    }

    /** {@return the abstract name of a local address, without the NUL that marks it; empty if it has none} */
    public byte[] nameBytes() {
        return UnixCodec.abstractName(packed);
    }

    /** {@return whether this is a local address with an abstract name} */
    public boolean isAbstract() {
        return UnixCodec.isAbstract(packed);
    }

    /** {@return whether this is a local address without a name} */
    public boolean isUnnamed() {
        return UnixCodec.isUnnamed(packed);
    }

    /** {@return the type of an algorithm's address; null for other families} */
    public @Nullable String algType() {
        return AlgCodec.type(packed);
    }

    /** {@return the name of an algorithm's address; null for other families} */
    public @Nullable String algName() {
        return AlgCodec.name(packed);
    }

    /** {@return the features of an algorithm's address; 0 for other families} */
    public int algFeatures() {
        return AlgCodec.features(packed);
    }

    /** {@return which features of an algorithm's address count; 0 for other families} */
    public int algMask() {
        return AlgCodec.mask(packed);
    }

    /**
     * {@return what a TIPC address is: {@code TIPC_SERVICE_ADDR}, {@code TIPC_SERVICE_RANGE} or {@code TIPC_SOCKET_ADDR}; -1 for
     * other families}
     */
    public int tipcKind() {
        return NumberCodec.TIPC.is(packed) ? NumberCodec.TIPC.byteAt(packed, SockaddrLayout.DATA) : -1;
    }

    private boolean isTipcName() {
        int kind = tipcKind();
        return kind == NumberCodec.TIPC_SERVICE || kind == NumberCodec.TIPC_RANGE;
    }

    /** {@return the scope of a TIPC address; 0 for other families} */
    public int tipcScope() {
        return (byte) NumberCodec.TIPC.byteAt(packed, NumberCodec.TIPC_SCOPE);
    }

    /** {@return the type of a TIPC service or range, unsigned; 0 for other addresses} */
    public int tipcType() {
        return isTipcName() ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_FIRST) : 0;
    }

    /** {@return the instance of a TIPC service, or the lowest of a range, unsigned; 0 for other addresses} */
    public int tipcLower() {
        return isTipcName() ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_SECOND) : 0;
    }

    /** {@return the instance of a TIPC service, or the highest of a range, unsigned; 0 for other addresses} */
    public int tipcUpper() {
        return tipcKind() == NumberCodec.TIPC_RANGE
                ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_THIRD)
                : tipcLower();
    }

    /** {@return where a TIPC service is looked up; 0 for other addresses} */
    public int tipcDomain() {
        return tipcKind() == NumberCodec.TIPC_SERVICE ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_THIRD) : 0;
    }

    /** {@return the reference of a TIPC socket; 0 for other addresses} */
    public int tipcRef() {
        return tipcKind() == NumberCodec.TIPC_SOCKET ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_FIRST) : 0;
    }

    /** {@return the node of a TIPC socket; 0 for other addresses} */
    public int tipcNode() {
        return tipcKind() == NumberCodec.TIPC_SOCKET ? NumberCodec.TIPC.intAt(packed, NumberCodec.TIPC_SECOND) : 0;
    }

    /** {@return the node of a QIPCRTR address, 0 to 2^32-1; -1 for other families} */
    public long qipcrtrNode() {
        return qipcrtr(NumberCodec.QIPCRTR_NODE);
    }

    /** {@return the port of a QIPCRTR address, 0 to 2^32-1; -1 for other families} */
    public long qipcrtrPort() {
        return qipcrtr(NumberCodec.QIPCRTR_PORT);
    }

    private long qipcrtr(int at) {
        return NumberCodec.QIPCRTR.is(packed) ? packed.getInt(at) & SockaddrFields.U32 : -1;
    }

    /** {@return the port of a netlink address, unsigned; 0 for other families} */
    public int netlinkPid() {
        return NumberCodec.NETLINK.intAt(packed, NumberCodec.NETLINK_PID);
    }

    /** {@return the groups of a netlink address, one bit each; 0 for other families} */
    public int netlinkGroups() {
        return NumberCodec.NETLINK.intAt(packed, NumberCodec.NETLINK_GROUPS);
    }

    /** {@return the interface of a packet or CAN address; 0 if it is any, or of another family} */
    public int interfaceIndex() {
        return PacketCodec.is(packed)
                ? PacketCodec.index(packed)
                : NumberCodec.CAN.intAt(packed, NumberCodec.CAN_INDEX);
    }

    /** {@return the protocol of a packet address in host byte order, such as {@code ETH_P_IP}; 0 for other families} */
    public int packetProtocol() {
        return PacketCodec.protocol(packed);
    }

    /** {@return the {@code ARPHRD_} type of a packet address; 0 for other families} */
    public int hardwareType() {
        return PacketCodec.hardwareType(packed);
    }

    /** {@return the type of a packet address, such as {@code PACKET_OUTGOING}; 0 for other families} */
    public int packetType() {
        return PacketCodec.packetType(packed);
    }

    /** {@return the hardware address of a packet address; empty for other families} */
    public byte[] hardwareAddress() {
        return PacketCodec.address(packed);
    }

    /** {@return the context of a vsock address, 0 to 2^32-1, which is any; -1 for other families} */
    public long cid() {
        return VsockCodec.cid(packed);
    }

    /** {@return the port of a vsock address, 0 to 2^32-1, which is any; -1 for other families} */
    public long vsockPort() {
        return VsockCodec.port(packed);
    }

    /** {@return the id that an ISO-TP address receives; 0 for other families} */
    public int isotpRxId() {
        return NumberCodec.CAN.intAt(packed, NumberCodec.ISOTP_RX_ID);
    }

    /** {@return the id that an ISO-TP address sends with; 0 for other families} */
    public int isotpTxId() {
        return NumberCodec.CAN.intAt(packed, NumberCodec.ISOTP_TX_ID);
    }

    /** {@return the NAME of a J1939 address; 0 for other families} */
    public long j1939Name() {
        return NumberCodec.CAN.longAt(packed, NumberCodec.J1939_NAME);
    }

    /** {@return the parameter group of a J1939 address; 0 for other families} */
    public int j1939Pgn() {
        return NumberCodec.CAN.intAt(packed, NumberCodec.J1939_PGN);
    }

    /** {@return the address byte of a J1939 address, 0 to 255; 0 for other families} */
    public int j1939Address() {
        return NumberCodec.CAN.byteAt(packed, NumberCodec.J1939_ADDRESS);
    }

    // ---- as a whole ----

    /**
     * The Java address.
     *
     * @return an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @throws UnsupportedOperationException for what Java has no address of: other families, abstract names, paths that are
     *     not UTF-8 or that the file system's encoding cannot write, scopes above 2147483647
     */
    public SocketAddress toSocketAddress() {
        byte[] ip = addressBytes();
        try {
            if (ip.length == 4) {
                return new InetSocketAddress(InetAddress.getByAddress(ip), port());
            }
            if (ip.length == 16 && scopeId() >= 0) { // Java takes a negative one for none
                // Not InetAddress.getByAddress, which makes IPv4 of a mapped address. -1: no scope.
                int scope = scopeId() == 0 ? -1 : scopeId();
                return new InetSocketAddress(Inet6Address.getByAddress(null, ip, scope), port());
            }
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // thrown for other lengths only
        }
        if (isUnnamed()) {
            return UnixDomainSocketAddress.of("");
        }
        String path = path();
        // If the path is not UTF-8, the text would name another file.
        if (path != null && Arrays.equals(path.getBytes(StandardCharsets.UTF_8), pathBytes())) {
            try {
                return UnixDomainSocketAddress.of(path);
            } catch (InvalidPathException e) {
                throw noJavaAddress(e);
            }
        }
        throw noJavaAddress(null);
    }

    private UnsupportedOperationException noJavaAddress(@Nullable Exception cause) {
        return new UnsupportedOperationException("toSocketAddress: Java has no address like " + this, cause);
    }

    /** {@return a copy of the packed {@code struct sockaddr}} */
    public byte[] pack() {
        return packed.array().clone();
    }

    /** {@return the length of the packed {@code struct sockaddr} in bytes} */
    public int length() {
        return packed.capacity();
    }

    /** The packed bytes; do not change them. */
    ByteBuffer packed() {
        return packed;
    }

    /** {@link #address()} of a destination; 0 if there is none. */
    static long addressOf(@Nullable Sockaddr a) {
        return a == null ? 0 : a.address();
    }

    /** {@link #length()} of a destination; 0 if there is none. */
    static int lengthOf(@Nullable Sockaddr a) {
        return a == null ? 0 : a.length();
    }

    /** The address of a native copy that lives as long as this object: keep this object reachable during the call. */
    long address() {
        // Two threads may each make a copy; that is harmless. The fields of a record are final, so every thread that
        // sees it sees them.
        Copy c = copy;
        if (c == null) {
            c = Copy.of(packed.array());
            copy = c;
        }
        return c.address;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || o instanceof Sockaddr a && SockaddrLayout.same(packed, 0, length(), a.packed, 0, a.length());
    }

    @Override
    public int hashCode() {
        int hash = family();
        int end = SockaddrLayout.significant(packed, 0, length());
        for (int i = DATA; i < end; i++) {
            hash = 31 * hash + packed.get(i);
        }
        return hash;
    }

    @Override
    public String toString() {
        return SockaddrCodecs.format(packed);
    }

    private record Copy(ByteBuffer buffer, long address) {
        static Copy of(byte[] bytes) {
            ByteBuffer b = Memory.allocate(bytes.length).put(0, bytes);
            return new Copy(b, Memory.address(b));
        }
    }
}
