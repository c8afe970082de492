package io.baresock;

import static io.baresock.SockaddrLayout.CAPACITY;
import static io.baresock.SockaddrLayout.DATA;
import static io.baresock.SockaddrLayout.HAS_LENGTH;

import io.baresock.internal.Abi;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Addresses of families without a text form: {@code family:N/hex}. */
final class RawCodec implements SockaddrCodec {

    private static final String PREFIX = "family:";
    private static final int FAMILY_MAX = HAS_LENGTH ? 0xFF : 0xFFFF;

    /** Any family and the bytes that follow it. */
    static ByteBuffer pack(int family, byte[] data) {
        Abi.check(family, "raw");
        Ranges.check("raw", "family", family, 0, FAMILY_MAX);
        Ranges.check("raw", "data length", data.length, 0, CAPACITY - DATA);
        return SockaddrLayout.allocate(family, DATA + data.length).put(DATA, data);
    }

    static String text(ByteBuffer packed) {
        int length = packed.capacity();
        return PREFIX
                + SockaddrLayout.family(packed, 0, length)
                + '/'
                + HexFormat.of().formatHex(packed.array(), DATA, length);
    }

    @Override
    public String format(ByteBuffer packed) {
        return text(packed);
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected family:N/hex");
        }
        try {
            return pack(
                    Integer.parseInt(text, PREFIX.length(), slash, 10),
                    HexFormat.of().parseHex(text, slash + 1, text.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected family:N/hex", e);
        }
    }
}
