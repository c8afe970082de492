package io.baresock.internal.message;

import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.address.SockaddrSlot;
import java.nio.ByteBuffer;

/**
 * Where the fields of {@code bs_batch}, {@code bs_batch_slot} and {@code bs_batch_columns} are ({@code baresock.h}; the C compiler checks
 * the same numbers in {@code core/layout.c}), and how a batch and all its parts are laid out in one slab.
 */
public final class BatchLayout {

    // struct bs_batch_java: what C only reads
    private static final int MESSAGES = 0;
    private static final int SLOTS = 8;
    private static final int HEADERS = 16;
    private static final int STRIDE = 24;
    private static final int CAPACITY = 28;
    public static final int GSO = 32;
    private static final int COLUMNS_AT = 40;
    private static final int BUFFERS = 48;
    private static final int BUFFER_STRIDE = 56;
    private static final int BUFFER_LENGTH = 60;
    private static final int PREFIX = 64;
    static final int FOREIGN = 68;
    public static final int RING_FROM = 72;

    // struct bs_batch_both
    public static final int PENDING = 80;
    static final int CHANGED = 84;
    static final int USED = 88;

    // struct bs_batch_c: what C writes
    public static final int RING_STEP = 116;
    public static final int BY_RING = 120;
    private static final int BATCH = 128;

    // struct bs_batch_slot
    public static final int LENGTH = 0;
    public static final int ROOM = 4;
    public static final int BYTES = 8;
    public static final int FLAGS = 12;
    static final int SLOT = 16;

    // struct bs_batch_columns
    public static final int LOCAL = 0;
    public static final int LOCAL_FAMILY = 16;
    public static final int INTERFACE_INDEX = 20;
    public static final int TOS = 24;
    public static final int TTL = 28;
    public static final int TIME = 32;
    public static final int HARDWARE_TIME = 40;
    public static final int DROPS = 48;
    public static final int GRO_SIZE = 56;
    private static final int COLUMNS = 64;

    /** {@code struct io_uring_recvmsg_out}: its second half is where a {@code bs_sockaddr_slot} has its length. */
    private static final int RING_HEADER = 16;

    /** {@code BS_BATCH_HEADER}: room for C's own headers. */
    private static final int HEADER = 80;

    private static final int LINE = 64; // Memory.allocate begins with one
    private static final int SOCKADDR = SockaddrSlot.BYTES;

    private final int capacity;
    private final int room;
    private final int prefix; // before each payload, for a ring: the header, the sender's address, control data
    private final int payloadStride;
    private final int control;
    private final int message;
    private final int stride;
    private final int columns;
    private final int headers;
    private final int messages;
    private final int payloads;
    public final int size;

    /**
     * @param ring whether this batch may get an io_uring. Then the sender's address is before the payload, where the ring writes it, and
     *     the payload begins with a cache line
     */
    public BatchLayout(int capacity, int payloadSize, int controlCapacity, boolean ring) {
        this.capacity = capacity;
        room = payloadSize;
        control = controlCapacity;
        message =
                lines(MessageLayout.size(1, controlCapacity)); // so an Internet address and its length are in one line
        stride = lines(message + 2 * SOCKADDR);
        columns = lines(BATCH + capacity * SLOT);
        headers = columns + capacity * COLUMNS;
        long fixed = lines(headers + capacity * HEADER); // 10 MiB for 65536 slots
        prefix = ring ? lines(RING_HEADER + SockaddrLayout.CAPACITY + controlCapacity) : 0;
        payloadStride = ring ? lines(prefix + payloadSize) : align8(payloadSize);
        long all = fixed + (long) capacity * stride + (long) capacity * payloadStride;
        if (all > Integer.MAX_VALUE - LINE) { // Memory.allocate needs room to begin with a line
            throw new IllegalArgumentException("MessageBatch: " + capacity + " slots of " + payloadSize + " and "
                    + controlCapacity + " bytes take " + all + " bytes, more than 2 GiB");
        }
        messages = (int) fixed;
        payloads = messages + capacity * stride;
        size = (int) all;
    }

    /** Rounds up to whole cache lines. */
    private static int lines(int n) {
        return (n + LINE - 1) & -LINE;
    }

    private static int align8(int n) {
        return (n + 7) & -8;
    }

    void lay(ByteBuffer slab, long address) {
        slab.putLong(MESSAGES, address + messages);
        slab.putLong(SLOTS, address + BATCH);
        slab.putLong(COLUMNS_AT, address + columns);
        slab.putLong(HEADERS, address + headers);
        slab.putInt(STRIDE, stride).putInt(CAPACITY, capacity);
        slab.putLong(BUFFERS, address + payloads).putInt(BUFFER_STRIDE, payloadStride);
        slab.putInt(BUFFER_LENGTH, prefix + room).putInt(PREFIX, prefix);
        for (int i = 0; i < capacity; i++) {
            MessageLayout.lay(slab, address, message(i), 1, control);
            slab.putInt(message(i) + MessageLayout.IOV_COUNT, 1);
            slab.putLong(message(i) + MessageLayout.FROM, address + from(i));
            slab.putLong(iov(i), address + payload(i));
            slab.putInt(slot(i) + ROOM, room).putInt(slot(i) + BYTES, -1);
            layColumns(slab, columns(i));
        }
    }

    private static void layColumns(ByteBuffer slab, int at) {
        slab.putInt(at + INTERFACE_INDEX, -1).putInt(at + TOS, -1).putInt(at + TTL, -1);
        slab.putLong(at + TIME, -1).putLong(at + HARDWARE_TIME, -1).putLong(at + DROPS, -1);
        slab.putInt(at + GRO_SIZE, -1);
    }

    static int slot(int i) {
        return BATCH + i * SLOT;
    }

    int columns(int i) {
        return columns + i * COLUMNS;
    }

    public int message(int i) {
        return messages + i * stride;
    }

    /** Bytes from one message to the next. */
    public int stride() {
        return stride;
    }

    /** The address of the payload, in its iovec. */
    int iov(int i) {
        return message(i) + MessageLayout.iov();
    }

    /** The sender's {@code bs_sockaddr_slot}. */
    public int from(int i) {
        return prefix == 0 ? message(i) + message : payload(i) - prefix + RING_HEADER - SockaddrSlot.ADDRESS;
    }

    /** The destination's. */
    public int to(int i) {
        return message(i) + message + SOCKADDR;
    }

    int payload(int i) {
        return payloads + i * payloadStride + prefix;
    }
}
