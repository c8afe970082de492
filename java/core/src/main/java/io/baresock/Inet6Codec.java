package io.baresock;

import static io.baresock.SockaddrLayout.FLOW_INFO;
import static io.baresock.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.SockaddrLayout.INET6_LENGTH;
import static io.baresock.SockaddrLayout.PORT;
import static io.baresock.SockaddrLayout.SCOPE_ID;
import static io.baresock.constants.FamilyConstants.AF_INET6;

import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** IPv6: {@code [fe80::1%2]:80}, with {@code ;flow=0x12} behind it if there is flow information. See ipv6(7). */
final class Inet6Codec implements SockaddrCodec {

    private static final String FLOW = ";flow=0x";

    static ByteBuffer pack(byte[] address, int port, int flowInfo, int scopeId) {
        Ranges.check("inet6", "address length", address.length, 16, 16);
        Ranges.port("inet6", port);
        ByteBuffer b = SockaddrLayout.allocate(AF_INET6, INET6_LENGTH);
        b.put(PORT, (byte) (port >> 8)).put(PORT + 1, (byte) port).put(INET6_ADDRESS, address);
        b.order(ByteOrder.BIG_ENDIAN).putInt(FLOW_INFO, flowInfo); // sin6_flowinfo is in network byte order,
        return b.order(ByteOrder.nativeOrder()).putInt(SCOPE_ID, scopeId); // sin6_scope_id is not
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
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

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith("[")) {
            return null;
        }
        int close = text.indexOf("]:");
        if (close < 0) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected [ADDRESS]:PORT");
        }
        int end = text.indexOf(FLOW, close);
        int flow = 0;
        if (end < 0) {
            end = text.length();
        } else {
            flow = flow(text, end + FLOW.length());
        }
        String literal = text.substring(1, close);
        int port = InetCodec.port(text, close + 2, end);
        return pack(InetLiterals.parse6("parse", literal), port, flow, InetLiterals.scope("parse", literal));
    }

    private static int flow(String text, int from) {
        try {
            return Integer.parseUnsignedInt(text, from, text.length(), 16);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): malformed flow information", e);
        }
    }
}
