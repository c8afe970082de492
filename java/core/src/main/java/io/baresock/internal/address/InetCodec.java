package io.baresock.internal.address;

import static io.baresock.internal.address.InetLiterals.MAPPED;
import static io.baresock.internal.address.SockaddrLayout.AF_INET;
import static io.baresock.internal.address.SockaddrLayout.AF_INET6;
import static io.baresock.internal.address.SockaddrLayout.FLOW_INFO;
import static io.baresock.internal.address.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.internal.address.SockaddrLayout.INET6_LENGTH;
import static io.baresock.internal.address.SockaddrLayout.INET_ADDRESS;
import static io.baresock.internal.address.SockaddrLayout.INET_LENGTH;
import static io.baresock.internal.address.SockaddrLayout.PORT;
import static io.baresock.internal.address.SockaddrLayout.SCOPE_ID;

import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Internet addresses: {@code 127.0.0.1:80} and {@code [fe80::1%2]:80}, then {@code ;flow=0x12} if there is flow information. See ip(7),
 * ipv6(7).
 */
public final class InetCodec {

    private static final String FLOW = ";flow=0x";

    private InetCodec() {}

    public static ByteBuffer pack4(byte[] address, int port) {
        Ranges.check("inet", "address length", address.length, 4, 4);
        return putPort("inet", SockaddrLayout.allocate(AF_INET, INET_LENGTH), port)
                .put(INET_ADDRESS, address);
    }

    public static ByteBuffer pack6(byte[] address, int port, int flowInfo, int scopeId) {
        Ranges.check("inet6", "address length", address.length, 16, 16);
        ByteBuffer b = putPort("inet6", SockaddrLayout.allocate(AF_INET6, INET6_LENGTH), port);
        b.put(INET6_ADDRESS, address);
        SockaddrLayout.putBigEndian(b, FLOW_INFO, flowInfo); // sin6_flowinfo is in network byte order,
        return b.putInt(SCOPE_ID, scopeId); // sin6_scope_id is not
    }

    /** A copy of an Internet address with another port. */
    public static ByteBuffer withPort(ByteBuffer packed, int port) {
        return putPort("withPort", SockaddrLayout.copy(packed, 0, packed.capacity()), port);
    }

    private static ByteBuffer putPort(String call, ByteBuffer b, int port) {
        Ranges.port(call, port);
        return b.put(PORT, (byte) (port >> 8)).put(PORT + 1, (byte) port);
    }

    /** The 16 bytes of an IPv4-mapped address: RFC 4291, 2.5.5.2. */
    public static byte[] map(byte[] four) {
        byte[] mapped = Arrays.copyOf(MAPPED, 16);
        System.arraycopy(four, 0, mapped, MAPPED.length, 4);
        return mapped;
    }

    /** The 4 bytes of the IPv4 address; null if it is not mapped. */
    public static byte @Nullable [] unmap(byte[] six) {
        return six.length == 16 && Arrays.equals(six, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(six, MAPPED.length, 16)
                : null;
    }

    static @Nullable String format4(ByteBuffer packed) {
        boolean plain = packed.capacity() == INET_LENGTH && packed.getLong(INET_ADDRESS + 4) == 0; // sin_zero
        if (!plain) {
            return null;
        }
        StringBuilder s = new StringBuilder(21);
        InetLiterals.format4(s, packed.array(), INET_ADDRESS);
        return s.append(':').append(SockaddrLayout.port(packed, 0, INET_LENGTH)).toString();
    }

    static @Nullable String format6(ByteBuffer packed) {
        int length = packed.capacity();
        if (length != INET6_LENGTH) {
            return null;
        }
        StringBuilder s = new StringBuilder(48).append('[');
        InetLiterals.format6(s, packed.array(), INET6_ADDRESS);
        int scope = SockaddrLayout.scopeId(packed, 0, length);
        if (scope != 0) {
            s.append('%').append(Integer.toUnsignedString(scope));
        }
        s.append("]:").append(SockaddrLayout.port(packed, 0, length));
        int flow = SockaddrLayout.flowInfo(packed, 0, length);
        return flow == 0
                ? s.toString()
                : s.append(FLOW).append(Integer.toHexString(flow)).toString();
    }

    static ByteBuffer parse6(String text) {
        int close = text.indexOf("]:");
        if (close < 0) {
            throw SockaddrFields.expected(text, "[ADDRESS]:PORT");
        }
        int end = text.indexOf(FLOW, close);
        int flow = 0;
        if (end < 0) {
            end = text.length();
        } else {
            flow = flow(text, end + FLOW.length());
        }
        String literal = text.substring(1, close);
        int port = port(text, close + 2, end);
        return pack6(InetLiterals.parse6("parse", literal), port, flow, InetLiterals.scope("parse", literal));
    }

    private static int flow(String text, int from) {
        try {
            return Integer.parseUnsignedInt(text, from, text.length(), 16);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): malformed flow information", e);
        }
    }

    static ByteBuffer parse4(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.indexOf(':') < colon) {
            throw SockaddrFields.expected(text, "ADDRESS:PORT, [ADDRESS]:PORT for IPv6, unix:PATH or family:N/hex");
        }
        return pack4(InetLiterals.parse4("parse", text.substring(0, colon)), port(text, colon + 1, text.length()));
    }

    /** The port between two indices of a text: decimal digits, nothing else. */
    private static int port(String text, int from, int to) {
        int port = 0;
        for (int i = from; i < to && port <= 0xFFFF; i++) {
            char c = text.charAt(i);
            port = c >= '0' && c <= '9' ? port * 10 + c - '0' : Integer.MAX_VALUE;
        }
        if (from == to || port > 0xFFFF) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): port '"
                    + Printable.of(text.substring(from, to)) + "' is not in 0..65535");
        }
        return port;
    }
}
