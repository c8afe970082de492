package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_CAN;

import io.baresock.internal.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Controller area network: {@code can:INDEX}, {@code can:INDEX/0xRX/0xTX} with the two ids of ISO-TP,
 * {@code can:INDEX/NAME/0xPGN/0xADDRESS} of J1939. {@code struct sockaddr_can} of linux/can.h, whose last 16 bytes are a
 * union: which of them it is, the protocol knows. Given whole, returned as long as the protocol needs.
 */
final class CanCodec implements SockaddrCodec {

    private static final String PREFIX = "can:";
    private static final int LENGTH = 24;
    private static final int SHORTEST = 8;
    private static final int PAD = 2;
    private static final int INDEX = 4;
    private static final int RX_ID = 8;
    private static final int TX_ID = 12;
    private static final int NAME = 8;
    private static final int PGN = 16;
    private static final int ADDRESS = 20;

    static ByteBuffer pack(int index) {
        Abi.check(AF_CAN, "can");
        Ranges.check("can", "interface index", index, 0, Integer.MAX_VALUE);
        return SockaddrLayout.allocate(AF_CAN, LENGTH).putInt(INDEX, index);
    }

    static ByteBuffer packIsotp(int index, int rxId, int txId) {
        return pack(index).putInt(RX_ID, rxId).putInt(TX_ID, txId);
    }

    static ByteBuffer packJ1939(int index, long name, int pgn, int address) {
        Ranges.check("j1939", "address", address, 0, 0xFF);
        return pack(index).putLong(NAME, name).putInt(PGN, pgn).put(ADDRESS, (byte) address);
    }

    static boolean is(ByteBuffer b) {
        int length = b.capacity();
        return length >= SHORTEST && SockaddrLayout.family(b, 0, length) == AF_CAN;
    }

    static int index(ByteBuffer b) {
        return b.getInt(INDEX);
    }

    static int rxId(ByteBuffer b) {
        return is(b) ? whole(b).getInt(RX_ID) : 0;
    }

    static int txId(ByteBuffer b) {
        return is(b) ? whole(b).getInt(TX_ID) : 0;
    }

    static long name(ByteBuffer b) {
        return is(b) ? whole(b).getLong(NAME) : 0;
    }

    static int pgn(ByteBuffer b) {
        return is(b) ? whole(b).getInt(PGN) : 0;
    }

    static int address(ByteBuffer b) {
        return is(b) ? whole(b).get(ADDRESS) & 0xFF : 0;
    }

    /** With the zeros that were left away. */
    private static ByteBuffer whole(ByteBuffer b) {
        if (b.capacity() >= LENGTH) {
            return b;
        }
        return ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder()).put(0, b, 0, b.capacity());
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        boolean plain = is(packed)
                && packed.getShort(PAD) == 0
                && index(packed) >= 0
                && SockaddrLayout.significant(packed, 0, packed.capacity()) <= ADDRESS + 1;
        if (!plain) {
            return null;
        }
        String text = PREFIX + index(packed);
        if (pgn(packed) != 0 || address(packed) != 0) {
            return text
                    + '/'
                    + HexFormat.of().toHexDigits(name(packed))
                    + '/'
                    + SockaddrFields.hex(pgn(packed))
                    + '/'
                    + SockaddrFields.hex(address(packed));
        }
        int rx = rxId(packed);
        int tx = txId(packed);
        return rx == 0 && tx == 0 ? text : text + '/' + SockaddrFields.hex(rx) + '/' + SockaddrFields.hex(tx);
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String form = "can:INDEX, can:INDEX/0xRX/0xTX or can:INDEX/NAME/0xPGN/0xADDRESS";
        String[] f = SockaddrFields.split(text, PREFIX.length(), form, 1, 3, 4);
        int index = SockaddrFields.decimal(text, f[0], Integer.MAX_VALUE);
        return switch (f.length) {
            case 1 -> pack(index);
            case 3 -> packIsotp(index, SockaddrFields.hex32(text, f[1]), SockaddrFields.hex32(text, f[2]));
            default -> packJ1939(
                    index,
                    SockaddrFields.hex64(text, f[1]),
                    SockaddrFields.hex32(text, f[2]),
                    SockaddrFields.hex(text, f[3], 0xFF));
        };
    }
}
