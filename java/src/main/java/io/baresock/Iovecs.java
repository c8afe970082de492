package io.baresock;

import io.baresock.internal.Memory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Buffers as {@code bs_iovec} records of {@code baresock.h}: address and length. Heap buffers go through scratch memory,
 * one behind the other. An element that is null stands for raw memory, whose record is there already.
 */
final class Iovecs {

    /** Bytes of a record. */
    static final int SIZE = 16;

    private Iovecs() {}

    /**
     * How many bytes of scratch memory the heap buffers need.
     *
     * @throws IllegalArgumentException for more than an int can count
     */
    static int heapBytes(String call, @Nullable ByteBuffer[] buffers, int first, int count, boolean receiving) {
        long bytes = 0;
        for (int i = first; i < first + count; i++) {
            ByteBuffer b = buffers[i];
            if (b == null) {
                continue;
            }
            if (receiving) {
                Buffers.writable(call, b);
            }
            if (!b.isDirect()) {
                bytes += b.remaining();
            }
        }
        if (bytes > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(
                    call + ": " + bytes + " bytes in heap buffers are more than can be copied at once");
        }
        return (int) bytes;
    }

    /** Writes the records; {@code heap} is the address of the scratch memory. */
    static void fill(ByteBuffer iov, int at, @Nullable ByteBuffer[] buffers, int first, int count, long heap) {
        long next = heap;
        int record = at;
        for (int i = first; i < first + count; i++, record += SIZE) {
            ByteBuffer b = buffers[i];
            if (b == null) {
                continue;
            }
            int length = b.remaining();
            if (b.isDirect()) {
                iov.putLong(record, Memory.address(b));
            } else {
                iov.putLong(record, next);
                next += length;
            }
            iov.putLong(record + Long.BYTES, length);
        }
    }

    /** Copies what the heap buffers hold into the scratch memory, from {@code at} on. */
    static void copyIn(@Nullable ByteBuffer[] buffers, int first, int count, ByteBuffer scratch, int at) {
        int next = at;
        for (int i = first; i < first + count; i++) {
            ByteBuffer b = buffers[i];
            if (b != null && !b.isDirect()) {
                int length = b.remaining();
                scratch.put(next, b, b.position(), length);
                next += length;
            }
        }
    }

    /** Moves the positions by {@code n} bytes in all. */
    static void advance(@Nullable ByteBuffer[] buffers, int first, int count, ByteBuffer iov, int at, int n) {
        advance(buffers, first, count, iov, at, n, iov, -1);
    }

    /** Moves the positions by {@code n} bytes in all, and copies those of heap buffers out of the scratch memory. */
    static void advance(
            @Nullable ByteBuffer[] buffers,
            int first,
            int count,
            ByteBuffer iov,
            int at,
            int n,
            ByteBuffer scratch,
            int scratchAt) {
        long left = n; // with MSG_TRUNC more than there was room for
        int next = scratchAt;
        int record = at;
        for (int i = first; i < first + count && left > 0; i++, record += SIZE) {
            long length = iov.getLong(record + Long.BYTES);
            int moved = (int) Math.min(left, length);
            left -= moved;
            ByteBuffer b = buffers[i];
            if (b == null) {
                continue;
            }
            if (scratchAt >= 0 && !b.isDirect()) {
                b.put(b.position(), scratch, next, moved);
                next += moved;
            }
            b.position(b.position() + moved);
        }
    }
}
