package io.baresock.internal;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that is borrowed for one call: for heap buffers, whose bytes are copied, and for small structs. It is a pool of slots and
 * not a thread-local, so ten thousand virtual threads cost no more than two threads.
 *
 * <p>Only Baresock sees this memory, so what is not kept is freed at once.
 */
public final class Scratch {

    /** The largest piece that is kept. On a stream, a call with more data moves it in pieces of this size. */
    public static final int LARGEST_KEPT = 256 * 1024;

    private static final int SLOTS =
            2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1);
    private static final int SMALLEST = 8 * 1024;

    /** With guard pages none is kept, so that each has the exact size, and ends at a page that faults. */
    private static final boolean GUARDED = Library.isGuarded();

    private static final @Nullable ByteBuffer[] NONE = {};
    private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(SLOTS);

    private final Slab slab;
    private final ByteBuffer buffer;
    private final long address;
    private @Nullable ByteBuffer[] held = NONE; // grows
    private int heldCount;

    private Scratch(int size) {
        slab = new Slab("scratch memory", size);
        buffer = slab.memory();
        address = slab.address();
    }

    /** Memory of at least {@code size} bytes, with unknown content. Return it with {@link #give}. */
    public static Scratch take(int size) {
        int start = slot();
        for (int i = 0; i < 2; i++) {
            Scratch s = POOL.getAndSet((start + i) & (SLOTS - 1), null);
            if (s != null) {
                if (s.buffer.capacity() >= size) {
                    s.buffer.clear();
                    return s;
                }
                s.slab.unmap(); // too small: when the larger one is returned, it takes this place
                break;
            }
        }
        return new Scratch(GUARDED ? size : rounded(size));
    }

    /** A native function that writes text, at most {@code room} bytes; it returns how long the text is. */
    @FunctionalInterface
    public interface Writer {
        int write(long address, int room);
    }

    /** {@return what a function writes} Of a longer text it is the beginning; of a failed call it is empty. */
    public static String text(int room, Charset charset, Writer function) {
        Scratch s = take(room);
        try {
            byte[] text = new byte[Math.max(0, Math.min(function.write(s.address, room), room))];
            s.buffer.get(0, text);
            return new String(text, charset);
        } finally {
            s.give();
        }
    }

    private static int rounded(int size) {
        return size <= SMALLEST ? SMALLEST : size > LARGEST_KEPT ? size : Integer.highestOneBit(size - 1) << 1;
    }

    /** Memory that is never reused: {@link #give} does not keep it. */
    public static Scratch takeAlone(int size) {
        return new Scratch(GUARDED ? size : Math.max(size, LARGEST_KEPT + 1));
    }

    /**
     * Copies references, and keeps the buffers reachable until {@link #give}. The user's array does not: another thread may put other
     * buffers into it during the call.
     *
     * @return an array that begins with them, valid until {@link #give}
     */
    public @Nullable ByteBuffer[] hold(@Nullable ByteBuffer[] buffers, int count) {
        if (held.length < count) {
            held = new ByteBuffer[count];
        }
        System.arraycopy(buffers, 0, held, 0, count);
        heldCount = count;
        return held;
    }

    /** What {@link #hold} returned. */
    public @Nullable ByteBuffer[] held() {
        return held;
    }

    /** Ends the loan. */
    public void give() {
        for (int i = 0; i < heldCount; i++) {
            held[i] = null;
        }
        heldCount = 0;
        int start = slot();
        for (int i = 0; i < 2 && !GUARDED && buffer.capacity() <= LARGEST_KEPT; i++) {
            int at = (start + i) & (SLOTS - 1);
            if (POOL.getPlain(at) == null) {
                POOL.lazySet(at, this); // if two threads race, one piece is lost here, and the collector frees it
                return;
            }
        }
        slab.unmap();
    }

    @SuppressWarnings(
            "deprecation") // Thread.threadId() is newer than the Java release that these classes are compiled for
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
