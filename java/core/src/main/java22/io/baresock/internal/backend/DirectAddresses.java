package io.baresock.internal.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * A cache of the addresses of direct buffers. {@code MemorySegment.ofBuffer} makes a session object. C2 does not always remove it: on JDK
 * 25 the same program allocated 32 bytes per call in some runs, and 0 in others (measured). With the cache nothing is allocated.
 *
 * <p>Memory of an arena that can be closed has no address here: it may be freed at any time, and only the buffer's own methods notice
 * that.
 *
 * <p>It is an open hash table of weak entries with a short probe. If all places for a new entry are taken, an old one is removed. It is
 * good for hundreds of buffers; a program with thousands should pass addresses.
 */
final class DirectAddresses {

    private static final int SLOTS = 4096;
    private static final int PROBES = 16;
    private static final Known[] KNOWN = new Known[SLOTS];

    /** Which place to free next when all are taken; a lost update does no harm. */
    private static int victim;

    private DirectAddresses() {}

    /** The entry of the buffer, which callers may keep. */
    static Known known(ByteBuffer direct) {
        int home = System.identityHashCode(direct);
        Known known = KNOWN[home & (SLOTS - 1)];
        if (known == null || !known.refersTo(direct)) {
            known = probe(direct, home);
        }
        return known;
    }

    /**
     * Searches on, and adds the buffer if it is not there. Two threads may each add an entry; that is harmless, since an entry never
     * changes.
     */
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
        // All places are taken by entries that no collector has cleared yet. The places are replaced in turn: else two
        // buffers with the same place could replace each other for ever.
        KNOWN[free < 0 ? (home + (victim++ & (PROBES - 1))) & (SLOTS - 1) : free] = made;
        return made;
    }

    /**
     * The address of byte 0, or -1. It asks JNI first, so that a process need not load the FFM API at the start; that takes 7 ms of CPU.
     */
    private static long base(ByteBuffer direct) {
        long address = JniLibrary.addressWithoutSession(direct);
        return address >= 0 ? address : Segments.base(direct);
    }

    /** What the FFM API says. */
    private static final class Segments {
        private static final MemorySegment.Scope GLOBAL = Arena.global().scope();

        /** Uses an empty slice, which does not depend on the position: another thread may be moving that. */
        static long base(ByteBuffer direct) {
            ByteBuffer start = direct.slice(0, 0);
            MemorySegment segment = MemorySegment.ofBuffer(start);
            return isForGood(start, segment.scope()) ? segment.address() : -1;
        }

        /**
         * Whether the memory lives as long as the buffer is reachable. No method of the JDK tells that. A buffer without an arena has no
         * scope, so it returns a new one at each request; an arena always returns the same one. If the JDK changes that, the answer
         * becomes "no", which is slower but right. (An automatic arena gets a "no" too.)
         */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isForGood(ByteBuffer start, MemorySegment.Scope scope) {
            return scope != MemorySegment.ofBuffer(start).scope() || scope.equals(GLOBAL);
        }
    }

    /** Weak, so that this entry does not keep a buffer alive. */
    static final class Known extends WeakReference<ByteBuffer> {
        final long base;

        Known(ByteBuffer direct) {
            super(direct);
            base = base(direct);
        }
    }
}
