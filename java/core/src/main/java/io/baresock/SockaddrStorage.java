package io.baresock;

import static io.baresock.SockaddrLayout.CAPACITY;
import static io.baresock.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.SockaddrLayout.INET_ADDRESS;

import io.baresock.constants.FamilyConstants;
import io.baresock.internal.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A reusable place where calls put an address, such as the sender of a datagram. Only {@link #toSockaddr} and
 * {@link #toString} allocate. Not thread-safe: it belongs to one call at a time, and while that is inside every change is refused with
 * {@link IllegalStateException}.
 */
public final class SockaddrStorage {

    // struct bs_sockaddr_slot of baresock.h: length, 4 bytes reserved, the address
    private static final int BYTES = 8;
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(SockaddrStorage.class, "busy", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer slot = Memory.allocate(BYTES + CAPACITY);
    private final long address = Memory.address(slot);

    /**
     * Whether a call is inside that writes here. Two stores of a call and no more: whoever misses it changes nothing but this address.
     */
    private volatile boolean busy;

    /** An empty one. */
    public SockaddrStorage() {}

    /** A call begins that writes here; {@link #leave} ends it. */
    void enter() {
        BUSY.setRelease(this, true);
    }

    void leave() {
        BUSY.setRelease(this, false);
    }

    /** The slot, to be changed by a method of this name. */
    private ByteBuffer changing(String call) {
        if (busy) {
            throw new IllegalStateException(call + ": the SockaddrStorage is in use by a call");
        }
        return slot;
    }

    /** The address of the native slot, which lives as long as this object: keep it reachable during the call. */
    long slot() {
        return address;
    }

    /** The address of the bytes of the address, in the slot. */
    long bytes() {
        return address + BYTES;
    }

    /** {@return the length of the address in bytes; 0 if there is none} */
    public int length() {
        return Math.max(0, Math.min(slot.getInt(0), CAPACITY));
    }

    /** {@return the family; AF_UNSPEC if there is no address} */
    public int family() {
        return SockaddrLayout.family(slot, BYTES, length());
    }

    /** {@return the port, 0 to 65535; -1 if the family has none} */
    public int port() {
        return SockaddrLayout.port(slot, BYTES, length());
    }

    /** {@return an IPv4 address as a number, 127.0.0.1 being 0x7f000001; 0 for other families} */
    public int addressInt() {
        return SockaddrLayout.isInet(slot, BYTES, length())
                ? SockaddrLayout.bigEndianInt(slot, BYTES + INET_ADDRESS)
                : 0;
    }

    /** {@return the first 8 bytes of an IPv6 address as a number, most significant first; 0 for other families} */
    public long addressHigh() {
        return inet6(INET6_ADDRESS);
    }

    /** {@return the last 8 bytes of an IPv6 address as a number, most significant first; 0 for other families} */
    public long addressLow() {
        return inet6(INET6_ADDRESS + Long.BYTES);
    }

    private long inet6(int at) {
        return SockaddrLayout.isInet6(slot, BYTES, length()) ? SockaddrLayout.bigEndianLong(slot, BYTES + at) : 0;
    }

    /** {@return the scope of an IPv6 address: an interface index, or 0} */
    public int scopeId() {
        return SockaddrLayout.scopeId(slot, BYTES, length());
    }

    /** {@return traffic class and flow label of an IPv6 address in host byte order, or 0} */
    public int flowInfo() {
        return SockaddrLayout.flowInfo(slot, BYTES, length());
    }

    /**
     * Compares without allocating.
     *
     * @param other an address
     * @return whether this holds an equal one
     */
    public boolean matches(Sockaddr other) {
        return SockaddrLayout.same(slot, BYTES, length(), other.packed(), 0, other.length());
    }

    /** {@return a copy of the address; without one, an address of AF_UNSPEC and no data} */
    public Sockaddr toSockaddr() {
        return Sockaddr.copyOf(slot, BYTES, length());
    }

    /**
     * Takes an address over.
     *
     * @param from what to copy
     * @throws IllegalStateException during a call that writes here
     */
    public void copyFrom(Sockaddr from) {
        copyFrom(from.packed(), 0, from.length());
    }

    /**
     * Takes the address of another storage over, or that it has none.
     *
     * @param from what to copy
     * @throws IllegalStateException during a call that writes here
     */
    public void copyFrom(SockaddrStorage from) {
        copyFrom(from.slot, BYTES, from.length());
    }

    /** Takes over what lies in a buffer of native byte order; nothing beyond the capacity. */
    void copyFrom(ByteBuffer from, int at, int length) {
        int n = Math.min(length, CAPACITY);
        changing("copyFrom").putInt(0, n).put(BYTES, from, at, n);
    }

    /** Becomes an IPv4 address without a port: the 4 bytes at {@code at}. */
    void inet(ByteBuffer from, int at) {
        begin(FamilyConstants.AF_INET, SockaddrLayout.INET_LENGTH);
        slot.put(BYTES + INET_ADDRESS, from, at, 4);
    }

    /** Becomes an IPv6 address without a port: the 16 bytes at {@code at}. */
    void inet6(ByteBuffer from, int at, int scopeId) {
        begin(FamilyConstants.AF_INET6, SockaddrLayout.INET6_LENGTH);
        slot.put(BYTES + INET6_ADDRESS, from, at, 16);
        slot.putInt(BYTES + SockaddrLayout.SCOPE_ID, scopeId);
    }

    private void begin(int family, int length) {
        changing("copyFrom").putInt(0, length);
        for (int i = 0; i < length; i++) {
            slot.put(BYTES + i, (byte) 0);
        }
        SockaddrLayout.header(slot, BYTES, family, length);
    }

    /**
     * Forgets the address.
     *
     * @throws IllegalStateException during a call that writes here
     */
    public void clear() {
        changing("clear").putInt(0, 0);
    }

    @Override
    public String toString() {
        return toSockaddr().toString();
    }
}
