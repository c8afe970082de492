package io.baresock;

import io.baresock.internal.Deadlines;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sending and receiving: the part of {@link Socket} that moves bytes. */
abstract sealed class SocketData extends Descriptor permits SocketMessages {

    /** The result of a call that could not go on without waiting, or whose timeout passed: {@code -EAGAIN}. */
    public static final int WOULD_BLOCK = -Bsd.EAGAIN;

    // Of the buffers used last, by Memory.known. Plain fields: who races looks into the table once more.
    private @Nullable Object lastSent;
    private @Nullable Object lastReceived;

    SocketData() {}

    // ---- sending ----

    /**
     * Sends from the buffer's position; the position moves by what was sent, which may be less than what remains.
     *
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}; {@code MSG_NOSIGNAL} is always added
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     * @throws SocketClosedException if the socket is or gets closed
     * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
     */
    public final int send(ByteBuffer b, int flags) throws ErrnoException {
        return send("send", b, flags, null, defaultTimeout());
    }

    /**
     * Sends from the buffer's position, waiting at most {@code timeoutNanos} for room.
     *
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in send(2)
     */
    public final int send(ByteBuffer b, int flags, long timeoutNanos) throws ErrnoException {
        return send("send", b, flags, null, timeoutNanos);
    }

    /**
     * Sends a range of an array.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2)
     */
    public final int send(byte[] a, int offset, int length, int flags) throws ErrnoException {
        Buffers.range("send", a, offset, length);
        long timeout = patience(flags, defaultTimeout());
        boolean parks = sendParks(timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInSend();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        FdGuard g = guard();
        int wake = enter(g, "send", blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.send(g.fd(), wake, a, offset, length, sendFlags(flags, wait), null, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(FdGuard.WRITABLE, deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        return done(g, "send", n, null);
    }

    /**
     * Sends from native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in send(2); EFAULT for memory that cannot be read
     */
    public final int send(long address, int length, int flags) throws ErrnoException {
        return sendto(address, length, flags, null);
    }

    /**
     * Sends one message to an address.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public final int sendto(ByteBuffer b, int flags, Sockaddr to) throws ErrnoException {
        return send("sendto", b, flags, Buffers.present("sendto", to), defaultTimeout());
    }

    /**
     * Sends one message to an address, waiting at most {@code timeoutNanos} for room.
     *
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return bytes sent, or {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in sendto(2); names the destination
     */
    public final int sendto(ByteBuffer b, int flags, Sockaddr to, long timeoutNanos) throws ErrnoException {
        return send("sendto", b, flags, Buffers.present("sendto", to), timeoutNanos);
    }

    /**
     * Sends one message from native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @return bytes sent, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2)
     */
    public final int sendto(long address, int length, int flags, @Nullable Sockaddr to) throws ErrnoException {
        Buffers.range("send", address, length);
        int n = trySend(address, length, flags, to);
        if (n < 0 && n != WOULD_BLOCK) {
            throw new ErrnoException("send", -n, to);
        }
        return n;
    }

    /** The same, but an error is a value, {@code -errno}. */
    final int trySend(long address, int length, int flags, @Nullable Sockaddr to) throws ErrnoException {
        long timeout = patience(flags, defaultTimeout());
        boolean parks = sendParks(timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInSend();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        FdGuard g = guard();
        int wake = enter(g, "send", blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.send(g.fd(), wake, address, length, sendFlags(flags, wait), to, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(FdGuard.WRITABLE, deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        Reference.reachabilityFence(this);
        if (n <= 0 && n != WOULD_BLOCK && g.isClosed()) {
            throw new SocketClosedException("send");
        }
        return n;
    }

    private int send(String call, ByteBuffer b, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Buffers.present(call, b);
        long timeout = patience(flags, timeoutNanos);
        boolean parks = sendParks(timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInSend();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        Object known = b.isDirect() ? knownSent(b) : null;
        FdGuard g = guard();
        int wake = enter(g, call, blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.send(g.fd(), wake, b, known, sendFlags(flags, wait), to, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(FdGuard.WRITABLE, deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        return done(g, call, n, to);
    }

    /**
     * Sends all that remains in the buffer, waiting as often as it must, whatever the mode.
     *
     * @param b the bytes; the position tells how far it came, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @throws ErrnoException as in send(2); ETIMEDOUT if the time passed first
     */
    public final void sendFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        long deadline = Deadlines.in(timeoutNanos);
        while (Buffers.present("sendFully", b).hasRemaining()) {
            if (send("sendFully", b, 0, null, Deadlines.left(deadline)) == WOULD_BLOCK) {
                throw new ErrnoException("sendFully", Bsd.ETIMEDOUT, b.remaining() + " bytes were not sent in time");
            }
        }
    }

    // ---- receiving ----

    /**
     * Receives into the buffer at its position, which moves by the bytes that arrived.
     *
     * <p>On a datagram socket the result is the datagram's own length: if it is larger than what remained in the buffer,
     * the rest of the datagram was cut off.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @return bytes received; 0 at the end of a stream (or for an empty datagram); or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recv(2)
     * @throws SocketClosedException if the socket is or gets closed
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public final int recv(ByteBuffer b, int flags) throws ErrnoException {
        return recv("recv", b, flags, null, defaultTimeout());
    }

    /**
     * Receives into the buffer, waiting at most {@code timeoutNanos}.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     */
    public final int recv(ByteBuffer b, int flags, long timeoutNanos) throws ErrnoException {
        return recv("recv", b, flags, null, timeoutNanos);
    }

    /**
     * Receives into a range of an array.
     *
     * @param a the array
     * @param offset of the first byte
     * @param length how many at most
     * @param flags {@code MSG_*}
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2)
     */
    public final int recv(byte[] a, int offset, int length, int flags) throws ErrnoException {
        Buffers.range("recv", a, offset, length);
        long timeout = patience(flags, defaultTimeout());
        boolean parks = recvParks(flags, timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInRecv();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        FdGuard g = guard();
        int wake = enter(g, "recv", blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.recv(g.fd(), wake, a, offset, length, recvFlags(flags, wait), null, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(interest(flags), deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        return done(g, "recv", n, null);
    }

    /**
     * Receives into native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2); EFAULT for memory that cannot be written
     */
    public final int recv(long address, int length, int flags) throws ErrnoException {
        return recvfrom(address, length, flags, null);
    }

    /**
     * Receives one message and who sent it.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public final int recvfrom(ByteBuffer b, int flags, SockaddrStorage from) throws ErrnoException {
        return recv("recvfrom", b, flags, Buffers.present("recvfrom", from), defaultTimeout());
    }

    /**
     * Receives one message and who sent it, waiting at most {@code timeoutNanos}.
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return as {@link #recv(ByteBuffer, int)}; {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     */
    public final int recvfrom(ByteBuffer b, int flags, SockaddrStorage from, long timeoutNanos) throws ErrnoException {
        return recv("recvfrom", b, flags, Buffers.present("recvfrom", from), timeoutNanos);
    }

    /**
     * Receives one message into native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address; may be null
     * @return as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     */
    public final int recvfrom(long address, int length, int flags, @Nullable SockaddrStorage from)
            throws ErrnoException {
        Buffers.range("recv", address, length);
        long timeout = patience(flags, defaultTimeout());
        boolean parks = recvParks(flags, timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInRecv();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        FdGuard g = guard();
        int wake = enter(g, "recv", blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.recv(g.fd(), wake, address, length, recvFlags(flags, wait), from, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(interest(flags), deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        return done(g, "recv", n, null);
    }

    private int recv(String call, ByteBuffer b, int flags, @Nullable SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        Buffers.writable(call, b);
        long timeout = patience(flags, timeoutNanos);
        boolean parks = recvParks(flags, timeout);
        boolean blocking = timeout < 0 && !parks && mayBlockInRecv();
        long wait = parks ? 0 : timeout;
        long deadline = parks ? Deadlines.in(timeout) : 0;
        Object known = b.isDirect() ? knownReceived(b) : null;
        FdGuard g = guard();
        int wake = enter(g, call, blocking, wait);
        int n;
        int round = 0;
        try {
            do {
                n = Io.recv(g.fd(), wake, b, known, recvFlags(flags, wait), from, wait);
            } while (n == WOULD_BLOCK && parks && (n = round = g.park(interest(flags), deadline, round)) > 0);
        } finally {
            leave(g, blocking, parks);
        }
        return done(g, call, n, null);
    }

    /**
     * Receives until the buffer is full or the stream ends, waiting as often as it must, whatever the mode.
     *
     * @param b where to; the position tells how far it came, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @return bytes received; less than what remained only at the end of the stream
     * @throws ErrnoException as in recv(2); ETIMEDOUT if the time passed first
     */
    public final int recvFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        long deadline = Deadlines.in(timeoutNanos);
        int total = 0;
        while (Buffers.writable("recvFully", b).hasRemaining()) {
            int n = recv("recvFully", b, 0, null, Deadlines.left(deadline));
            if (n == WOULD_BLOCK) {
                throw new ErrnoException("recvFully", Bsd.ETIMEDOUT, b.remaining() + " bytes did not come in time");
            }
            if (n == 0) {
                break;
            }
            total += n;
        }
        return total;
    }

    // ---- what goes in, and what came back ----

    private Object knownSent(ByteBuffer b) {
        Object last = lastSent;
        Object known = Memory.known(last, b);
        if (known != last) {
            lastSent = known;
        }
        return known;
    }

    private Object knownReceived(ByteBuffer b) {
        Object last = lastReceived;
        Object known = Memory.known(last, b);
        if (known != last) {
            lastReceived = known;
        }
        return known;
    }

    /** How long a call waits that was given these flags: not at all with {@code MSG_DONTWAIT}. */
    static long patience(int flags, long timeout) {
        return (flags & Bsd.MSG_DONTWAIT) != 0 ? 0 : timeout;
    }

    /** What announces the data that a receive with these flags gets. */
    static int interest(int flags) {
        if ((flags & ERRQUEUE) != 0) {
            return FdGuard.ERROR;
        }
        return (flags & Bsd.MSG_OOB) != 0 ? FdGuard.PRIORITY : FdGuard.READABLE;
    }

    static int sendFlags(int flags, long timeout) {
        return timeout == 0 ? flags | Bsd.MSG_DONTWAIT : flags;
    }

    final int recvFlags(int flags, long timeout) {
        return flags | truncationFlag() | (timeout == 0 ? Bsd.MSG_DONTWAIT : 0);
    }

    /** Turns a result of the C ABI into what the caller gets. */
    final int done(FdGuard g, String call, int n, @Nullable Sockaddr peer) throws ErrnoException {
        // Without it the socket may be collected, and so closed, during a call that is its last use.
        Reference.reachabilityFence(this);
        if (n > 0 || n == WOULD_BLOCK) {
            return n;
        }
        if (g.isClosed()) { // 0 and any errno may be the echo of the shutdown that woke the call
            throw new SocketClosedException(call);
        }
        if (n == 0 || n == FdGuard.INPUT_ENDED) {
            return 0;
        }
        throw new ErrnoException(call, -n, peer);
    }
}
