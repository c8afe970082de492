package io.baresock;

import static io.baresock.SockaddrLayout.INET_ADDRESS;
import static io.baresock.SockaddrLayout.INET_LENGTH;
import static io.baresock.SockaddrLayout.PORT;
import static io.baresock.constants.FamilyConstants.AF_INET;

import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** IPv4: {@code 127.0.0.1:80}. See ip(7). */
final class InetCodec implements SockaddrCodec {

    static ByteBuffer pack(byte[] address, int port) {
        Ranges.check("inet", "address length", address.length, 4, 4);
        Ranges.port("inet", port);
        return SockaddrLayout.allocate(AF_INET, INET_LENGTH)
                .put(PORT, (byte) (port >> 8))
                .put(PORT + 1, (byte) port)
                .put(INET_ADDRESS, address);
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        boolean plain = packed.capacity() == INET_LENGTH && packed.getLong(INET_ADDRESS + 4) == 0; // sin_zero
        if (!plain) {
            return null;
        }
        StringBuilder s = new StringBuilder(21);
        InetLiterals.format4(s, packed.array(), INET_ADDRESS);
        return s.append(':').append(SockaddrLayout.port(packed, 0, INET_LENGTH)).toString();
    }

    @Override
    public ByteBuffer parse(String text) {
        return parseInet(text);
    }

    static ByteBuffer parseInet(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text)
                    + "): expected ADDRESS:PORT, [ADDRESS]:PORT, unix:PATH or family:N/hex");
        }
        return pack(InetLiterals.parse4("parse", text.substring(0, colon)), port(text, colon + 1, text.length()));
    }

    /** The port between two indices of a text: decimal digits, nothing else. */
    static int port(String text, int from, int to) {
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
