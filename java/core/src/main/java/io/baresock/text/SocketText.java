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
        ByteBuffer all = ByteBuffer.allocate(Math.min(n, Math.max(there, FIRST_READ)));
        all.put(in.duplicate()); // the data stays in the other buffer, too, until all has come
        try {
            for (int more = 1; more > 0 && all.position() < n; ) {
                if (!all.hasRemaining()) {
                    byte[] larger = Arrays.copyOf(all.array(), (int) Math.min(n, all.capacity() * 4L));
                    all = ByteBuffer.wrap(larger).position(all.position());
                }
                more = receive(all);
            }
            byte[] bytes = all.hasRemaining() ? Arrays.copyOf(all.array(), all.position()) : all.array();
            in.position(in.limit());
            return bytes;
        } catch (ErrnoException | RuntimeException | Error e) {
            in = all.flip(); // still there to be read
            throw e;
        }
    }

    private int receive(ByteBuffer b) throws ErrnoException {
        int n = socket.recv(b, 0);
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
        int start = in.position();
        String line = new String(in.array(), start, end, charset); // this can fail, and then the line is still there
        in.position(start + length + 1);
        return line;
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
            n = receive(in);
        } finally {
            in.limit(end + n).position(start);
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
