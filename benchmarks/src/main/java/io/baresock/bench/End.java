package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** One end of a connection that blocks, for one thread. Closing it, from any thread, ends a call that waits. */
interface End extends AutoCloseable {

    /** Sends what remains in the buffer. */
    int send(ByteBuffer buffer) throws IOException;

    /** Receives into the buffer; not positive at the end. */
    int receive(ByteBuffer buffer) throws IOException;

    @Override
    void close() throws IOException;

    /** Baresock's. */
    static End of(Socket socket) {
        return new End() {
            @Override
            public int send(ByteBuffer buffer) throws IOException {
                return socket.send(buffer, 0);
            }

            @Override
            public int receive(ByteBuffer buffer) throws IOException {
                return socket.recv(buffer, 0);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /** NIO's. */
    static End of(ByteChannel channel) {
        return new End() {
            @Override
            public int send(ByteBuffer buffer) throws IOException {
                return channel.write(buffer);
            }

            @Override
            public int receive(ByteBuffer buffer) throws IOException {
                return channel.read(buffer);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
