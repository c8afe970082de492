package io.baresock.text;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Buffers;
import io.baresock.internal.Ranges;
import io.baresock.internal.access.SocketAccess;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines and pieces of text over a stream socket, for scripts and tests. It buffers and it allocates. A {@code recv} on the socket itself
 * does not see what is in the buffer. Not thread-safe; but another thread may close the socket, which ends a call.
 */
public final class SocketText {

    /** The default limit for a line, in bytes. */
    public static final int DEFAULT_LINE_MAX = 64 * 1024;

    private static final String NO_MORE =
            "nothing more has come: the socket is non-blocking, or the time of SO_RCVTIMEO has passed";
    private static final int FIRST_READ = 1 << 20; // the first allocation; more only when more comes

    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    private final Socket socket;
    private final Charset charset;
    private final int lineMax;
    private ByteBuffer in = ByteBuffer.allocate(8192).limit(0); // what was received and not yet read

    /**
     * Text in UTF-8.
     *
     * @param socket a connected stream socket in blocking mode
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public SocketText(Socket socket) {
        this(socket, StandardCharsets.UTF_8, DEFAULT_LINE_MAX);
    }

    /**
     * Text in any charset whose line end is the byte 10.
     *
     * @param socket a connected stream socket in blocking mode
     * @param charset of lines
     * @param lineMax how many bytes a line may have
     * @throws UnsupportedOperationException if it is no stream socket
     */
    public SocketText(Socket socket, Charset charset, int lineMax) {
        this.socket = Buffers.present("SocketText", socket);
        SOCKETS.requireStream(socket, "SocketText");
        this.charset = Buffers.present("SocketText", charset);
        this.lineMax = Ranges.check("SocketText", "lineMax", lineMax, 1, Integer.MAX_VALUE / 2);
    }

    /**
     * Reads bytes; waits until all have come.
     *
     * @param n how many
     * @return that many; fewer at the end of the stream, none after it
     * @throws ErrnoException as in recv(2); EAGAIN if the socket is non-blocking and has no more
     */
    public byte[] read(int n) throws ErrnoException {
        Ranges.check("read", "n", n, 0, Integer.MAX_VALUE - 8);
        int there = in.remaining();
        if (n <= there) {
            return take(n);
        }
        byte[] bytes = new byte[Math.min(n, Math.max(there, FIRST_READ))];
        in.duplicate().get(bytes, 0, there); // the data stays in the buffer until all has come
        int length = there;
        try {
            for (int more = 1; more > 0 && length < n; length += more) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(n, length * 4L));
                }
                more = receive(bytes, length);
            }
        } catch (ErrnoException | RuntimeException | OutOfMemoryError e) {
            in = ByteBuffer.wrap(bytes).limit(length); // still there to be read
            throw e;
        }
        in.position(in.limit());
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private int receive(byte[] bytes, int at) throws ErrnoException {
        int n = socket.recv(bytes, at, bytes.length - at, 0);
        if (n == Socket.WOULD_BLOCK) {
            throw new ErrnoException("recv", Bsd.EAGAIN, NO_MORE);
        }
        return n;
    }

    /**
     * Reads a line, which ends with LF or CR LF.
     *
     * @return the line without its end; null at the end of the stream
     * @throws ErrnoException as in recv(2); EMSGSIZE if the line is too long; {@link #read} can still read its beginning
     * @throws EOFException if the stream ends within a line; {@link #read} can still read that part
     */
    public @Nullable String readLine() throws ErrnoException, EOFException {
        for (int seen = 0; ; ) {
            for (; seen < in.remaining(); seen++) {
                if (in.get(in.position() + seen) == '\n') {
                    return line(seen);
                }
            }
            if (seen > lineMax) {
                throw new ErrnoException("readLine", Bsd.EMSGSIZE, "the line has more than " + lineMax + " bytes");
            }
            if (!fill(lineMax + 2)) {
                if (seen == 0) {
                    return null;
                }
                throw new EOFException("readLine: the stream ended within a line, after " + seen + " bytes");
            }
        }
    }

    private String line(int length) throws ErrnoException {
        int end = length > 0 && in.get(in.position() + length - 1) == '\r' ? length - 1 : length;
        if (end > lineMax) {
            throw new ErrnoException("readLine", Bsd.EMSGSIZE, "the line has more than " + lineMax + " bytes");
        }
        byte[] bytes = take(length + 1);
        return new String(bytes, 0, end, charset);
    }

    /**
     * Sends a line; waits until all of it is sent.
     *
     * @param line the text; a LF is added unless it ends with one
     * @throws ErrnoException as in send(2)
     */
    public void puts(String line) throws ErrnoException {
        String whole = Buffers.present("puts", line).endsWith("\n") ? line : line + "\n";
        socket.sendFully(whole.getBytes(charset));
    }

    @Override
    public String toString() {
        return "SocketText[" + socket + ", " + charset + ", " + in.remaining() + " bytes read ahead]";
    }

    private byte[] take(int n) {
        byte[] bytes = new byte[n];
        in.get(bytes);
        return bytes;
    }

    /** Receives more; false at the end of the stream. The buffer grows until it has room for {@code wanted} bytes. */
    private boolean fill(int wanted) throws ErrnoException {
        if (in.position() + in.remaining() == in.capacity()) {
            makeRoom(wanted);
        }
        int end = in.limit();
        int start = in.position();
        in.limit(in.capacity()).position(end);
        int n = 0;
        try {
            n = socket.recv(in, 0);
        } finally {
            in.limit(end + Math.max(n, 0)).position(start);
        }
        if (n == Socket.WOULD_BLOCK) {
            throw new ErrnoException("recv", Bsd.EAGAIN, NO_MORE);
        }
        return n > 0;
    }

    private void makeRoom(int wanted) {
        if (in.position() > 0) {
            in.compact().flip();
        } else {
            long doubled = in.capacity() * 2L;
            int capacity = (int) Math.min(doubled, Math.max((long) wanted, in.capacity() + 1L));
            in = ByteBuffer.wrap(Arrays.copyOf(in.array(), capacity)).limit(in.limit());
        }
    }
}
