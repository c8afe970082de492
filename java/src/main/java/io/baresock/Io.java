package io.baresock;

import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Data to and from the kernel: turns buffers into addresses, makes the call, moves the position. Arguments were checked by the caller.
 * The forms with a {@link Socket} wait ({@link Waiting}) and throw; those with a descriptor are those of {@link Bsd}: one system call, made
 * again when a signal interrupts it, and a result of the C ABI. {@code known} is what {@link Memory#known} has of a direct buffer, or null.
 */
final class Io {

    private static final Backend B = Library.backend();

    private Io() {}

    // ---- waiting, for Socket ----

    static int send(
            Socket s, String call, ByteBuffer b, @Nullable Object known, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = send(s, call, Memory.address(known, b), len, flags, to, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = send(s, call, scratch.address(), len, flags, to, timeout);
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + n);
        }
        return n;
    }

    static int send(Socket s, String call, byte[] a, int off, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        Scratch scratch = Scratch.take(len);
        try {
            scratch.buffer().put(0, a, off, len);
            return send(s, call, scratch.address(), len, flags, to, timeout);
        } finally {
            scratch.give();
        }
    }

    static int send(Socket s, String call, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        int n = trySend(s, call, address, len, flags, to, timeout);
        if (n < 0 && n != Socket.WOULD_BLOCK) {
            throw new ErrnoException(call, -n, to);
        }
        return n;
    }

    static int trySend(Socket s, String call, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
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
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = sendSegments(s, call, gso, Memory.address(b), len, flags, to, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = sendSegments(s, call, gso, scratch.address(), len, flags, to, timeout);
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
            Socket s, String call, Gso gso, long address, int len, int flags, @Nullable Sockaddr to, long timeout)
            throws ErrnoException {
        long sa = to == null ? 0 : to.address();
        int salen = to == null ? 0 : to.length();
        int n = Waiting.call(s, call, Waiting.OP_SEGMENTS, gso, address, len, flags, sa, salen, to, timeout);
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
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = recv(s, call, Memory.address(known, b), len, flags, from, timeout);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                n = recv(s, call, scratch.address(), len, flags, from, timeout);
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
            Socket s, String call, byte[] a, int off, int len, int flags, @Nullable SockaddrStorage from, long timeout)
            throws ErrnoException {
        Scratch scratch = Scratch.take(len);
        try {
            int n = recv(s, call, scratch.address(), len, flags, from, timeout);
            if (n > 0) {
                scratch.buffer().get(0, a, off, Math.min(n, len));
            }
            return n;
        } finally {
            scratch.give();
        }
    }

    static int recv(
            Socket s, String call, long address, int len, int flags, @Nullable SockaddrStorage from, long timeout)
            throws ErrnoException {
        long slot = from == null ? 0 : from.slot();
        int how = flags | s.truncationFlag();
        int n = Waiting.call(s, call, Waiting.OP_RECV, null, address, len, how, slot, 0, null, timeout);
        Reference.reachabilityFence(from);
        return n;
    }

    // ---- on a descriptor, for Bsd ----

    static int send(int fd, ByteBuffer b, int flags, @Nullable Sockaddr to) {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = send(fd, Memory.address(b), len, flags, to);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = send(fd, scratch.address(), len, flags, to);
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + n);
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
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = recv(fd, Memory.address(b), len, flags, from);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                n = recv(fd, scratch.address(), len, flags, from);
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

    static int recv(int fd, long address, int len, int flags, @Nullable SockaddrStorage from) {
        int n;
        do {
            n = from == null ? B.recv(fd, address, len, flags) : B.recvfrom(fd, address, len, flags, from.slot());
        } while (n == -Bsd.EINTR);
        Reference.reachabilityFence(from);
        return n;
    }

    static int sendSegments(int fd, Gso gso, ByteBuffer b, int flags, @Nullable Sockaddr to) {
        int pos = b.position();
        int len = b.limit() - pos;
        int n;
        if (b.isDirect()) {
            n = sendSegments(fd, gso, Memory.address(b), len, flags, to);
            Reference.reachabilityFence(b);
        } else {
            Scratch scratch = Scratch.take(len);
            try {
                copy(b, pos, scratch.buffer(), 0, len);
                n = sendSegments(fd, gso, scratch.address(), len, flags, to);
            } finally {
                scratch.give();
            }
        }
        if (n > 0) {
            b.position(pos + n);
        }
        return n;
    }

    private static int sendSegments(int fd, Gso gso, long address, int len, int flags, @Nullable Sockaddr to) {
        int n;
        do {
            n = gso.attempt(fd, address, len, flags, to == null ? 0 : to.address(), to == null ? 0 : to.length());
        } while (n == -Bsd.EINTR);
        Reference.reachabilityFence(to);
        return n;
    }

    /** Copies without touching either position. */
    private static void copy(ByteBuffer from, int fromIndex, ByteBuffer to, int toIndex, int len) {
        to.put(toIndex, from, fromIndex, len);
    }
}
