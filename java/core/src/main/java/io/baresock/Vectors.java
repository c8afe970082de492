package io.baresock;

import static io.baresock.internal.backend.Header.Message.*;

import io.baresock.constants.Constants;
import io.baresock.internal.Buffers;
import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.message.Iovecs;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** readv(2) and writev(2) with buffers. */
final class Vectors {

    private static final Backend B = Library.backend();

    private static final long PIECE = 1L << 32;

    private Vectors() {}

    static int call(String call, int fd, ByteBuffer[] buffers, boolean reading) {
        int count = Buffers.present(call, buffers).length;
        for (ByteBuffer b : buffers) {
            Buffers.present(call, b);
        }
        if (count > Constants.IOV_MAX) {
            return -Constants.EINVAL; // as readv(2); sendmsg(2), which writev uses on a socket, would say EMSGSIZE
        }
        int total = 0;
        while (true) { // once, except for large heap buffers on a stream, which go in pieces
            long r = once(call, fd, buffers, reading);
            if (r < 0) {
                return total == 0 ? (int) r : total;
            }
            total += (int) (r & ~PIECE);
            // The kernel itself takes less than 2 GiB in one call.
            if ((r & PIECE) == 0 || Iovecs.remaining(buffers, count, null, 0) > Integer.MAX_VALUE - total) {
                return total;
            }
        }
    }

    /** One system call. The result has {@link #PIECE} added if the call wrote a whole piece and more pieces follow. */
    private static long once(String call, int fd, ByteBuffer[] given, boolean reading) {
        int count = given.length;
        int iovAt = reading ? 0 : SIZE; // after the message of a sendmsg(2); a multiple of 8
        int positionsAt = iovAt + count * Iovecs.SIZE;
        int copiesAt = positionsAt + count * Integer.BYTES;
        Scratch scratch = Scratch.take(copiesAt);
        try {
            @Nullable ByteBuffer[] buffers = scratch.hold(given, count);
            Iovecs.distinct(call, buffers, count);
            ByteBuffer memory = scratch.buffer();
            int copied = Iovecs.snapshot(call, buffers, count, memory, iovAt, memory, positionsAt, reading);
            boolean cuts = copied > Copies.PIECE && Copies.isStream(fd);
            int used = cuts ? Iovecs.cut(count, memory, iovAt, memory, positionsAt, Copies.PIECE) : count;
            int room = cuts ? Copies.PIECE : copied;
            if (room > memory.capacity() - copiesAt) {
                scratch = larger(scratch, copiesAt, room, count);
                memory = scratch.buffer();
                buffers = scratch.held();
            }
            Iovecs.place(buffers, used, memory, iovAt, memory, positionsAt, scratch, copiesAt, !reading);
            int n = reading ? B.readv(fd, scratch.address(), used) : write(fd, scratch, iovAt, used);
            boolean goesOn = Iovecs.advance(
                    buffers, used, memory, iovAt, memory, positionsAt, n, memory, reading ? copiesAt : -1);
            return goesOn && !reading && cuts && n == Iovecs.length(used, memory, iovAt) ? n | PIECE : n;
        } finally {
            scratch.give();
        }
    }

    /** Moves the used bytes to a scratch memory with room for {@code more} bytes after them. */
    private static Scratch larger(Scratch scratch, int used, int more, int count) {
        Scratch larger = Scratch.take(Math.addExact(used, more));
        larger.hold(scratch.held(), count);
        larger.buffer().put(0, scratch.buffer(), 0, used);
        scratch.give();
        return larger;
    }

    /**
     * On a socket this is sendmsg(2), which is one system call on every kernel. But sendmsg(2) would send an empty datagram where
     * writev(2) does nothing.
     */
    private static int write(int fd, Scratch scratch, int iovAt, int count) {
        ByteBuffer memory = scratch.buffer();
        if (Iovecs.length(count, memory, iovAt) > 0) {
            for (int at = 0; at < SIZE; at += Long.BYTES) {
                memory.putLong(at, 0);
            }
            memory.putLong(IOV, scratch.address() + iovAt).putInt(IOV_COUNT, count);
            int n;
            do {
                n = B.sendmsg(fd, scratch.address(), 0);
            } while (n == -Constants.EINTR);
            if (n != -Constants.ENOTSOCK) {
                return Tally.ON ? Tally.sent(n, Iovecs.length(count, memory, iovAt)) : n;
            }
        }
        return B.writev(fd, scratch.address() + iovAt, count);
    }
}
