package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.LookAhead;
import io.baresock.internal.backend.Header;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor in a {@link Poller}. Thread-safe. It ends when it, its socket or its poller is closed, or the socket is detached. After
 * that it has no more events, not even those that the kernel has already reported.
 */
public final class Registration implements AutoCloseable {

    /** The interest that is passed to the kernel; it always reports errors and hang-ups. */
    private static final int ASKED = Poller.READABLE | Poller.WRITABLE | Poller.PRIORITY | Poller.READ_HANGUP;

    private static final int MODES = Mode.EDGE.bit | Mode.ONESHOT.bit | Mode.EXCLUSIVE.bit;

    /** In {@link #inKernel}: the kernel knows the descriptor, even if the interest is only errors and hang-ups. */
    private static final int KNOWN = 1 << 30;

    private enum State {
        OPEN,
        /** The socket was closed, and the poller has to report it. */
        TO_REPORT,
        CLOSED
    }

    /** The number that the kernel keeps with the descriptor; set by {@link Slots}. */
    long key;
    /** The next in the poller's list of registrations whose sockets are closed. */
    @Nullable
    Registration nextClosed;

    private final Registrations list;
    private final @Nullable Object target; // the Socket or Poller; keeps it from being collected while it is registered
    private final @Nullable Guard guard; // null: a foreign descriptor
    private final int fd;
    private final long token;
    private final Runnable closing = this::targetClosing; // a field, because the watch holds it only weakly
    private final Guard.Watch watch = new Guard.Watch(closing);
    private final Changing changing = new Changing();
    private volatile @Nullable Object attachment;
    private volatile int interest;
    private volatile Mode mode;
    private volatile boolean silent; // ONESHOT: delivered, and not armed since
    private volatile State state = State.OPEN;
    private int inKernel; // the events and mode that the kernel has; 0: not registered there. Guarded by this
    private boolean unsure; // an Error interrupted a change, so it is not known what the kernel has. Guarded by this

    Registration(
            Registrations list,
            @Nullable Object target,
            @Nullable Guard guard,
            int fd,
            Mode mode,
            long token,
            @Nullable Object attachment) {
        this.list = list;
        this.target = target;
        this.guard = guard;
        this.fd = fd;
        this.mode = mode;
        this.token = token;
        this.attachment = attachment;
    }

    /**
     * Enters the kernel's list. Called once, while the guard is in use. It is the last step: if a later one could fail, the kernel could
     * keep a registration that no object here knows.
     */
    synchronized void begin(int ops) throws ErrnoException {
        if (guard != null && !guard.watch(watch)) { // closed in the meantime
            state = State.CLOSED;
            throw targetClosed("register");
        }
        try {
            apply("register", ops);
        } catch (Throwable e) {
            state = State.CLOSED;
            try {
                leaveKernel();
            } finally {
                if (guard != null) {
                    guard.unwatch(watch);
                }
            }
            throw e;
        }
    }

    /**
     * Changes the interest. The kernel knows it when this returns. If nothing changes, there is no system call.
     *
     * @param ops {@link Poller#READABLE} and so on, or-ed. With 0 nothing is reported, not even errors: the descriptor leaves the
     *     kernel's list until it has an interest again
     * @throws SocketClosedException if the socket is closed
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException as in epoll_ctl(2); ENOENT if this registration is closed. After a failure the interest is 0 if it was 0
     *     before or the mode is EXCLUSIVE; otherwise it is the old one
     */
    public void interest(int ops) throws ErrnoException {
        Registrations.checkInterest(ops);
        synchronized (this) {
            if (state != State.OPEN) {
                throw ended();
            }
            if (ops == interest && !silent) {
                return;
            }
            if (guard == null) {
                apply("interest", ops);
            } else if (guard.use(changing, ops, 0, 0, 0) == Guard.REFUSED) {
                throw targetClosed("interest");
            }
        }
    }

    /**
     * Changes the interest and the mode. With an interest other than 0 the descriptor leaves the kernel's list and enters it anew if the
     * mode is another: what is ready then is reported again, also with {@link Mode#EDGE}.
     *
     * @param ops as {@link #interest(int)}
     * @param mode how to report from now on
     * @throws UnsupportedOperationException if this system lacks the mode; then the mode is the old one, and the interest 0
     * @throws ErrnoException as {@link #interest(int)}
     */
    public void interest(int ops, Mode mode) throws ErrnoException {
        Registrations.checkMode("interest", ops, mode);
        synchronized (this) {
            Mode before = this.mode;
            this.mode = mode;
            try {
                silent |= mode != before; // so that the kernel is told
                interest(ops);
            } catch (Throwable e) {
                this.mode = before;
                throw e;
            }
        }
    }

    private final class Changing implements Guard.Work<ErrnoException> {
        @Override
        public long run(int ops, int b, int c, long d) throws ErrnoException {
            apply("interest", ops);
            return 0;
        }
    }

    private final class Leaving implements Guard.Work<RuntimeException> {
        private final Guard held;

        Leaving(Guard held) {
            this.held = held;
        }

        @Override
        public long run(int a, int b, int c, long d) {
            try {
                leaveKernel();
            } finally {
                held.unwatch(watch);
            }
            return 0;
        }
    }

    private ErrnoException ended() {
        if (list.guard.isClosed()) {
            return new PollerClosedException("interest");
        }
        if (guard != null && guard.isClosed()) {
            return targetClosed("interest");
        }
        return new ErrnoException("interest", Bsd.ENOENT, "the registration is closed");
    }

    private ErrnoException targetClosed(String call) {
        return guard instanceof FdGuard ? new SocketClosedException(call) : new PollerClosedException(call);
    }

    /**
     * Makes the kernel's list agree with {@code ops}. The lock is held and the descriptor is in use. The fields change first, because the
     * polling thread may see an event as soon as the kernel knows.
     */
    private void apply(String call, int ops) throws ErrnoException {
        int wanted = (ops & ~Poller.CLOSED) == 0 ? 0 : ops & ASKED | KNOWN | mode.bit;
        int before = interest;
        interest = ops;
        if (wanted == inKernel && !silent && !unsure) {
            return;
        }
        try {
            boolean mayBeThere = inKernel != 0 || unsure;
            // No kernel changes all modes in place, and epoll_ctl(2) modifies nothing that is EXCLUSIVE.
            boolean anew = ((wanted ^ inKernel) & MODES) != 0 || mode == Mode.EXCLUSIVE;
            if (mayBeThere && (wanted == 0 || anew)) {
                list.check(call, tell(Header.POLLER_DELETE, 0), fd);
                inKernel = 0;
            }
            silent = false; // before the kernel can report
            if (wanted != 0) {
                list.check(call, tell(inKernel == 0 ? Header.POLLER_ADD : Header.POLLER_MODIFY, wanted & ~KNOWN), fd);
                inKernel = wanted;
            }
        } catch (Throwable e) {
            interest = inKernel == 0 ? ops & Poller.CLOSED : before;
            silent = true; // the kernel does not have what it should have, so the next call tells it in any case
            throw e;
        }
    }

    /** Changes the kernel's list. If it is not known what is in it, this works for both cases. */
    private int tell(int op, int events) {
        boolean any = unsure;
        unsure = true;
        int r = list.tryControl(op, fd, events, key);
        if (any && op == Header.POLLER_DELETE && r == -Bsd.ENOENT) {
            r = 0;
        } else if (any && op == Header.POLLER_ADD && r == -Bsd.EEXIST) {
            r = list.tryControl(Header.POLLER_MODIFY, fd, events, key);
        } else if (any && op == Header.POLLER_MODIFY && r == -Bsd.ENOENT) {
            r = list.tryControl(Header.POLLER_ADD, fd, events, key);
        }
        unsure = false;
        return r;
    }

    /**
     * Arms a ONESHOT registration again with its present interest, also if a poll returned its event and you skipped it. In other modes
     * nothing happens.
     *
     * @throws ErrnoException as {@link #interest(int)}
     */
    public void rearm() throws ErrnoException {
        if (mode == Mode.ONESHOT) {
            silent = true; // a skipped event left no trace here
        }
        interest(interest);
    }

    /**
     * Ends the registration; the descriptor stays open. Harmless when repeated, and after the socket or the poller is
     * closed.
     */
    @Override
    public void close() {
        try {
            end();
        } finally {
            list.forget(this);
        }
    }

    private synchronized void end() {
        boolean first = state == State.OPEN;
        state = State.CLOSED;
        if (!first && inKernel == 0 && !unsure) {
            return;
        }
        if (guard == null) {
            leaveKernel();
        } else {
            // If the guard refuses, the thread that closes the socket will call targetClosing.
            guard.use(new Leaving(guard), 0, 0, 0, 0);
        }
    }

    /** The socket, or the inner poller, is being closed; it still has its descriptor. */
    private void targetClosing() {
        boolean report = false;
        try {
            synchronized (this) {
                boolean first = state == State.OPEN;
                report = first && (interest & Poller.CLOSED) != 0;
                if (first) {
                    state = report ? State.TO_REPORT : State.CLOSED;
                }
                leaveKernel();
            }
        } finally { // also if that failed, because this is called only once
            list.forget(this);
            if (report) {
                list.events.reportClosed(this);
            }
        }
    }

    /** Ignores the result: an error only says that there is nothing to delete. */
    private void leaveKernel() {
        if (inKernel != 0 || unsure) {
            tell(Header.POLLER_DELETE, 0);
            inKernel = 0;
        }
    }

    /** Which of the kernel's events to deliver now, 0 for none; remembers the delivery. */
    int deliver(int events) {
        int ops = interest;
        if ((ops & ~Poller.CLOSED) == 0) {
            return 0;
        }
        int ready = events & (ops | Poller.ERROR | Poller.HANGUP);
        if (ready != 0 && mode == Mode.ONESHOT) {
            silent = true;
        }
        return ready;
    }

    /** Reads a field of each object that an event of this is likely to use; the result depends on all of them. See Events.lookAhead. */
    int touch() {
        Guard g = guard;
        return interest + (g == null ? 0 : g.touch()) + (attachment instanceof LookAhead ahead ? ahead.touch() : 0);
    }

    /** Whether the socket's end has to be reported now; true only once. */
    synchronized boolean deliverClosed() {
        boolean report = state == State.TO_REPORT;
        state = State.CLOSED;
        return report;
    }

    /** {@return the interest that was set last, also while a ONESHOT registration is silent} */
    public int interest() {
        return interest;
    }

    /** {@return whether neither it nor its socket nor its poller is closed} */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** {@return the mode that was set last} */
    public Mode mode() {
        return mode;
    }

    /** {@return the number that was given when it was registered} */
    public long token() {
        return token;
    }

    /** {@return the object that was given when it was registered, or by {@link #attach} later} */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Replaces the attachment.
     *
     * @param object any, or null
     */
    public void attach(@Nullable Object object) {
        attachment = object;
    }

    /** {@return the socket; null for another descriptor or a poller} */
    public @Nullable Socket socket() {
        return target instanceof Socket s ? s : null;
    }

    /** {@return the poller} */
    public Poller poller() {
        return list.poller;
    }

    @Override
    public String toString() {
        return "Registration[" + (isOpen() ? "fd " + fd : "closed") + ", " + mode + ", interest " + interest
                + (attachment == null ? ", token " + token : ", " + Objects.toString(attachment)) + "]";
    }
}
