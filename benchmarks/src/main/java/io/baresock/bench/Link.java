package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Two connected, non-blocking sockets with both ends in one thread. */
abstract class Link implements AutoCloseable {

    /** What is sent on the loopback is there at once; what was lost must not hang the program. */
    private static final int SPINS = 100_000_000;

    private static final int LINE = 64;

    final ByteBuffer out;
    final ByteBuffer in;

    /** How many bytes each transfer is of. */
    Link(int size) {
        out = direct(size);
        in = direct(size);
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

    /** Sends from {@link #out} what the socket has room for, on one end or the other. */
    abstract void send(boolean back) throws IOException;

    /** Receives into {@link #in} what there is, on the other end; negative at the end of the stream. */
    abstract int receive(boolean back) throws IOException;

    /** The same loop as in transfer.c. */
    final void transfer(boolean back) throws IOException {
        out.clear();
        in.clear();
        for (int spins = 0; in.hasRemaining(); spins++) {
            if (out.hasRemaining()) {
                send(back);
            }
            if (receive(back) < 0 || spins == SPINS) {
                throw new IOException("the peer has closed, or a message was lost");
            }
        }
    }

    @Override
    public abstract void close() throws IOException;
}
