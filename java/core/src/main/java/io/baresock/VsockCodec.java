package io.baresock;

import static io.baresock.SockaddrLayout.HAS_LENGTH;
import static io.baresock.constants.FamilyConstants.AF_VSOCK;

import io.baresock.internal.Abi;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Host and guests of a virtual machine: {@code vsock:CID:PORT}, with {@code any} for either and {@code ;flags=0x1} behind it
 * if there are flags. {@code struct sockaddr_vm} of vsock(7); that of macOS ends after the context.
 */
final class VsockCodec implements SockaddrCodec {

    private static final String PREFIX = "vsock:";
    private static final String FLAGS_MARK = ";flags=";
    private static final String ANY = "any";
    private static final long U32 = 0xFFFF_FFFFL;
    private static final int LENGTH = HAS_LENGTH ? 12 : 16;
    private static final int RESERVED = 2;
    private static final int PORT = 4;
    private static final int CID = 8;
    private static final int FLAGS = 12;

    static ByteBuffer pack(long cid, long port, int flags) {
        Abi.check(AF_VSOCK, "vsock");
        check("context", cid);
        check("port", port);
        Ranges.check("vsock", "flags", flags, 0, HAS_LENGTH ? 0 : 0xFF);
        ByteBuffer b = SockaddrLayout.allocate(AF_VSOCK, LENGTH)
                .putInt(PORT, (int) port)
                .putInt(CID, (int) cid);
        return HAS_LENGTH ? b : b.put(FLAGS, (byte) flags);
    }

    /** 32 bits, unsigned, or the -1 that the constants for "any" are as an int. */
    private static void check(String what, long value) {
        if (value < -1 || value > U32) {
            throw new IllegalArgumentException("vsock: " + what + ' ' + value + " is not in 0.." + U32);
        }
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_VSOCK;
    }

    static long cid(ByteBuffer b) {
        return is(b) ? b.getInt(CID) & U32 : -1;
    }

    static long port(ByteBuffer b) {
        return is(b) ? b.getInt(PORT) & U32 : -1;
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        if (!is(packed) || packed.getShort(RESERVED) != 0) {
            return null;
        }
        int flags = HAS_LENGTH ? 0 : packed.get(FLAGS) & 0xFF;
        for (int i = FLAGS + 1; i < LENGTH; i++) { // svm_zero
            if (packed.get(i) != 0) {
                return null;
            }
        }
        String text = PREFIX + text(cid(packed)) + ':' + text(port(packed));
        return flags == 0 ? text : text + FLAGS_MARK + SockaddrFields.hex(flags);
    }

    private static String text(long value) {
        return value == U32 ? ANY : Long.toString(value);
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        int colon = text.indexOf(':', PREFIX.length());
        int mark = text.indexOf(FLAGS_MARK);
        int end = mark < 0 ? text.length() : mark;
        if (colon < 0 || colon > end) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected vsock:CID:PORT");
        }
        int flags = mark < 0 ? 0 : SockaddrFields.hex(text, text.substring(mark + FLAGS_MARK.length()), 0xFF);
        return pack(
                number(text, text.substring(PREFIX.length(), colon)),
                number(text, text.substring(colon + 1, end)),
                flags);
    }

    private static long number(String text, String field) {
        return field.equals(ANY) ? U32 : SockaddrFields.decimal32(text, field) & U32;
    }
}
