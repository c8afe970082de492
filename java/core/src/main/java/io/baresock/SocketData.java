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

    // -errno, or 0
    private volatile int heldSendError;
    private volatile int heldReceiveError;

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
        return Copies.send(self(), "send", null, a, offset, length, flags, null, defaultTimeout());
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
        return Io.send(self(), "send", address, length, flags, to, defaultTimeout());
    }

    /** The same, but an error is a value, {@code -errno}. */
    final int trySend(long address, int length, int flags, @Nullable Sockaddr to) throws ErrnoException {
        return Io.trySend(self(), "send", address, length, flags, to, defaultTimeout());
    }

    private int send(String call, ByteBuffer b, int flags, @Nullable Sockaddr to, long timeoutNanos)
            throws ErrnoException {
        Buffers.present(call, b);
        Object known = b.isDirect() ? knownSent(b) : null;
        return Io.send(self(), call, b, known, flags, to, timeoutNanos);
    }

    /**
     * Sends all that remains in the buffer, waiting as often as it must, whatever the mode. On a socket that is no stream that is one
     * message; with nothing in the buffer nothing is sent.
     *
     * @param b the bytes; the position tells how far it came, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @throws ErrnoException as in send(2); ETIMEDOUT if the time passed first
     */
    public final void sendFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        long deadline = Deadlines.in(timeoutNanos);
        int pos = Buffers.present("sendFully", b).position();
        int len = Math.max(b.limit() - pos, 0);
        long base = isStream() ? Memory.base(b) : -1;
        if (base < 0 && isStream()) {
            Copies.sendFully(self(), "sendFully", b, pos, len, deadline);
            return;
        }
        for (int sent = 0; sent < len; ) {
            int n = base < 0
                    ? send("sendFully", b, 0, null, Deadlines.left(deadline))
                    : Io.send(self(), "sendFully", base + pos + sent, len - sent, 0, null, Deadlines.left(deadline));
            if (n == WOULD_BLOCK) {
                throw notSent(len - sent);
            }
            sent += n;
            Buffers.moved(b, pos + sent);
        }
        Reference.reachabilityFence(b);
    }

    static ErrnoException notSent(int bytes) {
        return new ErrnoException("sendFully", Bsd.ETIMEDOUT, bytes + " bytes were not sent in time");
    }

    // ---- receiving ----

    /**
     * Receives into the buffer at its position, which moves by the bytes that arrived.
     *
     * <p>On a message socket (datagram, seqpacket, raw) the result is the message's own length: if it is larger than what
     * remained in the buffer, the rest of the message was cut off. (Linux, where the family tells it: Internet, Unix, netlink, packet,
     * vsock and most others. CAN, SCTP and AF_ALG return what fitted.)
     *
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @return bytes received, which of a message cut off is its own length; 0 at the end of a stream (or for an empty datagram); or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in recv(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
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
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)};
     *     {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recv(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
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
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
     */
    public final int recv(byte[] a, int offset, int length, int flags) throws ErrnoException {
        Buffers.range("recv", a, offset, length);
        return Copies.recv(self(), "recv", null, a, offset, length, flags, null, defaultTimeout());
    }

    /**
     * Receives into native memory.
     *
     * @param address of the first byte; must stay valid during the call
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recv(2); EFAULT for memory that cannot be written
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
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
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
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
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)};
     *     {@link #WOULD_BLOCK} if the time passed
     * @throws ErrnoException as in recvfrom(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
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
     * @return of a message its own length, even if only its beginning fitted: as {@link #recv(ByteBuffer, int)}
     * @throws ErrnoException as in recvfrom(2)
     * @throws IllegalArgumentException on a stream, if there is no room to receive into: 0 would look like its end
     */
    public final int recvfrom(long address, int length, int flags, @Nullable SockaddrStorage from)
            throws ErrnoException {
        Buffers.range("recv", address, length);
        return Io.recv(self(), "recv", address, length, flags, from, defaultTimeout());
    }

    private int recv(String call, ByteBuffer b, int flags, @Nullable SockaddrStorage from, long timeoutNanos)
            throws ErrnoException {
        Buffers.writable(call, b);
        Object known = b.isDirect() ? knownReceived(b) : null;
        return Io.recv(self(), call, b, known, flags, from, timeoutNanos);
    }

    /**
     * Receives until the buffer is full or the stream ends, waiting as often as it must, whatever the mode.
     *
     * @param b where to; the position tells how far it came, also after an exception
     * @param timeoutNanos for all of it; negative waits for ever
     * @return bytes received; less than what remained only at the end of the stream
     * @throws ErrnoException as in recv(2); ETIMEDOUT if the time passed first
     * @throws UnsupportedOperationException if it is no stream socket: messages have ends of their own, which would be lost. Nothing is
     *     received
     */
    public final int recvFully(ByteBuffer b, long timeoutNanos) throws ErrnoException {
        Buffers.writable("recvFully", b);
        requireStream("recvFully");
        long deadline = Deadlines.in(timeoutNanos);
        int pos = b.position();
        int len = Math.max(b.limit() - pos, 0);
        long base = Memory.base(b);
        if (base < 0) {
            return Copies.recvFully(self(), "recvFully", b, pos, len, deadline);
        }
        int total = 0;
        while (total < len) {
            int n = Io.recv(self(), "recvFully", base + pos + total, len - total, 0, null, Deadlines.left(deadline));
            if (n == WOULD_BLOCK) {
                throw notReceived(len - total);
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

    static ErrnoException notReceived(int bytes) {
        return new ErrnoException("recvFully", Bsd.ETIMEDOUT, bytes + " bytes did not come in time");
    }

    /** A receive, and what it returned; an error is {@code -errno}. */
    final int tryReceive(
            String call, int op, @Nullable Object o, long address, int length, int flags, long slot, long timeout)
            throws ErrnoException {
        int truncation = truncationFlag();
        int n = Waiting.tryCall(self(), call, op, o, address, length, flags | truncation, slot, 0, timeout);
        boolean refused = n == -Bsd.EINVAL || n == -Bsd.EOPNOTSUPP;
        if (refused && truncation != 0 && (flags & Bsd.MSG_TRUNC) == 0) {
            // Two families know no MSG_TRUNC (J1939, AF_RXRPC): who asks it of them gets an error and nothing is taken.
            n = Waiting.tryCall(self(), call, op, o, address, length, flags, slot, 0, timeout);
            if (n >= 0 || n == WOULD_BLOCK) {
                withoutTruncation();
            }
        }
        return n;
    }

    // ---- errors that came after a piece of a call that moves its data in pieces ----

    /** The next send tells it. */
    final void holdSendError(int error) {
        heldSendError = error == WOULD_BLOCK ? 0 : error;
    }

    /** The next receive tells it. */
    final void holdReceiveError(int error) {
        heldReceiveError = error == WOULD_BLOCK ? 0 : error;
    }

    final int takeSendError() {
        int e = heldSendError;
        if (e != 0) {
            heldSendError = 0;
        }
        return e;
    }

    final int takeReceiveError() {
        int e = heldReceiveError;
        if (e != 0) {
            heldReceiveError = 0;
        }
        return e;
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

    final Socket self() {
        return (Socket) this;
    }

    /** Turns a result of the C ABI into what the caller gets. */
    final int done(FdGuard g, String call, int n, @Nullable Sockaddr peer) throws ErrnoException {
        // Without it the socket may be collected, and so closed, during a call that is its last use.
        Reference.reachabilityFence(this);
        if (n >= 0 || n == WOULD_BLOCK) {
            return n;
        }
        if (g.isClosed()) {
            throw new SocketClosedException(call);
        }
        throw new ErrnoException(call, -n, peer);
    }
}
