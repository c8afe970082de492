package io.baresock.internal;

import io.baresock.internal.backend.JdkSupport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Native memory that lives as long as it is reachable, and the addresses of the user's buffers. */
public final class Memory {

    /** The largest piece that is cut out of larger memory. */
    private static final int LARGEST_CELL = Library.isGuarded() ? -1 : Cells.LARGEST;

    private Memory() {}

    /**
     * Zeroed memory in native byte order, for objects without a close; those with one use a {@link Slab}. It lives as long as the buffer
     * is reachable, and begins with a cache line. The user must not see it.
     */
    public static ByteBuffer allocate(int size) {
        if (size <= LARGEST_CELL) {
            return Cells.allocate(size);
        }
        ByteBuffer[] view = new ByteBuffer[1];
        Pages.map(size, view);
        return view[0].order(ByteOrder.nativeOrder());
    }

    /** The address of byte 0 of a buffer that {@link #allocate} made. */
    public static long address(ByteBuffer ours) {
        return JdkSupport.base(ours);
    }

    /**
     * The address of a buffer's byte 0; it does not depend on the position, which another thread may be moving. Negative if the kernel
     * must not use the buffer by an address: it is on the heap, or belongs to an arena that can be closed at any time. Such a buffer is
     * copied by its own methods, which notice that.
     */
    public static long base(ByteBuffer b) {
        return b.isDirect() ? JdkSupport.base(b) : -1;
    }

    /**
     * What is known about a direct buffer's address. A caller that uses one buffer again and again keeps it, and passes it to
     * {@link #base(Object, ByteBuffer)}. That saves a look into the table of all buffers, which a system call has pushed out of the cache
     * (ADR 4).
     *
     * @param last the last result of this method, perhaps for another buffer
     * @return {@code last} if it is for this buffer, else a new one; it does not keep the buffer alive
     */
    public static Object known(@Nullable Object last, ByteBuffer direct) {
        return JdkSupport.known(last, direct);
    }

    /** The same as {@link #base(ByteBuffer)}; {@code known} is what {@link #known} returned for this direct buffer, or null. */
    public static long base(@Nullable Object known, ByteBuffer b) {
        return known == null ? base(b) : JdkSupport.base(known, b);
    }
}
