package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrLayout.CAPACITY;
import static io.baresock.internal.address.SockaddrLayout.DATA;
import static io.baresock.internal.address.SockaddrLayout.HAS_LENGTH;

import io.baresock.internal.Abi;
import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Addresses of families without a text form: {@code family:N/hex}. */
public final class RawCodec {

    private static final String PREFIX = "family:";
    private static final int FAMILY_MAX = HAS_LENGTH ? 0xFF : 0xFFFF;

    private RawCodec() {}

    /** Any family and the bytes that follow it. */
    public static ByteBuffer pack(int family, byte[] data) {
        Abi.check(family, "raw");
        Ranges.check("raw", "family", family, 0, FAMILY_MAX);
        Ranges.check("raw", "data length", data.length, 0, CAPACITY - DATA);
        return SockaddrLayout.allocate(family, DATA + data.length).put(DATA, data);
    }

    static String format(ByteBuffer packed) {
        int length = packed.capacity();
        return PREFIX
                + SockaddrLayout.family(packed, 0, length)
                + '/'
                + HexFormat.of().formatHex(packed.array(), DATA, length);
    }

    static ByteBuffer parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw SockaddrFields.expected(text, "family:N/hex");
        }
        int family = (int) SockaddrFields.decimal(text, text.substring(PREFIX.length(), slash), FAMILY_MAX);
        try {
            return pack(family, HexFormat.of().parseHex(text, slash + 1, text.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected family:N/hex", e);
        }
    }
}
