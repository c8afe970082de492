package io.baresock;

import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Data to and from the kernel: turns buffers into addresses, makes the call, moves the position. Arguments were checked by the caller.
 * The forms with a {@link Socket} wait ({@link Waiting}) and throw; those with a descriptor are those of {@link Bsd}: one system call, made
 * again when a signal interrupts it, and a result of the C ABI. {@code known} is what {@link Memory#known} has of a direct buffer, or null.
 *
 * <p>Position and limit are read once, before anything else: another thread may be moving them, and what reaches the kernel lies inside
 * of the buffer all the same. What has no address to be used goes by way of {@link Copies}.
 */
final class Io {

    private static final Backend B = Library.backend();

    private Io() {}

    // ---- waiting, for Socket ----

    static int send(
            Socket s, String call, ByteBuffer b, @Nullable Object known, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(known, b);
        if (base < 0) {
            return Copies.send(s, call, b, null, pos, len, flags, to, timeout);
        }
        int n = send(s, call, base + pos, len, flags, to, timeout);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int send(Socket s, String call, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        return result(call, trySend(s, call, address, len, flags, to, timeout), to);
    }

    /** What the caller gets: an error as an exception. */
    static int result(String call, int n, @Nullable Sockaddr peer) throws ErrnoException {
        if (n < 0 && n != Socket.WOULD_BLOCK) {
            throw new ErrnoException(call, -n, peer);
        }
        return n;
    }

    static int trySend(Socket s, String call, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        int held = s.takeSendError();
        if (held != 0) {
            return held;
        }
        long sa = to == null ? 0 : to.address();
        int salen = to == null ? 0 : to.length();
        int n = Waiting.tryCall(s, call, Waiting.OP_SEND, null, address, len, flags, sa, salen, timeout);
        Reference.reachabilityFence(to);
        return n;
    }

    static int sendSegments(
            Socket s, String call, Gso gso, ByteBuffer b, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.sendSegments(s, call, gso, b, pos, len, flags, to, timeout);
        }
        int n = result(call, trySegments(s, call, gso, base + pos, len, flags, to, timeout), to);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int trySegments(
            Socket s, String call, Gso gso, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        long sa = to == null ? 0 : to.address();
        int salen = to == null ? 0 : to.length();
        int n = Waiting.tryCall(s, call, Waiting.OP_SEGMENTS, gso, address, len, flags, sa, salen, timeout);
        Reference.reachabilityFence(to);
        return n;
    }

    static int recv(
            Socket s,
            String call,
            ByteBuffer b,
            @Nullable Object known,
            int flags,
            @Nullable SockaddrStorage from,
            long timeout)
            throws ErrnoException {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(known, b);
        if (base < 0) {
            return Copies.recv(s, call, b, null, pos, len, flags, from, timeout);
        }
        int n = recv(s, call, base + pos, len, flags, from, timeout);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + Math.min(n, len));
        }
        return n;
    }

    static int recv(
            Socket s, String call, long address, int len, int flags, @Nullable SockaddrStorage from, long timeout)
            throws ErrnoException {
        return result(call, tryRecv(s, call, address, len, flags, from, timeout), null);
    }

    static int tryRecv(
            Socket s, String call, long address, int len, int flags, @Nullable SockaddrStorage from, long timeout)
            throws ErrnoException {
        int held = s.takeReceiveError();
        if (held != 0) {
            return held;
        }
        if (from == null) {
            return s.tryReceive(call, Waiting.OP_RECV, null, address, len, flags, 0, timeout);
        }
        from.enter();
        try {
            return s.tryReceive(call, Waiting.OP_RECV, null, address, len, flags, from.slot(), timeout);
        } finally {
            from.leave();
        }
    }

    // ---- on a descriptor, for Bsd ----

    static int send(int fd, ByteBuffer b, int flags, @Nullable Sockaddr to) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.send(fd, b, pos, len, flags, to);
        }
        int n = send(fd, base + pos, len, flags, to);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int send(int fd, long address, int len, int flags, @Nullable Sockaddr to) {
        int n;
        do {
            n = to == null
                    ? B.send(fd, address, len, flags)
                    : B.sendto(fd, address, len, flags, to.address(), to.length());
        } while (n == -Bsd.EINTR);
        Reference.reachabilityFence(to);
        return n;
    }

    static int recv(int fd, ByteBuffer b, int flags, @Nullable SockaddrStorage from) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.recv(fd, b, pos, len, flags, from);
        }
        int n = recv(fd, base + pos, len, flags, from);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + Math.min(n, len));
        }
        return n;
    }

    static int recv(int fd, long address, int len, int flags, @Nullable SockaddrStorage from) {
        int n;
        if (from == null) {
            do {
                n = B.recv(fd, address, len, flags);
            } while (n == -Bsd.EINTR);
            return n;
        }
        from.enter();
        try {
            do {
                n = B.recvfrom(fd, address, len, flags, from.slot());
            } while (n == -Bsd.EINTR);
            return n;
        } finally {
            from.leave();
        }
    }

    static int sendSegments(int fd, Gso gso, ByteBuffer b, int flags, @Nullable Sockaddr to) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.sendSegments(fd, gso, b, pos, len, flags, to);
        }
        int n = sendSegments(fd, gso, base + pos, len, flags, to);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int sendSegments(int fd, Gso gso, long address, int len, int flags, @Nullable Sockaddr to) {
        int n;
        do {
            n = gso.attempt(fd, address, len, flags, to == null ? 0 : to.address(), to == null ? 0 : to.length());
        } while (n == -Bsd.EINTR);
        Reference.reachabilityFence(to);
        return n;
    }
}
