package io.baresock.async;

import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that a loop lends to the receives that have none of their own, one after the other: each until its callback returns.
 * The loop's thread.
 */
final class Loan {

    /** What a receive has that came to nothing. */
    static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private static final int SIZE = 1 << 16; // any datagram

    private @Nullable Slab memory;
    private @Nullable ByteBuffer buffer; // a view that works on after the end: then it holds zeros
    private long address;

    /** All of it. */
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

    /** Whether the byte at this address is a part of it: the user may have made a slice. */
    boolean has(long byteAddress) {
        return buffer != null && byteAddress >= address && byteAddress < address + SIZE;
    }

    /** Gives the memory back: the loop has ended. */
    void free() {
        if (memory != null) {
            memory.free();
        }
    }
}
