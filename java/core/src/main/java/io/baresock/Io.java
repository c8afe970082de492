package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives: turns buffers into addresses, makes the call, moves the position. The caller has checked the arguments. The forms
 * with a {@link Descriptor} wait ({@link Waiting}). The forms with a number are for {@link Bsd}: one system call, repeated after a
 * signal. All results are those of the C ABI.
 *
 * <p>Position and limit are read once, before anything else. So the kernel gets memory inside the buffer even if another thread moves
 * them. Buffers whose address cannot be used go through {@link Copies}.
 */
final class Io {

    private static final Backend B = Library.backend();

    private Io() {}

    // ---- waiting, for Socket; a destination is the address and length of a sockaddr that the caller keeps; 0 for none
    // ----

    static int send(Descriptor d, ByteBuffer b, int flags, long sa, int salen, long timeout) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = d.baseToSend(b);
        if (base < 0) {
            return Copies.send(d, null, b, null, pos, len, flags, sa, salen, timeout);
        }
        int n = send(d, base + pos, len, flags, sa, salen, timeout);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int send(Descriptor d, long address, int len, int flags, long sa, int salen, long timeout) {
        return Waiting.send(d, address, len, flags, sa, salen, timeout);
    }

    static int sendSegments(Descriptor d, Gso gso, ByteBuffer b, int flags, long sa, int salen, long timeout) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.send(d, gso, b, null, pos, len, flags, sa, salen, timeout);
        }
        int n = sendSegments(d, gso, base + pos, len, flags, sa, salen, timeout);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int sendSegments(Descriptor d, Gso gso, long address, int len, int flags, long sa, int salen, long timeout) {
        return Waiting.call(d, Waiting.SENDMSG, gso.transfer, address, len, flags, sa, salen, timeout);
    }

    /**
     * Sends all that remains; the position shows how much is done.
     *
     * @return 0, {@code -EAGAIN} if the time passed, or {@code -errno}
     */
    static int sendFully(Descriptor d, ByteBuffer b, long deadline) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = d.isStream() ? Memory.base(b) : -1;
        if (base < 0 && d.isStream()) {
            return Copies.sendFully(d, b, pos, len, deadline);
        }
        for (int sent = 0; sent < len; ) {
            long left = Deadlines.left(deadline);
            int n = base < 0 ? send(d, b, 0, 0, 0, left) : send(d, base + pos + sent, len - sent, 0, 0, 0, left);
            if (n < 0) {
                return n;
            }
            sent += n;
            Buffers.moved(b, pos + sent);
        }
        Reference.reachabilityFence(b);
        return 0;
    }

    static int recv(Descriptor d, ByteBuffer b, int flags, @Nullable SockaddrStorage from, long timeout) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = d.baseToReceive(b);
        if (base < 0) {
            return Copies.recv(d, b, null, pos, len, flags, from, timeout);
        }
        int n = recv(d, base + pos, len, flags, from, timeout);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + Math.min(n, len));
        }
        return n;
    }

    static int recv(Descriptor d, long address, int len, int flags, @Nullable SockaddrStorage from, long timeout) {
        if (from == null) {
            return Waiting.receive(d, Waiting.RECV, null, address, len, flags, 0, timeout);
        }
        from.enter();
        try {
            return Waiting.receive(d, Waiting.RECV, null, address, len, flags, from.slot(), timeout);
        } finally {
            from.leave();
        }
    }

    /**
     * Receives until the buffer is full, or the stream ends; the position shows how much is done.
     *
     * @return bytes received, {@code -EAGAIN} if the time passed, or {@code -errno}
     */
    static int recvFully(Descriptor d, ByteBuffer b, long deadline) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.recvFully(d, b, pos, len, deadline);
        }
        int total = 0;
        while (total < len) {
            int n = recv(d, base + pos + total, len - total, 0, null, Deadlines.left(deadline));
            if (n < 0) {
                return n;
            }
            if (n == 0) {
                break;
            }
            total += n;
            Buffers.moved(b, pos + total);
        }
        Reference.reachabilityFence(b);
        return total;
    }

    // ---- on a descriptor, for Bsd ----

    static int send(int fd, ByteBuffer b, int flags, long sa, int salen) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.send(fd, b, pos, len, flags, sa, salen);
        }
        int n = send(fd, base + pos, len, flags, sa, salen);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int send(int fd, long address, int len, int flags, long sa, int salen) {
        int n;
        do {
            n = sa == 0 ? B.send(fd, address, len, flags) : B.sendto(fd, address, len, flags, sa, salen);
        } while (n == -Constants.EINTR);
        return Tally.sent(n, len);
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
            } while (n == -Constants.EINTR);
            return n;
        }
        from.enter();
        try {
            do {
                n = B.recvfrom(fd, address, len, flags, from.slot());
            } while (n == -Constants.EINTR);
            return n;
        } finally {
            from.leave();
        }
    }

    static int sendSegments(int fd, Gso gso, ByteBuffer b, int flags, long sa, int salen) {
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.sendSegments(fd, gso, b, pos, len, flags, sa, salen);
        }
        int n = sendSegments(fd, gso, base + pos, len, flags, sa, salen);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, pos + n);
        }
        return n;
    }

    static int sendSegments(int fd, Gso gso, long address, int len, int flags, long sa, int salen) {
        int n;
        do {
            n = gso.attempt(fd, address, len, flags, sa, salen);
        } while (n == -Constants.EINTR);
        return n;
    }
}
