package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Two connected, non-blocking sockets with both ends in one thread. Most are open until the process ends, see {@link Kept}. */
abstract class Link {

    /** What is sent on the loopback is there at once; what was lost must not hang the program. */
    private static final int SPINS = 100_000_000;

    private static final int LINE = 64;

    /** As many bytes as any of them transfers at once. */
    private static final int LARGEST = 256 * 1024;

    /**
     * All contestants send what is here, and receive to the same place, C too. Which pages of memory a buffer has makes a copy in or out of
     * the kernel faster or slower for as long as it has them, by more than the contestants differ (ADR 19).
     */
    private static final ByteBuffer OUT = direct(LARGEST);

    private static final ByteBuffer IN = direct(LARGEST);

    final ByteBuffer out;
    final ByteBuffer in;

    /** How many bytes each transfer is of. */
    Link(int size) {
        out = out(size);
        in = in(size);
    }

    /** So many bytes to send. */
    static ByteBuffer out(int size) {
        return first(size, OUT);
    }

    /** Room to receive so many. */
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
     * A direct buffer that begins with a cache line, as the C twins' do: 16 bytes off makes a copy in or out of the kernel take 1 or
     * 2 % longer, and allocateDirect's are off by whatever was allocated before.
     */
    static ByteBuffer direct(int size) {
        ByteBuffer b = ByteBuffer.allocateDirect(size + LINE);
        int first = (LINE - b.alignmentOffset(0, LINE)) % LINE;
        return b.slice(first, size);
    }

    /**
     * Sends {@link #out} from one end or the other, as much at once as the socket has room for, and receives it into {@link #in} on the
     * other end; the loop of transfer.c. Each contestant has it in its own code, as a program of its own would: the JVM compiles a method once for
     * all who use it, with a virtual call where they differ, and C has none.
     */
    abstract void transfer(boolean back) throws IOException;

    /** For a loop that has come so often without an end, or has come to the end of the stream. */
    static void check(int spins, boolean ended) throws IOException {
        if (ended || spins == SPINS) {
            throw new IOException("the peer has closed, or a message was lost");
        }
    }
}
