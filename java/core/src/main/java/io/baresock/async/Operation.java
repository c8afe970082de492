package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.SocketClosedException;
import io.baresock.internal.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One operation at a time: its state, what it was asked to do, and how it ended. {@link Status} shows it to the user. The caller's thread
 * begins it, the loop tries and ends it; any thread may cancel it or ask how it stands.
 */
final class Operation extends Entry {

    /** What is under way. */
    enum Kind {
        NONE("none"),
        CONNECT("connect"),
        BIND("bind"),
        ACCEPT("accept"),
        RECV("recv"),
        SEND("send"),
        SHUTDOWN("shutdown");

        final String call;

        Kind(String call) {
            this.call = call;
        }
    }

    // The life of an operation. RUNNING is as long as one system call that does not block.
    private static final int IDLE = 0; // not in use
    private static final int PENDING = 1; // not begun: may be taken back
    private static final int RUNNING = 2; // the loop is trying it
    private static final int BEGUN = 3; // a part of it was done, and cannot be undone
    private static final int CANCELLED = 4; // taken back
    private static final int ENDED = 5; // the outcome is known, the callback is still to come
    private static final int DONE = 6;

    private static final VarHandle STATE;
    private static final VarHandle FUTURE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Operation.class, "state", int.class);
            FUTURE = lookup.findVarHandle(Operation.class, "future", CompletableFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the user has of it. */
    final Status status;

    private volatile int state = IDLE;
    private volatile @Nullable CompletableFuture<Status> future;
    private volatile int uses; // which operation of this object's life it is

    // set by the caller's thread before the operation is handed to the loop
    Kind kind = Kind.NONE;
    private @Nullable SocketOps socket; // whose it is
    private @Nullable Object callback;
    private @Nullable ByteBuffer buffer;

    @Nullable
    Sockaddr peer;

    @Nullable
    SockaddrStorage from;
    /** Whether the loop is to lend it a buffer. */
    boolean borrows;
    /** Bytes that count as queued for sending. */
    int charged;

    // the loop's
    /** In a {@link OperationQueue}: the one that was added after this. */
    @Nullable
    Operation next;

    private @Nullable ByteBuffer addressed; // whose first byte's address is known: asked for once, and not for each use
    private long address;
    private boolean started;
    private int errno;
    private @Nullable ErrnoException cause;
    private @Nullable String detail;
    /** Bytes so far. */
    int bytes;

    Operation(Status status) {
        this.status = status;
    }

    /** See {@link io.baresock.internal.LookAhead}: one field of each end of it, and of what the callback gets. */
    int touch() {
        return state + bytes + (callback instanceof RecvCallback ? 1 : 0) + (status.operation == this ? 1 : 0);
    }

    // ---- what the user asks ----

    boolean isDone() {
        return state == DONE;
    }

    int errno() {
        return isDone() ? errno : 0;
    }

    @Nullable
    ErrnoException cause() {
        return errno() == 0 ? null : made();
    }

    private ErrnoException made() {
        ErrnoException c = cause;
        if (c == null) {
            c = errno == Bsd.EBADF
                    ? new SocketClosedException(kind.call)
                    : new ErrnoException(kind.call, errno, null, peer, detail);
            cause = c;
        }
        return c;
    }

    int bytes() {
        return isDone() ? bytes : 0;
    }

    boolean isEnd() {
        return isDone() && errno == 0 && kind == Kind.RECV && bytes == 0 && !socket().isMessages();
    }

    @Nullable
    ByteBuffer buffer() {
        return buffer;
    }

    boolean cancel() {
        while (true) {
            int s = state;
            if (s == RUNNING) {
                Thread.onSpinWait(); // on the loop's own thread it never is: callbacks do not run meanwhile
            } else if (s != PENDING) {
                return false;
            } else if (STATE.compareAndSet(this, PENDING, CANCELLED)) {
                int use = uses;
                EventLoop loop = socket().loop();
                if (loop.inLoop()) {
                    takenBack(use);
                } else {
                    loop.later(() -> takenBack(use));
                }
                return true;
            }
        }
    }

    void deadline(long when) {
        if (state == IDLE || isDone()) {
            return;
        }
        int use = uses;
        EventLoop loop = socket().loop();
        if (loop.inLoop() && started) {
            setDeadline(use, when);
        } else {
            loop.later(() -> setDeadline(use, when));
        }
    }

    CompletableFuture<Status> future() {
        CompletableFuture<Status> f = future;
        if (f == null) {
            CompletableFuture<Status> made = new CompletableFuture<>();
            f = FUTURE.compareAndSet(this, null, made) ? made : Objects.requireNonNull(future);
        }
        if (isDone()) {
            complete(f, cause());
        }
        return f;
    }

    /** The cause, or what kept it from being made: a future must come to its end. */
    private @Nullable Throwable whyFailed() {
        try {
            return errno == 0 ? null : made();
        } catch (Error e) {
            return e;
        }
    }

    private void complete(CompletableFuture<Status> f, @Nullable Throwable c) {
        if (c == null) {
            f.complete(status);
        } else {
            f.completeExceptionally(c);
        }
    }

    @Override
    public String toString() {
        int s = state;
        String how = s == IDLE
                ? "unused"
                : s != DONE
                        ? kind.call + " pending"
                        : kind.call + (errno == 0 ? ", " + bytes + " bytes" : ", " + Errno.name(errno));
        return "Status[" + how + "]";
    }

    // ---- its life ----

    /** Begins an operation; any thread. */
    void begin(SocketOps socket, Kind kind, @Nullable Object callback, @Nullable ByteBuffer buffer) {
        int s = state;
        if (s != DONE && s != IDLE || !STATE.compareAndSet(this, s, ENDED)) {
            throw new IllegalStateException(kind.call + ": the status is still in flight, for a " + this.kind.call
                    + "; use one for each operation");
        }
        this.socket = socket;
        this.kind = kind;
        this.callback = callback;
        this.buffer = buffer;
        peer = null;
        from = null;
        borrows = false;
        charged = 0;
        started = false;
        errno = 0;
        cause = null;
        detail = null;
        bytes = 0;
        future = null;
        nextUse();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // whoever begins an operation is alone
    private void nextUse() {
        uses++;
        state = PENDING;
    }

    /** Ends what {@link #begin} began, as if it had not. */
    void abandon() {
        state = IDLE;
    }

    /** The loop takes the operation on. */
    @Override
    void start() {
        started = true;
        if (state == CANCELLED) {
            end(Bsd.ECANCELED);
        } else {
            socket().start(this);
        }
    }

    @Override
    void failed() {
        SocketOps mine = socket();
        release();
        mine.end();
        if (isLive()) { // not in a queue of its socket's
            endOr(Bsd.EBADF);
        }
    }

    /** Before each try: whether it may be tried. */
    boolean claim() {
        return state == BEGUN || STATE.compareAndSet(this, PENDING, RUNNING);
    }

    /** After a try that changed nothing. */
    void release() {
        if (state == RUNNING) {
            state = PENDING;
        }
    }

    /** After a try that did a part. */
    void begun() {
        state = BEGUN;
    }

    boolean hasBegun() {
        return state == BEGUN;
    }

    /** Whether the operation is neither ended nor taken back. */
    boolean isLive() {
        return state < CANCELLED && state != IDLE;
    }

    void end(int errno) {
        end(errno, null);
    }

    void end(int errno, @Nullable String detail) {
        this.errno = errno;
        this.detail = detail;
        ended();
    }

    void end(ErrnoException e) {
        errno = e.errno();
        cause = e;
        ended();
    }

    /** Success. */
    void end() {
        ended();
    }

    private void ended() {
        SocketOps mine = socket();
        mine.loop().timers.remove(this);
        mine.forget(this);
        state = ENDED;
        mine.loop().tellLater(this);
    }

    /** Ends it, with ECANCELED if the user was faster. */
    void endOr(int errno) {
        endOr(errno, null);
    }

    void endOr(int errno, @Nullable String detail) {
        if (claim()) {
            end(errno, detail);
        } else {
            end(Bsd.ECANCELED);
        }
    }

    private void takenBack(int use) {
        if (use == uses && started && state == CANCELLED) {
            socket().takeOut(this);
            end(Bsd.ECANCELED);
        }
    }

    private void setDeadline(int use, long when) {
        if (use == uses && started && isLive()) {
            socket().loop().timers.add(this, when);
        }
    }

    @Override
    void due() {
        if (claim()) {
            socket().takeOut(this);
            end(Bsd.ETIMEDOUT);
        }
    }

    /** Calls back. */
    @Override
    void tell() {
        AsyncSocket s = socket().owner();
        ByteBuffer b = buffer;
        Object c = callback;
        Kind k = kind;
        if (borrows) {
            buffer = Loan.NOTHING; // it is the callback's alone
        }
        int use = uses;
        CompletableFuture<Status> f = future;
        Throwable why = f == null ? null : whyFailed();
        state = DONE; // from here on it may be in use again
        CompletableFuture<Status> late = f == null ? future : null; // asked for just now, when this was not done yet
        if (late != null && use == uses) {
            complete(late, whyFailed());
        }
        try {
            if (c != null) {
                call(k, c, s, b);
            }
        } finally {
            if (f != null) {
                complete(f, why);
            }
        }
    }

    private void call(Kind k, Object c, AsyncSocket s, @Nullable ByteBuffer b) {
        switch (k) {
            case RECV -> ((RecvCallback) c).received(status, Objects.requireNonNull(b));
            case SEND, SHUTDOWN -> ((SendCallback) c).sent(status);
            case ACCEPT -> ((AcceptCallback) c).accepted(status, null);
            default -> ((SocketCallback) c).done(status, s);
        }
    }

    /** From here on this is its buffer. */
    void use(ByteBuffer other) {
        buffer = other;
    }

    /** The address of a direct buffer's first byte; negative if it has none to be used: {@link Memory#base}. */
    @SuppressWarnings("ReferenceEquality") // buffers are equal by what is in them
    long address(ByteBuffer direct) {
        if (addressed != direct) {
            address = Memory.base(direct);
            addressed = direct;
        }
        return address;
    }

    /** Moves a position after a call, unless another thread has moved the limit below it: the call is done, whatever that does. */
    static void moved(ByteBuffer b, int position) {
        try {
            b.position(position);
        } catch (IllegalArgumentException e) {
            // beyond the limit, which was not there when the call began
        }
    }

    AcceptCallback acceptCallback() {
        return (AcceptCallback) Objects.requireNonNull(callback);
    }

    SocketOps socket() {
        SocketOps of = socket;
        if (of == null) {
            throw new IllegalStateException("the status was never used");
        }
        return of;
    }
}
