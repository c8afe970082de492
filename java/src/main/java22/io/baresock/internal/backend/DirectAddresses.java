package io.baresock.internal.backend;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * The addresses of direct buffers, each asked for once. {@code MemorySegment.ofBuffer} makes a session object for a buffer;
 * whether C2 then removes it depends on the caller's size and on the profile: measured on JDK 25, 32 bytes a call in some
 * runs of one program and 0 in others. What is remembered costs no allocation.
 *
 * <p>An open hash table of weak entries with a short probe, which forgets an entry when all the places for a new one are
 * taken. Hundreds of buffers in use find room; a program that goes round thousands passes addresses instead.
 */
final class DirectAddresses {

    private static final int SLOTS = 4096;
    private static final int PROBES = 16;
    private static final Known[] KNOWN = new Known[SLOTS];

    /** Which place of a full stretch is given up next; a lost update does no harm. */
    private static int victim;

    private DirectAddresses() {}

    /** The address of the byte at the buffer's position. */
    static long of(ByteBuffer direct) {
        return known(direct).base + direct.position();
    }

    /** What is known of the buffer, for who uses it again and again to keep. */
    static Known known(ByteBuffer direct) {
        int home = System.identityHashCode(direct);
        Known known = KNOWN[home & (SLOTS - 1)];
        if (known == null || !known.refersTo(direct)) {
            known = probe(direct, home);
        }
        return known;
    }

    /** Looks further, and remembers the buffer if it is not there. A race makes an entry twice; an entry never changes. */
    private static Known probe(ByteBuffer direct, int home) {
        int free = -1;
        for (int i = 0; i < PROBES; i++) {
            int slot = (home + i) & (SLOTS - 1);
            Known known = KNOWN[slot];
            if (known != null && known.refersTo(direct)) {
                return known;
            }
            if (free < 0 && (known == null || known.refersTo(null))) {
                free = slot;
            }
        }
        Known made = new Known(direct);
        // Full of what no collector has cleared yet. In turn, for two in use with one home would push each other out
        // for ever.
        KNOWN[free < 0 ? (home + (victim++ & (PROBES - 1))) & (SLOTS - 1) : free] = made;
        return made;
    }

    /** Weak, so that a buffer lives no longer for having been used. */
    static final class Known extends WeakReference<ByteBuffer> {
        final long base;

        Known(ByteBuffer direct) {
            super(direct);
            base = MemorySegment.ofBuffer(direct).address() - direct.position();
        }
    }
}
