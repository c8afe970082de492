package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrLayout.AF_PACKET;

import io.baresock.internal.Abi;
import io.baresock.internal.Ranges;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The link layer: {@code packet:INDEX/0xPROTOCOL/HATYPE/PKTTYPE/00:11:22:33:44:55}. {@code struct sockaddr_ll} of packet(7), passed with
 * its full 20 bytes (bind needs them), or more for a longer hardware address. The kernel returns it without the bytes after the address.
 */
public final class PacketCodec {

    private static final String PREFIX = "packet:";
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final int MIN_LENGTH = 20;
    private static final int PROTOCOL = 2;
    private static final int INDEX = 4;
    private static final int HARDWARE_TYPE = 8;
    private static final int PACKET_TYPE = 10;
    private static final int ADDRESS_LENGTH = 11;
    private static final int ADDRESS = 12;
    /** MAX_ADDR_LEN of linux/netdevice.h: InfiniBand has 20 bytes. */
    private static final int ADDRESS_MAX = 32;

    private PacketCodec() {}

    public static ByteBuffer pack(int protocol, int index, int hardwareType, int packetType, byte[] address) {
        Abi.check(AF_PACKET, "packet");
        Ranges.check("packet", "protocol", protocol, 0, 0xFFFF);
        Ranges.check("packet", "interface index", index, 0, Integer.MAX_VALUE);
        Ranges.check("packet", "hardware type", hardwareType, 0, 0xFFFF);
        Ranges.check("packet", "packet type", packetType, 0, 0xFF);
        Ranges.check("packet", "address length", address.length, 0, ADDRESS_MAX);
        return SockaddrLayout.allocate(AF_PACKET, Math.max(MIN_LENGTH, ADDRESS + address.length))
                .put(PROTOCOL, (byte) (protocol >> 8)) // in network byte order; the others are in host byte order
                .put(PROTOCOL + 1, (byte) protocol)
                .putInt(INDEX, index)
                .putShort(HARDWARE_TYPE, (short) hardwareType)
                .put(PACKET_TYPE, (byte) packetType)
                .put(ADDRESS_LENGTH, (byte) address.length)
                .put(ADDRESS, address);
    }

    public static boolean is(ByteBuffer b) {
        int length = b.capacity();
        return length >= ADDRESS && SockaddrLayout.family(b, 0, length) == AF_PACKET;
    }

    public static int index(ByteBuffer b) {
        return b.getInt(INDEX);
    }

    public static int protocol(ByteBuffer b) {
        return is(b) ? (b.get(PROTOCOL) & 0xFF) << 8 | b.get(PROTOCOL + 1) & 0xFF : 0;
    }

    public static int hardwareType(ByteBuffer b) {
        return is(b) ? b.getShort(HARDWARE_TYPE) & 0xFFFF : 0;
    }

    public static int packetType(ByteBuffer b) {
        return is(b) ? b.get(PACKET_TYPE) & 0xFF : 0;
    }

    /** The number of bytes that the address states, or fewer if they are not there. */
    public static byte[] address(ByteBuffer b) {
        if (!is(b)) {
            return new byte[0];
        }
        return Arrays.copyOfRange(b.array(), ADDRESS, Math.min(ADDRESS + (b.get(ADDRESS_LENGTH) & 0xFF), b.capacity()));
    }

    static @Nullable String format(ByteBuffer packed) {
        if (!is(packed) || index(packed) < 0) {
            return null;
        }
        int halen = packed.get(ADDRESS_LENGTH) & 0xFF;
        byte[] address = address(packed);
        boolean plain = halen == address.length
                && halen <= ADDRESS_MAX
                && SockaddrLayout.significant(packed, 0, packed.capacity()) <= ADDRESS + halen;
        if (!plain) {
            return null;
        }
        return PREFIX
                + index(packed)
                + '/'
                + SockaddrFields.hex(protocol(packed))
                + '/'
                + hardwareType(packed)
                + '/'
                + packetType(packed)
                + '/'
                + COLONS.formatHex(address);
    }

    static ByteBuffer parse(String text) {
        String[] f = SockaddrFields.split(
                text, PREFIX.length(), "packet:INDEX/0xPROTOCOL/HATYPE/PKTTYPE/HH:HH:HH:HH:HH:HH", 5);
        return pack(
                (int) SockaddrFields.hex(text, f[1], 0xFFFF),
                (int) SockaddrFields.decimal(text, f[0], Integer.MAX_VALUE),
                (int) SockaddrFields.decimal(text, f[2], 0xFFFF),
                (int) SockaddrFields.decimal(text, f[3], 0xFF),
                address(text, f[4]));
    }

    private static byte[] address(String text, String field) {
        try {
            return COLONS.parseHex(field);
        } catch (IllegalArgumentException e) {
            throw SockaddrFields.malformed(text, field, "a hardware address");
        }
    }
}
