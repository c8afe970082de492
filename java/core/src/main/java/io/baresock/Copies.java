package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives data that the kernel cannot reach by an address: arrays, heap buffers, and buffers of an arena that can be closed.
 * The buffers' own methods copy it through scratch memory. They throw if the arena is closed or belongs to another thread.
 *
 * <p>A message is copied in one piece. A stream is copied in pieces as large as the scratch memory that is kept. So a call does not
 * allocate, and does not copy what it cannot send. The result is the same as that of one call.
 */
final class Copies {

    /** The most that is copied for a call that does not wait: the kernel may take only a little. */
    static final int PIECE_OF_A_TRY = 64 * 1024;

    static final int PIECE = Scratch.LARGEST_KEPT;

    /**
     * With any other flag a receive may return more bytes than it wrote: MSG_TRUNC on TCP throws bytes away, and MSG_SOCK_DEVMEM leaves
     * them on a device. For those the caller's own bytes are put into the memory first, so that no other call's bytes are copied back.
     */
    private static final int WRITES_ALL = Constants.MSG_PEEK
            | Constants.MSG_DONTWAIT
            | Constants.MSG_WAITALL
            | Constants.MSG_OOB
            | Descriptor.ERRQUEUE;

    static final int FASTOPEN = Abi.isPresent(Constants.MSG_FASTOPEN) ? Constants.MSG_FASTOPEN : 0;
    private static final int ZEROCOPY = Abi.isPresent(Constants.MSG_ZEROCOPY) ? Constants.MSG_ZEROCOPY : 0;

    private static final Backend B = Library.backend();

    private Copies() {}

    /** Whether a receive with these flags may return more than it wrote. */
    static boolean mayWriteLess(int flags) {
        return (flags & ~WRITES_ALL) != 0;
    }

    /** Memory to send from. After a zero-copy send the kernel may still read it, so no other call gets it then. */
    static Scratch take(int size, int flags) {
        return (flags & ZEROCOPY) != 0 ? Scratch.takeAlone(size) : Scratch.take(size);
    }

    private static void in(@Nullable ByteBuffer b, byte @Nullable [] a, int at, Scratch to, int length) {
        if (b != null) {
            Buffers.copy(b, at, to.buffer(), 0, length);
        } else if (a != null) {
            to.buffer().put(0, a, at, length);
        }
    }

    private static void out(Scratch from, @Nullable ByteBuffer b, byte @Nullable [] a, int at, int length) {
        if (b != null) {
            Buffers.copy(from.buffer(), 0, b, at, length);
        } else if (a != null) {
            from.buffer().get(0, a, at, length);
        }
    }

    /** Throws before anything is received if the memory cannot be written. */
    private static void touch(@Nullable ByteBuffer b, int at, int length) {
        if (b != null && length > 0 && b.isDirect()) {
            Buffers.reach(b, at);
        }
    }

    private static void moved(@Nullable ByteBuffer b, int to) {
        if (b != null) {
            Buffers.moved(b, to);
        }
    }

    // ---- waiting, for Socket; either a buffer or an array ----

    /** With a {@link Gso} as datagrams, and from a buffer only; without as it is. */
    static int send(
            Descriptor d,
            @Nullable Gso gso,
            @Nullable ByteBuffer b,
            byte @Nullable [] a,
            int at,
            int length,
            int flags,
            long sa,
            int salen,
            long timeout) {
        boolean sleeps = Waiting.sleeps(d, flags, timeout);
        int most = gso != null ? gso.piece(length) : d.isStream() ? (sleeps ? PIECE : PIECE_OF_A_TRY) : length;
        int piece = Math.min(length, most);
        Scratch scratch = take(piece, flags);
        int sent = 0;
        try {
            while (true) {
                int n = Math.min(length - sent, piece);
                in(b, a, at + sent, scratch, n);
                long patience = sent == 0 || sleeps ? timeout : 0;
                int r;
                if (gso != null) {
                    r = Io.sendSegments(d, gso, scratch.address(), n, flags, sa, salen, patience);
                } else {
                    int how = sent + n == length ? flags : flags & ~Constants.MSG_OOB;
                    r = sent == 0
                            ? Io.send(d, scratch.address(), n, how, sa, salen, patience)
                            : Io.send(d, scratch.address(), n, how & ~FASTOPEN, 0, 0, patience);
                }
                if (r < 0) {
                    if (sent == 0) {
                        return r;
                    }
                    if (gso == null) { // else the next call gives the error by itself
                        d.holdSendError(r);
                    }
                    return sent;
                }
                sent += r;
                if (r < n || sent == length) {
                    return sent;
                }
            }
        } finally {
            scratch.give();
            moved(b, at + sent);
        }
    }

    /** {@link Io#sendFully} on a stream: each byte is copied once. */
    static int sendFully(Descriptor d, ByteBuffer b, int at, int length, long deadline) {
        Scratch scratch = Scratch.take(Math.min(length, PIECE));
        try {
            for (int sent = 0; sent < length; ) {
                int n = Math.min(length - sent, PIECE);
                in(b, null, at + sent, scratch, n);
                for (int done = 0; done < n; ) {
                    int r = Io.send(d, scratch.address() + done, n - done, 0, 0, 0, Deadlines.left(deadline));
                    if (r < 0) {
                        return r;
                    }
                    done += r;
                    sent += r;
                    Buffers.moved(b, at + sent);
                }
            }
            return 0;
        } finally {
            scratch.give();
        }
    }

    static int recvFully(Descriptor d, ByteBuffer b, int at, int length, long deadline) {
        touch(b, at, length);
        Scratch scratch = Scratch.take(Math.min(length, PIECE));
        int got = 0;
        try {
            while (got < length) {
                int n = Math.min(length - got, PIECE);
                int r = Io.recv(d, scratch.address(), n, 0, null, Deadlines.left(deadline));
                if (r < 0) {
                    return r;
                }
                if (r == 0) {
                    break;
                }
                out(scratch, b, null, at + got, r);
                got += r;
                Buffers.moved(b, at + got);
            }
            return got;
        } finally {
            scratch.give();
        }
    }

    static int recv(
            Descriptor d,
            @Nullable ByteBuffer b,
            byte @Nullable [] a,
            int at,
            int length,
            int flags,
            @Nullable SockaddrStorage from,
            long timeout) {
        boolean pieces = d.isStream() && (flags & Constants.MSG_PEEK) == 0;
        int piece = pieces ? Math.min(length, PIECE) : length;
        boolean all = piece < length && (flags & Constants.MSG_WAITALL) != 0;
        long deadline = all ? Deadlines.in(timeout) : 0;
        touch(b, at, length);
        Scratch scratch = Scratch.take(piece);
        int got = 0;
        try {
            while (true) {
                int n = Math.min(length - got, piece);
                if (mayWriteLess(flags)) {
                    in(b, a, at + got, scratch, n);
                }
                long left = all ? Deadlines.left(deadline) : timeout;
                int r = Io.recv(d, scratch.address(), n, flags, got == 0 ? from : null, left);
                if (r < 0) {
                    if (got == 0) {
                        return r;
                    }
                    d.holdReceiveError(r);
                    return got;
                }
                out(scratch, b, a, at + got, Math.min(r, n));
                got += r; // for a message that was cut off: its whole length
                if (!all || r < n || got == length || Waiting.more(d, flags, Deadlines.left(deadline)) < 0) {
                    return got;
                }
            }
        } finally {
            scratch.give();
            moved(b, at + Math.min(got, length));
        }
    }

    // ---- on a descriptor, for Bsd ----

    static boolean isStream(int fd) {
        return B.getsockoptInt(fd, Constants.SOL_SOCKET, Constants.SO_TYPE) == Constants.SOCK_STREAM;
    }

    static int send(int fd, ByteBuffer b, int at, int length, int flags, long sa, int salen) {
        return send(fd, null, b, at, length, length > PIECE && isStream(fd) ? PIECE : length, flags, sa, salen);
    }

    static int sendSegments(int fd, Gso gso, ByteBuffer b, int at, int length, int flags, long sa, int salen) {
        return send(fd, gso, b, at, length, gso.piece(length), flags, sa, salen);
    }

    private static int send(
            int fd, @Nullable Gso gso, ByteBuffer b, int at, int length, int piece, int flags, long sa, int salen) {
        Scratch scratch = take(piece, flags);
        int sent = 0;
        try {
            while (true) {
                int n = Math.min(length - sent, piece);
                in(b, null, at + sent, scratch, n);
                int r;
                if (gso != null) {
                    r = Io.sendSegments(fd, gso, scratch.address(), n, flags, sa, salen);
                } else {
                    int how = sent + n == length ? flags : flags & ~Constants.MSG_OOB;
                    r = Io.send(fd, scratch.address(), n, sent == 0 ? how : how & ~FASTOPEN, sent == 0 ? sa : 0, salen);
                }
                if (r < 0) {
                    return sent == 0 ? r : sent;
                }
                sent += r;
                if (r < n || sent == length) {
                    return sent;
                }
            }
        } finally {
            scratch.give();
            moved(b, at + sent);
        }
    }

    /** One system call. It receives more than one piece of a stream only with MSG_WAITALL or MSG_PEEK. */
    static int recv(int fd, ByteBuffer b, int at, int length, int flags, @Nullable SockaddrStorage from) {
        boolean pieces = length > PIECE && (flags & (Constants.MSG_PEEK | Constants.MSG_WAITALL)) == 0 && isStream(fd);
        int n = pieces ? PIECE : length;
        touch(b, at, length);
        Scratch scratch = Scratch.take(n);
        int r = 0;
        try {
            if (mayWriteLess(flags)) {
                in(b, null, at, scratch, n);
            }
            r = Io.recv(fd, scratch.address(), n, flags, from);
            if (r > 0) {
                out(scratch, b, null, at, Math.min(r, n));
            }
            return r;
        } finally {
            scratch.give();
            moved(b, at + Math.max(0, Math.min(r, n)));
        }
    }
}
