package io.baresock.internal.call;

/**
 * A call whose arguments are in an object that lives long: a {@code Message}, a {@code MessageBatch} or a {@code Gso}. {@link Waiting} makes
 * it as often as it must.
 */
public abstract class Transfer {

    /**
     * One system call.
     *
     * @param opening {@link io.baresock.internal.FdGuard#id} of the descriptor
     * @param done what the attempts before it brought
     * @param flags {@code MSG_*}; the others are a buffer and a destination, if the transfer has none of its own
     * @return a result of the C ABI
     */
    protected abstract int attempt(
            int fd, long opening, int done, long address, int length, int flags, long second, int secondLength);

    /** Whether a receive that has so much needs no more. */
    protected boolean isFull(int done) {
        return true;
    }

    /** Whether there is room for a byte that is received. */
    protected boolean hasRoom() {
        return true;
    }

    /** Whether the call goes by a ring, which does not wait: the kernel would have to be told of each close. */
    protected boolean goesByRing() {
        return false;
    }

    /** Keeps an error that came after a part of the call, for the next one. */
    protected void keep(int fd, int error) {}
}
