package io.baresock.poll;

/**
 * How a {@link Poller} asks the network devices for packets while it waits, instead of waiting for their interrupts. Linux 6.9. It helps
 * if the driver has NAPI and the sockets of the poller share one receive queue. Immutable.
 *
 * @param usecs how long to ask, in microseconds; 0 turns it off
 * @param budget packets to take at once; more than 64 needs CAP_NET_ADMIN; 0 is the kernel's default, 8
 * @param prefer whether interrupts stay off while the program polls often enough (SO_PREFER_BUSY_POLL)
 * @see <a href="https://docs.kernel.org/networking/napi.html#epoll-based-busy-polling">epoll-based busy polling</a>
 */
public record BusyPoll(int usecs, int budget, boolean prefer) {

    private static final int BUDGET_MAX = 0xFFFF; // __u16 in struct epoll_params

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if {@code usecs} is negative or {@code budget} is not in 0..65535
     */
    public BusyPoll {
        if (usecs < 0 || budget < 0 || budget > BUDGET_MAX) {
            throw new IllegalArgumentException("busyPoll: usecs " + usecs + " must not be negative, budget " + budget
                    + " must be in 0.." + BUDGET_MAX);
        }
    }

    /** Unpacks what {@code bs_poller_get_busy_poll} returns. */
    static BusyPoll of(long packed) {
        return new BusyPoll((int) packed, (int) (packed >>> 32) & BUDGET_MAX, packed >>> 48 != 0);
    }
}
