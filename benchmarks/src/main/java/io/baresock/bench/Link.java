package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Two connected, non-blocking sockets with both ends in one thread. */
abstract class Link implements AutoCloseable {

    /** What is sent on the loopback is there at once; what was lost must not hang the program. */
    private static final int SPINS = 100_000_000;

    final ByteBuffer out;
    final ByteBuffer in;

    /** How many bytes each transfer is of. */
    Link(int size) {
        out = ByteBuffer.allocateDirect(size);
        in = ByteBuffer.allocateDirect(size);
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
