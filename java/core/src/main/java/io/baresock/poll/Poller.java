package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Forgotten;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
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
 * closes another connection, or clears its interest, gets no more events of it, though the kernel had reported it in the
 * same poll. Closing a {@link Socket} ends its registrations before its descriptor's number is free for others; this is
 * done explicitly, because epoll goes on reporting a closed descriptor that has a live duplicate. A foreign descriptor
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
public final class Poller implements AutoCloseable {

    // The first three are those of Socket.poll.

    /** There is something to read, an end or an error, or a connection to accept. */
    public static final int READABLE = Socket.READABLE;
    /** A send would not block, or a connect has come to an end. A healthy socket nearly always is: ask only when needed. */
    public static final int WRITABLE = Socket.WRITABLE;
    /** There is exceptional data: on TCP, out-of-band. */
    public static final int PRIORITY = Socket.PRIORITY;
    /** There is an error, or something in the error queue. Reported unasked to every interest but 0. */
    public static final int ERROR = 1 << 3;
    /** Both directions have ended. Reported unasked to every interest but 0; by kqueue only together with WRITABLE. */
    public static final int HANGUP = 1 << 4;
    /** The peer has ended its direction; there may still be data to read before the end. */
    public static final int READ_HANGUP = 1 << 5;
    /**
     * The socket was closed by this process, or detached: the last event of its registration, reported only if it was
     * asked for. Polling is woken for it.
     */
    public static final int CLOSED = 1 << 6;

    private static final int DEFAULT_CAPACITY = 1024;
    private static final Backend B = Library.backend();
    private static final Cleaner CLEANER = Cleaner.create();

    private final PollerGuard guard;
    private final Events events;
    private final Registrations registrations;
    private final Cleaner.Cleanable leak;

    private Poller(long handle, int capacity) {
        Slab memory = Events.memory(capacity);
        Slots slots = new Slots();
        this.guard = new PollerGuard(B, handle, memory); // which frees the memory when the last call has left
        this.events = new Events(guard, memory, slots);
        this.registrations = new Registrations(this, guard, slots, events);
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

    // ---- registering ----

    /**
     * Registers a socket in level-triggered mode.
     *
     * @param socket a socket
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     */
    public Registration register(Socket socket, int interest, @Nullable Object attachment) throws ErrnoException {
        return register(socket, interest, Mode.LEVEL, 0, attachment);
    }

    /**
     * Registers a socket.
     *
     * @param socket a socket
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param mode how to report
     * @param token any number; comes back with its events
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     * @throws UnsupportedOperationException if the mode, or PRIORITY, cannot be had on this system
     */
    public Registration register(Socket socket, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        return registrations.register(socket, interest, mode, token, attachment);
    }

    /**
     * Registers a descriptor that is not a {@link Socket}: of {@link Bsd}, an eventfd, a pipe. It stays the caller's. Close
     * the registration before the descriptor.
     *
     * @param fd the descriptor
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param mode how to report
     * @param token any number; comes back with its events
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if it is registered here already, EPERM if it is of a kind that
     *     is always ready, such as a file
     * @throws UnsupportedOperationException if the mode, or PRIORITY, cannot be had on this system
     */
    public Registration register(int fd, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        return registrations.register(fd, interest, mode, token, attachment);
    }

    /**
     * Registers another poller: it is {@link #READABLE} while a poll of it would return events. Closing it ends the
     * registration.
     *
     * @param inner the other poller
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws PollerClosedException if one of them is closed
     * @throws ErrnoException as in epoll_ctl(2); ELOOP or EINVAL for a ring of pollers
     * @throws UnsupportedOperationException if the inner one is made with poll(2), which has no descriptor of its own
     */
    public Registration register(Poller inner, @Nullable Object attachment) throws ErrnoException {
        return registrations.register(inner, inner.guard, attachment);
    }

    /** {@return how many registrations there are} */
    public int size() {
        return registrations.size();
    }

    // ---- polling: one thread ----

    /**
     * Waits for events, which {@link #next} then goes through. What was not gone through since the last poll is lost in
     * the modes EDGE and ONESHOT and reported again in the others. A virtual thread that polls holds its carrier meanwhile.
     *
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever. Rounded up to milliseconds where the OS has
     *     nothing finer (Linux before 5.11; poll(2) on macOS)
     * @return how many events there are at most; 0 if the time passed, or on {@link #wakeup}, seldom without a cause
     * @throws PollerClosedException if the poller is closed, before or during the wait
     * @throws ErrnoException as in epoll_wait(2)
     * @throws IllegalStateException if another thread is polling
     */
    public int poll(long timeoutNanos) throws ErrnoException {
        try {
            return events.poll(timeoutNanos);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Goes to the next event of the last {@link #poll}.
     *
     * @return false if there is none
     */
    public boolean next() {
        return events.next();
    }

    /**
     * What the current event says.
     *
     * @return {@link #READABLE}, {@link #WRITABLE} and so on, or-ed: what was asked for and is there, ERROR and
     *     HANGUP
     */
    public int ready() {
        return events.ready();
    }

    /** {@return the token of the current event's registration} */
    public long token() {
        return events.registration().token();
    }

    /** {@return the attachment of the current event's registration} */
    public @Nullable Object attachment() {
        return events.registration().attachment();
    }

    /**
     * The registration of the current event.
     *
     * @return the registration
     * @throws IllegalStateException if there is no current event: {@link #next} was not called or returned false
     */
    public Registration registration() {
        return events.registration();
    }

    /**
     * Makes the poll that is going on, or else the next one, return without waiting (any longer). Many calls before that
     * count as one and cost one system call together, or none if nobody is polling. No effect on a closed poller.
     */
    public void wakeup() {
        guard.wakeup();
    }

    // ---- tuning and numbers ----

    /**
     * Lets a poll that finds nothing ask again and again for a while before it sleeps, within one native call: for answers
     * within microseconds, at the price of a busy core.
     *
     * @param nanos how long, in nanoseconds; part of the timeout; 0, the default, is not at all
     */
    public void spin(long nanos) {
        events.spin(nanos);
    }

    /** {@return how many events one poll returns at most} */
    public int capacity() {
        return events.capacity();
    }

    /**
     * How many events were dropped because their registration had ended: a number to watch in tests, and 0 or small in
     * programs whose handlers close other connections than their own.
     *
     * @return the count since the poller was opened
     */
    public long staleEvents() {
        return events.staleEvents();
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
            throw Registrations.unsupported("busyPoll", "needs epoll and Linux 6.9");
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
            registrations.endAll();
            leak.clean();
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
