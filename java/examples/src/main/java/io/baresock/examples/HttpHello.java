package io.baresock.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baresock.async.AsyncSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An HTTP/1.1 server that says hello: keep-alive, pipelining, requests in pieces; 431 for a head of more than 8 KiB. It
 * knows GET and HEAD, and no chunked bodies. Shows {@code io.baresock.async}; a request allocates nothing.
 *
 * <p>usage: HttpHello [PORT]; then {@code curl -v http://127.0.0.1:PORT/ http://127.0.0.1:PORT/}, or {@code wrk}
 */
public final class HttpHello extends Conversation {

    private static final int LARGEST_HEAD = 8192;
    private static final int LARGEST_ANSWER = 256;

    private static final byte[] HELLO = response("200 OK", "", "Hello, World!\n");
    private static final byte[] HELLO_LAST = last("200 OK", "Hello, World!\n");
    private static final int BODY = "Hello, World!\n".length();
    private static final byte[] BAD_REQUEST = last("400 Bad Request", "");
    private static final byte[] NOT_ALLOWED = response("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "");
    private static final byte[] TOO_LARGE = last("431 Request Header Fields Too Large", "");
    private static final byte[] NOT_IMPLEMENTED = last("501 Not Implemented", "");

    private static final byte[] GET = ascii("GET ");
    private static final byte[] HEAD = ascii("HEAD ");
    private static final byte[] HTTP_1_1 = ascii(" HTTP/1.1");
    private static final byte[] HTTP_1_0 = ascii(" HTTP/1.0");
    private static final byte[] CONNECTION = ascii("connection:");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");

    private long bodyLeft; // of the request that was answered most recently
    private long contentLength;
    private boolean close;

    HttpHello(AsyncSocket socket) {
        super(socket, LARGEST_HEAD);
    }

    @Override
    Outcome answer(ByteBuffer in, ByteBuffer out) {
        skipBody(in);
        skipEmptyLines(in);
        int end = endOfHead(in);
        if (end < 0) {
            return Outcome.NEEDS_INPUT;
        }
        if (out.remaining() < LARGEST_ANSWER) {
            return Outcome.NEEDS_ROOM;
        }
        int start = in.position();
        in.position(end);
        int lineEnd = endOfLine(in, start);
        byte[] error = readHead(in, start, lineEnd, end);
        if (error != null) {
            out.put(error);
            return Outcome.LAST;
        }
        bodyLeft = contentLength;
        boolean head = startsWith(in, start, HEAD);
        if (!head && !startsWith(in, start, GET)) {
            out.put(NOT_ALLOWED);
        } else {
            byte[] hello = close ? HELLO_LAST : HELLO;
            out.put(hello, 0, hello.length - (head ? BODY : 0));
        }
        return close ? Outcome.LAST : Outcome.ANSWERED;
    }

    @Override
    void refuse(ByteBuffer out) {
        out.put(TOO_LARGE);
    }

    private void skipBody(ByteBuffer in) {
        int n = (int) Math.min(bodyLeft, in.remaining());
        in.position(in.position() + n);
        bodyLeft -= n;
    }

    /** RFC 9112, 2.2: some clients send an empty line after a body. */
    private static void skipEmptyLines(ByteBuffer in) {
        while (in.remaining() >= 2 && in.get(in.position()) == '\r' && in.get(in.position() + 1) == '\n') {
            in.position(in.position() + 2);
        }
    }

    /** Reads the needed parts of a head. Returns null, or the answer to a head that cannot be read. */
    private byte[] readHead(ByteBuffer in, int start, int lineEnd, int end) {
        contentLength = -1;
        if (lineEnd - HTTP_1_1.length <= start) {
            return BAD_REQUEST;
        }
        close = startsWith(in, lineEnd - HTTP_1_0.length, HTTP_1_0);
        if (!close && !startsWith(in, lineEnd - HTTP_1_1.length, HTTP_1_1)) {
            return BAD_REQUEST;
        }
        for (int at = lineEnd + 2; at < end - 2; at = endOfLine(in, at) + 2) {
            if (startsWith(in, at, TRANSFER_ENCODING)) {
                return NOT_IMPLEMENTED;
            }
            if (startsWith(in, at, CONTENT_LENGTH)) {
                // With two lengths, an attacker can hide a request inside another: RFC 9112, 11.2.
                long before = contentLength;
                contentLength = number(in, at + CONTENT_LENGTH.length, endOfLine(in, at));
                if (contentLength < 0 || before >= 0) {
                    return BAD_REQUEST;
                }
            } else if (startsWith(in, at, CONNECTION)) {
                close |= contains(in, at + CONNECTION.length, endOfLine(in, at), CLOSE);
            }
        }
        contentLength = Math.max(0, contentLength);
        return null;
    }

    // ---- bytes, because strings would be garbage ----

    /** The end of the head that begins at the position, after its empty line; -1 if that has not come yet. */
    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The place of the next CR LF; there must be one. */
    private static int endOfLine(ByteBuffer in, int from) {
        int i = from;
        while (in.get(i) != '\r' || in.get(i + 1) != '\n') {
            i++;
        }
        return i;
    }

    /** Whether these bytes are there. A small letter stands for its capital too. */
    private static boolean startsWith(ByteBuffer in, int at, byte[] expected) {
        if (at < 0 || in.limit() - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            byte b = in.get(at + i);
            if (b != expected[i] && (expected[i] < 'a' || (b | 0x20) != expected[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(ByteBuffer in, int from, int to, byte[] expected) {
        for (int i = from; i <= to - expected.length; i++) {
            if (startsWith(in, i, expected)) {
                return true;
            }
        }
        return false;
    }

    /** A decimal number with blanks around it; -1 for anything else. */
    private static long number(ByteBuffer in, int from, int to) {
        int i = from;
        while (i < to && in.get(i) == ' ') {
            i++;
        }
        int last = to;
        while (last > i && in.get(last - 1) == ' ') {
            last--;
        }
        if (i == last || last - i > 18) { // a long holds every number of 18 digits
            return -1;
        }
        long n = 0;
        for (; i < last; i++) {
            int digit = in.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            n = n * 10 + digit;
        }
        return n;
    }

    private static byte[] last(String status, String body) {
        return response(status, "Connection: close\r\n", body);
    }

    private static byte[] response(String status, String fields, String body) {
        return ascii("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n" + fields + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    public static void main(String[] args) throws IOException {
        try (Server server = Server.start("http", Server.loopback(args), HttpHello::new)) {
            server.serveUntilInputEnds();
        }
    }
}
