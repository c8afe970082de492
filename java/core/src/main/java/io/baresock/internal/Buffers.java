package io.baresock.internal;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.jspecify.annotations.Nullable;

/** Checks of arguments before they reach C. Each message names the call, the value and the remedy. */
public final class Buffers {

    private static final int VIEWS = 1000; // tries; one fails if another thread moves the buffer within nanoseconds

    private Buffers() {}

    public static <T> T present(String call, @Nullable T argument) {
        if (argument == null) {
            throw new NullPointerException(call + ": an argument that must be given is null");
        }
        return argument;
    }

    public static ByteBuffer writable(String call, ByteBuffer b) {
        if (present(call, b).isReadOnly()) {
            throw (ReadOnlyBufferException) new ReadOnlyBufferException()
                    .initCause(new IllegalArgumentException(call + ": the buffer is written to, but is read-only"));
        }
        return b;
    }

    /**
     * Moves a position after a call. If another thread has moved the limit below it, the position stays: the call is done, and its result
     * matters more than an exception.
     *
     * @return false if it stays; then the buffer does not say where the next byte belongs
     */
    public static boolean moved(ByteBuffer b, int position) {
        try {
            b.position(position);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // beyond a limit that was set during the call
        }
    }

    /**
     * Copies bytes, whatever the limits are by now. A call goes by the position and the limit that it read when it began. If another
     * thread has moved the limit since then, what came must not be lost.
     */
    public static void copy(ByteBuffer from, int fromAt, ByteBuffer to, int toAt, int length) {
        try {
            to.put(toAt, from, fromAt, length);
        } catch (IndexOutOfBoundsException e) {
            whole(to).put(toAt, whole(from), fromAt, length);
        }
    }

    /** Throws what NIO throws if the memory's arena is closed or another thread's, whatever the limits are by now. */
    public static void reach(ByteBuffer b, int at) {
        try {
            b.get(at);
        } catch (IndexOutOfBoundsException e) {
            whole(b).get(at);
        }
    }

    /** A view from the first byte to the last. */
    private static ByteBuffer whole(ByteBuffer b) {
        for (int tries = 1; ; tries++) {
            try {
                return b.duplicate().clear();
            } catch (
                    IllegalArgumentException
                            e) { // another thread moved the limit below the position while duplicate() read both
                if (tries == VIEWS) {
                    throw e;
                }
            }
        }
    }

    public static void range(String call, byte[] array, int offset, int length) {
        present(call, array);
        if ((offset | length) < 0 || length > array.length - offset) {
            throw new IndexOutOfBoundsException(call + ": range [" + offset + ", " + offset + " + " + length
                    + ") does not lie in an array of " + array.length + " bytes");
        }
    }

    /** The same, but an address of 0 is allowed: then the kernel reads no memory. */
    public static void rangeOrNull(String call, long address, int length) {
        range(call, address == 0 && length > 0 ? 1 : address, length);
    }

    public static void range(String call, long address, int length) {
        if (length < 0) {
            throw new IllegalArgumentException(call + ": length " + length + " is negative");
        }
        if (address < 0 || (address == 0 && length > 0)) {
            throw new IllegalArgumentException(call + ": address 0x" + Long.toHexString(address) + " with length "
                    + length + " is not one of user memory");
        }
    }
}
