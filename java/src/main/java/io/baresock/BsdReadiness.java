package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Deadlines;
import java.lang.ref.Reference;
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
     */
    public static int poll(PollFds fds, long timeoutNanos) {
        Buffers.present("poll", fds);
        int r = B.poll(fds.address(), fds.size(), timeoutNanos);
        Reference.reachabilityFence(fds);
        return r;
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
     */
    public static int select(int nfds, @Nullable FdSet r, @Nullable FdSet w, @Nullable FdSet e, long timeoutNanos) {
        // No set has a descriptor beyond its room, so none needs to be grown beyond the largest of them.
        int n = Math.min(nfds, Math.max(room(r), Math.max(room(w), room(e))));
        int result = B.select(n, words(r, n), words(w, n), words(e, n), timeoutNanos);
        Reference.reachabilityFence(r);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(e);
        return result;
    }

    private static int room(@Nullable FdSet set) {
        return set == null ? 0 : set.room();
    }

    private static long words(@Nullable FdSet set, int nfds) {
        if (set == null) {
            return 0;
        }
        set.grow(nfds);
        return set.address();
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
