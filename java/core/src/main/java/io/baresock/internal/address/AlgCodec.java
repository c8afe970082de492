package io.baresock.internal.address;

import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Algorithms of the kernel: {@code alg:TYPE:NAME}, then {@code ;0xFEATURES/0xMASK} if they are not 0. {@code struct sockaddr_alg} of
 * linux/if_alg.h.
 */
public final class AlgCodec {

    private static final String PREFIX = "alg:";
    private static final int AF_ALG = Abi.constant("AF_ALG");
    private static final int TYPE = 2;
    private static final int TYPE_BYTES = 14;
    private static final int FEATURES = 16;
    private static final int MASK = 20;
    private static final int NAME = 24;
    private static final int NAME_BYTES = 64;
    private static final int LENGTH = NAME + NAME_BYTES;

    private AlgCodec() {}

    public static ByteBuffer pack(String type, String name, int features, int mask) {
        Abi.check(AF_ALG, "alg");
        ByteBuffer b = SockaddrLayout.allocate(AF_ALG, LENGTH)
                .putInt(FEATURES, features)
                .putInt(MASK, mask);
        put(b, TYPE, TYPE_BYTES, "type", type);
        put(b, NAME, NAME_BYTES, "name", name);
        return b;
    }

    private static void put(ByteBuffer b, int at, int room, String what, String text) {
        byte[] bytes = Buffers.present("alg", text).getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= room || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("alg: " + what + ' ' + Printable.quote(text) + " is not 1 to "
                    + (room - 1) + " bytes without a NUL");
        }
        b.put(at, bytes);
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_ALG;
    }

    public static @Nullable String type(ByteBuffer b) {
        return is(b) ? text(b, TYPE, TYPE_BYTES) : null;
    }

    public static @Nullable String name(ByteBuffer b) {
        return is(b) ? text(b, NAME, NAME_BYTES) : null;
    }

    public static int features(ByteBuffer b) {
        return is(b) ? b.getInt(FEATURES) : 0;
    }

    public static int mask(ByteBuffer b) {
        return is(b) ? b.getInt(MASK) : 0;
    }

    /** Up to the first NUL. */
    private static String text(ByteBuffer b, int at, int room) {
        int end = at;
        while (end < at + room && b.get(end) != 0) {
            end++;
        }
        return new String(b.array(), at, end - at, StandardCharsets.UTF_8);
    }

    static @Nullable String format(ByteBuffer packed) {
        if (!is(packed)) {
            return null;
        }
        String type = text(packed, TYPE, TYPE_BYTES);
        String name = text(packed, NAME, NAME_BYTES);
        boolean plain = !type.isEmpty()
                && !name.isEmpty()
                && (type + name).chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':' && c != ';');
        int features = features(packed);
        int mask = mask(packed);
        // This form cannot express bytes after a NUL, nor a name without a NUL.
        if (!plain
                || name.length() >= NAME_BYTES
                || type.length() >= TYPE_BYTES
                || !packed.equals(pack(type, name, features, mask))) {
            return null;
        }
        String text = PREFIX + type + ':' + name;
        return features == 0 && mask == 0
                ? text
                : text + ';' + "0x" + Integer.toHexString(features) + "/0x" + Integer.toHexString(mask);
    }

    static ByteBuffer parse(String text) {
        int colon = text.indexOf(':', PREFIX.length());
        int mark = text.indexOf(';');
        int end = mark < 0 ? text.length() : mark;
        if (colon < 0 || colon > end) {
            throw SockaddrFields.expected(text, "alg:TYPE:NAME");
        }
        String[] numbers = mark < 0
                ? new String[] {"0x0", "0x0"}
                : SockaddrFields.split(text, mark + 1, "alg:TYPE:NAME;0xFEATURES/0xMASK", 2);
        return pack(
                text.substring(PREFIX.length(), colon),
                text.substring(colon + 1, end),
                (int) SockaddrFields.hex(text, numbers[0], SockaddrFields.U32),
                (int) SockaddrFields.hex(text, numbers[1], SockaddrFields.U32));
    }
}
