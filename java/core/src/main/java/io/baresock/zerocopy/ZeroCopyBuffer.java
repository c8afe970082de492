package io.baresock.zerocopy;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import java.nio.ByteBuffer;

/**
 * A buffer of a {@link ZeroCopyPool}. It is yours from {@link ZeroCopyPool#acquire} until all of it was sent or you
 * {@linkplain #release release} it. Then it is the kernel's, until the kernel has reported every send from it as complete. Then the pool
 * gives it out again, as the same object: do not use it after it is no longer yours.
 *
 * <p>Thread-safe, by the lock of its pool.
 */
public final class ZeroCopyBuffer {

    enum State {
        /** In the pool. */
        FREE,
        /** The caller has it, to fill and send. */
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
     * The memory to fill; after {@link ByteBuffer#flip} a send takes what remains. Do not change it after a send took any byte: the
     * kernel reads it later, so the peer would get the changed bytes.
     *
     * @return always the same direct buffer; after {@link ZeroCopyPool#acquire} it is clear
     * @throws IllegalStateException if it is not yours, or a send from it is not complete
     */
    public ByteBuffer buffer() {
        return pool.fillable(this);
    }

    /**
     * Sends what remains to the connected peer, without a copy if the kernel can. On a stream the send may be partial: call it again at
     * once for the rest. When nothing remains, the buffer is no longer yours.
     *
     * @param flags {@code MSG_*}; {@code MSG_ZEROCOPY} and {@code MSG_NOSIGNAL} are added
     * @return bytes sent, or {@link Socket#WOULD_BLOCK}
     * @throws ErrnoException as in send(2), but never ENOBUFS: if no memory can be locked it copies. The buffer stays yours
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the buffer is not yours, or the pool is closed
     */
    public int send(int flags) throws ErrnoException {
        return pool.send(this, flags, null);
    }

    /**
     * Sends what remains as one datagram, without a copy if the kernel can. If that succeeds, the buffer is no longer yours.
     *
     * @param flags {@code MSG_*}; {@code MSG_ZEROCOPY} and {@code MSG_NOSIGNAL} are added
     * @param to the destination
     * @return bytes sent, or {@link Socket#WOULD_BLOCK}
     * @throws ErrnoException as in sendto(2); the buffer stays yours
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IllegalStateException if the buffer is not yours, or the pool is closed
     */
    public int sendto(int flags, Sockaddr to) throws ErrnoException {
        return pool.send(this, flags, Buffers.present("sendto", to));
    }

    /**
     * Returns the buffer to the pool, sent or not. The pool gives it out again when all sends from it are complete.
     *
     * @throws IllegalStateException if it is not yours
     */
    public void release() {
        pool.release(this);
    }

    @Override
    public String toString() {
        return pool.text(this);
    }
}
