package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.address.SockaddrLayout;
import java.lang.reflect.Field;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any bytes as an address, with any length that could stand beside them. {@code FuzzTest} runs it with inputs of its own
 * making, Jazzer with those that it finds: see CONTRIBUTING.md.
 */
public final class SockaddrFuzz {

    private static final int SLOT = 8; // struct bs_sockaddr_slot: the length, 4 bytes reserved, the address
    private static final byte[] AROUND = {(byte) 0xA5, 0x5A};

    private SockaddrFuzz() {}

    /** The input: four bytes for the length that the slot claims, and the address. */
    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        int claimed = input.length >= 4 ? in.getInt() : input.length;
        byte[] packed = new byte[in.remaining()];
        in.get(packed);
        unpacked(packed);
        stored(packed, packed.length);
        stored(packed, claimed);
    }

    private static void unpacked(byte[] packed) {
        if (packed.length < SockaddrLayout.DATA || packed.length > SockaddrLayout.CAPACITY) {
            assertThrows(IllegalArgumentException.class, () -> Sockaddr.unpack(packed));
            return;
        }
        Sockaddr a = Sockaddr.unpack(packed);
        assertArrayEquals(packed, a.pack());
        assertEquals(packed.length, a.length());
        reversible(a);
        fields(a);
        javaAddress(a);
    }

    /** What is around the address in the slot must not show: two slots that differ only there decode to the same. */
    private static void stored(byte[] packed, int claimed) {
        SockaddrStorage one = storage(packed, claimed, AROUND[0]);
        SockaddrStorage two = storage(packed, claimed, AROUND[1]);
        int length = one.length();
        assertTrue(length >= 0 && length <= SockaddrLayout.CAPACITY);
        Sockaddr a = one.toSockaddr();
        if (length <= packed.length) {
            assertEquals(seen(one), seen(two));
            assertEquals(a, two.toSockaddr());
            assertArrayEquals(a.pack(), two.toSockaddr().pack());
            assertTrue(one.matches(two.toSockaddr()));
        }
        assertTrue(one.matches(a) && a.length() <= Math.max(length, SockaddrLayout.DATA));
        reversible(a);
        SockaddrStorage copy = new SockaddrStorage();
        copy.copyFrom(a);
        assertTrue(copy.matches(a));
        assertEquals(a, copy.toSockaddr());
        copy.copyFrom(one);
        assertEquals(one.length(), copy.length());
        assertEquals(a, copy.toSockaddr());
    }

    private static List<Object> seen(SockaddrStorage s) {
        return List.of(
                s.length(),
                s.family(),
                s.port(),
                s.addressInt(),
                s.addressHigh(),
                s.addressLow(),
                s.scopeId(),
                s.flowInfo(),
                s.toString());
    }

    private static SockaddrStorage storage(byte[] packed, int claimed, byte around) {
        SockaddrStorage s = new SockaddrStorage();
        try {
            Field field = SockaddrStorage.class.getDeclaredField("slot");
            field.setAccessible(true);
            ByteBuffer slot = (ByteBuffer) field.get(s);
            for (int i = Integer.BYTES; i < slot.capacity(); i++) {
                slot.put(i, around);
            }
            slot.put(SLOT, packed, 0, Math.min(packed.length, slot.capacity() - SLOT));
            slot.putInt(0, claimed);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return s;
    }

    private static void reversible(Sockaddr a) {
        String text = a.toString();
        Sockaddr back = Sockaddr.parse(text);
        assertEquals(a, back, text);
        assertEquals(a.hashCode(), back.hashCode(), text);
        assertEquals(text, back.toString());
    }

    private static void fields(Sockaddr a) {
        int n = a.addressBytes().length;
        assertTrue(n == 0 || n == 4 || n == 16);
        assertTrue(a.port() >= -1 && a.port() <= 0xFFFF);
        assertTrue(n == 16 || a.scopeId() == 0 && a.flowInfo() == 0);
        assertEquals(a.path() == null, a.pathBytes().length == 0);
        assertTrue(a.nameBytes().length == 0 || a.isAbstract());
        assertTrue(!a.isAbstract() || !a.isUnnamed() && a.path() == null);
        assertTrue(a.hardwareAddress().length == 0 || a.family() == Bsd.AF_PACKET);
        assertTrue(a.cid() >= -1 && a.vsockPort() >= -1 && a.packetType() >= 0 && a.j1939Address() >= 0);
        assertTrue(a.interfaceIndex() == 0 || a.family() == Bsd.AF_PACKET || a.family() == Bsd.AF_CAN);
        assertTrue(a.netlinkPid() == 0 || a.family() == Bsd.AF_NETLINK);
    }

    /** Either Java has an address like it, which leads back to it but for the flow label, or that is said. */
    private static void javaAddress(Sockaddr a) {
        SocketAddress java;
        try {
            java = a.toSocketAddress();
        } catch (UnsupportedOperationException e) {
            return;
        }
        Sockaddr back = Sockaddr.of(java);
        assertEquals(a.family(), back.family());
        assertEquals(a.port(), back.port());
        assertEquals(a.scopeId(), back.scopeId());
        assertArrayEquals(a.addressBytes(), back.addressBytes());
        assertEquals(normal(a.pathBytes()), normal(back.pathBytes()));
    }

    /** A path as java.nio.file.Path keeps it: without slashes that mean nothing. */
    private static String normal(byte[] path) {
        String s = new String(path, StandardCharsets.ISO_8859_1).replaceAll("/+", "/");
        return s.length() > 1 && s.endsWith("/") ? s.substring(0, s.length() - 1) : s;
    }
}
