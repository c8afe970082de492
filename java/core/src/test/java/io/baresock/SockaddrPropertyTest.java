package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.address.SockaddrLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random addresses and random bytes, always the same ones. */
class SockaddrPropertyTest {

    private static final int[] FAMILIES = {
        Bsd.AF_INET,
        Bsd.AF_INET6,
        Bsd.AF_UNIX,
        Bsd.AF_UNSPEC,
        Bsd.AF_NETLINK,
        Bsd.AF_PACKET,
        Bsd.AF_VSOCK,
        Bsd.AF_CAN,
        -1
    };

    private final Random random = new Random(42);

    private byte[] bytes(int length) {
        byte[] b = new byte[length];
        random.nextBytes(b);
        return b;
    }

    private byte[] path(int length) {
        byte[] b = bytes(length);
        for (int i = 0; i < length; i++) {
            if (b[i] == 0) {
                b[i] = '/';
            }
        }
        return b;
    }

    private Sockaddr wellFormed() {
        int port = random.nextInt(0x10000);
        return switch (random.nextInt(SockaddrLayout.HAS_LENGTH ? 5 : 12)) {
            case 0 -> Sockaddr.inet(bytes(4), port);
            case 1 -> Sockaddr.inet6(bytes(16), port, 0, 0);
            case 2 -> Sockaddr.inet6(bytes(16), port, random.nextInt(), random.nextInt());
            case 3 -> Sockaddr.unix(path(1 + random.nextInt(SockaddrLayout.UNIX_PATH_MAX)));
            case 4 -> Sockaddr.raw(random.nextInt(256), bytes(random.nextInt(127)));
            case 5 -> Sockaddr.netlink(random.nextInt(), random.nextInt());
            case 6 -> Sockaddr.packet(
                    port,
                    random.nextInt(1 << 20),
                    random.nextInt(0x10000),
                    random.nextInt(8),
                    bytes(random.nextInt(33)));
            case 7 -> Sockaddr.vsock(
                    random.nextInt() & 0xFFFF_FFFFL, random.nextInt() & 0xFFFF_FFFFL, random.nextInt(256));
            case 8 -> Sockaddr.can(random.nextInt(1 << 20));
            case 9 -> Sockaddr.isotp(random.nextInt(1 << 20), random.nextInt(), random.nextInt());
            case 10 -> Sockaddr.j1939(
                    random.nextInt(1 << 20), random.nextLong(), random.nextInt(0x40001), random.nextInt(256));
            default -> Sockaddr.unixAbstract(bytes(random.nextInt(108)));
        };
    }

    /** Noise under a header of a family that has a codec, or of any family. */
    private byte[] garbage() {
        int family = FAMILIES[random.nextInt(FAMILIES.length)];
        family = family < 0 ? random.nextInt(256) : family; // any, and what this platform lacks
        byte[] data = bytes(random.nextInt(127));
        if (random.nextBoolean()) { // some that look like the real thing, with zeros
            for (int i = 0; i < data.length; i++) {
                data[i] &= (byte) -random.nextInt(2);
            }
        }
        byte[] packed = Sockaddr.raw(family, data).pack();
        if (SockaddrLayout.HAS_LENGTH) {
            packed[0] = (byte) random.nextInt();
        }
        return packed;
    }

    private static void assertReversible(Sockaddr a) {
        String text = a.toString();
        Sockaddr back = Sockaddr.parse(text);
        assertEquals(a, back, text);
        assertEquals(a.hashCode(), back.hashCode(), text);
        assertEquals(text, back.toString());
        assertEquals(a, Sockaddr.unpack(a.pack()));
        assertArrayEquals(a.pack(), Sockaddr.unpack(a.pack()).pack());
    }

    @Test
    void textAndBytes_areReversible_forEveryFamily() {
        for (int i = 0; i < 20_000; i++) {
            assertReversible(wellFormed());
        }
    }

    @Test
    void textAndBytes_areReversible_forGarbage() {
        for (int i = 0; i < 20_000; i++) {
            assertReversible(Sockaddr.unpack(garbage()));
        }
    }

    @Test
    void accessors_neverThrow_forGarbage() {
        for (int i = 0; i < 20_000; i++) {
            Sockaddr a = Sockaddr.unpack(garbage());
            assertTrue(a.port() >= -1 && a.port() <= 0xFFFF);
            int n = a.addressBytes().length;
            assertTrue(n == 0 || n == 4 || n == 16);
            assertTrue(n == 16 || a.scopeId() == 0 && a.flowInfo() == 0);
            assertTrue(a.nameBytes().length == 0 || a.isAbstract());
            assertEquals(a.path() == null, a.pathBytes().length == 0);
            assertTrue(a.hardwareAddress().length == 0 || a.family() == Bsd.AF_PACKET);
            assertTrue(a.cid() >= -1 && a.vsockPort() >= -1 && a.packetType() >= 0 && a.j1939Address() >= 0);
            assertTrue(a.interfaceIndex() == 0 || a.family() == Bsd.AF_PACKET || a.family() == Bsd.AF_CAN);
            assertTrue(a.netlinkPid() == 0 || a.family() == Bsd.AF_NETLINK);
        }
    }

    @Test
    void copyOf_takesAnyBytesAndLength() {
        ByteBuffer slab = ByteBuffer.allocateDirect(3 * 136).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 20_000; i++) {
            int at = 8 + 136 * random.nextInt(3);
            int length = random.nextInt(SockaddrLayout.CAPACITY + 1);
            byte[] noise = garbage();
            slab.put(at, noise);
            Sockaddr a = Sockaddr.copyOf(slab, at, length);
            assertReversible(a);
            assertTrue(a.length() <= Math.max(length, 2));
        }
    }

    @Test
    void equality_isThatOfTheStorage() {
        SockaddrStorage storage = new SockaddrStorage();
        for (int i = 0; i < 20_000; i++) {
            Sockaddr a = Sockaddr.unpack(garbage());
            Sockaddr b = random.nextBoolean() ? a : wellFormed();
            storage.copyFrom(a);
            assertEquals(a.equals(b), storage.matches(b));
            assertEquals(b.equals(a), storage.matches(b));
            assertEquals(a.family(), storage.family());
            assertEquals(a.port(), storage.port());
            assertEquals(a.scopeId(), storage.scopeId());
            assertEquals(a.flowInfo(), storage.flowInfo());
        }
    }
}
