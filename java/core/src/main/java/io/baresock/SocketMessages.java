package io.baresock;

import io.baresock.internal.FdGuard;

/** Messages with scattered data and control data: the part of {@link Socket} that has sendmsg and recvmsg. */
abstract sealed class SocketMessages extends SocketData permits SocketBatches {

    SocketMessages() {}

    /**
     * Sends a message: its buffers, whose positions move, to its destination if it has one, with its control messages.
     *
     * @param m the message
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is added wherever descriptors can arrive
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers, too; names the destination
     * @throws IllegalArgumentException on a stream, if there are control messages and no byte of data, which would be lost
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the message is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
     */
    public final int sendmsg(Message m, int flags) throws ErrnoException {
        return sendmsg(m, flags, defaultTimeout());
    }

    /**
     * Sends a message, waiting at most {@code timeoutNanos} for room.
     *
     * @param m the message
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers, too; names the destination
     * @throws IllegalArgumentException on a stream, if there are control messages and no byte of data, which would be lost
     */
    public final int sendmsg(Message m, int flags, long timeoutNanos) throws ErrnoException {
        int n = Buffers.present("sendmsg", m).send(self(), flags, timeoutNanos);
        if (n < 0 && n != WOULD_BLOCK) {
            throw new ErrnoException("sendmsg", -n, m.destination());
        }
        return n;
    }

    /**
     * Receives a message into the buffers of {@code m}, whose positions move. The sender's address, the flags and the
     * control messages are in it afterwards. Descriptors that came with the last one and were not taken are closed first.
     *
     * <p>On a datagram socket the result is the datagram's own length, which is more than arrived if
     * {@link Message#isTruncated}.
     *
     * @param m where to
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return bytes received; 0 at the end of a stream (or for an empty datagram); or {@link #WOULD_BLOCK}, also if
     *     {@code MSG_ERRQUEUE} finds nothing, which never blocks
     * @throws ErrnoException as in recvmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the message is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
     */
    public final int recvmsg(Message m, int flags) throws ErrnoException {
        return recvmsg(m, flags, defaultTimeout());
    }

    /**
     * Receives a message, waiting at most {@code timeoutNanos}.
     *
     * @param m where to
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recvmsg(Message, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvmsg(2), EMSGSIZE for more than {@code IOV_MAX} buffers
     * @throws IllegalArgumentException on a stream, if no buffer has room: 0 would look like its end
     */
    public final int recvmsg(Message m, int flags, long timeoutNanos) throws ErrnoException {
        return Io.result("recvmsg", Buffers.present("recvmsg", m).receive(self(), flags, timeoutNanos), null);
    }

    // ---- the error queue ----

    /**
     * Takes what the error queue has, as much as fits, and never waits. It works on a socket in either mode, and beside
     * calls that send and receive.
     *
     * @param queue where to; what it had before is forgotten
     * @return how many entries came; 0 if there were none
     * @throws ErrnoException as in recvmsg(2)
     * @throws SocketClosedException if the socket is closed
     * @throws IllegalStateException if the queue is closed, or in another call
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2), MSG_ERRQUEUE</a>
     */
    public final int errors(ErrorQueue queue) throws ErrnoException {
        Buffers.present("errors", queue);
        FdGuard g = pin("errors");
        try {
            return done(g, "errors", queue.drain("errors", g.fd()), null);
        } finally {
            g.unpin();
        }
    }

    /** Whether the error queue has entries, or an error is pending. */
    final boolean hasErrors() throws ErrnoException {
        FdGuard g = pin("poll");
        try {
            return (done(g, "poll", B.pollOne(g.fd(), 0, 0), null) & Bsd.POLLERR) != 0;
        } finally {
            g.unpin();
        }
    }
}
