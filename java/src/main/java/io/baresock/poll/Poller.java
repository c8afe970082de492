package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.Guards;
import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p><b>Fairness.</b> A poll returns at most {@link #capacity} events; if more descriptors are ready, they take turns in the
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

    private static final int ALL = (CLOSED << 1) - 1;

    private static final int DEFAULT_CAPACITY = 1024;
    private static final int EVENT_SIZE = 16; // struct bs_poller_event of baresock.h
    private static final int EVENT_EVENTS = 8;

    private static final Backend B = Library.backend();
    private static final Cleaner CLEANER = Cleaner.create();

    private final PollerGuard guard;
    private final Cleaner.Cleanable leak;
    private final Slots slots = new Slots();
    private final ByteBuffer events;
    private final long eventsAddress;
    private final int capacity;
    private final AtomicReference<@Nullable Registration> closedSockets = new AtomicReference<>();

    private volatile long spinNanos;

    // the polling thread's own
    private int count;
    private int position;
    private @Nullable Registration closedList;
    private @Nullable Registration current;
    private int ready;
    private volatile long staleEvents; // written by the polling thread

    private Poller(long handle, int capacity) {
        this.guard = new PollerGuard(B, handle);
        this.capacity = capacity;
        this.events = Memory.allocate(capacity * EVENT_SIZE);
        this.eventsAddress = Memory.address(events);
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
        return new Poller(handle, capacity);
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
        FdGuard g = Guards.of(socket);
        checkRegister(interest, mode);
        if (!g.pin()) {
            throw new SocketClosedException("register");
        }
        try {
            return add(new Registration(this, socket, g, g.fd(), mode, token, attachment), interest);
        } finally {
            g.unpin();
        }
    }

    /**
     * Registers a descriptor that is not a {@link Socket}: of {@link Bsd}, an eventfd, a pipe. It stays the caller's, who
     * closes the registration before the descriptor.
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
        checkRegister(interest, mode);
        if (fd < 0) {
            throw new ErrnoException("register", Bsd.EBADF, "descriptor " + fd);
        }
        return add(new Registration(this, null, null, fd, mode, token, attachment), interest);
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
        PollerGuard g = inner.guard;
        if (!g.pin()) {
            throw new PollerClosedException("register");
        }
        try {
            int fd = B.pollerFd(g.handle());
            if (fd < 0) {
                throw unsupported("register", "a poller made with poll(2) cannot be polled");
            }
            return add(new Registration(this, inner, g, fd, Mode.LEVEL, 0, attachment), READABLE);
        } finally {
            g.unpin();
        }
    }

    private Registration add(Registration r, int interest) throws ErrnoException {
        if (!slots.add(r)) {
            throw new PollerClosedException("register");
        }
        boolean registered = false;
        try {
            r.begin(interest);
            registered = true;
            return r;
        } finally {
            if (!registered) {
                slots.remove(r);
            }
        }
    }

    private static void checkRegister(int interest, Mode mode) {
        Objects.requireNonNull(mode, "register: the mode is null");
        checkInterest(interest);
        if (mode == Mode.EXCLUSIVE && (interest & (PRIORITY | READ_HANGUP)) != 0) {
            throw new IllegalArgumentException("register: EXCLUSIVE takes READABLE and WRITABLE only");
        }
    }

    static void checkInterest(int interest) {
        if ((interest & ~ALL) != 0) {
            throw new IllegalArgumentException("interest 0x" + Integer.toHexString(interest) + " has bits other than "
                    + "READABLE, WRITABLE, PRIORITY, ERROR, HANGUP, READ_HANGUP and CLOSED");
        }
    }

    /** Changes the kernel's list. The descriptor is the caller's to keep open meanwhile. */
    void control(String call, int op, int fd, int events, long key) throws ErrnoException {
        int r = tryControl(op, fd, events, key);
        if (r >= 0) {
            return;
        }
        if (guard.isClosed()) {
            throw new PollerClosedException(call);
        }
        if (r == -Bsd.EOPNOTSUPP) {
            throw unsupported(call, "this poller has no such mode or event");
        }
        String detail = r == -Bsd.EEXIST
                ? "descriptor " + fd + " is in this poller already; change its Registration instead"
                : r == -Bsd.EPERM ? "descriptor " + fd + " is of a kind that cannot be polled" : "descriptor " + fd;
        throw new ErrnoException(call, -r, detail);
    }

    /** The same without an exception: {@code -errno}; {@code -EBADF} if the poller is closed. */
    int tryControl(int op, int fd, int events, long key) {
        if (!guard.pin()) {
            return -Bsd.EBADF;
        }
        try {
            return B.pollerCtl(guard.handle(), op, fd, events, key);
        } finally {
            guard.unpin();
        }
    }

    private static UnsupportedOperationException unsupported(String call, String what) {
        return new UnsupportedOperationException(call + ": " + what + " (" + System.getProperty("os.name") + ")");
    }

    /** A registration ended. */
    void forget(Registration r) {
        slots.remove(r);
    }

    /** The socket of a registration that asked for CLOSED was closed; on any thread. */
    void reportClosed(Registration r) {
        Registration first;
        do {
            first = closedSockets.get();
            r.nextClosed = first;
        } while (!closedSockets.compareAndSet(first, r));
        wakeup();
    }

    // ---- polling ----

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
        int how = guard.beginPoll(timeoutNanos != 0);
        if (how == PollerGuard.REFUSED) {
            throw new PollerClosedException("poll");
        }
        boolean now = how == PollerGuard.WOKEN || closedList != null || closedSockets.get() != null;
        count = 0;
        position = 0;
        current = null;
        int n = B.pollerWait(guard.handle(), eventsAddress, capacity, now ? 0 : timeoutNanos, spinNanos);
        boolean open = guard.endPoll();
        Reference.reachabilityFence(this);
        if (!open) {
            throw new PollerClosedException("poll");
        }
        if (n < 0) {
            throw new ErrnoException("poll", -n);
        }
        count = n;
        return n + takeClosed();
    }

    /** Makes the sockets that were closed the tail of the events; returns how many there are. */
    private int takeClosed() {
        if (closedList == null && closedSockets.get() != null) {
            closedList = closedSockets.getAndSet(null);
        }
        int n = 0;
        for (Registration r = closedList; r != null; r = r.nextClosed) {
            n++;
        }
        return n;
    }

    /**
     * Goes to the next event of the last {@link #poll}.
     *
     * @return false if there is none
     */
    public boolean next() {
        if (guard.isClosed()) {
            count = 0;
        }
        while (position < count) {
            int at = position++ * EVENT_SIZE;
            Registration r = slots.get(events.getLong(at));
            if (r == null) {
                stale();
                continue;
            }
            ready = r.deliver(events.getInt(at + EVENT_EVENTS));
            if (ready != 0) {
                current = r;
                return true;
            }
        }
        return nextClosed();
    }

    private boolean nextClosed() {
        for (Registration r = closedList; r != null; r = closedList) {
            closedList = r.nextClosed;
            r.nextClosed = null;
            if (r.deliverClosed()) {
                ready = CLOSED;
                current = r;
                return true;
            }
        }
        current = null;
        return false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void stale() {
        staleEvents++;
    }

    /**
     * What the current event says.
     *
     * @return {@link #READABLE}, {@link #WRITABLE} and so on, or-ed: what was asked for and is there, ERROR and HANGUP
     */
    public int ready() {
        registration();
        return ready;
    }

    /** {@return the token of the current event's registration} */
    public long token() {
        return registration().token();
    }

    /** {@return the attachment of the current event's registration} */
    public @Nullable Object attachment() {
        return registration().attachment();
    }

    /**
     * The registration of the current event.
     *
     * @return the registration
     * @throws IllegalStateException if there is no current event: {@link #next} was not called or returned false
     */
    public Registration registration() {
        Registration r = current;
        if (r == null) {
            throw new IllegalStateException("no current event: call next() first, and only go on if it returns true");
        }
        return r;
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
        if (nanos < 0) {
            throw new IllegalArgumentException("spin: " + nanos + " ns is negative");
        }
        spinNanos = nanos;
    }

    /**
     * Sets busy polling of network devices, Linux 6.9 and newer.
     *
     * @param parameters how
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException EPERM for a budget above 64 without CAP_NET_ADMIN
     * @throws UnsupportedOperationException if the system has no such thing
     */
    public void busyPoll(BusyPoll parameters) throws ErrnoException {
        if (!guard.pin()) {
            throw new PollerClosedException("busyPoll");
        }
        try {
            checkBusyPoll(B.pollerSetBusyPoll(
                    guard.handle(), parameters.usecs(), parameters.budget(), parameters.prefer() ? 1 : 0));
        } finally {
            guard.unpin();
        }
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
        if (!guard.pin()) {
            throw new PollerClosedException("busyPoll");
        }
        try {
            return BusyPoll.of(checkBusyPoll(B.pollerGetBusyPoll(guard.handle())));
        } finally {
            guard.unpin();
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

    /** {@return how many events one poll returns at most} */
    public int capacity() {
        return capacity;
    }

    /** {@return how many registrations there are} */
    public int size() {
        return slots.size();
    }

    /**
     * How many events were dropped because their registration had ended: a number to watch in tests, and 0 or small in
     * programs whose handlers close other connections than their own.
     *
     * @return the count since the poller was opened
     */
    public long staleEvents() {
        return staleEvents;
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
        if (guard.close()) {
            for (Registration r : slots.close()) {
                r.close();
            }
            leak.clean();
        }
    }

    @Override
    public String toString() {
        return "Poller[" + (isClosed() ? "closed" : size() + " registrations") + "]";
    }

    /** Closes what was forgotten, and says so; nothing relies on it. Must not refer to the poller. */
    private record Leak(Guard guard) implements Runnable {
        private static final System.Logger LOG = System.getLogger("io.baresock");

        @Override
        public void run() {
            if (guard.close()) {
                LOG.log(System.Logger.Level.WARNING, "a Poller was never closed; closed it now");
            }
        }
    }
}
