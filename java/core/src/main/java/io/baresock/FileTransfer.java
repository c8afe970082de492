package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Slab;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends files to sockets: a descriptor by sendfile(2), a channel through a buffer, since Java does not tell its descriptor. */
final class FileTransfer {

    private static final int CHUNK = 64 * 1024;

    /** The most that the kernel sends in one call: sendfile(2), NOTES. */
    private static final long MOST = 0x7ffff000;

    /** How much one sendfile(2) of several sends at most. The progress is reported after each. */
    private static final int PIECE = 4 << 20;

    private FileTransfer() {}

    /** One call; a result of the C ABI. */
    static int send(Descriptor d, int file, long offset, long count, long timeout) {
        long some = Math.min(count, MOST);
        return Waiting.call(d, Waiting.SENDFILE, null, offset, file, 0, some, 0, timeout);
    }

    /**
     * Sends until all is sent, the file ends, or the socket would block. Also until an error comes, after something was sent: the next call
     * tells it.
     */
    static long send(Socket s, FileChannel file, long offset, long count) throws IOException {
        Slab own = new Slab("sendfile", CHUNK); // the channel may be of any class, and may keep the buffer
        try {
            ByteBuffer chunk = own.memory().duplicate();
            Descriptor d = s.descriptor();
            long sent = 0;
            while (sent < count) {
                try {
                    if (!read(file, chunk, offset + sent, count - sent)) {
                        return sent;
                    }
                } catch (IOException e) {
                    if (sent == 0) {
                        throw e;
                    }
                    return sent; // the next call begins there, and throws it
                }
                while (chunk.hasRemaining()) {
                    int n = Io.send(d, chunk, 0, 0, 0, d.defaultTimeout());
                    if (n < 0 && sent > 0) {
                        d.holdSendError(n);
                        return sent;
                    }
                    if (s.result(d, "send", n, null) == Socket.WOULD_BLOCK) {
                        return Socket.WOULD_BLOCK;
                    }
                    sent += n;
                }
            }
            return sent;
        } finally {
            own.closeAndFree();
        }
    }

    private static boolean read(FileChannel file, ByteBuffer chunk, long offset, long count) throws IOException {
        chunk.clear().limit((int) Math.min(CHUNK, count));
        boolean some = file.read(chunk, offset) > 0;
        chunk.flip();
        return some;
    }

    static long sendFully(Socket s, int file, long offset, long count, long timeout, @Nullable LongConsumer progress)
            throws ErrnoException {
        String call = "sendfileFully";
        long deadline = Deadlines.in(timeout);
        long sent = 0;
        try {
            while (sent < count) {
                long from = offset < 0 ? -1 : offset + sent;
                Descriptor d = s.descriptor();
                long piece = Math.min(count - sent, PIECE);
                int n = s.result(d, call, send(d, file, from, piece, Deadlines.left(deadline)), null);
                if (n == 0) {
                    break;
                }
                if (n == Socket.WOULD_BLOCK) {
                    throw new ErrnoException(call, Constants.ETIMEDOUT, "the file was not sent in time");
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

    static long sendFully(
            Socket s, FileChannel file, long offset, long count, long timeout, @Nullable LongConsumer progress)
            throws IOException {
        long deadline = Deadlines.in(timeout);
        Slab own = new Slab("sendfileFully", CHUNK); // the channel may be of any class, and may keep the buffer
        long sent = 0;
        try {
            ByteBuffer chunk = own.memory().duplicate();
            while (sent < count && read(file, chunk, offset + sent, count - sent)) {
                while (chunk.hasRemaining()) {
                    int n = s.send(chunk, 0, Deadlines.left(deadline));
                    if (n == Socket.WOULD_BLOCK) {
                        throw new ErrnoException("sendfileFully", Constants.ETIMEDOUT, "the file was not sent in time");
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
}
