package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_TIPC;
import static io.baresock.constants.TipcConstants.TIPC_SERVICE_ADDR;
import static io.baresock.constants.TipcConstants.TIPC_SERVICE_RANGE;
import static io.baresock.constants.TipcConstants.TIPC_SOCKET_ADDR;

import io.baresock.internal.Abi;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Transparent inter-process communication: {@code tipc:service/TYPE/INSTANCE/DOMAIN/SCOPE}, {@code tipc:range/TYPE/LOWER/UPPER/SCOPE},
 * {@code tipc:socket/REF/NODE/SCOPE}. {@code struct sockaddr_tipc} of linux/tipc.h.
 */
final class TipcCodec implements SockaddrCodec {

    private static final String PREFIX = "tipc:";
    private static final String SERVICE = "service";
    private static final String RANGE = "range";
    private static final String SOCKET = "socket";
    private static final int LENGTH = 16;
    private static final int KIND = 2;
    private static final int SCOPE = 3;
    private static final int FIRST = 4;
    private static final int SECOND = 8;
    private static final int THIRD = 12;

    /** The three numbers of the union, whatever the kind makes of them. */
    static ByteBuffer pack(int kind, int first, int second, int third, int scope) {
        Abi.check(AF_TIPC, "tipc");
        Ranges.check("tipc", "scope", scope, Byte.MIN_VALUE, Byte.MAX_VALUE);
        return SockaddrLayout.allocate(AF_TIPC, LENGTH)
                .put(KIND, (byte) kind)
                .put(SCOPE, (byte) scope)
                .putInt(FIRST, first)
                .putInt(SECOND, second)
                .putInt(THIRD, third);
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_TIPC;
    }

    static int kind(ByteBuffer b) {
        return is(b) ? b.get(KIND) & 0xFF : -1;
    }

    static int scope(ByteBuffer b) {
        return is(b) ? b.get(SCOPE) : 0;
    }

    private static boolean isService(ByteBuffer b) {
        int kind = kind(b);
        return kind == TIPC_SERVICE_ADDR || kind == TIPC_SERVICE_RANGE;
    }

    static int type(ByteBuffer b) {
        return isService(b) ? b.getInt(FIRST) : 0;
    }

    static int lower(ByteBuffer b) {
        return isService(b) ? b.getInt(SECOND) : 0;
    }

    static int upper(ByteBuffer b) {
        return kind(b) == TIPC_SERVICE_RANGE ? b.getInt(THIRD) : lower(b);
    }

    static int domain(ByteBuffer b) {
        return kind(b) == TIPC_SERVICE_ADDR ? b.getInt(THIRD) : 0;
    }

    static int ref(ByteBuffer b) {
        return kind(b) == TIPC_SOCKET_ADDR ? b.getInt(FIRST) : 0;
    }

    static int node(ByteBuffer b) {
        return kind(b) == TIPC_SOCKET_ADDR ? b.getInt(SECOND) : 0;
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        int kind = kind(packed);
        boolean service = kind == TIPC_SERVICE_ADDR;
        boolean socket = kind == TIPC_SOCKET_ADDR;
        if (!service && kind != TIPC_SERVICE_RANGE && !(socket && packed.getInt(THIRD) == 0)) {
            return null;
        }
        return PREFIX
                + (service ? SERVICE : socket ? SOCKET : RANGE)
                + '/'
                + Integer.toUnsignedString(packed.getInt(FIRST))
                + '/'
                + Integer.toUnsignedString(packed.getInt(SECOND))
                + (socket ? "" : '/' + Integer.toUnsignedString(packed.getInt(THIRD)))
                + '/'
                + (packed.get(SCOPE) & 0xFF);
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String form =
                "tipc:service/TYPE/INSTANCE/DOMAIN/SCOPE, tipc:range/TYPE/LOWER/UPPER/SCOPE or tipc:socket/REF/NODE/SCOPE";
        String[] f = SockaddrFields.split(text, PREFIX.length(), form, 4, 5);
        int kind =
                switch (f[0]) {
                    case SERVICE -> TIPC_SERVICE_ADDR;
                    case RANGE -> TIPC_SERVICE_RANGE;
                    case SOCKET -> TIPC_SOCKET_ADDR;
                    default -> 0;
                };
        boolean socket = kind == TIPC_SOCKET_ADDR;
        if (kind == 0 || f.length != (socket ? 4 : 5)) {
            throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected " + form);
        }
        return pack(
                kind,
                SockaddrFields.decimal32(text, f[1]),
                SockaddrFields.decimal32(text, f[2]),
                socket ? 0 : SockaddrFields.decimal32(text, f[3]),
                (byte) SockaddrFields.decimal(text, f[f.length - 1], 0xFF));
    }
}
