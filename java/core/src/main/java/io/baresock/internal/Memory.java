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
     * Zeroed memory in native byte order, for what nobody closes; what somebody does is a {@link Slab}. It lives as long as the buffer
     * is reachable, begins with a cache line, and is not to be shown to the user.
     */
    public static ByteBuffer allocate(int size) {
        if (size <= LARGEST_CELL) {
            return Cells.allocate(size);
        }
        ByteBuffer[] view = new ByteBuffer[1];
        Pages.map(size, view);
        return view[0].order(ByteOrder.nativeOrder());
    }

    /** Bytes of native memory that are in use by all objects, for tests. */
    static long held() {
        return Pages.held();
    }

    /** The address of byte 0 of a buffer that {@link #allocate} made. */
    public static long address(ByteBuffer ours) {
        return JdkSupport.base(ours);
    }

    /**
     * Where the memory of a buffer is for the kernel: the address of its byte 0, whatever its position, which another thread may be
     * moving. Negative if it must not be used by its address: it is on the heap, or its memory belongs to an arena that can be closed
     * at any time. The bytes of such a buffer are copied by its own methods, which notice.
     */
    public static long base(ByteBuffer b) {
        return b.isDirect() ? JdkSupport.base(b) : -1;
    }

    /**
     * What is known of a direct buffer's address. Remembered for a buffer that is used again and again, it makes the next
     * {@link #base(Object, ByteBuffer)} one step shorter than a look into the table of all buffers, of which the system call before has
     * put out of the cache what was there (ADR 4).
     *
     * @param last what this returned last, perhaps for another buffer
     * @return that, if it is of this buffer; it does not keep the buffer alive
     */
    public static Object known(@Nullable Object last, ByteBuffer direct) {
        return JdkSupport.known(last, direct);
    }

    /** The same as {@link #base(ByteBuffer)}, with what {@link #known} returned for this direct buffer; if that is null, without. */
    public static long base(@Nullable Object known, ByteBuffer b) {
        return known == null ? base(b) : JdkSupport.base(known, b);
    }
}
