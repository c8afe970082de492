package io.baresock.flow;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.io.IOException;

/** Two UDP sockets on loopback, one connected to the other. Each is used by one thread, and blocks. */
interface Flow extends AutoCloseable {

    /** The longest datagram. */
    int MOST = 2048;

    /** The size of the receiver's queue. If it is full, the kernel drops datagrams; only received ones count. */
    int QUEUE = 8 << 20;

    /** Makes the queue that long. Without the privilege it is as long as net.core.rmem_max allows: socket(7). */
    static void lengthenQueue(Socket receiver) throws IOException {
        try {
            receiver.setOption(SocketOptions.SO_RCVBUFFORCE, QUEUE);
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.EPERM) {
                throw e;
            }
            receiver.setOption(SocketOptions.SO_RCVBUF, QUEUE);
        }
    }

    /**
     * Sends datagrams of {@code size} bytes (2 or more) for that time.
     *
     * @return how many
     */
    long send(int size, long nanos) throws IOException;

    /** Sends a datagram of one byte, which ends {@link #receive}. */
    void end() throws IOException;

    /** Receives until a datagram of one byte comes; returns how many came before. */
    long receive() throws IOException;

    @Override
    void close() throws IOException;
}
