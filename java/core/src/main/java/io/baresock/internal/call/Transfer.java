package io.baresock.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * A call whose arguments are in a reusable object: a {@code Message}, a {@code MessageBatch} or a {@code Gso}. {@link Waiting} repeats it
 * as needed.
 */
public abstract class Transfer {

    /**
     * One system call.
     *
     * @param opening {@link io.baresock.internal.FdGuard#id} of the descriptor
     * @param done the sum of the earlier attempts
     * @param flags {@code MSG_*}. The other arguments are a buffer and a destination, for a transfer that does not have its own
     * @return a result of the C ABI
     */
    protected abstract int attempt(
            int fd, long opening, int done, long address, int length, int flags, long second, int secondLength);

    /** Whether a receive is complete with {@code done}. */
    protected boolean isFull(int done) {
        return true;
    }

    /** Whether there is room for at least one received byte. */
    protected boolean hasRoom() {
        return true;
    }

    /** Whether the call uses a ring. Such a call must not wait in the kernel, because a close could not end it. */
    protected boolean goesByRing() {
        return false;
    }

    // ---- for Flight Recorder, after a call that returned n >= 0 ----

    /** The bytes that it moved. */
    protected long bytes(int n) {
        return n;
    }

    /** The messages that it moved. */
    protected int messages(int n) {
        return 1;
    }

    /** The address that it sent to or received from; null if it has none, or many. */
    protected @Nullable String peer() {
        return null;
    }

    /** Keeps an error that came after a part of the call, for the next call on the socket. */
    protected void keep(int fd, long opening, int error) {}
}
