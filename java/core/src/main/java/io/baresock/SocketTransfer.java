package io.baresock;

import io.baresock.internal.Deadlines;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Slab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Files into sockets, and what is waiting to be read: part of {@link Socket}. */
abstract sealed class SocketTransfer extends SocketControl permits Socket {

    private static final int CHUNK = 64 * 1024;

    /** What the kernel sends at most by one call: sendfile(2), NOTES. */
    private static final long MOST = 0x7ffff000;

    /** What one sendfile(2) of many is asked for: so much lies between two words of progress at most. */
    private static final int PIECE = 4 << 20;

    SocketTransfer() {}

    /**
     * How much there is to read without waiting: bytes of a stream; of the next datagram on a datagram socket.
     *
     * @return the count, by ioctl(FIONREAD)
     * @throws ErrnoException EINVAL for a listener; as in ioctl(2)
     */
    public final int available() throws ErrnoException {
        FdGuard g = pin("ioctl");
        try {
            return done(g, "ioctl", B.available(g.fd()), null);
        } finally {
            g.unpin();
        }
    }

    /**
     * Whether the next byte to read is the one after the out-of-band mark.
     *
     * @return whether it is
     * @throws ErrnoException as in sockatmark(3)
     * @see <a href="https://man7.org/linux/man-pages/man3/sockatmark.3.html">sockatmark(3)</a>
     */
    public final boolean atMark() throws ErrnoException {
        FdGuard g = pin("sockatmark");
        try {
            return done(g, "sockatmark", B.sockatmark(g.fd()), null) == 1;
        } finally {
            g.unpin();
        }
    }

    /**
     * Sends part of a file without a copy to user space. It may send less than asked for.
     *
     * @param file the descriptor of a file, open during the call
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes
     * @return bytes sent, 0 at the end of the file, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendfile(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public final long sendfile(int file, long offset, long count) throws ErrnoException {
        Ranges.count("sendfile", count);
        Ranges.offset("sendfile", offset);
        return sendfile("sendfile", file, offset, count, defaultTimeout());
    }

    private int sendfile(String call, int file, long offset, long count, long timeoutNanos) throws ErrnoException {
        long some = Math.min(count, MOST);
        return Waiting.call(self(), call, Waiting.OP_SENDFILE, null, offset, file, 0, some, 0, null, timeoutNanos);
    }

    /**
     * Sends part of a file through a buffer: Java does not tell a channel's descriptor, so this copies. It works on any
     * socket, and goes on until all is sent, the file ends, or the socket would block.
     *
     * @param file a file open for reading; its position is neither used nor moved
     * @param offset of the first byte
     * @param count how many bytes
     * @return bytes sent; {@link #WOULD_BLOCK} if none could be without waiting
     * @throws IOException if the file cannot be read; an {@link ErrnoException} as in send(2)
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public final long sendfile(FileChannel file, long offset, long count) throws IOException {
        Buffers.present("sendfile", file);
        Ranges.count("sendfile", count);
        requireStream("sendfile");
        Slab own = new Slab("sendfile", CHUNK); // the channel may be anybody's, and keep what it is given
        try {
            ByteBuffer chunk = own.memory().duplicate();
            long sent = 0;
            while (sent < count) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), count - sent));
                if (file.read(chunk, offset + sent) <= 0) {
                    return sent;
                }
                chunk.flip();
                while (chunk.hasRemaining()) {
                    int n = send(chunk, 0);
                    if (n == WOULD_BLOCK) {
                        return sent == 0 ? WOULD_BLOCK : sent;
                    }
                    sent += n;
                }
            }
            return sent;
        } finally {
            own.closeAndFree();
        }
    }

    /**
     * Sends part of a file without a copy to user space, all of it, waiting as often as it must.
     *
     * @param file the descriptor of a file, open during the call
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes, of any number
     * @param timeoutNanos nanoseconds for all of it; negative waits for ever
     * @param progress told after each piece of up to 4 MiB how many bytes were sent so far; may be null. What it throws ends
     *     the transfer
     * @return bytes sent; less than {@code count} only if the file ended
     * @throws TransferException as in sendfile(2), or ETIMEDOUT if the time passed first; tells how much was sent
     * @throws SocketClosedException if the socket is or gets closed
     * @throws UnsupportedOperationException if it is no stream socket
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public final long sendfileFully(
            int file, long offset, long count, long timeoutNanos, @Nullable LongConsumer progress)
            throws ErrnoException {
        String call = "sendfileFully";
        Ranges.count(call, count);
        Ranges.offset(call, offset);
        requireStream(call);
        long deadline = Deadlines.in(timeoutNanos);
        long sent = 0;
        try {
            while (sent < count) {
                long from = offset < 0 ? -1 : offset + sent;
                int n = sendfile(call, file, from, Math.min(count - sent, PIECE), Deadlines.left(deadline));
                if (n == 0) {
                    break;
                }
                if (n == WOULD_BLOCK) {
                    throw new ErrnoException(call, Bsd.ETIMEDOUT);
                }
                sent = tell(sent + n, progress);
            }
            return sent;
        } catch (SocketClosedException e) {
            throw e;
        } catch (ErrnoException e) {
            throw new TransferException(e, sent);
        }
    }

    /**
     * Sends part of a file through a buffer, all of it, waiting as often as it must, on a socket in either mode.
     *
     * @param file a file open for reading; its position is neither used nor moved
     * @param offset of the first byte, 0 or more
     * @param count how many bytes, of any number
     * @param timeoutNanos nanoseconds for all of it; negative waits for ever
     * @param progress told after each piece of up to 64 KiB how many bytes were sent so far; may be null. What it throws
     *     ends the transfer
     * @return bytes sent; less than {@code count} only if the file ended
     * @throws TransferException as in send(2), or ETIMEDOUT if the time passed first; tells how much was sent
     * @throws SocketClosedException if the socket is or gets closed
     * @throws IOException if the file cannot be read
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public final long sendfileFully(
            FileChannel file, long offset, long count, long timeoutNanos, @Nullable LongConsumer progress)
            throws IOException {
        Buffers.present("sendfileFully", file);
        Ranges.count("sendfileFully", count);
        requireStream("sendfileFully");
        long deadline = Deadlines.in(timeoutNanos);
        Slab own = new Slab("sendfileFully", CHUNK); // the channel may be anybody's, and keep what it is given
        long sent = 0;
        try {
            ByteBuffer chunk = own.memory().duplicate();
            while (sent < count) {
                chunk.clear().limit((int) Math.min(CHUNK, count - sent));
                if (file.read(chunk, offset + sent) <= 0) {
                    break;
                }
                chunk.flip();
                while (chunk.hasRemaining()) {
                    int n = send(chunk, 0, Deadlines.left(deadline));
                    if (n == WOULD_BLOCK) {
                        throw new ErrnoException("sendfileFully", Bsd.ETIMEDOUT);
                    }
                    sent += n;
                }
                tell(sent, progress);
            }
            return sent;
        } catch (SocketClosedException e) {
            throw e;
        } catch (ErrnoException e) {
            throw new TransferException(e, sent);
        } finally {
            own.closeAndFree();
        }
    }

    private static long tell(long sent, @Nullable LongConsumer progress) {
        if (progress != null) {
            progress.accept(sent);
        }
        return sent;
    }

    /** {@return whether the socket is not open: never opened, closed, or detached} */
    public final boolean isClosed() {
        return !isOpen();
    }

    /**
     * The peer's address, by its other name.
     *
     * @return {@link Socket#peerAddress}
     * @throws ErrnoException as in getpeername(2); ENOTCONN if there is no peer
     */
    public final Sockaddr remoteAddress() throws ErrnoException {
        return ((Socket) this).peerAddress();
    }
}
