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
 * How an asynchronous operation stands. Every operation returns a new one, which may be kept; or it takes one of the caller's
 * (made by {@link #Status()}), which may be used again as soon as its callback has begun: that way nothing is allocated.
 *
 * <p>Thread-safe. What it says is settled once {@link #isDone} is true, which is so from the moment before the callback.
 */
public final class Status extends Entry {

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
            STATE = lookup.findVarHandle(Status.class, "state", int.class);
            FUTURE = lookup.findVarHandle(Status.class, "future", CompletableFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state = IDLE;
    private volatile @Nullable CompletableFuture<Status> future;
    private volatile int uses; // which operation of this object's life it is

    // set by the caller's thread before the operation is handed to the loop
    Kind kind = Kind.NONE;
    private @Nullable Operations operations; // of its socket
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
    /** In a {@link StatusQueue}: the one that was added after this. */
    @Nullable
    Status next;

    private @Nullable ByteBuffer addressed; // whose first byte's address is known: asked for once, and not for each use
    private long address;
    private boolean started;
    private int errno;
    private @Nullable ErrnoException cause;
    private @Nullable String detail;
    /** Bytes so far. */
    int bytes;

    /** One to use again and again, for one operation at a time. */
    public Status() {}

    /** See {@link io.baresock.internal.LookAhead}: one field of each end of it. */
    int touch() {
        return state + bytes + (callback instanceof RecvCallback ? 1 : 0);
    }

    // ---- for the user ----

    /** {@return whether the operation is over; for accept, whether there will be no more connections} */
    public boolean isDone() {
        return state == DONE;
    }

    /** {@return whether the operation is over and did what it should} */
    public boolean isSuccess() {
        return state == DONE && errno == 0;
    }

    /** {@return the error number, such as {@code Bsd.ECONNREFUSED}; 0 if there was none or the operation is not over} */
    public int errno() {
        return state == DONE ? errno : 0;
    }

    /** {@return the name of the error number, such as {@code "ECONNREFUSED"}; "" if {@link #errno} is 0} */
    public String errnoName() {
        int e = errno();
        return e == 0 ? "" : Errno.name(e);
    }

    /**
     * Why it failed, as the exception that a blocking call would have thrown. EBADF for a socket that was closed is a
     * {@link SocketClosedException}.
     *
     * @return the exception; null if it did not fail or is not over
     */
    public @Nullable ErrnoException cause() {
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

    /**
     * How many bytes were sent or received, also if it failed half way. On a datagram socket the datagram's own length: more
     * than the buffer had room for if the rest was cut off.
     *
     * @return bytes; 0 while it is not over
     */
    public int bytes() {
        return state == DONE ? bytes : 0;
    }

    /**
     * Whether a receive found the end of the stream; an empty datagram has 0 bytes and is no end.
     *
     * @return true for a successful receive of 0 bytes from a socket other than a datagram one
     */
    public boolean isEnd() {
        return isSuccess() && kind == Kind.RECV && bytes == 0 && !operations().isMessages();
    }

    /** {@return the socket of the operation; of the last one, if it is over} */
    public AsyncSocket socket() {
        return operations().owner();
    }

    /**
     * {@return the buffer of the receive or send; null for other operations. Of a receive into the loop's buffer it is an empty one:
     *     only the callback has the other}
     */
    public @Nullable ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Takes the operation back, if it has not begun: a receive or accept that nothing has come for, a send of which no byte
     * has gone, a connect or bind that was not tried yet. Its callback then gets ECANCELED. Any thread.
     *
     * @return true if it was taken back, and nothing of it has happened or will; false if it has begun, is over or was
     *     taken back before
     */
    public boolean cancel() {
        while (true) {
            int s = state;
            if (s == RUNNING) {
                Thread.onSpinWait(); // on the loop's own thread it never is: callbacks do not run meanwhile
            } else if (s != PENDING) {
                return false;
            } else if (STATE.compareAndSet(this, PENDING, CANCELLED)) {
                int use = uses;
                EventLoop loop = operations().loop();
                if (loop.inLoop()) {
                    takenBack(use);
                } else {
                    loop.later(() -> takenBack(use));
                }
                return true;
            }
        }
    }

    /**
     * Sets how long the operation may take; its callback gets ETIMEDOUT if it takes longer. A connect in progress is given
     * up then, and the socket is to be closed; a send of which a part has gone ends with that part in {@link #bytes}, and
     * the stream takes no further sends, as they would not be where the peer expects them. Any thread; harmless if the
     * operation is over.
     *
     * @param nanos from now; 0 is at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Status deadline(long nanos) {
        long when = EventLoop.nanosFromNow("deadline", nanos);
        if (state == IDLE || state == DONE) {
            return this;
        }
        int use = uses;
        EventLoop loop = operations().loop();
        if (loop.inLoop() && started) {
            setDeadline(use, when);
        } else {
            loop.later(() -> setDeadline(use, when));
        }
        return this;
    }

    /**
     * The same as a future, made when first asked for: it completes with this status, on the loop's thread, after the
     * callback; or exceptionally with {@link #cause}. Cancelling the future does not cancel the operation. It belongs to
     * this one operation; of a status that is used again, ask each time.
     *
     * @return the future
     */
    public CompletableFuture<Status> toCompletableFuture() {
        CompletableFuture<Status> f = future;
        if (f == null) {
            CompletableFuture<Status> made = new CompletableFuture<>();
            f = FUTURE.compareAndSet(this, null, made) ? made : Objects.requireNonNull(future);
        }
        if (state == DONE) {
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
            f.complete(this);
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
                        : kind.call + (errno == 0 ? ", " + bytes + " bytes" : ", " + errnoName());
        return "Status[" + how + "]";
    }

    // ---- for the package ----

    /** Begins an operation; any thread. */
    void begin(Operations operations, Kind kind, @Nullable Object callback, @Nullable ByteBuffer buffer) {
        int s = state;
        if (s != DONE && s != IDLE || !STATE.compareAndSet(this, s, ENDED)) {
            throw new IllegalStateException(kind.call + ": the status is still in flight, for a " + this.kind.call
                    + "; use one for each operation");
        }
        this.operations = operations;
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
            operations().start(this);
        }
    }

    @Override
    void failed() {
        Operations mine = operations();
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
        Operations mine = operations();
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
            operations().takeOut(this);
            end(Bsd.ECANCELED);
        }
    }

    private void setDeadline(int use, long when) {
        if (use == uses && started && isLive()) {
            operations().loop().timers.add(this, when);
        }
    }

    @Override
    void due() {
        if (claim()) {
            operations().takeOut(this);
            end(Bsd.ETIMEDOUT);
        }
    }

    /** Calls back. */
    @Override
    void tell() {
        AsyncSocket s = socket();
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
                tell(k, c, s, b);
            }
        } finally {
            if (f != null) {
                complete(f, why);
            }
        }
    }

    private void tell(Kind k, Object c, AsyncSocket s, @Nullable ByteBuffer b) {
        switch (k) {
            case RECV -> ((RecvCallback) c).received(this, Objects.requireNonNull(b));
            case SEND, SHUTDOWN -> ((SendCallback) c).sent(this);
            case ACCEPT -> ((AcceptCallback) c).accepted(this, null);
            default -> ((SocketCallback) c).done(this, s);
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

    private Operations operations() {
        Operations of = operations;
        if (of == null) {
            throw new IllegalStateException("the status was never used");
        }
        return of;
    }
}
