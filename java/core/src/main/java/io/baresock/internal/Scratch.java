package io.baresock.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory borrowed for the length of one call: for heap buffers, whose bytes are copied, and for small structs. A
 * pool of slots rather than a thread-local: it costs the same for ten thousand virtual threads as for two others.
 *
 * <p>Nobody outside of Baresock ever sees it, so that what is not kept is given back at once.
 */
public final class Scratch {

    /** At most so much of each is kept. A call that has more to move on a stream moves it in pieces of this size. */
    public static final int LARGEST_KEPT = 256 * 1024;

    private static final int SLOTS =
            2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1);
    private static final int SMALLEST = 8 * 1024;

    /** None is kept then, so that each has the size that was asked for, and ends where a fault is. */
    private static final boolean GUARDED = Library.isGuarded();

    private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(SLOTS);

    private final Slab slab;
    private final ByteBuffer buffer;
    private final long address;

    private Scratch(int size) {
        slab = new Slab("scratch memory", size);
        buffer = slab.memory();
        address = slab.address();
    }

    /** Memory of at least {@code size} bytes, of unknown content; to be given back with {@link #give}. */
    public static Scratch take(int size) {
        int start = slot();
        for (int i = 0; i < 2; i++) {
            Scratch s = POOL.getAndSet((start + i) & (SLOTS - 1), null);
            if (s != null) {
                if (s.buffer.capacity() >= size) {
                    s.buffer.clear();
                    return s;
                }
                s.slab.unmap(); // too small: a larger one takes its place when it is given back
                break;
            }
        }
        return new Scratch(GUARDED ? size : rounded(size));
    }

    private static int rounded(int size) {
        return size <= SMALLEST ? SMALLEST : size > LARGEST_KEPT ? size : Integer.highestOneBit(size - 1) << 1;
    }

    /** Memory that nobody has after this: not even {@link #give} keeps it. */
    public static Scratch takeAlone(int size) {
        return new Scratch(GUARDED ? size : Math.max(size, LARGEST_KEPT + 1));
    }

    /** Ends the loan. */
    public void give() {
        int start = slot();
        for (int i = 0; i < 2 && !GUARDED && buffer.capacity() <= LARGEST_KEPT; i++) {
            int at = (start + i) & (SLOTS - 1);
            if (POOL.getPlain(at) == null) {
                POOL.lazySet(at, this); // in a race one of two is forgotten, and found by the collector
                return;
            }
        }
        slab.unmap();
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is newer than the release these classes are compiled for
    private static int slot() {
        return (int) Thread.currentThread().getId() & (SLOTS - 1);
    }

    /** The memory as a buffer in native byte order, cleared. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The memory's address. */
    public long address() {
        return address;
    }
}
