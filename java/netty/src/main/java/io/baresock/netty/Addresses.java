package io.baresock.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;

/** The memory addresses of direct buffers. */
final class Addresses {

    private Addresses() {}

    /** Of the byte at an index of a direct buffer that is one piece; it stays valid until the buffer is released. */
    static long of(ByteBuf b, int index, int length) {
        if (b.hasMemoryAddress()) {
            return b.memoryAddress() + index;
        }
        if (length == 0) {
            return 0;
        }
        // Netty has no Unsafe, as on JDK 25.
        ByteBuffer nio = b.internalNioBuffer(index, length);
        return Buffer.memoryAddress(nio) + nio.position();
    }
}
