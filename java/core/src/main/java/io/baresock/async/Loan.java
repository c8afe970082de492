package io.baresock.async;

import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that a loop lends to receives without a buffer of their own. Each has it until its callback returns. Used by the loop's
 * thread only.
 */
final class Loan {

    /** The buffer of a receive that has not borrowed, or has given back. */
    static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private static final int SIZE = 1 << 16; // room for any datagram

    private @Nullable Slab memory;
    private @Nullable ByteBuffer buffer; // a view; after free() it can still be read, and is all zeros
    private long address;

    /** The whole buffer. */
    ByteBuffer buffer() {
        ByteBuffer b = buffer;
        if (b == null) {
            Slab m = new Slab("EventLoop", SIZE);
            b = m.memory().duplicate(); // in Java's byte order
            address = m.address();
            memory = m;
            buffer = b;
        }
        return b.clear();
    }

    /** Whether the byte at this address is in the buffer: the user may have made a slice. */
    boolean has(long byteAddress) {
        return buffer != null && byteAddress >= address && byteAddress < address + SIZE;
    }

    /** Frees the memory, because the loop has ended. */
    void free() {
        if (memory != null) {
            memory.free();
        }
    }
}
