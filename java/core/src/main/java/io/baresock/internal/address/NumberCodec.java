package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrFields.U32;
import static io.baresock.internal.address.SockaddrLayout.DATA;

import io.baresock.internal.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Families whose addresses are numbers at fixed places: netlink, CAN, TIPC, QIPCRTR. A table describes them. The text of an address is a
 * prefix and its numbers, with slashes between. Numbers are unsigned.
 */
public final class NumberCodec {

    /** A number: its place, its size in bytes, the radix of its text, and its greatest value (0 for all of 64 bits). */
    private record Field(int at, int bytes, int radix, long max) {

        long get(ByteBuffer b) {
            return bytes == Long.BYTES ? b.getLong(at) : bytes == Integer.BYTES ? b.getInt(at) & U32 : b.get(at) & 0xFF;
        }

        void put(ByteBuffer b, long value) {
            if (bytes == Long.BYTES) {
                b.putLong(at, value);
            } else if (bytes == Integer.BYTES) {
                b.putInt(at, (int) value);
            } else {
                b.put(at, (byte) value);
            }
        }

        long parse(String text, String part) {
            return max == 0
                    ? SockaddrFields.hex64(text, part)
                    : radix == 10 ? SockaddrFields.decimal(text, part, max) : SockaddrFields.hex(text, part, max);
        }

        String format(ByteBuffer b) {
            long value = get(b);
            return max == 0
                    ? HexFormat.of().toHexDigits(value)
                    : radix == 10 ? Long.toString(value) : SockaddrFields.hex(value);
        }
    }

    private static Field decimal(int at) {
        return new Field(at, Integer.BYTES, 10, U32);
    }

    private static Field hex(int at) {
        return new Field(at, Integer.BYTES, 16, U32);
    }

    /** A kind of address: the first byte of its data, its text after the prefix, and its numbers. */
    private record Form(int kind, String lead, List<Field> fields) {

        Form(int kind, String lead, Field... fields) {
            this(kind, lead, List.of(fields));
        }

        /** Whether every byte outside of the numbers is zero. */
        boolean fits(ByteBuffer b) {
            ByteBuffer rest = ByteBuffer.allocate(b.capacity()).order(b.order()).put(0, b, 0, b.capacity());
            for (Field f : fields) {
                if (f.max() != 0 && f.get(b) > f.max()) {
                    return false;
                }
                f.put(rest, 0);
            }
            rest.put(DATA, (byte) (b.get(DATA) ^ kind));
            return rest.position(DATA).equals(ByteBuffer.allocate(rest.remaining()));
        }
    }

    // struct sockaddr_nl of netlink(7)
    public static final int NETLINK_PID = 4;
    public static final int NETLINK_GROUPS = 8;
    public static final NumberCodec NETLINK = new NumberCodec(
            "netlink", 12, 12, "netlink:PID/0xGROUPS", new Form(0, "", decimal(NETLINK_PID), hex(NETLINK_GROUPS)));

    // struct sockaddr_qrtr of linux/qrtr.h
    public static final int QIPCRTR_NODE = 4;
    public static final int QIPCRTR_PORT = 8;
    public static final NumberCodec QIPCRTR = new NumberCodec(
            "qipcrtr", 12, 12, "qipcrtr:NODE/PORT", new Form(0, "", decimal(QIPCRTR_NODE), decimal(QIPCRTR_PORT)));

    // struct sockaddr_can of linux/can.h. Its last 16 bytes are a union; the protocol decides its meaning. Passed in
    // full size; the kernel returns only what the protocol needs.
    public static final int CAN_INDEX = 4;
    public static final int ISOTP_RX_ID = 8;
    public static final int ISOTP_TX_ID = 12;
    public static final int J1939_NAME = 8;
    public static final int J1939_PGN = 16;
    public static final int J1939_ADDRESS = 20;
    private static final Field INDEX = new Field(CAN_INDEX, Integer.BYTES, 10, Integer.MAX_VALUE);
    private static final Form CAN_ANY = new Form(0, "", INDEX);
    private static final Form CAN_ISOTP = new Form(0, "", INDEX, hex(ISOTP_RX_ID), hex(ISOTP_TX_ID));
    private static final Form CAN_J1939 = new Form(
            0,
            "",
            INDEX,
            new Field(J1939_NAME, Long.BYTES, 16, 0),
            hex(J1939_PGN),
            new Field(J1939_ADDRESS, Byte.BYTES, 16, 0xFF));
    public static final NumberCodec CAN = new NumberCodec(
            "can",
            8,
            24,
            "can:INDEX, can:INDEX/0xRX/0xTX or can:INDEX/NAME/0xPGN/0xADDRESS",
            CAN_ANY,
            CAN_ISOTP,
            CAN_J1939);

    // struct sockaddr_tipc of linux/tipc.h: the kind, the scope, and a union of three numbers
    public static final int TIPC_RANGE = 1;
    public static final int TIPC_SERVICE = 2;
    public static final int TIPC_SOCKET = 3;
    public static final int TIPC_SCOPE = 3;
    public static final int TIPC_FIRST = 4;
    public static final int TIPC_SECOND = 8;
    public static final int TIPC_THIRD = 12;
    private static final Field SCOPE = new Field(TIPC_SCOPE, Byte.BYTES, 10, 0xFF);
    public static final NumberCodec TIPC = new NumberCodec(
            "tipc",
            16,
            16,
            "tipc:service/TYPE/INSTANCE/DOMAIN/SCOPE, tipc:range/TYPE/LOWER/UPPER/SCOPE or tipc:socket/REF/NODE/SCOPE",
            new Form(TIPC_SERVICE, "service/", decimal(TIPC_FIRST), decimal(TIPC_SECOND), decimal(TIPC_THIRD), SCOPE),
            new Form(TIPC_RANGE, "range/", decimal(TIPC_FIRST), decimal(TIPC_SECOND), decimal(TIPC_THIRD), SCOPE),
            new Form(TIPC_SOCKET, "socket/", decimal(TIPC_FIRST), decimal(TIPC_SECOND), SCOPE));

    static final NumberCodec[] ALL = {NETLINK, CAN, TIPC, QIPCRTR};

    private final String name;
    private final int family;
    private final int shortest;
    private final int length;
    private final String expected;
    private final Form[] forms;

    /**
     * A family.
     *
     * @param name the prefix; in capitals, the constant's name
     * @param shortest the least length of an address; if it is shorter than {@code length}, zeros at the end were left out
     * @param length of an address that is made here
     * @param expected the forms, for a message
     * @param forms the first one that fits is the text of an address
     */
    private NumberCodec(String name, int shortest, int length, String expected, Form... forms) {
        this.name = name;
        this.family = Abi.constant("AF_" + name.toUpperCase(Locale.ROOT));
        this.shortest = shortest;
        this.length = length;
        this.expected = expected;
        this.forms = forms;
    }

    /** An address whose numbers are all 0. */
    public ByteBuffer allocate() {
        Abi.check(family, name);
        return SockaddrLayout.allocate(family, length);
    }

    public boolean is(ByteBuffer b) {
        int n = b.capacity();
        return n >= shortest && (n <= length || shortest < length) && SockaddrLayout.family(b, 0, n) == family;
    }

    /** A byte; 0 for other families. */
    public int byteAt(ByteBuffer b, int at) {
        return is(b) ? whole(b).get(at) & 0xFF : 0;
    }

    /** 32 bits; 0 for other families. */
    public int intAt(ByteBuffer b, int at) {
        return is(b) ? whole(b).getInt(at) : 0;
    }

    /** 64 bits; 0 for other families. */
    public long longAt(ByteBuffer b, int at) {
        return is(b) ? whole(b).getLong(at) : 0;
    }

    /** The address with the zeros that were left out. */
    private ByteBuffer whole(ByteBuffer b) {
        if (b.capacity() >= length) {
            return b;
        }
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder()).put(0, b, 0, b.capacity());
    }

    /** The text; null if there is none, or it is of another family. */
    @Nullable
    String format(ByteBuffer packed) {
        for (Form form : is(packed) ? forms : new Form[0]) {
            ByteBuffer b = whole(packed);
            if (form.fits(b)) {
                StringBuilder s = new StringBuilder(name).append(':').append(form.lead());
                for (Field f : form.fields()) {
                    s.append(f.format(b)).append('/');
                }
                return s.substring(0, s.length() - 1);
            }
        }
        return null;
    }

    ByteBuffer parse(String text) {
        for (Form form : forms) {
            int from = name.length() + 1 + form.lead().length();
            boolean leads = text.startsWith(form.lead(), name.length() + 1);
            String[] parts = leads ? text.substring(from).split("/", -1) : new String[0];
            if (parts.length == form.fields().size()) {
                return parse(text, form, parts);
            }
        }
        throw SockaddrFields.expected(text, expected);
    }

    private ByteBuffer parse(String text, Form form, String[] parts) {
        ByteBuffer b = allocate().put(DATA, (byte) form.kind());
        for (int i = 0; i < parts.length; i++) {
            Field f = form.fields().get(i);
            f.put(b, f.parse(text, parts[i]));
        }
        return b;
    }
}
