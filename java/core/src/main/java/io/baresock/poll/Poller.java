package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.internal.Forgotten;
import io.baresock.internal.Guard;
import io.baresock.internal.PollerGuard;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * Waits until some of many descriptors are ready: epoll(7) on Linux, kqueue(2) on macOS and the BSDs, poll(2) where neither
 * is or {@code -Dbaresock.force=poll} asks for it.
 *
 * <pre>{@code
 * try (Poller poller = Poller.open()) {
 *     poller.register(socket, Poller.READABLE, connection);
 *     while (running) {
 *         poller.poll(-1);
 *         while (poller.next()) {
 *             Connection c = (Connection) poller.attachment();
 *             c.handle(poller.ready());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> One thread polls: {@link #poll}, {@link #next} and the accessors of the current event belong to it.
 * Everything else may be called by any thread at any time, while another polls too. A change that another thread makes
 * counts for the wait that is going on.
 *
 * <p><b>No stranger's event.</b> {@link #next} skips what has ended or is no longer asked for at that moment: a handler that
 * closes another connection, or clears its interest, hears nothing more of it, though the kernel had reported it in the
 * same poll. Closing a {@link Socket} ends its registrations before its descriptor's number is free for others; this is
 * done in so many words, because epoll goes on reporting a closed descriptor that has a live duplicate. A foreign descriptor
 * is the caller's: close its registration before the descriptor.
 *
 * <p><b>Fairness.</b> A poll returns at most {@link #capacity() capacity} events; if more descriptors are ready, they take turns in the
 * following polls.
 *
 * <p>A listener is readable when a connection waits to be accepted. The peer may take it back in between, so accept without
 * waiting: with a timeout of 0, or in non-blocking mode.
 *
 * <p>Polling and reading events allocates nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Poller extends PollerRegistrations implements AutoCloseable {

    /** There is something to read, an end or an error to learn of, or a connection to accept. */
    public static final int READABLE = 1;
    /** A send would not block, or a connect has come to an end. A healthy socket nearly always is: ask only when needed. */
    public static final int WRITABLE = 1 << 1;
    /** There is exceptional data: on TCP, out-of-band. */
    public static final int PRIORITY = 1 << 2;
    /** There is an error to learn of, or something in the error queue. Reported unasked to every interest but 0. */
    public static final int ERROR = 1 << 3;
    /** Both directions have ended. Reported unasked to every interest but 0; by kqueue only together with WRITABLE. */
    public static final int HANGUP = 1 << 4;
    /** The peer has ended its direction; there may still be data to read before the end. */
    public static final int READ_HANGUP = 1 << 5;
    /**
     * The socket was closed by this process, or detached: the last event of its registration, reported only to those who
     * asked. Polling is woken for it.
     */
    public static final int CLOSED = 1 << 6;

    private static final int DEFAULT_CAPACITY = 1024;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable leak;

    private Poller(long handle, int capacity) {
        super(handle, capacity);
        this.leak = CLEANER.register(this, new Leak(guard));
    }

    /**
     * Opens a poller that returns up to 1024 events at once.
     *
     * @return the poller
     * @throws ErrnoException as in epoll_create(2)
     */
    public static Poller open() throws ErrnoException {
        return open(DEFAULT_CAPACITY);
    }

    /**
     * Opens a poller.
     *
     * @param capacity how many events one poll returns at most, 1 to 65536; 16 bytes each
     * @return the poller
     * @throws ErrnoException as in epoll_create(2)
     */
    public static Poller open(int capacity) throws ErrnoException {
        if (capacity < 1 || capacity > 1 << 16) {
            throw new IllegalArgumentException("open: capacity " + capacity + " is not in 1..65536");
        }
        long handle = B.pollerOpen();
        if (handle < 0) {
            throw new ErrnoException("open", (int) -handle);
        }
        Poller poller = null;
        try {
            poller = new Poller(handle, capacity);
            return poller;
        } finally {
            if (poller == null) { // no memory for its events
                B.pollerClose(handle);
            }
        }
    }

    // ---- busy polling ----

    /**
     * Sets busy polling of network devices, Linux 6.9 and newer.
     *
     * @param parameters how
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException EPERM for a budget above 64 without CAP_NET_ADMIN
     * @throws UnsupportedOperationException if the system has no such thing
     */
    public void busyPoll(BusyPoll parameters) throws ErrnoException {
        checkBusyPoll(busyPoll(new BusyPollCall(guard, parameters)));
    }

    /**
     * The parameters of busy polling.
     *
     * @return what is set
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException as in ioctl(2)
     * @throws UnsupportedOperationException if the system has no such thing
     */
    public BusyPoll busyPoll() throws ErrnoException {
        return BusyPoll.of(checkBusyPoll(busyPoll(new BusyPollCall(guard, null))));
    }

    private long busyPoll(BusyPollCall call) throws PollerClosedException {
        long r = guard.use(call, 0, 0, 0, 0);
        if (r == Guard.REFUSED) {
            throw new PollerClosedException("busyPoll");
        }
        return r;
    }

    /** Sets the parameters, or asks for them. */
    private record BusyPollCall(PollerGuard guard, @Nullable BusyPoll set) implements Guard.Work<RuntimeException> {
        @Override
        public long run(int a, int b, int c, long d) {
            return set == null
                    ? B.pollerGetBusyPoll(guard.handle())
                    : B.pollerSetBusyPoll(guard.handle(), set.usecs(), set.budget(), set.prefer() ? 1 : 0);
        }
    }

    private static long checkBusyPoll(long result) throws ErrnoException {
        if (result == -Bsd.EOPNOTSUPP || result == -Bsd.ENOTTY) {
            throw unsupported("busyPoll", "needs epoll and Linux 6.9");
        }
        if (result < 0) {
            throw new ErrnoException("busyPoll", (int) -result);
        }
        return result;
    }

    // ---- the end ----

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return guard.isClosed();
    }

    /**
     * Closes the poller: a poll that is going on returns at once with {@link PollerClosedException}, all registrations end,
     * the descriptors in them stay open. Harmless when repeated. Any thread.
     */
    @Override
    public void close() {
        try {
            guard.close();
        } finally { // also when it was closed: what an earlier call left undone, if something threw there
            endAll();
            leak.clean();
        }
    }

    private void endAll() {
        slots.close();
        int used = slots.used();
        for (int i = 0; i < used; i++) {
            Registration r = slots.at(i);
            if (r != null) {
                r.close();
            }
        }
    }

    @Override
    public String toString() {
        return "Poller[" + (isClosed() ? "closed" : size() + " registrations") + "]";
    }

    /** Closes what was forgotten, and says so; nothing relies on it. Must not refer to the poller. */
    private record Leak(Guard guard) implements Runnable {
        @Override
        public void run() {
            if (guard.close()) {
                Forgotten.closed("a Poller");
            }
        }
    }
}
