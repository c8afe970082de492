package io.baresock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Many datagrams at once: the part of {@link Socket} that has sendmmsg, recvmmsg and segmentation. */
abstract sealed class SocketBatches extends SocketMessages permits SocketControl {

    SocketBatches() {}

    /**
     * Sends the messages of the batch's range, which moves past those that were sent. A blocking socket waits until one at
     * least is sent.
     *
     * @param m the messages; see there for the contract
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return how many were sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the batch is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
     */
    public final int sendmmsg(MessageBatch m, int flags) throws ErrnoException {
        return sendmmsg(m, flags, defaultTimeout());
    }

    /**
     * Sends the messages of the batch's range, waiting at most {@code timeoutNanos} for room for the first.
     *
     * @param m the messages
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many were sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     */
    public final int sendmmsg(MessageBatch m, int flags, long timeoutNanos) throws ErrnoException {
        return send(m, null, flags, timeoutNanos);
    }

    private int send(MessageBatch m, @Nullable Gso how, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendmmsg", m).begin("sendmmsg");
        int n = 0;
        try {
            n = how == null
                    ? Waiting.tryCall(self(), "sendmmsg", Waiting.OP_SENDMMSG, m, 0, 0, flags, 0, 0, timeoutNanos)
                    : Waiting.tryCall(self(), "sendmmsg", Waiting.OP_SEGMENTS, how, 0, 0, flags, 0, 0, timeoutNanos);
        } finally {
            m.end("sendmmsg", n);
        }
        if (n < 0 && n != WOULD_BLOCK) {
            throw new ErrnoException("sendmmsg", -n, m.destination());
        }
        return n;
    }

    /**
     * Fills the slots of the batch. A blocking socket waits until all are filled, with {@code MSG_WAITFORONE} until one is.
     *
     * @param m where to; see there for the contract
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return how many messages came, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recvmsg(2), if none came
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the batch is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
     */
    public final int recvmmsg(MessageBatch m, int flags) throws ErrnoException {
        return recvmmsg(m, flags, defaultTimeout());
    }

    /**
     * Fills the slots of the batch, waiting at most {@code timeoutNanos} in all.
     *
     * @param m where to
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many messages came by then, or {@link #WOULD_BLOCK} if none
     * @throws ErrnoException as in recvmsg(2), if none came
     */
    public final int recvmmsg(MessageBatch m, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            n = tryReceive("recvmmsg", Waiting.OP_RECVMMSG, m, 0, 0, flags, 0, timeoutNanos);
        } finally {
            m.end("recvmmsg", n);
        }
        return Io.result("recvmmsg", n, null);
    }

    // ---- segmentation ----

    /**
     * Sends the messages of the batch's range, those that follow each other with one size and one destination in one piece.
     *
     * @param m the messages; see there for the contract, which holds here too
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return how many were sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalArgumentException if it is not a UDP socket
     * @throws IllegalStateException if the batch is closed, or one of the two is in another call
     */
    public final int sendmmsg(MessageBatch m, Gso how, int flags) throws ErrnoException {
        return sendmmsg(m, how, flags, defaultTimeout());
    }

    /**
     * The same, waiting at most {@code timeoutNanos} for room for the first.
     *
     * @param m the messages
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many were sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was sent; names the destination of the first
     */
    public final int sendmmsg(MessageBatch m, Gso how, int flags, long timeoutNanos) throws ErrnoException {
        Buffers.present("sendmmsg", how);
        Gso.check("sendmmsg", this);
        how.enter("sendmmsg", 0);
        try {
            how.with(m);
            return send(m, how, flags, timeoutNanos);
        } finally {
            how.with(null);
            how.leave();
            how.report();
        }
    }

    /**
     * Sends what remains in a buffer as datagrams of one size, the last of which may be shorter; one system call for as many as
     * the kernel takes. The position moves by what was handed over, whole datagrams: call again while any remain.
     *
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too; with nothing in it nothing is sent
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @param to the destination; null for the connected peer
     * @return bytes handed over, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), if none was; names the destination
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalArgumentException if the segment size is out of range, or it is not a UDP socket
     * @throws IllegalStateException if {@code how} is in another call
     */
    public final int sendSegments(Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to)
            throws ErrnoException {
        return sendSegments(how, b, segmentSize, flags, to, defaultTimeout());
    }

    /**
     * The same, waiting at most {@code timeoutNanos} for room for the first datagram.
     *
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes handed over, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), if none was; names the destination
     */
    public final int sendSegments(
            Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Gso.segment("sendSegments", segmentSize);
        Buffers.present("sendSegments", b);
        Buffers.present("sendSegments", how);
        Gso.check("sendSegments", this);
        how.enter("sendSegments", segmentSize);
        try {
            return Io.sendSegments(self(), "sendSegments", how, b, flags, to, timeoutNanos);
        } finally {
            how.leave();
            how.report();
        }
    }
}
