package io.baresock.internal.call;

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

    /** Keeps an error that came after a part of the call, for the next call on the socket. */
    protected void keep(int fd, long opening, int error) {}
}
