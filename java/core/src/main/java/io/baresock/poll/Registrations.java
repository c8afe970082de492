package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.backend.Backend;
import org.jspecify.annotations.Nullable;

/** The registrations of a poller: it makes them, and changes the kernel's list for them. This is the part of {@link Poller} for any thread. */
final class Registrations {

    private static final Backend B = Library.backend();
    private static final int ALL = (Poller.CLOSED << 1) - 1;

    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    final Poller poller;
    final PollerGuard guard;
    final Events events;
    private final Slots slots;
    private final Guard.Work<RuntimeException> controlling = new Controlling();
    private volatile @Nullable Registration lost; // registering it failed, and perhaps it is not closed yet

    Registrations(Poller poller, PollerGuard guard, Slots slots, Events events) {
        this.poller = poller;
        this.guard = guard;
        this.slots = slots;
        this.events = events;
    }

    // ---- registering ----

    Registration register(Socket socket, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        FdGuard g = SOCKETS.guard(socket);
        checkMode("register", interest, mode);
        Registration r = new Registration(this, socket, g, g.fd(), mode, token, attachment);
        if (g.use(new Adding(r), interest, 0, 0, 0) == Guard.REFUSED) {
            throw new SocketClosedException("register");
        }
        return r;
    }

    Registration register(int fd, int interest, Mode mode, long token, @Nullable Object attachment)
            throws ErrnoException {
        checkMode("register", interest, mode);
        if (fd < 0) {
            throw new ErrnoException("register", Bsd.EBADF, "descriptor " + fd);
        }
        return add(new Registration(this, null, null, fd, mode, token, attachment), interest);
    }

    Registration register(Poller inner, PollerGuard g, @Nullable Object attachment) throws ErrnoException {
        long fd = g.use(new Asking(g), 0, 0, 0, 0);
        if (fd == Guard.REFUSED) {
            throw new PollerClosedException("register");
        }
        if (fd < 0) {
            throw unsupported("register", "a poller that uses poll(2) cannot be polled");
        }
        Registration r = new Registration(this, inner, g, (int) fd, Mode.LEVEL, 0, attachment);
        if (g.use(new Adding(r), Poller.READABLE, 0, 0, 0) == Guard.REFUSED) {
            throw new PollerClosedException("register");
        }
        return r;
    }

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
        try {
            r.begin(interest);
            return r;
        } catch (Throwable e) {
            lost = r; // if close() fails, because the stack is full, a later call closes it
            r.close();
            lost = null;
            throw e;
        }
    }

    private void endLost() {
        Registration r = lost;
        if (r != null) {
            r.close();
            lost = null;
        }
    }

    static void checkMode(String call, int interest, Mode mode) {
        if (mode == null) {
            throw new NullPointerException(call + ": the mode is null");
        }
        checkInterest(interest);
        if (mode == Mode.EXCLUSIVE && (interest & (Poller.PRIORITY | Poller.READ_HANGUP)) != 0) {
            throw new IllegalArgumentException(call + ": EXCLUSIVE takes READABLE and WRITABLE only");
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
    void check(String call, int r, int fd) throws ErrnoException {
        if (r >= 0) {
            return;
        }
        if (guard.isClosed()) {
            throw new PollerClosedException(call);
        }
        if (r == -Bsd.EOPNOTSUPP) {
            throw unsupported(call, "this poller lacks the mode or the event");
        }
        String detail = r == -Bsd.EEXIST
                ? "descriptor " + fd + " is in this poller already; change its Registration instead"
                : "descriptor " + fd + (r == -Bsd.EPERM ? " cannot be polled, such as a file" : "");
        throw new ErrnoException(call, -r, detail);
    }

    /**
     * Changes the kernel's list: 0 or {@code -errno}; {@code -EBADF} if the poller is closed. The caller keeps the descriptor open
     * during the call.
     */
    int tryControl(int op, int fd, int events, long key) {
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
    void forget(Registration r) {
        slots.remove(r);
    }

    static UnsupportedOperationException unsupported(String call, String what) {
        return new UnsupportedOperationException(call + ": " + what + " (" + System.getProperty("os.name") + ")");
    }

    int size() {
        endLost();
        return slots.size();
    }

    /** Ends all registrations and lets no more in. */
    void endAll() {
        slots.close();
        int used = slots.used();
        for (int i = 0; i < used; i++) {
            Registration r = slots.at(i);
            if (r != null) {
                r.close();
            }
        }
    }
}
