package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Slab;
import org.jspecify.annotations.Nullable;

/** Waiting for readiness: part of {@link Bsd}. */
abstract sealed class BsdReadiness extends BsdBatches permits BsdTransfer {

    BsdReadiness() {}

    /**
     * poll(2) on one descriptor.
     *
     * @param fd the descriptor; a negative one is passed over, as in C: then this waits until the time has passed
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI} and so on, or-ed
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the events that are there, {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} unasked; 0 if the time
     *     passed; or {@code -errno}
     */
    public static int poll(int fd, int events, long timeoutNanos) {
        Abi.check(events, "poll");
        Ranges.check("poll", "events", events, 0, 0xFFFF);
        long deadline = timeoutNanos > 0 ? Deadlines.in(timeoutNanos) : 0;
        int r = B.pollOne(fd, events, timeoutNanos);
        while (r == -Bsd.EINTR) {
            r = B.pollOne(fd, events, timeoutNanos > 0 ? Deadlines.left(deadline) : timeoutNanos);
        }
        return r;
    }

    /**
     * poll(2), with ppoll(2)'s resolution. A signal does not end it and does not lengthen it.
     *
     * @param fds what to wait for; receives what was found
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many entries are ready, 0 if the time passed; or {@code -errno}
     * @throws IllegalStateException if another poll has it
     */
    public static int poll(PollFds fds, long timeoutNanos) {
        return Buffers.present("poll", fds).poll(B, timeoutNanos);
    }

    /**
     * select(2), with pselect(2)'s resolution and descriptors of any number. A signal does not end it and does not lengthen
     * it. On success the sets hold what is ready, when the time passed nothing; after an error they are as before. What a
     * set holds at {@code nfds} and above is not looked at, and may be cleared.
     *
     * @param nfds the highest descriptor in any set, plus one
     * @param r who is to become readable, a listener being so when accept would not wait; or null
     * @param w who is to become writable; or null
     * @param e who is to have an exceptional condition, such as out-of-band data; or null
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many bits are set in all sets, 0 if the time passed; or {@code -errno}, {@code -EBADF} if a descriptor in
     *     a set is not open
     * @throws IllegalStateException if another select has one of the sets
     */
    public static int select(int nfds, @Nullable FdSet r, @Nullable FdSet w, @Nullable FdSet e, long timeoutNanos) {
        // No set has a descriptor beyond its room, so none needs to be grown beyond the largest of them.
        int n = Math.min(nfds, Math.max(room(r), Math.max(room(w), room(e))));
        Slab reads = enter(r, n);
        Slab writes = null;
        Slab others = null;
        try {
            writes = w == r ? reads : enter(w, n); // one set in two places, as C allows
            others = e == r ? reads : e == w ? writes : enter(e, n);
            return B.select(n, address(reads), address(writes), address(others), timeoutNanos);
        } finally {
            leave(others == reads || others == writes ? null : others);
            leave(writes == reads ? null : writes);
            leave(reads);
        }
    }

    private static @Nullable Slab enter(@Nullable FdSet set, int nfds) {
        return set == null ? null : set.enter(nfds);
    }

    private static void leave(@Nullable Slab held) {
        if (held != null) {
            held.leaveAndFree();
        }
    }

    private static long address(@Nullable Slab held) {
        return held == null ? 0 : held.address();
    }

    private static int room(@Nullable FdSet set) {
        return set == null ? 0 : set.room();
    }

    /**
     * FD_ZERO: makes a set empty.
     *
     * @param set the set
     */
    public static void FD_ZERO(FdSet set) {
        Buffers.present("FD_ZERO", set).zero();
    }

    /**
     * FD_SET: puts a descriptor in.
     *
     * @param fd the descriptor
     * @param set the set, which grows as needed
     */
    public static void FD_SET(int fd, FdSet set) {
        Buffers.present("FD_SET", set).set(fd);
    }

    /**
     * FD_CLR: takes a descriptor out.
     *
     * @param fd the descriptor
     * @param set the set
     */
    public static void FD_CLR(int fd, FdSet set) {
        Buffers.present("FD_CLR", set).clr(fd);
    }

    /**
     * FD_ISSET: whether a descriptor is in.
     *
     * @param fd the descriptor
     * @param set the set
     * @return whether it is
     */
    public static boolean FD_ISSET(int fd, FdSet set) {
        return Buffers.present("FD_ISSET", set).isSet(fd);
    }
}
