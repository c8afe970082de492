package io.baresock.zerocopy;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import java.nio.ByteBuffer;

/**
 * A buffer of a {@link ZeroCopyPool}: the caller's from {@link ZeroCopyPool#acquire} until all of it was sent or it was
 * {@linkplain #release released}, then the kernel's until that has reported every send from it as complete, then the pool's
 * to give out again. The object is used again as well: forget it when its time is over.
 *
 * <p>Thread-safe, by the lock of its pool.
 */
public final class ZeroCopyBuffer {

    enum State {
        /** In the pool. */
        FREE,
        /** The caller's, to fill and send. */
        OWNED,
        /** Sent: only the kernel has it. */
        LENT
    }

    private final ZeroCopyPool pool;
    private final ByteBuffer view;
    final long address;
    State state = State.FREE; // this and the next guarded by the pool
    int pending; // sends from it that are not complete

    ZeroCopyBuffer(ZeroCopyPool pool, ByteBuffer view, long address) {
        this.pool = pool;
        this.view = view;
        this.address = address;
    }

    ByteBuffer view() {
        return view;
    }

    /**
     * The memory, to be filled: after {@link ByteBuffer#flip} what remains is what is sent. It must not be touched once a send
     * took anything of it: the kernel reads it whenever it needs to, and what the peer gets would change.
     *
     * @return always the same direct buffer; after {@link ZeroCopyPool#acquire} it is clear
     * @throws IllegalStateException if it is not the caller's, or a send from it is not complete
     */
    public ByteBuffer buffer() {
        return pool.fillable(this);
    }

    /**
     * Sends what remains to the connected peer, without copying it where the kernel can. On a stream the send may be partial:
     * the rest can be sent by another call, without waiting for anything. When nothing remains the buffer is no longer the
     * caller's.
     *
     * @param flags {@code MSG_*}; {@code MSG_ZEROCOPY} and {@code MSG_NOSIGNAL} are added
     * @return bytes sent, or {@link Socket#WOULD_BLOCK}
     * @throws ErrnoException as in send(2), but never ENOBUFS: if no memory can be locked it copies. The buffer stays the
     *     caller's
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the buffer is not the caller's, or the pool is closed
     */
    public int send(int flags) throws ErrnoException {
        return pool.send(this, flags, null);
    }

    /**
     * Sends what remains as one datagram, without copying it where the kernel can. If that succeeds the buffer is no longer
     * the caller's.
     *
     * @param flags {@code MSG_*}; {@code MSG_ZEROCOPY} and {@code MSG_NOSIGNAL} are added
     * @param to the destination
     * @return bytes sent, or {@link Socket#WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); the buffer stays the caller's
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the buffer is not the caller's, or the pool is closed
     */
    public int sendto(int flags, Sockaddr to) throws ErrnoException {
        return pool.send(this, flags, Buffers.present("sendto", to));
    }

    /**
     * Gives the buffer back, sent or not. The pool gives it out again when no send from it is under way.
     *
     * @throws IllegalStateException if it is not the caller's
     */
    public void release() {
        pool.release(this);
    }

    @Override
    public String toString() {
        return pool.text(this);
    }
}
