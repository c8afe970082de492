package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Buffers;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.call.Waiting;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The calls of {@link Bsd} with many datagrams. The caller has checked the flags. */
final class BatchCalls {

    private BatchCalls() {}

    static int send(int fd, MessageBatch m, int flags) {
        Buffers.present("sendmmsg", m).begin("sendmmsg");
        return sendBegun(fd, m, 0, flags);
    }

    static int send(int fd, MessageBatch m, Gso how, int flags) {
        Buffers.present("sendmmsg", how).check("sendmmsg", fd);
        Buffers.present("sendmmsg", m);
        int n;
        how.enter("sendmmsg", 0);
        try {
            m.begin("sendmmsg");
            n = sendBegun(fd, m, how.address(), flags);
        } finally {
            how.leave();
        }
        how.report();
        return n;
    }

    /** After {@link MessageBatch#begin}. */
    private static int sendBegun(int fd, MessageBatch m, long gso, int flags) {
        int n = 0;
        try {
            do {
                n = m.send(fd, gso, flags);
            } while (n == -Constants.EINTR);
        } finally {
            m.end("sendmmsg", n);
        }
        return n;
    }

    static int sendSegments(int fd, Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to) {
        Gso.segment("sendSegments", segmentSize);
        Buffers.present("sendSegments", how).check("sendSegments", fd);
        Buffers.present("sendSegments", b);
        int n;
        how.enter("sendSegments", segmentSize);
        try {
            n = Io.sendSegments(fd, how, b, flags, Sockaddr.addressOf(to), Sockaddr.lengthOf(to));
        } finally {
            Reference.reachabilityFence(to);
            how.leave();
        }
        how.report();
        return n;
    }

    static int receive(int fd, MessageBatch m, int flags) {
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            do {
                n = m.receive(fd, OwnedFds.opening(fd), 0, flags);
            } while (n == -Constants.EINTR);
        } finally {
            m.end("recvmmsg", n);
        }
        return n;
    }

    static int receive(int fd, MessageBatch m, int flags, long timeoutNanos) {
        Buffers.present("recvmmsg", m).begin("recvmmsg");
        int n = 0;
        try {
            n = Waiting.receiveUntil(fd, m.in, flags, timeoutNanos);
        } finally {
            m.end("recvmmsg", n);
        }
        return n;
    }
}
