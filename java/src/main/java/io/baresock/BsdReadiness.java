package io.baresock;

/** Waiting for readiness: part of {@link Bsd}. */
abstract sealed class BsdReadiness extends BsdMessages permits Bsd {

    BsdReadiness() {}

    /**
     * poll(2) on one descriptor.
     *
     * @param fd the descriptor
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI} and so on, or-ed
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the events that are there, {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} unasked; 0 if the time
     *     passed; or {@code -errno}
     */
    public static int poll(int fd, int events, long timeoutNanos) {
        return B.pollOne(fd, -1, events, timeoutNanos);
    }
}
