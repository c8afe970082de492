package io.baresock;

import io.baresock.internal.FdGuard;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.JdkSupport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Files into sockets, and what is waiting to be read: part of {@link Socket}. */
abstract sealed class SocketTransfer extends SocketControl permits Socket {

    private static final int CHUNK = 64 * 1024;

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
     * <p>On a virtual thread and a blocking socket another thread makes the call, since there is no way to try it: one for
     * each such call at a time. For many slow receivers use non-blocking mode, or send from a {@link FileChannel}.
     *
     * @param file the descriptor of a file, open during the call
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes
     * @return bytes sent, 0 at the end of the file, or {@link #WOULD_BLOCK}
     * @throws ErrnoException as in sendfile(2); EINVAL for a blocking socket that was dup'ed or adopted, which a close could
     *     not wake: make it non-blocking, or send from a {@link FileChannel}
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public final long sendfile(int file, long offset, long count) throws ErrnoException {
        BsdTransfer.checkCount("sendfile", count);
        BsdTransfer.checkOffset("sendfile", offset);
        boolean blocking = !isNonblocking();
        if (blocking && JdkSupport.isVirtualThread()) { // sendfile(2) has no flag that says not to wait
            return PlatformThreads.call(() -> sendfile(file, offset, count));
        }
        FdGuard g = guard();
        if (blocking && !mayBlockInSend() && !g.isClosed()) {
            throw new ErrnoException("sendfile", Bsd.EINVAL, "not on a blocking socket whose descriptor is shared");
        }
        enter(g, "sendfile", blocking, 0);
        long n;
        try {
            n = B.sendfile(g.fd(), file, offset, count);
        } finally {
            leave(g, blocking, false);
        }
        return n > 0 ? n : done(g, "sendfile", (int) n, null);
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
     */
    public final long sendfile(FileChannel file, long offset, long count) throws IOException {
        Buffers.present("sendfile", file);
        BsdTransfer.checkCount("sendfile", count);
        Scratch scratch = Scratch.take(CHUNK);
        try {
            ByteBuffer chunk = scratch.buffer();
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
            scratch.give();
        }
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
