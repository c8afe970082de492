package io.baresock;

import static io.baresock.SockaddrLayout.CAPACITY;
import static io.baresock.SockaddrLayout.DATA;
import static io.baresock.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.SockaddrLayout.INET_ADDRESS;
import static io.baresock.SockaddrLayout.UNIX_PATH_MAX;
import static io.baresock.constants.FamilyConstants.AF_UNIX;

import io.baresock.internal.Memory;
import io.baresock.internal.Printable;
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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable socket address of any family: the bytes of its {@code struct sockaddr}, as the kernel takes them. Two
 * addresses are equal if they have the same family and data; a path is the same with and without a NUL behind it.
 * Thread-safe. See sockaddr(3type), ip(7), ipv6(7), unix(7).
 *
 * <p>The text form, of {@link #toString} and {@link #parse}: {@code 127.0.0.1:80}, {@code [::1]:80},
 * {@code [fe80::1%2]:80}, {@code unix:/tmp/x}, {@code unix:@abstract}, {@code unix:} for no name,
 * {@code netlink:PID/0xGROUPS}, {@code packet:INDEX/0xPROTOCOL/HATYPE/PKTTYPE/ADDRESS}, {@code vsock:CID:PORT},
 * {@code can:INDEX} (with {@code /0xRX/0xTX} for ISO-TP, {@code /NAME/0xPGN/0xADDRESS} for J1939), {@code alg:TYPE:NAME},
 * {@code tipc:service/TYPE/INSTANCE/DOMAIN/SCOPE} (or {@code range/TYPE/LOWER/UPPER/SCOPE}, {@code socket/REF/NODE/SCOPE}),
 * {@code qipcrtr:NODE/PORT}, and {@code family:N/hex} for bytes of any other kind.
 */
public final class Sockaddr extends SockaddrFamilies {

    private final ByteBuffer packed; // on the heap, the whole of its array; never changed
    private @Nullable Copy copy;

    Sockaddr(ByteBuffer packed) {
        this.packed = packed;
    }

    /**
     * An IPv4 address.
     *
     * @param literal four decimal numbers with dots between; never a name
     * @param port 0 to 65535; with 0, bind chooses one
     * @return the address
     * @throws IllegalArgumentException if the literal is malformed or the port is not in 0..65535
     */
    public static Sockaddr inet(String literal, int port) {
        return inet(InetLiterals.parse4("inet", literal), port);
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
        return new Sockaddr(InetCodec.pack(address, port));
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
        int scope = InetLiterals.scope("inet6", literal);
        if (literal.indexOf('%') >= 0 && scope != scopeId) {
            throw new IllegalArgumentException("inet6(" + Printable.quote(literal) + "): the scope is not " + scopeId);
        }
        return inet6(InetLiterals.parse6("inet6", literal), port, flowInfo, scopeId);
    }

    /**
     * An IPv6 address.
     *
     * @param address sixteen bytes
     * @param port 0 to 65535; with 0, bind chooses one
     * @param flowInfo traffic class and flow label, in host byte order
     * @param scopeId the interface of a link-local address, or 0
     * @return the address
     * @throws IllegalArgumentException if the length is not 16 or the port is not in 0..65535
     */
    public static Sockaddr inet6(byte[] address, int port, int flowInfo, int scopeId) {
        return new Sockaddr(Inet6Codec.pack(address, port, flowInfo, scopeId));
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
        return unix(path.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A path in the file system.
     *
     * @param path the bytes of the path
     * @return the address
     * @throws IllegalArgumentException if it is empty, contains NUL, or has more than 108 bytes (Linux) or 104 (macOS, BSD)
     */
    public static Sockaddr unix(byte[] path) {
        return new Sockaddr(UnixCodec.packPath(path));
    }

    /**
     * A name of the abstract namespace, which is independent of the file system.
     *
     * @param name up to 107 bytes, of which every one counts, a NUL at the end too; without the NUL that marks the namespace
     * @return the address
     * @throws UnsupportedOperationException where the namespace does not exist: everywhere but on Linux
     */
    public static Sockaddr unixAbstract(byte[] name) {
        return new Sockaddr(UnixCodec.packAbstract(name));
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
        if (address instanceof InetSocketAddress a) {
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

    /**
     * An address of any family.
     *
     * @param family the family, such as {@code AF_NETLINK}
     * @param dataAfterFamily the bytes that follow {@code sa_family}, at most 126
     * @return the address
     * @throws IllegalArgumentException if the family does not fit into {@code sa_family} or the data is too long
     */
    public static Sockaddr raw(int family, byte[] dataAfterFamily) {
        return new Sockaddr(RawCodec.pack(family, dataAfterFamily));
    }

    /**
     * The address of a packed {@code struct sockaddr}.
     *
     * @param packed the struct, as {@link #pack} returns it
     * @return the address
     * @throws IllegalArgumentException if it has fewer than 2 or more than 128 bytes
     */
    public static Sockaddr unpack(byte[] packed) {
        Ranges.check("unpack", "length", packed.length, DATA, CAPACITY);
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
        return new Sockaddr(SockaddrCodecs.parse(text));
    }

    /** Copies an address that the kernel wrote, at an index of a buffer; one that is not even a family is AF_UNSPEC. */
    static Sockaddr copyOf(ByteBuffer from, int at, int length) {
        int n = Math.max(length, DATA);
        int end = DATA + UNIX_PATH_MAX;
        if (n > end
                && SockaddrLayout.family(from, at, length) == AF_UNIX
                && SockaddrLayout.significant(from, at, length) <= end) {
            // Linux counts a NUL beyond sun_path for a path that fills it, but refuses that length on the way back.
            n = end;
        }
        byte[] bytes = new byte[n];
        if (length >= DATA) {
            from.get(at, bytes);
        }
        return new Sockaddr(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    /** {@return the family, such as {@code Bsd.AF_INET}} */
    public int family() {
        return SockaddrLayout.family(packed, 0, length());
    }

    /** {@return the port, 0 to 65535; -1 if the family has none} */
    public int port() {
        return SockaddrLayout.port(packed, 0, length());
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
        // Where a byte is no UTF-8 the text would name another file.
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

    @Override
    ByteBuffer packed() {
        return packed;
    }

    /** The address of a native copy, which lives as long as this object: keep it reachable during the call. */
    long address() {
        // A race makes two copies and is harmless: the fields of a record are final, so whoever sees it sees them.
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
