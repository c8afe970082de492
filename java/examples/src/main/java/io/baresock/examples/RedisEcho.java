package io.baresock.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baresock.async.AsyncSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Speaks enough of the Redis protocol (RESP 2) for {@code redis-benchmark}: PING, ECHO, SET (which stores nothing) and GET (which
 * finds nothing), in lines or in arrays. Shows {@code io.baresock.async}. A command allocates nothing.
 *
 * <p>usage: RedisEcho [PORT]; then {@code redis-benchmark -p PORT -t ping,set,get -P 16 -q}
 */
public final class RedisEcho extends Conversation {

    private static final int LARGEST_COMMAND = 64 * 1024;
    private static final int MOST_DIGITS = 5; // of a count or a length: LARGEST_COMMAND has no more
    private static final int ANSWER_EXTRA = 64; // how much longer an answer can be than its command

    private static final int INCOMPLETE = -1;
    private static final int BROKEN = -2;

    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] NULL = ascii("$-1\r\n");
    private static final byte[] UNKNOWN = ascii("-ERR unknown command\r\n");
    private static final byte[] PROTOCOL_ERROR = ascii("-ERR Protocol error\r\n");

    private static final byte[] PING = ascii("ping");
    private static final byte[] ECHO = ascii("echo");
    private static final byte[] SET = ascii("set");
    private static final byte[] GET = ascii("get");

    // The command that is being read: the number of its arguments, with its name, and the places of the first two.
    private int arguments;
    private final int[] offset = new int[2];
    private final int[] length = new int[2];
    private int cursor;

    RedisEcho(AsyncSocket socket) {
        super(socket, LARGEST_COMMAND);
    }

    @Override
    Outcome answer(ByteBuffer in, ByteBuffer out) {
        if (!in.hasRemaining()) {
            return Outcome.NEEDS_INPUT;
        }
        arguments = 0;
        cursor = in.position();
        int end = in.get(cursor) == '*' ? readArray(in) : readLine(in);
        if (end == INCOMPLETE) {
            return Outcome.NEEDS_INPUT;
        }
        int size = end == BROKEN ? 0 : end - in.position();
        if (out.remaining() < size + ANSWER_EXTRA) {
            return Outcome.NEEDS_ROOM;
        }
        if (end == BROKEN) {
            refuse(out);
            return Outcome.LAST;
        }
        if (arguments > 0) {
            answerCommand(in, out);
        }
        in.position(end);
        return Outcome.ANSWERED;
    }

    @Override
    void refuse(ByteBuffer out) {
        out.put(PROTOCOL_ERROR);
    }

    private void answerCommand(ByteBuffer in, ByteBuffer out) {
        if (is(in, PING) && arguments == 1) {
            out.put(PONG);
        } else if ((is(in, PING) || is(in, ECHO)) && arguments == 2) {
            putBulk(in, out);
        } else if (is(in, SET) && arguments >= 3) {
            out.put(OK);
        } else if (is(in, GET) && arguments == 2) {
            out.put(NULL);
        } else {
            out.put(UNKNOWN);
        }
    }

    /** Whether the command has this name, which is given in small letters. */
    private boolean is(ByteBuffer in, byte[] name) {
        if (length[0] != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if ((in.get(offset[0] + i) | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code $5\r\nhello\r\n}: the first argument. */
    private void putBulk(ByteBuffer in, ByteBuffer out) {
        out.put((byte) '$');
        int n = length[1];
        int unit = 1;
        while (unit * 10 <= n) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            out.put((byte) ('0' + n / unit % 10));
        }
        putLineEnd(out);
        out.put(out.position(), in, offset[1], n).position(out.position() + n);
        putLineEnd(out);
    }

    private static void putLineEnd(ByteBuffer out) {
        out.put((byte) '\r').put((byte) '\n');
    }

    /** Reads {@code *2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n}; returns where it ends. */
    private int readArray(ByteBuffer in) {
        int count = readHeader(in, '*');
        for (int i = 0; i < count; i++) {
            int n = readHeader(in, '$');
            if (n < 0) {
                return n;
            }
            if (in.limit() - cursor < n + 2) {
                return INCOMPLETE;
            }
            addArgument(cursor, n);
            cursor += n + 2;
        }
        return count < 0 ? count : cursor;
    }

    /** Reads a line such as {@code *2\r\n} at the cursor, which moves; returns its number. */
    private int readHeader(ByteBuffer in, char type) {
        if (cursor == in.limit()) {
            return INCOMPLETE;
        }
        if (in.get(cursor) != type) {
            return BROKEN;
        }
        int n = 0;
        for (int i = cursor + 1; i < in.limit(); i++) {
            byte b = in.get(i);
            if (b == '\r' && i > cursor + 1) {
                cursor = i + 2;
                return cursor <= in.limit() ? n : INCOMPLETE;
            }
            if (b < '0' || b > '9' || i > cursor + MOST_DIGITS) {
                return BROKEN;
            }
            n = n * 10 + b - '0';
        }
        return INCOMPLETE;
    }

    /** Reads {@code ECHO hello\r\n}; returns where it ends. */
    private int readLine(ByteBuffer in) {
        int end = cursor;
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        if (end == in.limit()) {
            return INCOMPLETE;
        }
        int start = -1;
        for (int i = cursor; i <= end; i++) {
            boolean blank = in.get(i) <= ' ' && in.get(i) >= 0;
            if (blank && start >= 0) {
                addArgument(start, i - start);
                start = -1;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return end + 1;
    }

    private void addArgument(int at, int n) {
        if (arguments < offset.length) {
            offset[arguments] = at;
            length[arguments] = n;
        }
        arguments++;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    public static void main(String[] args) throws IOException {
        try (Server server = Server.start("redis", Server.loopback(args), RedisEcho::new)) {
            server.serveUntilInputEnds();
        }
    }
}
