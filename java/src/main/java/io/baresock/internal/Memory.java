package io.baresock.internal;

import io.baresock.internal.backend.JdkSupport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Native memory, as direct buffers whose address is asked for once. */
public final class Memory {

    private Memory() {}

    /** Zeroed memory in native byte order. It lives as long as the buffer is reachable. */
    public static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** The address of a direct buffer's byte at its position. */
    public static long address(ByteBuffer direct) {
        return JdkSupport.address(direct);
    }
}
