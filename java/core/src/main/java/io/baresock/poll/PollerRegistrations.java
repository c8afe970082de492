package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.access.SocketAccess;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Registering, and the way of a {@link Registration} to the kernel's list: the part of {@link Poller} that any thread uses. */
abstract sealed class PollerRegistrations extends PollerEvents permits Poller {

    private static final int ALL = (Poller.CLOSED << 1) - 1;

    private static final SocketAccess<Socket> SOCKETS = SocketAccess.of(Socket.class);

    private final Guard.Work<RuntimeException> controlling = new Controlling();
    private volatile @Nullable Registration lost; // failed, and perhaps not taken back

    PollerRegistrations(long handle, int capacity) {
        super(handle, capacity);
    }

    private Poller self() {
        return (Poller) this;
    }

    // ---- registering ----

    /**
     * Registers a socket in level-triggered mode.
     *
     * @param socket a socket
     * @param interest {@link Poller#READABLE}, {@link Poller#WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     */
    public final Registration register(Socket socket, int interest, @Nullable Object attachment) throws ErrnoException {
        return register(socket, interest, Mode.LEVEL, 0, attachment);
    }

    /**
     * Registers a socket.
     *
     * @param socket a socket
     * @param interest {@link Poller#READABLE}, {@link Poller#WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param mode how to report
     * @param token any number; comes back with its events
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws SocketClosedException if the socket is not open
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if the socket is registered here already
     * @throws UnsupportedOperationException if the mode, or PRIORITY, cannot be had on this system
     */
    public final Registration register(Socket socket, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        FdGuard g = SOCKETS.guard(socket);
        checkRegister(interest, mode);
        Registration r = new Registration(self(), socket, g, g.fd(), mode, token, attachment);
        if (g.use(new Adding(r), interest, 0, 0, 0) == Guard.REFUSED) {
            throw new SocketClosedException("register");
        }
        return r;
    }

    /**
     * Registers a descriptor that is not a {@link Socket}: of {@link Bsd}, an eventfd, a pipe. It stays the caller's, who
     * closes the registration before the descriptor.
     *
     * @param fd the descriptor
     * @param interest {@link Poller#READABLE}, {@link Poller#WRITABLE} and so on, or-ed; 0 to wait for nothing yet
     * @param mode how to report
     * @param token any number; comes back with its events
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws PollerClosedException if this poller is closed
     * @throws ErrnoException as in epoll_ctl(2); EEXIST if it is registered here already, EPERM if it is of a kind that
     *     is always ready, such as a file
     * @throws UnsupportedOperationException if the mode, or PRIORITY, cannot be had on this system
     */
    public final Registration register(int fd, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        checkRegister(interest, mode);
        if (fd < 0) {
            throw new ErrnoException("register", Bsd.EBADF, "descriptor " + fd);
        }
        return add(new Registration(self(), null, null, fd, mode, token, attachment), interest);
    }

    /**
     * Registers another poller: it is {@link Poller#READABLE} while a poll of it would return events. Closing it ends the
     * registration.
     *
     * @param inner the other poller
     * @param attachment comes back with its events; may be null
     * @return the registration
     * @throws PollerClosedException if one of them is closed
     * @throws ErrnoException as in epoll_ctl(2); ELOOP or EINVAL for a ring of pollers
     * @throws UnsupportedOperationException if the inner one is made with poll(2), which has no descriptor of its own
     */
    public final Registration register(Poller inner, @Nullable Object attachment) throws ErrnoException {
        PollerGuard g = inner.guard;
        long fd = g.use(new Asking(g), 0, 0, 0, 0);
        if (fd == Guard.REFUSED) {
            throw new PollerClosedException("register");
        }
        if (fd < 0) {
            throw unsupported("register", "a poller made with poll(2) cannot be polled");
        }
        Registration r = new Registration(self(), inner, g, (int) fd, Mode.LEVEL, 0, attachment);
        if (g.use(new Adding(r), Poller.READABLE, 0, 0, 0) == Guard.REFUSED) {
            throw new PollerClosedException("register");
        }
        return r;
    }

    /** Asks a poller for its descriptor. */
    private record Asking(PollerGuard inner) implements Guard.Work<RuntimeException> {
        @Override
        public long run(int a, int b, int c, long d) {
            return B.pollerFd(inner.handle());
        }
    }

    /** Adds a registration while its descriptor is held. */
    private final class Adding implements Guard.Work<ErrnoException> {
        private final Registration r;

        Adding(Registration r) {
            this.r = r;
        }

        @Override
        public long run(int interest, int b, int c, long d) throws ErrnoException {
            add(r, interest);
            return 0;
        }
    }

    private Registration add(Registration r, int interest) throws ErrnoException {
        endLost();
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
                lost = r; // a store does not fail: if the next line does, for want of stack, another call makes up for
                // it
                r.close();
                lost = null;
            }
        }
    }

    private void endLost() {
        Registration r = lost;
        if (r != null) {
            r.close();
            lost = null;
        }
    }

    private static void checkRegister(int interest, Mode mode) {
        Objects.requireNonNull(mode, "register: the mode is null");
        checkInterest(interest);
        if (mode == Mode.EXCLUSIVE && (interest & (Poller.PRIORITY | Poller.READ_HANGUP)) != 0) {
            throw new IllegalArgumentException("register: EXCLUSIVE takes READABLE and WRITABLE only");
        }
    }

    static void checkInterest(int interest) {
        if ((interest & ~ALL) != 0) {
            throw new IllegalArgumentException("interest 0x" + Integer.toHexString(interest) + " has bits other than "
                    + "READABLE, WRITABLE, PRIORITY, ERROR, HANGUP, READ_HANGUP and CLOSED");
        }
    }

    // ---- for registrations ----

    /** Throws if {@code r}, what {@link #tryControl} returned for the descriptor, is an error. */
    final void check(String call, int r, int fd) throws ErrnoException {
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

    /**
     * Changes the kernel's list: 0 or {@code -errno}; {@code -EBADF} if the poller is closed. The descriptor is the caller's to keep
     * open meanwhile.
     */
    final int tryControl(int op, int fd, int events, long key) {
        long r = guard.use(controlling, op, fd, events, key);
        return r == Guard.REFUSED ? -Bsd.EBADF : (int) r;
    }

    private final class Controlling implements Guard.Work<RuntimeException> {
        @Override
        public long run(int op, int fd, int events, long key) {
            return B.pollerCtl(guard.handle(), op, fd, events, key);
        }
    }

    /** A registration ended. */
    final void forget(Registration r) {
        slots.remove(r);
    }

    static UnsupportedOperationException unsupported(String call, String what) {
        return new UnsupportedOperationException(call + ": " + what + " (" + System.getProperty("os.name") + ")");
    }

    /** {@return how many registrations there are} */
    public final int size() {
        endLost();
        return slots.size();
    }
}
