package io.baresock;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;

/**
 * A reader for the error queues of sockets: ICMP errors, transmit times, zero-copy completions and missed send times, in the
 * order in which the kernel queued them. Laid out once and used again for any number of drains and sockets; using it
 * allocates nothing. Linux only.
 *
 * <pre>{@code
 * ErrorQueue queue = new ErrorQueue(32, 128);
 * while (socket.errors(queue) > 0) {
 *     for (int i = 0; i < queue.count(); i++) {
 *         switch (queue.kind(i)) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>A drain is one system call that never waits. If it brings fewer entries than {@link #capacity}, the queue was empty
 * then.
 *
 * <p><b>With a poller</b>: a socket reports an error ({@code POLLERR}, {@code EPOLLERR}) as long as its error queue has
 * entries <em>or</em> it has a pending error, {@code SO_ERROR}. The two are separate. An ICMP error that {@code IP_RECVERR}
 * queues is also made pending; draining the queue clears that. Other errors (a reset of a connection, an ICMP error that
 * the full queue had no room for) are pending only. So, on an error event: drain until a drain brings fewer entries than
 * fit; if the first one brings none, read {@code SO_ERROR}, which clears it. A level-triggered poller is quiet after that.
 *
 * <p>Not thread-safe: one call at a time, another one is refused with {@link IllegalStateException}. Only {@link #close} may
 * come from any thread at any time. Several threads may drain one socket, each with a queue of its own; an entry goes to
 * one of them.
 *
 * @see Socket#errors
 * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2), MSG_ERRQUEUE</a>
 */
public final class ErrorQueue extends ErrorColumns implements AutoCloseable {

    private static final Backend B = Library.backend();

    /**
     * Room for entries.
     *
     * @param capacity how many a drain takes at most, 1 to 1024
     * @param payloadSize how many bytes of each packet to keep, 0 to 65535; what is cut off is told
     * @throws IllegalArgumentException if one is out of range
     * @throws UnsupportedOperationException on systems other than Linux
     */
    public ErrorQueue(int capacity, int payloadSize) {
        super(capacity, payloadSize);
    }

    int drain(String call, int fd) {
        memory.enter(call);
        int n = 0;
        boolean closed;
        try {
            n = B.errors(fd, address, errorsAddress, capacity());
            Reference.reachabilityFence(this);
            count = Math.max(n, 0);
        } finally {
            closed = memory.leaveAndFree();
        }
        if (closed) {
            throw new IllegalStateException(call + ": the ErrorQueue was closed during the call, which returned " + n);
        }
        return n;
    }

    /**
     * Gives the memory back. The queue cannot be used any more: every method throws {@link IllegalStateException}. If another thread is
     * in a call with it, that call goes on, and then ends with the same. Harmless when repeated. Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        memory.closeAndFree();
    }
}
