package io.baresock.internal.message;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;

/**
 * Where the fields of {@code bs_message} and its parts are ({@code baresock.h}; the C compiler checks the same numbers in
 * {@code core/layout.c}), and how one message and all its parts are laid out in a slab.
 */
public final class MessageLayout {

    // struct bs_message_java: what C only reads
    public static final int IOV = 0;
    public static final int IOV_COUNT = 8;
    public static final int TO_LENGTH = 12;
    public static final int TO = 16;
    public static final int FROM = 24;
    public static final int OUT = 32;
    public static final int OUT_LENGTH = 56;
    public static final int OUT_COUNT = 60;
    public static final int IN = 64;
    public static final int FDS = 88;
    static final int FD_CAPACITY = 96;

    // struct bs_message_c: what C writes
    public static final int FLAGS = 104;
    static final int IN_LENGTH = 108;
    public static final int IN_COUNT = 112;
    public static final int FD_COUNT = 116;
    public static final int PIDFD = 120;
    public static final int MESSAGE = 128;

    // struct bs_control
    static final int DATA = 0;
    static final int RECORDS = 8;
    public static final int CAPACITY = 16;
    static final int RECORD_CAPACITY = 20;

    // struct bs_cmsg
    public static final int LEVEL = 0;
    public static final int TYPE = 4;
    public static final int DATA_OFFSET = 8;
    public static final int DATA_LENGTH = 12;
    public static final int RECORD = 16;

    /** Bytes before the data of a control message: CMSG_LEN(0). */
    public static final int HEADER;
    /** What the length of a control message is rounded up to, a power of two: CMSG_ALIGN. */
    static final int ALIGNMENT;

    static {
        Backend b = Library.backend();
        HEADER = b.cmsgLen(0);
        ALIGNMENT = b.cmsgSpace(1) - b.cmsgSpace(0);
    }

    /** {@code BS_BATCH_CONTROL}: room after the control data to send, for a message that C adds. */
    private static final int SPARE = 24;

    /** A larger number is a mistake: Linux limits control data to send by net.core.optmem_max, which is 128 KiB. */
    public static final int CONTROL_MAX = 1 << 20;

    /** A larger number is a mistake: no kernel takes more than IOV_MAX. */
    public static final int BUFFERS_MAX = 1 << 16;

    private MessageLayout() {}

    public static int align(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Bytes of a slab for one message. With both maxima it is a few MiB, so an int is enough. */
    public static int size(int buffers, int controlCapacity) {
        return fds(buffers, controlCapacity) + align8(4 * fdCapacity(controlCapacity));
    }

    /** Fills in the addresses and capacities of the message at {@code at} of a zeroed slab. */
    public static void lay(ByteBuffer slab, long address, int at, int buffers, int capacity) {
        long base = address + at;
        slab.putLong(at + IOV, base + iov());
        slab.putLong(at + FDS, base + fds(buffers, capacity));
        slab.putInt(at + FD_CAPACITY, fdCapacity(capacity));
        slab.putInt(at + PIDFD, -1);
        slab.putLong(at + OUT + DATA, base + outData(buffers));
        slab.putLong(at + OUT + RECORDS, base + outRecords(buffers, capacity));
        slab.putInt(at + OUT + CAPACITY, align(capacity));
        slab.putInt(at + OUT + RECORD_CAPACITY, recordCapacity(capacity));
        slab.putLong(at + IN + DATA, base + inData(buffers, capacity));
        slab.putLong(at + IN + RECORDS, base + inRecords(buffers, capacity));
        slab.putInt(at + IN + CAPACITY, capacity);
        slab.putInt(at + IN + RECORD_CAPACITY, recordCapacity(capacity));
    }

    /**
     * Copies a message from one slab to another. The other slab is laid out, zero elsewhere, and has at least as much room.
     */
    public static void copy(
            ByteBuffer from, int oldBuffers, int oldCapacity, ByteBuffer to, int buffers, int capacity) {
        to.putInt(IOV_COUNT, from.getInt(IOV_COUNT)).putInt(FLAGS, from.getInt(FLAGS));
        to.putLong(TO, from.getLong(TO)).putInt(TO_LENGTH, from.getInt(TO_LENGTH));
        to.putLong(FROM, from.getLong(FROM)).putInt(PIDFD, from.getInt(PIDFD));
        to.put(iov(), from, iov(), from.getInt(IOV_COUNT) * Iovecs.SIZE);

        int fds = from.getInt(FD_COUNT);
        to.putInt(FD_COUNT, fds);
        to.put(fds(buffers, capacity), from, fds(oldBuffers, oldCapacity), fds * Integer.BYTES);

        int length = from.getInt(OUT_LENGTH);
        int count = from.getInt(OUT_COUNT);
        to.putInt(OUT_LENGTH, length).putInt(OUT_COUNT, count);
        to.put(outData(buffers), from, outData(oldBuffers), length);
        to.put(outRecords(buffers, capacity), from, outRecords(oldBuffers, oldCapacity), count * RECORD);

        // Received data moves to the end of the new room: a message that reached the end, and so may be cut off, still
        // reaches it.
        int shift = capacity - oldCapacity;
        length = from.getInt(IN_LENGTH);
        count = from.getInt(IN_COUNT);
        to.putInt(IN_LENGTH, length == 0 ? 0 : shift + length).putInt(IN_COUNT, count);
        to.put(inData(buffers, capacity) + shift, from, inData(oldBuffers, oldCapacity), length);
        int records = inRecords(buffers, capacity);
        to.put(records, from, inRecords(oldBuffers, oldCapacity), count * RECORD);
        for (int at = records + DATA_OFFSET; at < records + count * RECORD; at += RECORD) {
            to.putInt(at, to.getInt(at) + shift);
        }
    }

    // The parts of one message, in their order; offsets from its beginning. All begin at multiples of 8.

    public static int iov() {
        return MESSAGE;
    }

    public static int outData(int buffers) {
        return iov() + buffers * Iovecs.SIZE;
    }

    public static int inData(int buffers, int capacity) {
        return outData(buffers) + align8(align(capacity)) + SPARE;
    }

    public static int outRecords(int buffers, int capacity) {
        return inData(buffers, capacity) + align8(align(capacity));
    }

    public static int inRecords(int buffers, int capacity) {
        return outRecords(buffers, capacity) + recordCapacity(capacity) * RECORD;
    }

    public static int fds(int buffers, int capacity) {
        return inRecords(buffers, capacity) + recordCapacity(capacity) * RECORD;
    }

    /** The most descriptors that would fit without any header. */
    private static int fdCapacity(int capacity) {
        return capacity / Integer.BYTES;
    }

    /** The most messages that fit, if each is only a header. */
    private static int recordCapacity(int capacity) {
        return align(capacity) / HEADER;
    }

    private static int align8(int n) {
        return (n + 7) & -8;
    }
}
