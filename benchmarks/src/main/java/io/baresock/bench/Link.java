package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Two connected, non-blocking sockets, both used by one thread. Most stay open until the process ends: see {@link Kept}. */
abstract class Link {

    /** On loopback a message is there at once. The limit is for a lost message, which must not hang the program. */
    private static final int SPINS = 100_000_000;

    private static final int LINE = 64;

    /** The most bytes that any of them transfers at once. */
    private static final int LARGEST = 256 * 1024;

    /**
     * All contestants, also C, send from this buffer and receive into one buffer. Some pages of memory are copied faster than others, and
     * that differs more than the contestants do (ADR 19).
     */
    private static final ByteBuffer OUT = direct(LARGEST);

    private static final ByteBuffer IN = direct(LARGEST);

    final ByteBuffer out;
    final ByteBuffer in;

    /** Each transfer has {@code size} bytes. */
    Link(int size) {
        out = out(size);
        in = in(size);
    }

    /** A buffer with that many bytes to send. */
    static ByteBuffer out(int size) {
        return first(size, OUT);
    }

    /** A buffer to receive that many bytes. */
    static ByteBuffer in(int size) {
        return first(size, IN);
    }

    private static ByteBuffer first(int size, ByteBuffer all) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("size " + size + ": it is 1 to " + LARGEST + " bytes");
        }
        return all.slice(0, size);
    }

    /**
     * A direct buffer that begins with a cache line, as in the C twins. With an offset of 16 bytes a copy in or out of the kernel takes 1
     * or 2 % longer, and buffers of allocateDirect have any offset.
     */
    static ByteBuffer direct(int size) {
        ByteBuffer b = ByteBuffer.allocateDirect(size + LINE);
        int first = (LINE - b.alignmentOffset(0, LINE)) % LINE;
        return b.slice(first, size);
    }

    /**
     * Sends {@link #out} from one end, as much at once as the socket has room for, and receives it into {@link #in} on the other end, as
     * the loop of transfer.c. Each contestant has this loop in its own code, like a separate program. A shared method would be compiled
     * once for all, with virtual calls, which C does not have.
     */
    abstract void transfer(boolean back) throws IOException;

    /** Throws if a loop has spun too often, or if the stream has ended. */
    static void check(int spins, boolean ended) throws IOException {
        if (ended || spins == SPINS) {
            throw new IOException("the peer has closed, or a message was lost");
        }
    }
}
