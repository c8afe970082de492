package io.baresock.internal.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * The addresses of direct buffers, each asked for once. {@code MemorySegment.ofBuffer} makes a session object for a buffer;
 * whether C2 then removes it depends on the caller's size and on the profile: measured on JDK 25, 32 bytes a call in some
 * runs of one program and 0 in others. What is remembered costs no allocation.
 *
 * <p>The memory of an arena that can be closed has no address here: the arena's owner may give it back at any time, and only the
 * buffer's own methods notice.
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

    /** The address of byte 0, or -1. JNI is asked first: a process that starts need not load the FFM API for it, 7 ms of CPU. */
    private static long base(ByteBuffer direct) {
        long address = JniLibrary.addressWithoutSession(direct);
        return address >= 0 ? address : Segments.base(direct);
    }

    /** What the FFM API says. */
    private static final class Segments {
        private static final MemorySegment.Scope GLOBAL = Arena.global().scope();

        /** Through a slice of nothing, made without a look at the position: another thread may be moving that. */
        static long base(ByteBuffer direct) {
            ByteBuffer start = direct.slice(0, 0);
            MemorySegment segment = MemorySegment.ofBuffer(start);
            return isForGood(start, segment.scope()) ? segment.address() : -1;
        }

        /**
         * Whether the memory is there as long as the buffer is reachable. No method of the JDK says so. A buffer that belongs to no
         * arena has no scope of its own, so that each time it is asked it gives a new one, while an arena has one for ever. Were that
         * to change, the answer would be no, which is slower but right. (An automatic arena gets a no as well.)
         */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isForGood(ByteBuffer start, MemorySegment.Scope scope) {
            return scope != MemorySegment.ofBuffer(start).scope() || scope.equals(GLOBAL);
        }
    }

    /** Weak, so that a buffer lives no longer for having been used. */
    static final class Known extends WeakReference<ByteBuffer> {
        final long base;

        Known(ByteBuffer direct) {
            super(direct);
            base = base(direct);
        }
    }
}
