package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.OwnedFds;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Many datagrams at once: part of {@link Bsd}. */
abstract sealed class BsdBatches extends BsdMessages permits BsdReadiness {

    BsdBatches() {}

    /**
     * sendmmsg(2): sends the messages of the batch's range, which moves past those that were sent.
     *
     * @param fd the socket
     * @param m what to send; see there for the contract
     * @param flags {@code MSG_*}
     * @return how many messages were sent; {@code -errno} if none and there were some
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int sendmmsg(int fd, MessageBatch m, int flags) {
        Abi.check(flags, "sendmmsg");
        Buffers.present("sendmmsg", m).begin("sendmmsg");
        return send(fd, m, 0, flags);
    }

    /**
     * recvmmsg(2) without a timeout: fills the slots of the batch from the first. A blocking descriptor waits until all are
     * filled, with {@code MSG_WAITFORONE} until one is.
     *
     * @param fd the socket
     * @param m where to; see there for the contract
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return how many messages came, or {@code -errno}
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int recvmmsg(int fd, MessageBatch m, int flags) {
        Abi.check(flags, "recvmmsg");
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            do {
                n = m.receive(fd, OwnedFds.opening(fd), 0, flags);
            } while (n == -Bsd.EINTR);
        } finally {
            m.end("recvmmsg", n);
        }
        return n;
    }

    /**
     * recvmmsg(2) with a deadline that is kept, by poll(2), whatever the mode of the descriptor. (The kernel looks at the
     * timeout of recvmmsg(2) only when a message has come, so it can be late by any time; it is not used.)
     *
     * @param fd the socket
     * @param m where to; see there for the contract
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds for the whole call; 0 does not wait, negative waits for ever
     * @return how many messages came by then; {@code -EAGAIN} if none, or another {@code -errno}
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int recvmmsg(int fd, MessageBatch m, int flags, long timeoutNanos) {
        Abi.check(flags, "recvmmsg");
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            n = Waiting.receiveUntil(fd, m, flags, timeoutNanos);
        } finally {
            m.end("recvmmsg", n);
        }
        return n;
    }

    /**
     * sendmmsg(2) with segmentation: messages of the batch's range that follow each other with one size and one destination
     * go to the kernel in one piece.
     *
     * @param fd a UDP socket
     * @param m what to send; see there for the contract, which holds here too
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}
     * @return how many messages were sent; {@code -errno} if none and there were some
     * @throws IllegalArgumentException if it is not a UDP socket
     * @throws IllegalStateException if the batch is closed, or one of the two is in another call
     */
    public static int sendmmsg(int fd, MessageBatch m, Gso how, int flags) {
        Abi.check(flags, "sendmmsg");
        Buffers.present("sendmmsg", how).check("sendmmsg", fd);
        Buffers.present("sendmmsg", m);
        int n;
        how.enter("sendmmsg", 0);
        try {
            m.begin("sendmmsg");
            n = send(fd, m, how.address(), flags);
        } finally {
            how.leave();
        }
        how.report();
        return n;
    }

    /**
     * Sends what remains in a buffer as datagrams of one size, the last of which may be shorter, by sendmsg(2) with
     * {@code UDP_SEGMENT}; as many calls as it takes. The position moves by what was handed over: whole datagrams.
     *
     * @param fd a UDP socket
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too; with nothing in it nothing is sent
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @return bytes handed over if they are more than 0, else {@code -errno}
     * @throws IllegalArgumentException if the segment size is out of range, or it is not a UDP socket
     * @throws IllegalStateException if {@code how} is in another call
     */
    public static int sendSegments(int fd, Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to) {
        Abi.check(flags, "sendSegments");
        Gso.segment("sendSegments", segmentSize);
        Buffers.present("sendSegments", how).check("sendSegments", fd);
        Buffers.present("sendSegments", b);
        int n;
        how.enter("sendSegments", segmentSize);
        try {
            n = Io.sendSegments(fd, how, b, flags, to);
        } finally {
            how.leave();
        }
        how.report();
        return n;
    }

    /** After {@link MessageBatch#begin}. */
    private static int send(int fd, MessageBatch m, long gso, int flags) {
        int n = 0;
        try {
            do {
                n = m.send(fd, gso, flags);
            } while (n == -Bsd.EINTR);
        } finally {
            m.end("sendmmsg", n);
        }
        return n;
    }
}
