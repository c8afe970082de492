package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.SocketClosedException;
import io.baresock.internal.Memory;
import io.baresock.internal.StackRoom;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One operation at a time: its state, its arguments and its result. {@link Status} shows it to the user. The caller's thread begins it,
 * and the loop's thread tries and ends it. Any thread may cancel it or read its state.
 *
 * <pre>
 * state, an int; only begin, claim and cancel can meet another thread's change, so they compare and set
 *   IDLE       not in use
 *   PENDING    not begun: can be cancelled
 *   RUNNING    the loop is trying it; it lasts as long as one system call that does not block
 *   BEGUN      a part is done and cannot be undone
 *   CANCELLED  cancelled; the loop does not know it yet, or is about to end it
 *   ENDED      the result is known, the callback has not run
 *   DONE       may be in use again
 *
 *            thread   state before                state after
 *   begin    any      IDLE, DONE                  ENDED while it sets the fields, then PENDING
 *                     else                        refused
 *   abandon  any      PENDING, CANCELLED          IDLE
 *   cancel   any      PENDING                     CANCELLED
 *                     RUNNING                     waits for another state
 *                     else                        too late
 *   claim    loop     PENDING                     RUNNING
 *                     BEGUN                       as it is
 *                     else                        refused: it was cancelled
 *   release  loop     RUNNING                     PENDING
 *   begun    loop     RUNNING, BEGUN              BEGUN
 *   again    loop     BEGUN, of which 0 bytes     PENDING
 *   end      loop     RUNNING, BEGUN, CANCELLED   ENDED
 *   tell     loop     ENDED                       DONE
 * </pre>
 */
final class Operation extends Entry {

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

    private static final int IDLE = 0;
    private static final int PENDING = 1;
    private static final int RUNNING = 2;
    private static final int BEGUN = 3;
    private static final int CANCELLED = 4;
    private static final int ENDED = 5;
    private static final int DONE = 6;

    private static final long WITH_THE_KERNEL = 1_000_000; // ns; until a deadline is looked at again

    private static final AtomicIntegerFieldUpdater<Operation> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Operation.class, "state");
    private static final AtomicIntegerFieldUpdater<Operation> USES =
            AtomicIntegerFieldUpdater.newUpdater(Operation.class, "uses");

    /** The user's view of it. */
    final Status status;

    private volatile int state = IDLE;
    private volatile @Nullable Promise promise;
    private volatile int uses; // counts the operations that this object has been

    // set by the caller's thread before the operation is handed to the loop
    Kind kind = Kind.NONE;
    private @Nullable SocketOps socket;
    private @Nullable Object callback;
    private @Nullable ByteBuffer buffer;

    @Nullable
    Sockaddr peer;

    @Nullable
    SockaddrStorage from;
    /** Whether the loop lends it a buffer. */
    boolean borrows;
    /** Bytes that count as queued for sending. */
    int charged;

    // used by the loop's thread
    /** In a {@link OperationQueue}: the operation that was added after this one. */
    @Nullable
    Operation next;

    /** The buffer whose address is known; finding it for each use would cost time. */
    private @Nullable ByteBuffer addressed;

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

    /** See {@link io.baresock.internal.LookAhead}: a field at each end of this object, and one of each object that the callback gets. */
    int touch() {
        ByteBuffer b = buffer;
        return state
                + bytes
                + (callback instanceof RecvCallback ? 1 : 0)
                + (status.operation == this ? 1 : 0)
                + (b == null ? 0 : b.limit());
    }

    // ---- for Status ----

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
        return isDone() && errno == 0 && kind == Kind.RECV && bytes == 0 && !socket().messages;
    }

    @Nullable
    ByteBuffer buffer() {
        return buffer;
    }

    boolean cancel() {
        StackRoom.ask(StackRoom.FOR_A_PIN); // what is cancelled has its end
        while (true) {
            int s = state;
            if (s == RUNNING) {
                Thread.onSpinWait(); // never on the loop's own thread: no callback runs in this state
            } else if (s != PENDING) {
                return false;
            } else if (STATE.compareAndSet(this, PENDING, CANCELLED)) {
                int use = uses;
                EventLoop loop = socket().loop;
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
        EventLoop loop = socket().loop;
        if (loop.inLoop() && started) {
            setDeadline(use, when);
        } else {
            loop.later(() -> setDeadline(use, when));
        }
    }

    CompletableFuture<Status> future() {
        CompletableFuture<Status> f = makePromise().future;
        if (isDone()) {
            Throwable c = cause();
            if (c == null) {
                f.complete(status);
            } else {
                f.completeExceptionally(c);
            }
        }
        return f;
    }

    private synchronized Promise makePromise() {
        Promise p = promise;
        if (p == null) {
            p = new Promise();
            promise = p;
        }
        return p;
    }

    /** The cause, or the error that kept it from being made, because a future must complete. */
    private @Nullable Throwable whyFailed() {
        try {
            return errno == 0 ? null : made();
        } catch (Error e) {
            return e;
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

    // ---- beginning, trying and ending ----

    /** Begins an operation. Any thread. */
    void begin(SocketOps socket, Kind kind, @Nullable Object callback, @Nullable ByteBuffer buffer) {
        int s = state;
        if (s != DONE && s != IDLE || !STATE.compareAndSet(this, s, ENDED)) {
            throw new IllegalStateException(kind.call + ": the status is still in flight, for a " + this.kind.call
                    + "; use one status for each operation");
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
        if (promise != null) {
            promise = null;
        }
        USES.lazySet(this, uses + 1); // only one thread can begin an operation
        change(PENDING);
    }

    /**
     * Sets the state, when no other thread may change it. Others see it later, with all that was written before. So this thread does not
     * wait for its writes: nothing that it reads next depends on what others wrote because of the former state.
     */
    private void change(int to) {
        STATE.lazySet(this, to);
    }

    /** Undoes {@link #begin}. */
    void abandon() {
        state = IDLE;
    }

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
        if (isLive()) { // it was in no queue of its socket
            endOr(Bsd.EBADF);
        }
    }

    /** Called before each try. Returns whether it may be tried. */
    boolean claim() {
        return state == BEGUN || STATE.compareAndSet(this, PENDING, RUNNING);
    }

    /** Called after a try that changed nothing. */
    void release() {
        if (state == RUNNING) {
            change(PENDING);
        }
    }

    /** Called after a try that the kernel took, and then did nothing. */
    void again() {
        if (bytes == 0 && state == BEGUN) {
            change(PENDING);
        }
    }

    /** Called after a try that did a part. */
    void begun() {
        change(BEGUN);
    }

    boolean hasBegun() {
        return state == BEGUN;
    }

    /** Whether the operation is neither ended nor cancelled. */
    boolean isLive() {
        return state < CANCELLED && state != IDLE;
    }

    /** Ends the operation; 0 for success. */
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

    private void ended() {
        SocketOps mine = socket();
        mine.loop.timers.remove(this);
        mine.sending.discharge(this);
        change(ENDED);
        mine.loop.dispatcher.tellLater(this);
    }

    /** Ends it with this error, or with ECANCELED if the user has cancelled it. */
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
            socket().loop.timers.add(this, when);
        }
    }

    @Override
    void due() {
        if (socket().readiness.isSending(this)) { // the kernel is about to say how it ended
            socket().loop.timers.add(this, System.nanoTime() + WITH_THE_KERNEL);
        } else if (claim()) {
            socket().takeOut(this);
            end(Bsd.ETIMEDOUT);
        }
    }

    /** Calls back. */
    @Override
    void tell() {
        AsyncSocket s = socket().owner;
        ByteBuffer b = buffer;
        Object c = callback;
        Kind k = kind;
        if (borrows) {
            buffer = Loan.NOTHING; // only the callback gets the loop's buffer
        }
        int use = uses;
        Promise p = promise;
        Throwable why = p == null ? null : whyFailed();
        state = DONE; // from now on it may be in use again
        if (p == null && promise != null && use == uses) { // made a moment ago, before this was done
            p = promise;
            why = whyFailed();
        }
        try {
            if (c != null) {
                call(k, c, s, b);
            }
        } finally {
            if (p != null) {
                p.complete(status, why, s.loop().dispatcher);
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

    /** Replaces its buffer. */
    void use(ByteBuffer other) {
        buffer = other;
    }

    /** The address of a direct buffer's first byte; negative if it cannot be used: {@link Memory#base}. */
    @SuppressWarnings("ReferenceEquality") // equals() compares the contents of buffers
    long address(ByteBuffer direct) {
        if (addressed != direct) {
            address = Memory.base(direct);
            addressed = direct;
        }
        return address;
    }

    /** How many bytes one receive into the buffer can take; 0 if that is not known, because it may be made in pieces. */
    int room(ByteBuffer b) {
        return b.isDirect() && address(b) >= 0 ? b.remaining() : 0;
    }

    /** Says what {@link #address} would find. */
    void know(ByteBuffer direct, long address) {
        addressed = direct;
        this.address = address;
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
