package io.baresock.internal.message;

import static io.baresock.internal.backend.Header.Message.*;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Cmsg;
import io.baresock.internal.backend.Header.Control;
import java.nio.ByteBuffer;

/** How one {@code bs_message} of {@code baresock.h} and all its parts are laid out in a slab. */
public final class MessageLayout {

    /** Bytes before the data of a control message: CMSG_LEN(0). */
    public static final int HEADER;
    /** What the length of a control message is rounded up to, a power of two: CMSG_ALIGN. */
    static final int ALIGNMENT;

    static {
        Backend b = Library.backend();
        HEADER = b.cmsgLen(0);
        ALIGNMENT = b.cmsgSpace(1) - b.cmsgSpace(0);
    }

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
        slab.putLong(at + OUT + Control.DATA, base + outData(buffers));
        slab.putLong(at + OUT + Control.RECORDS, base + outRecords(buffers, capacity));
        slab.putInt(at + OUT + Control.CAPACITY, align(capacity));
        slab.putInt(at + OUT + Control.RECORD_CAPACITY, recordCapacity(capacity));
        slab.putLong(at + IN + Control.DATA, base + inData(buffers, capacity));
        slab.putLong(at + IN + Control.RECORDS, base + inRecords(buffers, capacity));
        slab.putInt(at + IN + Control.CAPACITY, capacity);
        slab.putInt(at + IN + Control.RECORD_CAPACITY, recordCapacity(capacity));
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
        to.put(outRecords(buffers, capacity), from, outRecords(oldBuffers, oldCapacity), count * Cmsg.SIZE);

        // Received data moves to the end of the new room: a message that reached the end, and so may be cut off, still
        // reaches it.
        int shift = capacity - oldCapacity;
        length = from.getInt(IN_LENGTH);
        count = from.getInt(IN_COUNT);
        to.putInt(IN_LENGTH, length == 0 ? 0 : shift + length).putInt(IN_COUNT, count);
        to.put(inData(buffers, capacity) + shift, from, inData(oldBuffers, oldCapacity), length);
        int records = inRecords(buffers, capacity);
        to.put(records, from, inRecords(oldBuffers, oldCapacity), count * Cmsg.SIZE);
        for (int at = records + Cmsg.OFFSET; at < records + count * Cmsg.SIZE; at += Cmsg.SIZE) {
            to.putInt(at, to.getInt(at) + shift);
        }
    }

    // The parts of one message, in their order; offsets from its beginning. All begin at multiples of 8.

    public static int iov() {
        return SIZE;
    }

    public static int outData(int buffers) {
        return iov() + buffers * Iovecs.SIZE;
    }

    public static int inData(int buffers, int capacity) {
        return outData(buffers) + align8(align(capacity)) + Header.BATCH_CONTROL;
    }

    public static int outRecords(int buffers, int capacity) {
        return inData(buffers, capacity) + align8(align(capacity));
    }

    public static int inRecords(int buffers, int capacity) {
        return outRecords(buffers, capacity) + recordCapacity(capacity) * Cmsg.SIZE;
    }

    public static int fds(int buffers, int capacity) {
        return inRecords(buffers, capacity) + recordCapacity(capacity) * Cmsg.SIZE;
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
