package io.baresock.errors;

import static io.baresock.Bsd.*;

import io.baresock.ErrorQueue;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ERRORS sections of sendmmsg(2) and recvmmsg(2), of sends with segmentation, and of the error queue. Rows Z11, Z14. */
class BatchErrorsIT extends ErrnoTable {

    /** One message of one byte. */
    private static MessageBatch one() {
        return new MessageBatch(1, 1, 0).length(0, 1).range(0, 1);
    }

    private static MessageBatch oneTo(Sockaddr to) {
        return one().to(0, to);
    }

    @TestFactory
    List<DynamicTest> sendmmsg2() {
        row("sendmmsg", "bad descriptor", EBADF, () -> sendmmsg(BAD, one(), 0));
        row("sendmmsg", "closed descriptor", EBADF, () -> sendmmsg(CLOSED, one(), 0));
        row("sendmmsg", "not a socket", ENOTSOCK, () -> sendmmsg(pipe[1], one(), 0));
        row("sendmmsg", "not connected", EPIPE, () -> sendmmsg(tcp, one(), 0));
        row("sendmmsg", "datagram without a destination", EDESTADDRREQ, () -> sendmmsg(udp, one(), 0));
        row("sendmmsg", "Unix, not connected", ENOTCONN, () -> sendmmsg(unix, one(), 0));
        row("sendmmsg", "the peer is gone", EPIPE, () -> sendmmsg(orphan, one(), 0));
        row("sendmmsg", "another family", EAFNOSUPPORT, () -> sendmmsg(udp, oneTo(Sockaddr.loopback6(9)), 0));
        row("sendmmsg", "port 0", EINVAL, () -> sendmmsg(udp, oneTo(local), 0));
        row("sendmmsg", "urgent data on datagrams", EOPNOTSUPP, () -> sendmmsg(udp, oneTo(nameOf(bound)), MSG_OOB));
        row("sendmmsg", "memory that is not there", EFAULT, () -> {
            return sendmmsg(udp, oneTo(nameOf(bound)).memory(0, 8, 8), 0);
        });
        row("sendmmsg", "segments: port 0", EINVAL, () -> sendmmsg(udp, oneTo(local), new Gso(), 0));
        return table();
    }

    @TestFactory
    List<DynamicTest> recvmmsg2() {
        row("recvmmsg", "bad descriptor", EBADF, () -> recvmmsg(BAD, one(), 0));
        row("recvmmsg", "closed descriptor", EBADF, () -> recvmmsg(CLOSED, one(), 0, 0));
        row("recvmmsg", "not a socket", ENOTSOCK, () -> recvmmsg(pipe[0], one(), 0));
        row("recvmmsg", "not connected", ENOTCONN, () -> recvmmsg(tcp, one(), 0));
        row("recvmmsg", "nothing there", EAGAIN, () -> recvmmsg(bound, one(), MSG_DONTWAIT));
        row("recvmmsg", "nothing there in time", EAGAIN, () -> recvmmsg(bound, one(), 0, 1_000_000));
        row("recvmmsg", "memory that is not there", EFAULT, () -> {
            sendto(udp, bytes, 0, nameOf(bound));
            return recvmmsg(bound, one().memory(0, 8, 8), MSG_DONTWAIT);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> sendSegments2() {
        ByteBuffer four = ByteBuffer.allocateDirect(4);
        row("sendSegments", "bad descriptor", EBADF, () -> sendSegments(BAD, new Gso(), four, 2, 0, local));
        row("sendSegments", "not a socket", ENOTSOCK, () -> sendSegments(pipe[1], new Gso(), four, 2, 0, local));
        row(
                "sendSegments",
                "without a destination",
                EDESTADDRREQ,
                () -> sendSegments(udp, new Gso(), four, 2, 0, null));
        row("sendSegments", "port 0", EINVAL, () -> sendSegments(udp, new Gso(), four, 2, 0, local));
        row("sendSegments", "another family", EAFNOSUPPORT, () -> {
            return sendSegments(udp, new Gso(), four, 2, 0, Sockaddr.loopback6(9));
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> errors2() {
        row("errors", "bad descriptor", EBADF, () -> errors(BAD, new ErrorQueue(1, 1)));
        row("errors", "closed descriptor", EBADF, () -> errors(CLOSED, new ErrorQueue(1, 1)));
        row("errors", "not a socket", ENOTSOCK, () -> errors(pipe[0], new ErrorQueue(1, 1)));
        return table();
    }
}
