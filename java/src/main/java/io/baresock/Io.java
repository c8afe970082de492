package io.baresock;

import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Data to and from the kernel: turns buffers into addresses, makes the one native call, moves the position. Results are
 * those of the C ABI; arguments were checked by the caller. {@code wake} says how to wait: {@link #PLAIN} makes the bare
 * system call, anything else polls together with that descriptor (-1: with none) until the timeout. {@code known} is what
 * {@link Memory#known} has of a direct buffer, or null.
 */
final class Io {

    static final int PLAIN = -2;

    private static final Backend B = Library.backend();

    private Io() {}

    static int send(
            int fd, int wake, ByteBuffer b, @Nullable Object known, int flags, @Nullable Sockaddr to, long timeout) {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = send(fd, wake, Memory.address(known, b), len, flags, to, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = send(fd, wake, scratch.address(), len, flags, to, timeout);
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + n);
        }
        return n;
    }

    static int send(int fd, int wake, byte[] a, int off, int len, int flags, @Nullable Sockaddr to, long timeout) {
        Scratch scratch = Scratch.take(len);
        try {
            scratch.buffer().put(0, a, off, len);
            return send(fd, wake, scratch.address(), len, flags, to, timeout);
        } finally {
            scratch.give();
        }
    }

    static int send(int fd, int wake, long address, int len, int flags, @Nullable Sockaddr to, long timeout) {
        long sa = to == null ? 0 : to.address();
        int salen = to == null ? 0 : to.length();
        int n;
        if (wake != PLAIN) {
            n = B.sendWait(fd, wake, address, len, flags, sa, salen, timeout);
        } else if (to == null) {
            n = B.send(fd, address, len, flags);
        } else {
            n = B.sendto(fd, address, len, flags, sa, salen);
        }
        Reference.reachabilityFence(to);
        return n;
    }

    static int sendSegments(
            int fd, int wake, long gso, ByteBuffer b, int segment, int flags, @Nullable Sockaddr to, long timeout) {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = sendSegments(fd, wake, gso, Memory.address(b), len, segment, flags, to, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = sendSegments(fd, wake, gso, scratch.address(), len, segment, flags, to, timeout);
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + n);
        }
        return n;
    }

    private static int sendSegments(
            int fd,
            int wake,
            long gso,
            long address,
            int len,
            int segment,
            int flags,
            @Nullable Sockaddr to,
            long timeout) {
        long sa = to == null ? 0 : to.address();
        int salen = to == null ? 0 : to.length();
        int n = wake == PLAIN
                ? B.sendSegments(fd, gso, address, len, segment, flags, sa, salen)
                : B.sendSegmentsWait(fd, wake, gso, address, len, segment, flags, sa, salen, timeout);
        Reference.reachabilityFence(to);
        return n;
    }

    static int recv(
            int fd,
            int wake,
            ByteBuffer b,
            @Nullable Object known,
            int flags,
            @Nullable SockaddrStorage from,
            long timeout) {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = recv(fd, wake, Memory.address(known, b), len, flags, from, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                n = recv(fd, wake, scratch.address(), len, flags, from, timeout);
                if (n > 0) {
                    copy(scratch.buffer(), 0, b, pos, Math.min(n, len));
                }
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + Math.min(n, len));
        }
        return n;
    }

    static int recv(
            int fd, int wake, byte[] a, int off, int len, int flags, @Nullable SockaddrStorage from, long timeout) {
        Scratch scratch = Scratch.take(len);
        try {
            int n = recv(fd, wake, scratch.address(), len, flags, from, timeout);
            if (n > 0) {
                scratch.buffer().get(0, a, off, Math.min(n, len));
            }
            return n;
        } finally {
            scratch.give();
        }
    }

    static int recv(int fd, int wake, long address, int len, int flags, @Nullable SockaddrStorage from, long timeout) {
        int n;
        if (wake != PLAIN) {
            n = B.recvWait(fd, wake, address, len, flags, from == null ? 0 : from.slot(), timeout);
        } else if (from == null) {
            n = B.recv(fd, address, len, flags);
        } else {
            n = B.recvfrom(fd, address, len, flags, from.slot());
        }
        Reference.reachabilityFence(from);
        return n;
    }

    /** Copies without touching either position. */
    private static void copy(ByteBuffer from, int fromIndex, ByteBuffer to, int toIndex, int len) {
        to.put(toIndex, from, fromIndex, len);
    }
}
