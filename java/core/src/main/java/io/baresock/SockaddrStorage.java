package io.baresock;

import static io.baresock.internal.address.SockaddrLayout.CAPACITY;
import static io.baresock.internal.address.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.internal.address.SockaddrLayout.INET_ADDRESS;
import static io.baresock.internal.address.SockaddrSlot.ADDRESS;

import io.baresock.constants.FamilyConstants;
import io.baresock.internal.Buffers;
import io.baresock.internal.Memory;
import io.baresock.internal.StackRoom;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.address.SockaddrSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reusable place where calls put an address, such as the sender of a datagram. Only {@link #toSockaddr} and {@link #toString} allocate.
 * Not thread-safe: use it for one call at a time. A change during that call throws {@link IllegalStateException}.
 */
public final class SockaddrStorage {

    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(SockaddrStorage.class, "busy", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer slot = Memory.allocate(SockaddrSlot.BYTES);
    private final long address = Memory.address(slot);

    /**
     * Whether a call is writing here. It costs a call two stores. A thread that misses it can only damage this address.
     */
    private volatile boolean busy;

    /** An empty one. */
    public SockaddrStorage() {}

    /** Begins a call that writes here; {@link #leave} ends it. */
    void enter() {
        StackRoom.ask(StackRoom.FOR_A_PIN);
        BUSY.setRelease(this, true);
    }

    void leave() {
        BUSY.setRelease(this, false);
    }

    /** The same for a call without one as well. Returns the address of the slot, or 0. */
    static long enterIfAny(@Nullable SockaddrStorage s) {
        if (s == null) {
            return 0;
        }
        s.enter();
        return s.address;
    }

    static void leaveIfAny(@Nullable SockaddrStorage s) {
        if (s != null) {
            s.leave();
        }
    }

    /** The slot, for a method that changes it. */
    private ByteBuffer changing(String call) {
        if (busy) {
            throw new IllegalStateException(call + ": the SockaddrStorage is in use by a call");
        }
        return slot;
    }

    /** The address of the native slot, which lives as long as this object: keep this object reachable during the call. */
    long slot() {
        return address;
    }

    /** The memory address of the sockaddr in the slot. */
    long bytes() {
        return address + ADDRESS;
    }

    /** {@return the length of the address in bytes; 0 if there is none} */
    public int length() {
        return SockaddrSlot.length(slot, 0);
    }

    /** {@return the family; AF_UNSPEC if there is no address} */
    public int family() {
        return SockaddrSlot.family(slot, 0);
    }

    /** {@return the port, 0 to 65535; -1 if the family has none} */
    public int port() {
        return SockaddrSlot.port(slot, 0);
    }

    /** {@return an IPv4 address as a number: 127.0.0.1 is 0x7f000001; 0 for other families} */
    public int addressInt() {
        return SockaddrSlot.inet(slot, 0);
    }

    /** {@return the first 8 bytes of an IPv6 address as a number, most significant first; 0 for other families} */
    public long addressHigh() {
        return SockaddrSlot.inet6High(slot, 0);
    }

    /** {@return the last 8 bytes of an IPv6 address as a number, most significant first; 0 for other families} */
    public long addressLow() {
        return SockaddrSlot.inet6Low(slot, 0);
    }

    /** {@return the scope of an IPv6 address: an interface index, or 0} */
    public int scopeId() {
        return SockaddrLayout.scopeId(slot, ADDRESS, length());
    }

    /** {@return traffic class and flow label of an IPv6 address in host byte order, or 0} */
    public int flowInfo() {
        return SockaddrLayout.flowInfo(slot, ADDRESS, length());
    }

    /**
     * Compares without allocating.
     *
     * @param other an address
     * @return whether this storage holds an equal address
     */
    public boolean matches(Sockaddr other) {
        return SockaddrSlot.holds(slot, 0, Buffers.present("matches", other).packed());
    }

    /** {@return a copy of the address; without one, an address of AF_UNSPEC and no data} */
    public Sockaddr toSockaddr() {
        return Sockaddr.copyOfSlot(slot, 0);
    }

    /**
     * Copies an address.
     *
     * @param from what to copy
     * @throws IllegalStateException during a call that writes here
     */
    public void copyFrom(Sockaddr from) {
        copyFrom(Buffers.present("copyFrom", from).packed(), 0, from.length());
    }

    /**
     * Copies the address of another storage; if it has none, this one has none either.
     *
     * @param from what to copy
     * @throws IllegalStateException during a call that writes here
     */
    public void copyFrom(SockaddrStorage from) {
        copyFromSlot(Buffers.present("copyFrom", from).slot, 0);
    }

    /** Copies an address from a buffer of native byte order, at most the capacity. */
    void copyFrom(ByteBuffer from, int at, int length) {
        int n = Math.min(length, CAPACITY);
        changing("copyFrom").putInt(0, n).put(ADDRESS, from, at, n);
    }

    void copyFromSlot(ByteBuffer b, int at) {
        copyFrom(b, at + ADDRESS, SockaddrSlot.length(b, at));
    }

    /** Becomes an IPv4 address without a port: the 4 bytes at {@code at}. */
    void inet(ByteBuffer from, int at) {
        begin(FamilyConstants.AF_INET, SockaddrLayout.INET_LENGTH);
        slot.put(ADDRESS + INET_ADDRESS, from, at, 4);
    }

    /** Becomes an IPv6 address without a port: the 16 bytes at {@code at}. */
    void inet6(ByteBuffer from, int at, int scopeId) {
        begin(FamilyConstants.AF_INET6, SockaddrLayout.INET6_LENGTH);
        slot.put(ADDRESS + INET6_ADDRESS, from, at, 16);
        slot.putInt(ADDRESS + SockaddrLayout.SCOPE_ID, scopeId);
    }

    private void begin(int family, int length) {
        changing("copyFrom").putInt(0, length);
        for (int i = 0; i < length; i++) {
            slot.put(ADDRESS + i, (byte) 0);
        }
        SockaddrLayout.header(slot, ADDRESS, family, length);
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
