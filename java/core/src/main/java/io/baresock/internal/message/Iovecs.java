package io.baresock.internal.message;

import io.baresock.internal.Buffers;
import io.baresock.internal.Memory;
import io.baresock.internal.Scratch;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Buffers as {@code struct iovec}: address and length. Heap buffers go through scratch memory, one after the other. An element that is
 * null stands for raw memory, whose record was written before. It has no position: while a call goes on, its record moves, and its place
 * among the positions counts by how much.
 */
public final class Iovecs {

    /** Bytes of a record. */
    public static final int SIZE = 16;

    private Iovecs() {}

    /** More buffers than this are checked by a table. */
    private static final int FEW = 32;

    /**
     * Checks that none of the first {@code count} buffers is null or there twice: the call would move its position twice. An empty buffer
     * may be.
     *
     * @throws IllegalArgumentException if one is there twice
     * @throws NullPointerException if one is null
     */
    public static void distinct(String call, @Nullable ByteBuffer[] buffers, int count) {
        boolean few = count <= FEW;
        Set<ByteBuffer> seen = few ? Set.of() : Collections.newSetFromMap(new IdentityHashMap<>(count));
        for (int i = 0; i < count; i++) {
            ByteBuffer b = Buffers.present(call, buffers[i]);
            if (few) {
                distinct(call, buffers, i, b);
            } else if (!seen.add(b) && b.capacity() > 0) {
                throw twice(call);
            }
        }
    }

    /** Checks that a buffer is not among the first {@code count}. */
    @SuppressWarnings("ReferenceEquality") // equals() of buffers compares their content
    public static void distinct(String call, @Nullable ByteBuffer[] buffers, int count, ByteBuffer b) {
        for (int i = 0; i < count; i++) {
            if (buffers[i] == b && b.capacity() > 0) {
                throw twice(call);
            }
        }
    }

    private static IllegalArgumentException twice(String call) {
        return new IllegalArgumentException(
                call + ": the same buffer is there twice, but has only one position; pass a duplicate() of it");
    }

    /**
     * Writes a record for each buffer as it is now, and its position. {@code positions} gets an int for each buffer; if the buffer must
     * be copied it is the complement of the position. Later code reads only these two, because another thread may be moving positions and
     * limits.
     *
     * @return how many bytes are to be copied
     * @throws IllegalArgumentException for more than an int can count
     */
    public static int snapshot(
            String call,
            @Nullable ByteBuffer[] buffers,
            int count,
            ByteBuffer records,
            int recordsAt,
            ByteBuffer positions,
            int positionsAt,
            boolean receiving) {
        long copied = 0;
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b == null) {
                continue;
            }
            if (receiving) {
                Buffers.writable(call, b);
            }
            int position = b.position();
            int length = Math.max(b.limit() - position, 0);
            long base = Memory.base(b);
            if (base < 0) {
                copied += length;
            }
            // A buffer to copy has no address yet. It is 0, which the kernel accepts for an empty buffer.
            records.putLong(recordsAt + i * SIZE, base < 0 ? 0 : base + position)
                    .putLong(recordsAt + i * SIZE + Long.BYTES, length);
            positions.putInt(positionsAt + i * Integer.BYTES, base < 0 ? ~position : position);
        }
        if (copied > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(
                    call + ": " + copied + " bytes in heap buffers are more than can be copied at once");
        }
        return (int) copied;
    }

    /**
     * Cuts the records so that at most so many bytes are copied; the last one is shortened.
     *
     * @return how many records are left
     */
    public static int cut(
            int count, ByteBuffer records, int recordsAt, ByteBuffer positions, int positionsAt, int most) {
        long copied = 0;
        for (int i = 0; i < count; i++) {
            int lengthAt = recordsAt + i * SIZE + Long.BYTES;
            if (positions.getInt(positionsAt + i * Integer.BYTES) < 0) {
                long length = records.getLong(lengthAt);
                if (copied + length > most) {
                    records.putLong(lengthAt, most - copied);
                    return i + 1;
                }
                copied += length;
            }
        }
        return count;
    }

    /** How many bytes the records have. */
    public static long length(int count, ByteBuffer records, int recordsAt) {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += records.getLong(recordsAt + i * SIZE + Long.BYTES);
        }
        return length;
    }

    /**
     * Gives each buffer to copy a place in the scratch memory, from {@code at} on, and copies its bytes there.
     *
     * @param copies false for a receive: then nothing is copied, but this checks that the buffers can be written
     */
    public static void place(
            @Nullable ByteBuffer[] buffers,
            int count,
            ByteBuffer records,
            int recordsAt,
            ByteBuffer positions,
            int positionsAt,
            Scratch scratch,
            int at,
            boolean copies) {
        int next = at;
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            int position = b == null ? 0 : ~positions.getInt(positionsAt + i * Integer.BYTES);
            if (b == null || position < 0) {
                continue;
            }
            int length = (int) records.getLong(recordsAt + i * SIZE + Long.BYTES);
            records.putLong(recordsAt + i * SIZE, scratch.address() + next);
            if (copies) {
                Buffers.copy(b, position, scratch.buffer(), next, length);
            } else if (length > 0) {
                // Throws before anything is received, if its arena is closed or another thread's.
                Buffers.reach(b, position);
            }
            next += length;
        }
    }

    /**
     * Moves the positions by {@code n} bytes in all, and the records of raw memory.
     *
     * @param at where the received bytes of copied buffers begin in the scratch memory; negative after a send
     * @return false if another thread has moved a limit, so that a position stays: then the call must not go on with these buffers
     */
    public static boolean advance(
            @Nullable ByteBuffer[] buffers,
            int count,
            ByteBuffer records,
            int recordsAt,
            ByteBuffer positions,
            int positionsAt,
            int n,
            ByteBuffer scratch,
            int at) {
        long left = n; // with MSG_TRUNC it may be more than the room
        int next = at;
        boolean all = true;
        for (int i = 0; i < count && left > 0; i++) {
            int moved = (int) Math.min(left, records.getLong(recordsAt + i * SIZE + Long.BYTES));
            left -= moved;
            ByteBuffer b = buffers[i];
            int position = positions.getInt(positionsAt + i * Integer.BYTES);
            if (b == null) {
                move(records, recordsAt + i * SIZE, moved);
                positions.putInt(positionsAt + i * Integer.BYTES, position + moved);
                continue;
            }
            if (position < 0) {
                position = ~position;
                if (at >= 0) {
                    Buffers.copy(scratch, next, b, position, moved);
                    next += moved;
                }
            }
            all &= Buffers.moved(b, position + moved);
        }
        return all;
    }

    private static void move(ByteBuffer records, int at, int by) {
        int lengthAt = at + Long.BYTES;
        records.putLong(at, records.getLong(at) + by).putLong(lengthAt, records.getLong(lengthAt) - by);
    }

    /** Undoes {@link #advance} for raw memory: each call uses all of it. */
    public static void restore(
            @Nullable ByteBuffer[] buffers, int count, ByteBuffer records, int recordsAt, ByteBuffer positions) {
        for (int i = 0; i < count; i++) {
            if (buffers[i] == null) {
                move(records, recordsAt + i * SIZE, -positions.getInt(i * Integer.BYTES));
                positions.putInt(i * Integer.BYTES, 0);
            }
        }
    }

    /** Moves the other positions back to where the last {@link #snapshot} found them. */
    public static void rewind(@Nullable ByteBuffer[] buffers, int count, ByteBuffer positions) {
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b != null) {
                int position = positions.getInt(i * Integer.BYTES);
                Buffers.moved(b, position < 0 ? ~position : position);
            }
        }
    }

    /** How many bytes remain. The records are looked at for raw memory only. */
    public static long remaining(
            @Nullable ByteBuffer[] buffers, int count, @Nullable ByteBuffer records, int recordsAt) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b != null) {
                sum += b.remaining();
            } else if (records != null) {
                sum += records.getLong(recordsAt + i * SIZE + Long.BYTES);
            }
        }
        return sum;
    }
}
