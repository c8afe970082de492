package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.LookAhead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor in a {@link Poller}. Thread-safe. It ends when it is closed, when its socket or its poller is closed, and
 * when the socket is detached; no event of it is delivered after that, not even one that the kernel had already reported.
 */
public final class Registration implements AutoCloseable {

    private static final int ADD = 1;
    private static final int MODIFY = 2;
    private static final int DELETE = 3;

    /** Interest that goes to the kernel; errors and hang-ups come unasked. */
    private static final int ASKED = Poller.READABLE | Poller.WRITABLE | Poller.PRIORITY | Poller.READ_HANGUP;

    /** In {@link #inKernel}: registered there, even when nothing is asked for but errors and hang-ups. */
    private static final int KNOWN = 1 << 30;

    private enum State {
        OPEN,
        /** The socket was closed, and the poller is to say so. */
        TO_REPORT,
        CLOSED
    }

    /** What the kernel keeps with the descriptor; set by {@link Slots}. */
    long key;
    /** The next in the poller's list of registrations whose sockets were closed. */
    @Nullable
    Registration nextClosed;

    private final Registrations list;
    private final @Nullable Object target; // the Socket or Poller, which must not be collected while it is registered
    private final @Nullable Guard guard; // null: a foreign descriptor
    private final int fd;
    private final Mode mode;
    private final long token;
    private final Runnable closing = this::targetClosing; // the watch does not keep it
    private final Guard.Watch watch = new Guard.Watch(closing);
    private final Changing changing = new Changing();
    private volatile @Nullable Object attachment;
    private volatile int interest;
    private volatile boolean silent; // ONESHOT, delivered and not armed since
    private volatile State state = State.OPEN;
    private int inKernel; // events and mode the kernel has; 0: not registered there. Guarded by this
    private boolean unsure; // an Error was thrown while the kernel was told: it may have been or not. Guarded by this

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
     * Enters the kernel's list; called once, with the guard pinned. That is the last step, behind which nothing can fail: else the
     * kernel could keep what nobody can take out of its list.
     */
    synchronized void begin(int ops) throws ErrnoException {
        if (guard != null && !guard.watch(watch)) { // closed since it was pinned
            state = State.CLOSED;
            throw targetClosed("register");
        }
        boolean begun = false;
        try {
            apply("register", ops);
            begun = true;
        } finally {
            if (!begun) {
                state = State.CLOSED;
                try {
                    leaveKernel();
                } finally {
                    if (guard != null) {
                        guard.unwatch(watch);
                    }
                }
            }
        }
    }

    /**
     * Changes what is waited for. Known to the kernel when this returns; costs no system call if nothing changes.
     *
     * @param ops {@link Poller#READABLE} and so on, or-ed. 0 reports nothing, not even errors: the descriptor leaves the
     *     kernel's list until there is an interest again
     * @throws SocketClosedException if the socket is closed
     * @throws PollerClosedException if the poller is closed
     * @throws ErrnoException as in epoll_ctl(2); ENOENT if this registration was closed. If an interest other than 0
     *     follows one of 0 or the mode is EXCLUSIVE, a failure leaves the interest 0
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
     * Makes the kernel's list say what {@code ops} asks for. Lock held, descriptor pinned. The fields change first: the
     * polling thread may see an event as soon as the kernel was told.
     */
    private void apply(String call, int ops) throws ErrnoException {
        int wanted = (ops & ~Poller.CLOSED) == 0 ? 0 : ops & ASKED | KNOWN | mode.bit;
        int before = interest;
        interest = ops;
        if (wanted == inKernel && !silent && !unsure) {
            return;
        }
        boolean told = false;
        try {
            boolean mayBeThere = inKernel != 0 || unsure;
            if (mayBeThere && (wanted == 0 || mode == Mode.EXCLUSIVE)) { // epoll_ctl(2) modifies no EXCLUSIVE
                list.check(call, tell(DELETE, 0), fd);
                inKernel = 0;
            }
            silent = false; // before the kernel can report
            if (wanted != 0) {
                list.check(call, tell(inKernel == 0 ? ADD : MODIFY, wanted & ~KNOWN), fd);
                inKernel = wanted;
            }
            told = true;
        } finally {
            if (!told) {
                interest = inKernel == 0 ? ops & Poller.CLOSED : before;
                silent = true; // what the kernel has is not what it should have: the next call tells it in any case
            }
        }
    }

    /** Changes the kernel's list, whatever is in it if that is not known. */
    private int tell(int op, int events) {
        boolean any = unsure;
        unsure = true;
        int r = list.tryControl(op, fd, events, key);
        if (any && op == DELETE && r == -Bsd.ENOENT) {
            r = 0;
        } else if (any && op == ADD && r == -Bsd.EEXIST) {
            r = list.tryControl(MODIFY, fd, events, key);
        } else if (any && op == MODIFY && r == -Bsd.ENOENT) {
            r = list.tryControl(ADD, fd, events, key);
        }
        unsure = false;
        return r;
    }

    /**
     * Arms a ONESHOT registration again with the interest it has, also one whose event was fetched by a poll and not gone through.
     * In other modes nothing happens.
     *
     * @throws ErrnoException as {@link #interest(int)}
     */
    public void rearm() throws ErrnoException {
        if (mode == Mode.ONESHOT) {
            silent = true; // of an event that was lost nobody knows here
        }
        interest(interest);
    }

    /**
     * Ends the registration; the descriptor stays open. Harmless when repeated, and after the socket or the poller was
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
            // If it refuses, the thread that closes the socket is about to call targetClosing.
            guard.use(new Leaving(guard), 0, 0, 0, 0);
        }
    }

    /** The socket, or the inner poller, is about to be closed; the descriptor's number still is its own. */
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
        } finally { // also if that failed: it is not called again
            list.forget(this);
            if (report) {
                list.events.reportClosed(this);
            }
        }
    }

    /** Closing is never refused: what the kernel says is that there is nothing (any more) to delete. */
    private void leaveKernel() {
        if (inKernel != 0 || unsure) {
            tell(DELETE, 0);
            inKernel = 0;
        }
    }

    /**
     * What of the kernel's events is to be delivered now; notes the delivery.
     *
     * @return 0 for nothing
     */
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

    /** Reads one field in each object that an event of this is likely to use, and says something of all of them. */
    int touch() {
        Guard g = guard;
        return interest + (g == null ? 0 : g.touch()) + (attachment instanceof LookAhead ahead ? ahead.touch() : 0);
    }

    /** Whether the end of the socket is still to be reported; notes that it is. */
    synchronized boolean deliverClosed() {
        boolean report = state == State.TO_REPORT;
        state = State.CLOSED;
        return report;
    }

    /** {@return what is waited for, as set last; while ONESHOT is silent, too} */
    public int interest() {
        return interest;
    }

    /** {@return whether it is registered: not closed, and neither are its socket and its poller} */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** {@return how it reports} */
    public Mode mode() {
        return mode;
    }

    /** {@return the number given when it was registered} */
    public long token() {
        return token;
    }

    /** {@return the object given when it was registered, or by {@link #attach} since} */
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

    /** {@return the socket; null if it is a foreign descriptor or a poller that was registered} */
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
