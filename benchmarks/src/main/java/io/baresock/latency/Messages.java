package io.baresock.latency;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Whole messages over one connected socket. One thread may send while another receives. */
final class Messages implements AutoCloseable {

    /** How long a receive waits before it checks whether its time is over. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Socket socket;
    private final boolean stream;
    private final int flags;

    /**
     * Messages over a socket, which is closed with this object.
     *
     * @param stream whether the header's length says where a message ends
     * @param spin whether to ask again and again instead of sleeping in the kernel
     */
    Messages(Socket socket, boolean stream, boolean spin) throws IOException {
        this.socket = socket;
        this.stream = stream;
        flags = spin ? Bsd.MSG_DONTWAIT : 0;
        // With SO_RCVTIMEO a receive that sleeps is still one system call.
        socket.setOption(SocketOptions.SO_RCVTIMEO, PATIENCE);
    }

    /** Sends all bytes from 0 to the limit. */
    void send(ByteBuffer message) throws IOException {
        message.rewind();
        while (message.hasRemaining()) {
            socket.send(message, flags);
        }
    }

    /**
     * Receives one message, into the buffer from 0 to its limit.
     *
     * @param deadline of System.nanoTime
     * @return false if none came in time
     * @throws EOFException if the peer has closed a stream
     */
    boolean receive(ByteBuffer message, long deadline) throws IOException {
        message.clear();
        if (!stream) {
            if (!some(message, deadline)) {
                return false;
            }
            message.flip();
            return message.limit() >= Header.SIZE || receive(message, deadline);
        }
        message.limit(Header.SIZE);
        if (!fill(message, deadline)) {
            return false;
        }
        int length = Header.length(message);
        if (!Header.isLength(length) || length > message.capacity()) {
            throw new ProtocolException("a message of " + length + " bytes");
        }
        message.limit(length);
        if (!fill(message, deadline)) {
            throw new ProtocolException("a message stopped after " + message.position() + " of " + length + " bytes");
        }
        message.rewind();
        return true;
    }

    private boolean fill(ByteBuffer message, long deadline) throws IOException {
        while (message.hasRemaining()) {
            if (!some(message, deadline)) {
                return false;
            }
        }
        return true;
    }

    private boolean some(ByteBuffer message, long deadline) throws IOException {
        int n = socket.recv(message, flags);
        while (n == Socket.WOULD_BLOCK) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.onSpinWait();
            n = socket.recv(message, flags);
        }
        if (n == 0 && stream) {
            throw new EOFException("the peer has closed");
        }
        return true;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }
}
