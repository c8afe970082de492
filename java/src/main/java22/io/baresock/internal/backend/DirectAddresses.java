package io.baresock.internal.backend;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * The addresses of direct buffers, each asked for once. {@code MemorySegment.ofBuffer} makes a session object for a buffer;
 * whether C2 then removes it depends on the caller's size and on the profile: measured on JDK 25, 32 bytes a call in some
 * runs of one program and 0 in others. What is remembered costs no allocation. Buffers that share a slot replace each other,
 * which costs one small object each time: a program that goes round thousands of buffers passes addresses instead.
 */
final class DirectAddresses {

    private static final Known[] KNOWN = new Known[1024];

    private DirectAddresses() {}

    /** The address of the byte at the buffer's position. */
    static long of(ByteBuffer direct) {
        int slot = System.identityHashCode(direct) & (KNOWN.length - 1);
        Known known = KNOWN[slot]; // a race makes an entry twice, and an entry never changes
        if (known == null || !known.refersTo(direct)) {
            known = new Known(direct);
            KNOWN[slot] = known;
        }
        return known.base + direct.position();
    }

    /** Weak, so that a buffer lives no longer for having been used. */
    private static final class Known extends WeakReference<ByteBuffer> {
        final long base;

        Known(ByteBuffer direct) {
            super(direct);
            base = MemorySegment.ofBuffer(direct).address() - direct.position();
        }
    }
}
