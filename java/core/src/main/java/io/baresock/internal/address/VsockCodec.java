package io.baresock.internal.address;

import static io.baresock.constants.FamilyConstants.AF_VSOCK;
import static io.baresock.internal.address.SockaddrFields.U32;
import static io.baresock.internal.address.SockaddrLayout.HAS_LENGTH;

import io.baresock.internal.Abi;
import io.baresock.internal.Ranges;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Host and guests of a virtual machine: {@code vsock:CID:PORT}, with {@code any} for either, then {@code ;flags=0x1} if there are flags.
 * {@code struct sockaddr_vm} of vsock(7); that of macOS ends after the context.
 */
public final class VsockCodec {

    private static final String PREFIX = "vsock:";
    private static final String FLAGS_MARK = ";flags=";
    private static final String ANY = "any";
    private static final int AF_VSOCK = Abi.constant("AF_VSOCK");
    private static final int LENGTH = HAS_LENGTH ? 12 : 16;
    private static final int RESERVED = 2;
    private static final int PORT = 4;
    private static final int CID = 8;
    private static final int FLAGS = 12;

    private VsockCodec() {}

    public static ByteBuffer pack(long cid, long port, int flags) {
        Abi.check(AF_VSOCK, "vsock");
        int context = SockaddrFields.check32("vsock: context", cid, -1);
        int number = SockaddrFields.check32("vsock: port", port, -1);
        Ranges.check("vsock", "flags", flags, 0, HAS_LENGTH ? 0 : 0xFF);
        ByteBuffer b =
                SockaddrLayout.allocate(AF_VSOCK, LENGTH).putInt(PORT, number).putInt(CID, context);
        return HAS_LENGTH ? b : b.put(FLAGS, (byte) flags);
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_VSOCK;
    }

    public static long cid(ByteBuffer b) {
        return is(b) ? b.getInt(CID) & U32 : -1;
    }

    public static long port(ByteBuffer b) {
        return is(b) ? b.getInt(PORT) & U32 : -1;
    }

    static @Nullable String format(ByteBuffer packed) {
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

    static ByteBuffer parse(String text) {
        int colon = text.indexOf(':', PREFIX.length());
        int mark = text.indexOf(FLAGS_MARK);
        int end = mark < 0 ? text.length() : mark;
        if (colon < 0 || colon > end) {
            throw SockaddrFields.expected(text, "vsock:CID:PORT");
        }
        int flags = mark < 0 ? 0 : (int) SockaddrFields.hex(text, text.substring(mark + FLAGS_MARK.length()), 0xFF);
        return pack(
                number(text, text.substring(PREFIX.length(), colon)),
                number(text, text.substring(colon + 1, end)),
                flags);
    }

    private static long number(String text, String field) {
        return field.equals(ANY) ? U32 : SockaddrFields.decimal(text, field, U32);
    }
}
