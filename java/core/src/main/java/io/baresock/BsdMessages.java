package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Scratch;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Scattered data and control data: part of {@link Bsd}. */
abstract sealed class BsdMessages extends BsdData permits BsdBatches {

    private static final long PIECE = 1L << 32;

    BsdMessages() {}

    /**
     * sendmsg(2).
     *
     * @param fd the socket
     * @param m what to send: buffers, whose positions move; destination and control messages if it has any
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}: {@code -EMSGSIZE} for more than {@code IOV_MAX} buffers, too
     * @throws IllegalStateException if the message is closed, or in another call
     * @throws IllegalArgumentException if the socket is a stream, and the message has control messages and no byte of data: the kernel
     *     would drop them, descriptors too, and return 0
     */
    public static int sendmsg(int fd, Message m, int flags) {
        Abi.check(flags, "sendmsg");
        return Buffers.present("sendmsg", m).send("sendmsg", fd, flags);
    }

    /**
     * recvmsg(2). Descriptors that came with the last receive into the message and were not taken are closed first. The result is C's:
     * of a datagram that is longer than the buffers it is how many bytes were copied, and {@link Message#isTruncated} tells that the end
     * is lost; with {@code MSG_TRUNC} among the flags it is the datagram's own length.
     *
     * @param fd the socket
     * @param m where to: its buffers, whose positions move; the sender's address, the flags and the control messages are in
     *     it afterwards
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return bytes received, 0 at the end of a stream, or {@code -errno}: {@code -EMSGSIZE} for more than {@code IOV_MAX} buffers
     * @throws IllegalStateException if the message is closed, or in another call
     */
    public static int recvmsg(int fd, Message m, int flags) {
        Abi.check(flags, "recvmsg");
        return Buffers.present("recvmsg", m).receive("recvmsg", fd, flags);
    }

    /**
     * readv(2): fills the buffers one after the other; their positions move.
     *
     * @param fd the descriptor
     * @param buffers direct or heap
     * @return bytes read, 0 at the end, or {@code -errno}: {@code -EINVAL} for more than {@code IOV_MAX} buffers
     */
    public static int readv(int fd, ByteBuffer... buffers) {
        return vector("readv", fd, buffers, true);
    }

    /**
     * writev(2): writes what remains in the buffers, one after the other; their positions move. It raises no SIGPIPE: on a socket it
     * is sendmsg(2), elsewhere writev(2) with a flag that says so (Linux 6.18), or with the signal blocked.
     *
     * @param fd the descriptor
     * @param buffers direct or heap, read-only too
     * @return bytes written, or {@code -errno}: {@code -EINVAL} for more than {@code IOV_MAX} buffers
     */
    public static int writev(int fd, ByteBuffer... buffers) {
        return vector("writev", fd, buffers, false);
    }

    /**
     * readv(2) into native memory.
     *
     * @param fd the descriptor
     * @param iov address of {@code iovcnt} struct iovec: pairs of 64-bit address and length
     * @param iovcnt how many, not negative; more than {@code IOV_MAX} is {@code -EINVAL}
     * @return bytes read, 0 at the end, or {@code -errno}
     */
    public static int readv(int fd, long iov, int iovcnt) {
        if (iovcnt > IOV_MAX) {
            return -EINVAL;
        }
        Buffers.range("readv", iov, iovcnt);
        return B.readv(fd, iov, iovcnt);
    }

    /**
     * writev(2) from native memory. It raises no SIGPIPE.
     *
     * @param fd the descriptor
     * @param iov address of {@code iovcnt} struct iovec: pairs of 64-bit address and length. It is given to the kernel as it is
     * @param iovcnt how many, not negative; more than {@code IOV_MAX} is {@code -EINVAL}
     * @return bytes written, or {@code -errno}; {@code -EFAULT} if something of it is nobody's memory
     */
    public static int writev(int fd, long iov, int iovcnt) {
        if (iovcnt > IOV_MAX) {
            return -EINVAL;
        }
        Buffers.range("writev", iov, iovcnt);
        return B.writev(fd, iov, iovcnt);
    }

    /**
     * Takes what the error queue has, as much as fits: recvmmsg(2) with {@code MSG_ERRQUEUE}, which never waits.
     *
     * @param fd the socket
     * @param queue where to; what it had before is forgotten
     * @return how many entries came, 0 if there were none, or {@code -errno}
     * @throws IllegalStateException if the queue is closed, or in another call
     */
    public static int errors(int fd, ErrorQueue queue) {
        return Buffers.present("errors", queue).drain("errors", fd);
    }

    private static int vector(String call, int fd, ByteBuffer[] buffers, boolean reading) {
        int count = Buffers.present(call, buffers).length;
        for (ByteBuffer b : buffers) {
            Buffers.present(call, b);
        }
        if (count > IOV_MAX) {
            return -EINVAL; // readv(2); sendmsg(2), which writev may be, has EMSGSIZE for it
        }
        Iovecs.distinct(call, buffers);
        int total = 0;
        while (true) { // once, but for a stream that takes large heap buffers in pieces
            long r = vectorOnce(call, fd, buffers, reading);
            if (r < 0) {
                return total == 0 ? (int) r : total;
            }
            total += (int) (r & ~PIECE);
            if ((r & PIECE) == 0) {
                return total;
            }
        }
    }

    /** One system call; its result, with {@link #PIECE} if it wrote all that it was given and that was not all. */
    private static long vectorOnce(String call, int fd, ByteBuffer[] buffers, boolean reading) {
        int count = buffers.length;
        int iovAt = reading ? 0 : MessageLayout.MESSAGE; // behind the message of a sendmsg(2); a multiple of 8
        int positionsAt = iovAt + count * Iovecs.SIZE;
        int copiesAt = positionsAt + count * Integer.BYTES;
        Scratch scratch = Scratch.take(copiesAt);
        try {
            ByteBuffer memory = scratch.buffer();
            int copied = Iovecs.snapshot(call, buffers, count, memory, iovAt, memory, positionsAt, reading);
            boolean cuts = copied > Copies.PIECE && Copies.isStream(fd);
            int used = cuts ? Iovecs.cut(count, memory, iovAt, memory, positionsAt, Copies.PIECE) : count;
            int room = cuts ? Copies.PIECE : copied;
            if (room > memory.capacity() - copiesAt) {
                scratch = larger(scratch, copiesAt, room);
                memory = scratch.buffer();
            }
            Iovecs.place(buffers, used, memory, iovAt, memory, positionsAt, scratch, copiesAt, !reading);
            int n = reading ? B.readv(fd, scratch.address(), used) : write(fd, scratch, iovAt, used);
            Iovecs.advance(buffers, used, memory, iovAt, memory, positionsAt, n, memory, reading ? copiesAt : -1);
            return !reading && cuts && n == Iovecs.length(used, memory, iovAt) ? n | PIECE : n;
        } finally {
            scratch.give();
            Reference.reachabilityFence(buffers);
        }
    }

    /** Moves what is in use to a scratch memory with room for {@code more} bytes behind. */
    private static Scratch larger(Scratch scratch, int used, int more) {
        Scratch larger = Scratch.take(Math.addExact(used, more));
        larger.buffer().put(0, scratch.buffer(), 0, used);
        scratch.give();
        return larger;
    }

    /** On a socket sendmsg(2), which is one system call on every kernel; but it would send an empty datagram where writev(2) does nothing. */
    private static int write(int fd, Scratch scratch, int iovAt, int count) {
        ByteBuffer memory = scratch.buffer();
        if (Iovecs.length(count, memory, iovAt) > 0) {
            for (int at = 0; at < MessageLayout.MESSAGE; at += Long.BYTES) {
                memory.putLong(at, 0);
            }
            memory.putLong(MessageLayout.IOV, scratch.address() + iovAt).putInt(MessageLayout.IOV_COUNT, count);
            int n;
            do {
                n = B.sendmsg(fd, scratch.address(), 0);
            } while (n == -EINTR);
            if (n != -ENOTSOCK) {
                return n;
            }
        }
        return B.writev(fd, scratch.address() + iovAt, count);
    }

    /**
     * CMSG_LEN(3): what {@code cmsg_len} says of a control message.
     *
     * @param length bytes of data
     * @return header and data in bytes
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_LEN(int length) {
        return sum("CMSG_LEN", length, MessageLayout.HEADER + (long) length);
    }

    /**
     * CMSG_SPACE(3): what a control message takes in a control buffer. A buffer of {@code CMSG_SPACE(4)} has room for two
     * descriptors on most systems, and the kernel uses it.
     *
     * @param length bytes of data
     * @return header, data and padding in bytes
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_SPACE(int length) {
        return sum("CMSG_SPACE", length, MessageLayout.HEADER + aligned(length));
    }

    /**
     * CMSG_ALIGN(3).
     *
     * @param length bytes
     * @return the length rounded up to where the next control message can begin
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_ALIGN(int length) {
        return sum("CMSG_ALIGN", length, aligned(length));
    }

    private static long aligned(int length) {
        int unit = MessageLayout.align(1);
        return ((long) length + unit - 1) / unit * unit;
    }

    private static int sum(String call, int length, long sum) {
        if (length < 0 || sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(call + ": length " + length
                    + (length < 0 ? " is negative" : " is too large: the sum does not fit an int"));
        }
        return (int) sum;
    }
}
