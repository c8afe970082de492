package io.baresock;

import static io.baresock.BatchLayout.ADDRESS;
import static io.baresock.BatchLayout.slot;
import static io.baresock.SockaddrLayout.INET6_ADDRESS;
import static io.baresock.SockaddrLayout.INET_ADDRESS;

import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What each message of a {@link MessageBatch} says of itself, by index and as numbers: nothing here allocates but
 * {@link #source(int)}. Every method throws {@link IndexOutOfBoundsException} for an index that is not 0 to capacity - 1, and
 * {@link IllegalStateException} once the batch is closed.
 */
abstract sealed class BatchColumns permits BatchPayloads {

    final Slab memory;
    final ByteBuffer slab; // that memory; every look at it begins with check(), which asks whether it is closed
    final long address;
    final BatchLayout layout;
    private final int capacity;

    BatchColumns(int capacity, int payloadSize, int controlCapacity, boolean ring) {
        this.capacity = Ranges.check("MessageBatch", "capacity", capacity, 1, 65_536);
        Ranges.check("MessageBatch", "payloadSize", payloadSize, 0, 1 << 20);
        Ranges.check("MessageBatch", "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
        layout = new BatchLayout(capacity, payloadSize, controlCapacity, ring);
        memory = new Slab("MessageBatch", layout.size);
        slab = memory.memory();
        address = memory.address();
        layout.lay(slab, address);
    }

    /** {@return how many slots there are} */
    public final int capacity() {
        return capacity;
    }

    /** The index of a slot that may be looked at. */
    final int check(int i) {
        memory.view();
        return Objects.checkIndex(i, capacity);
    }

    /** The index of a slot that may be changed: no call is inside. */
    final int change(String call, int i) {
        memory.changing(call);
        return Objects.checkIndex(i, capacity);
    }

    /** Within a call, where the batch may have been closed. */
    final int lengthInCall(int i) {
        return slab.getInt(slot(i) + BatchLayout.LENGTH);
    }

    private int hot(int i, int field) {
        return slab.getInt(slot(check(i)) + field);
    }

    private int int32(int i, int column) {
        return slab.getInt(layout.columns(check(i)) + column);
    }

    private long int64(int i, int column) {
        return slab.getLong(layout.columns(check(i)) + column);
    }

    // ---- the message ----

    /**
     * {@return bytes of payload: received and there, or to be sent}
     *
     * @param i the slot
     */
    public final int length(int i) {
        return hot(i, BatchLayout.LENGTH);
    }

    /**
     * {@return what sendmsg or recvmsg would have returned for this message: with {@code MSG_TRUNC} a received datagram's own
     *     length; -1 if none was received into the slot}
     *
     * @param i the slot
     */
    public final int bytes(int i) {
        return hot(i, BatchLayout.BYTES);
    }

    /**
     * {@return the flags of the received message}
     *
     * @param i the slot
     */
    public final int flags(int i) {
        return hot(i, BatchLayout.FLAGS);
    }

    /**
     * {@return whether the datagram was longer than its slot, and its end is lost}
     *
     * @param i the slot
     */
    public final boolean isTruncated(int i) {
        return (flags(i) & Bsd.MSG_TRUNC) != 0;
    }

    /**
     * {@return whether control messages are missing or cut off}
     *
     * @param i the slot
     */
    public final boolean isControlTruncated(int i) {
        return (flags(i) & Bsd.MSG_CTRUNC) != 0;
    }

    // ---- who sent it ----

    private int from(int i) {
        return layout.from(check(i));
    }

    private int fromLength(int from) {
        return Math.max(0, Math.min(slab.getInt(from), SockaddrLayout.CAPACITY));
    }

    /**
     * {@return the length of the sender's address; 0 if there is none}
     *
     * @param i the slot
     */
    public final int sourceLength(int i) {
        return fromLength(from(i));
    }

    /**
     * {@return the family of the sender's address; AF_UNSPEC if there is none}
     *
     * @param i the slot
     */
    public final int sourceFamily(int i) {
        int from = from(i);
        return SockaddrLayout.family(slab, from + ADDRESS, fromLength(from));
    }

    /**
     * {@return the sender's port, 0 to 65535; -1 if it has none}
     *
     * @param i the slot
     */
    public final int sourcePort(int i) {
        int from = from(i);
        return SockaddrLayout.port(slab, from + ADDRESS, fromLength(from));
    }

    /**
     * {@return the sender's IPv4 address as a number; 0 for other families}
     *
     * @param i the slot
     */
    public final int sourceInt(int i) {
        int from = from(i);
        boolean four = SockaddrLayout.isInet(slab, from + ADDRESS, fromLength(from));
        return four ? SockaddrLayout.bigEndianInt(slab, from + ADDRESS + INET_ADDRESS) : 0;
    }

    /**
     * {@return the first 8 bytes of the sender's IPv6 address, most significant first; 0 for other families}
     *
     * @param i the slot
     */
    public final long sourceHigh(int i) {
        return source6(i, INET6_ADDRESS);
    }

    /**
     * {@return the last 8 bytes of the sender's IPv6 address, most significant first; 0 for other families}
     *
     * @param i the slot
     */
    public final long sourceLow(int i) {
        return source6(i, INET6_ADDRESS + Long.BYTES);
    }

    private long source6(int i, int at) {
        int from = from(i);
        boolean six = SockaddrLayout.isInet6(slab, from + ADDRESS, fromLength(from));
        return six ? SockaddrLayout.bigEndianLong(slab, from + ADDRESS + at) : 0;
    }

    /**
     * Compares the sender without allocating.
     *
     * @param i the slot
     * @param other an address
     * @return whether the sender's is an equal one
     */
    public final boolean sourceMatches(int i, Sockaddr other) {
        int from = from(i);
        Buffers.present("sourceMatches", other);
        return SockaddrLayout.same(slab, from + ADDRESS, fromLength(from), other.packed(), 0, other.length());
    }

    /**
     * Copies the sender's address.
     *
     * @param i the slot
     * @param to where to
     */
    public final void source(int i, SockaddrStorage to) {
        int from = from(i);
        Buffers.present("source", to).copyFrom(slab, from + ADDRESS, fromLength(from));
    }

    /**
     * {@return a copy of the sender's address; without one, an address of AF_UNSPEC and no data}
     *
     * @param i the slot
     */
    public final Sockaddr source(int i) {
        int from = from(i);
        return Sockaddr.copyOf(slab, from + ADDRESS, fromLength(from));
    }

    // ---- where it was for, and what its packet said; each has to be asked for with a socket option ----

    /**
     * {@return the family of the local address: AF_INET, AF_INET6; AF_UNSPEC if it is not known. {@code IP_PKTINFO},
     *     {@code IPV6_RECVPKTINFO}, {@code IP_RECVDSTADDR}}
     *
     * @param i the slot
     */
    public final int localFamily(int i) {
        return int32(i, BatchLayout.LOCAL_FAMILY);
    }

    /**
     * {@return the local IPv4 address as a number: the packet's destination, or for multicast and broadcast the address an
     *     answer is to come from; 0 if not known}
     *
     * @param i the slot
     */
    public final int localInt(int i) {
        return localFamily(i) == Bsd.AF_INET
                ? SockaddrLayout.bigEndianInt(slab, layout.columns(i) + BatchLayout.LOCAL)
                : 0;
    }

    /**
     * {@return the first 8 bytes of the packet's IPv6 destination, most significant first; 0 if not known}
     *
     * @param i the slot
     */
    public final long localHigh(int i) {
        return localFamily(i) == Bsd.AF_INET6
                ? SockaddrLayout.bigEndianLong(slab, layout.columns(i) + BatchLayout.LOCAL)
                : 0;
    }

    /**
     * {@return the last 8 bytes of the packet's IPv6 destination, most significant first; 0 if not known}
     *
     * @param i the slot
     */
    public final long localLow(int i) {
        int at = layout.columns(check(i)) + BatchLayout.LOCAL + Long.BYTES;
        return localFamily(i) == Bsd.AF_INET6 ? SockaddrLayout.bigEndianLong(slab, at) : 0;
    }

    /**
     * {@return the index of the interface that the packet came in by; -1 if not known. {@code IP_PKTINFO},
     *     {@code IPV6_RECVPKTINFO}}
     *
     * @param i the slot
     */
    public final int interfaceIndex(int i) {
        return int32(i, BatchLayout.INTERFACE_INDEX);
    }

    /**
     * {@return type of service or traffic class, 0 to 255; -1 if not known. {@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}}
     *
     * @param i the slot
     */
    public final int tos(int i) {
        return int32(i, BatchLayout.TOS);
    }

    /**
     * {@return the ECN bits of {@link #tos}: 0 none, 1 ECT(1), 2 ECT(0), 3 congestion experienced; -1 if not known}
     *
     * @param i the slot
     */
    public final int ecn(int i) {
        int tos = tos(i);
        return tos < 0 ? -1 : tos & 3;
    }

    /**
     * {@return TTL or hop limit, 0 to 255; -1 if not known. {@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}}
     *
     * @param i the slot
     */
    public final int ttl(int i) {
        return int32(i, BatchLayout.TTL);
    }

    /**
     * {@return when the kernel received the packet, in ns since 1970; -1 if not known. {@code SO_TIMESTAMPNS},
     *     {@code SO_TIMESTAMP}, {@code SO_TIMESTAMPING}}
     *
     * @param i the slot
     */
    public final long timestampNanos(int i) {
        return int64(i, BatchLayout.TIME);
    }

    /**
     * {@return when the device received it, in ns of its clock; -1 if not known. {@code SO_TIMESTAMPING}}
     *
     * @param i the slot
     */
    public final long hardwareTimestampNanos(int i) {
        return int64(i, BatchLayout.HARDWARE_TIME);
    }

    /**
     * {@return the size of the datagrams that were merged into this one; -1 if none were. {@code UDP_GRO}}
     *
     * @param i the slot
     */
    public final int groSize(int i) {
        return int32(i, BatchLayout.GRO_SIZE);
    }

    /**
     * {@return how many packets the socket had dropped when this one came, modulo 2^32; -1 if none or not known.
     *     {@code SO_RXQ_OVFL}}
     *
     * @param i the slot
     */
    public final long dropCount(int i) {
        return int64(i, BatchLayout.DROPS);
    }
}
