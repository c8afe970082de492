package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Forgotten;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits until some of many descriptors are ready. It uses epoll(7) on Linux, kqueue(2) on macOS and the BSDs, and poll(2) on other
 * systems or with {@code -Dbaresock.force=poll}.
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
 * <p><b>Threads.</b> One thread polls: it alone calls {@link #poll(long)}, {@link #next} and the accessors of the current event. Any thread
 * may call the other methods at any time, also during a poll. A change counts at once, also for a poll that is waiting.
 *
 * <p><b>No event of another socket.</b> {@link #next} skips an event if its registration is closed by then or no longer has the interest.
 * So after a handler closes another connection or clears its interest, no event of it comes, even if the kernel has already reported
 * one in the same poll. Closing a {@link Socket} ends its registrations before another socket can get the number of its descriptor.
 * Baresock deletes them explicitly, because epoll keeps reporting a closed descriptor that has a duplicate. For a descriptor that is not
 * a {@link Socket}, close the registration before the descriptor.
 *
 * <p><b>Fairness.</b> A poll returns at most {@link #capacity() capacity} events. If more descriptors are ready, they take turns in the
 * following polls.
 *
 * <p>A listener is readable when a connection waits to be accepted. The peer may end that connection before you accept it. So accept
 * without waiting: with a timeout of 0, or in non-blocking mode.
 *
 * <p>Polling and reading events allocates nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Poller implements AutoCloseable {

    // The first three have the values of Socket.poll.

    /** There is data to read, an end, an error, or a connection to accept. */
    public static final int READABLE = Socket.READABLE;
    /** A send would not block, or a connect has ended. Most sockets are nearly always writable, so ask for it only when you wait for it. */
    public static final int WRITABLE = Socket.WRITABLE;
    /** There is exceptional data: on TCP, out-of-band data. */
    public static final int PRIORITY = Socket.PRIORITY;
    /** There is an error, or an entry in the error queue. Reported for every interest except 0, without asking. */
    public static final int ERROR = Header.POLLER_ERROR;
    /** Both directions have ended. Reported for every interest except 0, without asking; kqueue reports it only with WRITABLE. */
    public static final int HANGUP = Header.POLLER_HANGUP;
    /** The peer has ended its direction. There may still be data to read before the end. */
    public static final int READ_HANGUP = Header.POLLER_READ_HANGUP;
    /** This process closed or detached the socket. It is the last event of its registration, ends a wait, and comes only if asked for. */
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
        this.guard = new PollerGuard(B, handle, memory); // frees the memory when the last call has left
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
     * @param capacity how many events one poll returns at most, 1 to 65536; each takes 16 bytes
     * @return the poller
     * @throws ErrnoException as in epoll_create(2)
     */
    public static Poller open(int capacity) throws ErrnoException {
        if (capacity < 1 || capacity > 1 << 16) {
            throw new IllegalArgumentException("open: capacity " + capacity + " is not in 1..65536");
        }
        long handle = B.pollerOpen();
        if (handle < 0) {
            throw new ErrnoException("open", (int) -handle, "a poller of " + capacity + " events");
        }
        try {
            return new Poller(handle, capacity);
        } catch (Throwable e) { // no memory for its events
            B.pollerClose(handle);
            throw e;
        }
    }

    // ---- registering ----

    /**
     * Registers a socket in level-triggered mode.
     *
     * @param socket a socket
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 waits for nothing yet
     * @param attachment any object or null; you get it back with the events
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     * @throws IllegalArgumentException if {@code interest} has other bits
     */
    public Registration register(Socket socket, int interest, @Nullable Object attachment) throws ErrnoException {
        return register(socket, interest, Mode.LEVEL, 0, attachment);
    }

    /**
     * Registers a socket.
     *
     * @param socket a socket
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 waits for nothing yet
     * @param mode how to report
     * @param token any number; you get it back with the events
     * @param attachment any object or null; you get it back with the events
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     * @throws IllegalArgumentException if {@code interest} has other bits, or some that EXCLUSIVE does not take
     * @throws UnsupportedOperationException if this system lacks the mode, or PRIORITY
     */
    public Registration register(Socket socket, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        return registrations.register(socket, interest, mode, token, attachment);
    }

    /**
     * Registers a descriptor that is not a {@link Socket}: one of {@link Bsd}, an eventfd, a pipe. The caller still owns it. Close
     * the registration before the descriptor.
     *
     * @param fd the descriptor
     * @param interest {@link #READABLE}, {@link #WRITABLE} and so on, or-ed; 0 waits for nothing yet
     * @param mode how to report
     * @param token any number; you get it back with the events
     * @param attachment any object or null; you get it back with the events
     * @return the registration
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if it is registered here already, EPERM if it cannot be polled, such
     *     as a file
     * @throws UnsupportedOperationException if this system lacks the mode, or PRIORITY
     */
    public Registration register(int fd, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        return registrations.register(fd, interest, mode, token, attachment);
    }

    /**
     * Registers another poller. It is {@link #READABLE} while a poll of it would return events. Closing it ends the
     * registration.
     *
     * @param inner the other poller
     * @param attachment any object or null; you get it back with the events
     * @return the registration
     * @throws PollerClosedException if one of them is closed
     * @throws ErrnoException as in epoll_ctl(2); ELOOP or EINVAL for a ring of pollers
     * @throws UnsupportedOperationException if the inner poller uses poll(2), which has no descriptor
     */
    public Registration register(Poller inner, @Nullable Object attachment) throws ErrnoException {
        return registrations.register(inner, inner.guard, attachment);
    }

    /** {@return the number of registrations} */
    public int size() {
        return registrations.size();
    }

    // ---- polling: one thread ----

    /**
     * Waits for events. Then call {@link #next} to go through them. If you skip events, the modes EDGE and ONESHOT lose them, and the
     * other modes report them again. A virtual thread that polls keeps its carrier thread during the wait.
     *
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever. Rounded up to milliseconds if the OS has
     *     no finer timeout (Linux before 5.11; poll(2) on macOS)
     * @return the number of events, some of which {@link #next} may skip; 0 if the time passed or {@link #wakeup} was called, and
     *     rarely for no reason
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
     * Waits for events at most that long, as {@link #poll(long)}.
     *
     * @param timeout zero does not wait, negative waits for ever
     * @return how many events there are at most; 0 if the time passed, or on {@link #wakeup}
     * @throws PollerClosedException if the poller is closed, before or during the wait
     * @throws ErrnoException as in epoll_wait(2)
     * @throws IllegalStateException if another thread is polling
     */
    public int poll(Duration timeout) throws ErrnoException {
        return poll(Deadlines.nanos("poll", timeout));
    }

    /**
     * Goes to the next event of the last {@link #poll(long)}.
     *
     * @return false if there is none
     */
    public boolean next() {
        return events.next();
    }

    /**
     * What the current event reports.
     *
     * @return {@link #READABLE}, {@link #WRITABLE} and so on, or-ed: only what was asked for, and ERROR and HANGUP
     * @throws IllegalStateException if there is no current event
     */
    public int ready() {
        return events.ready();
    }

    /**
     * {@return the token of the current event's registration}
     *
     * @throws IllegalStateException if there is no current event
     */
    public long token() {
        return events.registration().token();
    }

    /**
     * {@return the attachment of the current event's registration}
     *
     * @throws IllegalStateException if there is no current event
     */
    public @Nullable Object attachment() {
        return events.registration().attachment();
    }

    /**
     * {@return the registration of the current event; it has the socket: {@link Registration#socket}}
     *
     * @throws IllegalStateException if there is no current event: {@link #next} was not called or returned false
     */
    public Registration registration() {
        return events.registration();
    }

    /**
     * Ends the current poll at once; if none is running, the next poll does not wait. Many calls before that count as one. Together they
     * cost one system call, or none if no thread is polling. Any thread; no effect on a closed poller.
     */
    public void wakeup() {
        guard.wakeup();
    }

    // ---- tuning and numbers ----

    /**
     * Sets how long a poll without events asks again and again before it sleeps, within one native call. Events are then seen within
     * microseconds, but a core is busy.
     *
     * @param nanos nanoseconds, a part of the timeout; 0, the default, sleeps at once
     * @throws IllegalArgumentException if it is negative
     */
    public void spin(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("spin: " + nanos + " ns is negative");
        }
        events.spinNanos = nanos;
    }

    /** {@return how many events one poll returns at most} */
    public int capacity() {
        return events.capacity;
    }

    /**
     * {@return how many events were dropped since the poller was opened, because their registration was closed} It stays small, also in
     * programs whose handlers close other connections.
     */
    public long staleEvents() {
        return events.staleEvents;
    }

    // ---- busy polling ----

    /**
     * Sets busy polling of network devices. Linux 6.9.
     *
     * @param parameters the new parameters
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException EPERM for a budget above 64 without CAP_NET_ADMIN
     * @throws UnsupportedOperationException if the system has no busy polling
     */
    public void busyPoll(BusyPoll parameters) throws ErrnoException {
        checkBusyPoll(busyPoll(new BusyPollCall(guard, parameters)));
    }

    /**
     * {@return the parameters of busy polling}
     *
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException as in ioctl(2)
     * @throws UnsupportedOperationException if the system has no busy polling
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

    /** Sets the parameters, or gets them if there are none to set. */
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
     * Closes the poller. A poll that is waiting ends at once with {@link PollerClosedException}. All registrations end; their
     * descriptors stay open. Harmless when repeated. Any thread.
     */
    @Override
    public void close() {
        try {
            guard.close();
        } finally { // also if it was closed: an exception may have stopped an earlier call
            registrations.endAll();
            leak.clean();
        }
    }

    @Override
    public String toString() {
        return "Poller[" + (isClosed() ? "closed" : size() + " registrations") + "]";
    }

    /** Closes a forgotten poller and logs that. Nothing relies on it. Must not refer to the poller. */
    private record Leak(Guard guard) implements Runnable {
        @Override
        public void run() {
            if (guard.close()) {
                Forgotten.closed("a Poller");
            }
        }
    }
}
