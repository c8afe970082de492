package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_QIPCRTR;

import io.baresock.internal.Abi;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Qualcomm's router between processors: {@code qipcrtr:NODE/PORT}. {@code struct sockaddr_qrtr} of linux/qrtr.h. */
final class QipcrtrCodec implements SockaddrCodec {

    private static final String PREFIX = "qipcrtr:";
    private static final long U32 = 0xFFFF_FFFFL;
    private static final int LENGTH = 12;
    private static final int PAD = 2;
    private static final int NODE = 4;
    private static final int PORT = 8;

    static ByteBuffer pack(long node, long port) {
        Abi.check(AF_QIPCRTR, "qipcrtr");
        check("node", node);
        check("port", port);
        return SockaddrLayout.allocate(AF_QIPCRTR, LENGTH)
                .putInt(NODE, (int) node)
                .putInt(PORT, (int) port);
    }

    /** 32 bits, unsigned, or what the constants are as an int. */
    private static void check(String what, long value) {
        if (value < Integer.MIN_VALUE || value > U32) {
            throw new IllegalArgumentException("qipcrtr: " + what + ' ' + value + " is not in 0.." + U32);
        }
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_QIPCRTR;
    }

    static long node(ByteBuffer b) {
        return is(b) ? b.getInt(NODE) & U32 : -1;
    }

    static long port(ByteBuffer b) {
        return is(b) ? b.getInt(PORT) & U32 : -1;
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        return is(packed) && packed.getShort(PAD) == 0 ? PREFIX + node(packed) + '/' + port(packed) : null;
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String[] f = SockaddrFields.split(text, PREFIX.length(), "qipcrtr:NODE/PORT", 2);
        return pack(SockaddrFields.decimal32(text, f[0]) & U32, SockaddrFields.decimal32(text, f[1]) & U32);
    }
}
