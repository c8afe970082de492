package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrLayout.CAPACITY;
import static io.baresock.internal.address.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.internal.address.SockaddrLayout.INET_ADDRESS;

import io.baresock.internal.backend.Header;
import java.nio.ByteBuffer;

/**
 * An address that a call fills in, {@code struct bs_sockaddr_slot} of {@code baresock.h}: the length, an error, the address.
 * Reads one at an index of a buffer in native byte order. Allocates nothing.
 */
public final class SockaddrSlot {

    /** Where the address is. */
    public static final int ADDRESS = Header.SockaddrSlot.BYTES;
    /** Bytes of a slot. */
    public static final int BYTES = Header.SockaddrSlot.SIZE;

    private SockaddrSlot() {}

    /** The length of the address; 0 if there is none; never more than the slot's room. */
    public static int length(ByteBuffer b, int slot) {
        return Math.max(0, Math.min(b.getInt(slot), CAPACITY));
    }

    public static int family(ByteBuffer b, int slot) {
        return SockaddrLayout.family(b, slot + ADDRESS, length(b, slot));
    }

    /** The port; -1 if it has none. */
    public static int port(ByteBuffer b, int slot) {
        return SockaddrLayout.port(b, slot + ADDRESS, length(b, slot));
    }

    /** An IPv4 address as a number; 0 for other families. */
    public static int inet(ByteBuffer b, int slot) {
        boolean is = SockaddrLayout.isInet(b, slot + ADDRESS, length(b, slot));
        return is ? SockaddrLayout.bigEndianInt(b, slot + ADDRESS + INET_ADDRESS) : 0;
    }

    /** The first 8 bytes of an IPv6 address as a number; 0 for other families. */
    public static long inet6High(ByteBuffer b, int slot) {
        return inet6(b, slot, INET6_ADDRESS);
    }

    /** The last 8 bytes. */
    public static long inet6Low(ByteBuffer b, int slot) {
        return inet6(b, slot, INET6_ADDRESS + Long.BYTES);
    }

    private static long inet6(ByteBuffer b, int slot, int at) {
        boolean is = SockaddrLayout.isInet6(b, slot + ADDRESS, length(b, slot));
        return is ? SockaddrLayout.bigEndianLong(b, slot + ADDRESS + at) : 0;
    }

    /** Whether it holds an address equal to this packed one. */
    public static boolean holds(ByteBuffer b, int slot, ByteBuffer packed) {
        return SockaddrLayout.same(b, slot + ADDRESS, length(b, slot), packed, 0, packed.capacity());
    }
}
