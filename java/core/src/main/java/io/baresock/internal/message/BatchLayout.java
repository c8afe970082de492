package io.baresock.internal.message;

import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Batch;
import io.baresock.internal.backend.Header.BatchColumns;
import io.baresock.internal.backend.Header.BatchSlot;
import io.baresock.internal.backend.Header.Message;
import java.nio.ByteBuffer;

/** How a {@code bs_batch} of {@code baresock.h} and all its parts are laid out in one slab. */
public final class BatchLayout {

    /** {@code struct io_uring_recvmsg_out}: its second half is where a {@code bs_sockaddr_slot} has its length. */
    private static final int RING_HEADER = 16;

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
        columns = lines(Batch.SIZE + capacity * BatchSlot.SIZE);
        headers = columns + capacity * BatchColumns.SIZE;
        long fixed = lines(headers + capacity * Header.BATCH_HEADER); // 10 MiB for 65536 slots
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
        slab.putLong(Batch.MESSAGES, address + messages);
        slab.putLong(Batch.SLOTS, address + Batch.SIZE);
        slab.putLong(Batch.COLUMNS_AT, address + columns);
        slab.putLong(Batch.HEADERS, address + headers);
        slab.putInt(Batch.STRIDE, stride).putInt(Batch.CAPACITY, capacity);
        slab.putLong(Batch.BUFFERS, address + payloads).putInt(Batch.BUFFER_STRIDE, payloadStride);
        slab.putInt(Batch.BUFFER_LENGTH, prefix + room).putInt(Batch.PREFIX, prefix);
        for (int i = 0; i < capacity; i++) {
            MessageLayout.lay(slab, address, message(i), 1, control);
            slab.putInt(message(i) + Message.IOV_COUNT, 1);
            slab.putLong(message(i) + Message.FROM, address + from(i));
            slab.putLong(iov(i), address + payload(i));
            slab.putInt(slot(i) + BatchSlot.CAPACITY, room).putInt(slot(i) + BatchSlot.BYTES, -1);
            layColumns(slab, columns(i));
        }
    }

    private static void layColumns(ByteBuffer slab, int at) {
        slab.putInt(at + BatchColumns.INTERFACE_INDEX, -1)
                .putInt(at + BatchColumns.TOS, -1)
                .putInt(at + BatchColumns.TTL, -1);
        slab.putLong(at + BatchColumns.TIME_NS, -1)
                .putLong(at + BatchColumns.HARDWARE_NS, -1)
                .putLong(at + BatchColumns.DROPS, -1);
        slab.putInt(at + BatchColumns.GRO_SIZE, -1);
    }

    static int slot(int i) {
        return Batch.SIZE + i * BatchSlot.SIZE;
    }

    int columns(int i) {
        return columns + i * BatchColumns.SIZE;
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
