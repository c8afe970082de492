package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.Tally;
import io.baresock.poll.Poller;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sends of a socket, in the order of the calls; the last may be a shutdown. Used by the loop's thread only, except the counting. */
final class SendOps extends OperationQueue {

    private static final int TURN = 16; // sends before other sockets have their turn
    private static final int LATER = Integer.MIN_VALUE; // the result of a send that the next poll makes
    private static final String BROKEN = "an earlier send ended half way";
    private static final AtomicLongFieldUpdater<SendOps> QUEUED =
            AtomicLongFieldUpdater.newUpdater(SendOps.class, "queued");

    private final SocketOps operations;
    private boolean broken; // a send ended half way
    private boolean tells; // room is in the loop's list of callbacks
    private boolean hurries; // no send is left to the next poll
    private int lastError;

    private volatile long queued;
    private volatile boolean congested;
    private volatile long low = 32 << 10;
    private volatile long high = 64 << 10;
    private volatile long limit = 16 << 20;
    private volatile @Nullable Consumer<AsyncSocket> onWritable;

    private final Entry room = new Entry() {
        @Override
        void tell() {
            tellOfRoom();
        }
    };

    SendOps(SocketOps operations) {
        this.operations = operations;
    }

    // ---- how much is queued: any thread ----

    void marks(long low, long high, long limit) {
        this.low = low;
        this.high = high;
        this.limit = limit;
        congested = queued >= high;
    }

    void onWritable(@Nullable Consumer<AsyncSocket> callback) {
        onWritable = callback;
    }

    long queued() {
        return queued;
    }

    boolean isCongested() {
        return congested;
    }

    /** Counts a send. If others are queued and it would exceed the limit, it is not counted, and is refused later. */
    void charge(Operation op, int bytes) {
        long before = QUEUED.getAndAdd(this, bytes);
        if (before > 0 && before + bytes > limit) {
            QUEUED.getAndAdd(this, -bytes);
            op.charged = -1;
            return;
        }
        op.charged = bytes;
        if (before + bytes >= high) {
            congested = true;
        }
    }

    /** The operation was refused before it began. */
    void refund(Operation op) {
        QUEUED.getAndAdd(this, -Math.max(0, op.charged));
    }

    /** An operation has ended; its bytes are no longer queued. */
    void discharge(Operation op) {
        if (op.charged > 0) {
            long left = QUEUED.addAndGet(this, -op.charged);
            op.charged = 0;
            if (congested && left <= low) {
                congested = false;
                if (queued >= high) { // another thread has just filled it
                    congested = true;
                } else if (onWritable != null && !tells) {
                    tells = true;
                    operations.loop.dispatcher.tellLater(room);
                }
            }
        }
    }

    /** There is room again. */
    private void tellOfRoom() {
        tells = false;
        Consumer<AsyncSocket> callback = onWritable;
        if (callback != null && !congested && !operations.hasEnded()) {
            callback.accept(operations.owner);
        }
    }

    // ---- the queue: the loop ----

    /** See {@link io.baresock.internal.LookAhead}: a field at each end of this object. */
    int touch() {
        return (int) queued + (broken ? 1 : 0);
    }

    /** The error that a send got, or 0. The kernel does not report it to the receiver again. */
    int lastError() {
        return lastError;
    }

    void start(Operation op) {
        if (op.charged < 0) {
            op.endOr(
                    Bsd.ENOBUFS,
                    queued + " bytes are already queued, and the limit is " + limit
                            + "; wait until the socket is writable");
        } else if (broken) {
            op.endOr(Bsd.EPIPE, BROKEN);
        } else {
            if (add(op) && operations.mayTry()) {
                flush();
            }
            if (op.isLive()) {
                keep(op);
            }
        }
    }

    /** Copies the rest of a send if it is in the loop's own buffer, because the next receive overwrites that. */
    private void keep(Operation op) {
        ByteBuffer b = op.buffer();
        if (b != null && b.isDirect() && !operations.readiness.isSending(op) && operations.loop.lends(op.address(b))) {
            try {
                ByteBuffer rest = b.duplicate(); // its position and limit are read once, as of now
                op.use(ByteBuffer.allocate(rest.remaining()).put(rest).flip());
            } catch (OutOfMemoryError e) { // not copied, so it must not be sent
                takeOut(op);
                op.endOr(Bsd.ENOMEM);
            }
        }
    }

    void takeOut(Operation op) {
        remove(op);
        breakOffAfter(op);
    }

    /** After a send that ended half way the peer expects its rest, so no other send may follow. */
    private void breakOffAfter(Operation op) {
        if (op.bytes > 0) {
            broken = true;
            endAll(Bsd.EPIPE, BROKEN);
        }
    }

    /** Sends what can be sent now. Returns whether it did anything; an error counts. */
    boolean flush() {
        boolean progress = false;
        for (int left = TURN; !isEmpty(); left--) {
            if (left == 0) {
                operations.loop.dispatcher.goOnLater(operations);
                return true;
            }
            Try t = tryHead();
            if (t == Try.WAIT) {
                return progress;
            }
            progress = true;
            if (t == Try.MORE_LATER) {
                return true;
            }
        }
        operations.readiness.disarm(Poller.WRITABLE);
        return progress;
    }

    private enum Try {
        NEXT,
        WAIT,
        MORE_LATER
    }

    private Try tryHead() {
        Operation op = peek();
        if (op == null || operations.readiness.isSending(op)) {
            return Try.WAIT;
        }
        if (!op.claim()) {
            poll();
            op.end(Bsd.ECANCELED);
            return Try.NEXT;
        }
        try {
            return op.kind == Operation.Kind.SHUTDOWN ? shutdown(op) : transmit(op);
        } catch (SocketClosedException e) {
            op.release(); // the poller will report CLOSED
            return Try.WAIT;
        } catch (ErrnoException e) {
            return failed(op, e);
        } catch (RuntimeException e) { // such as a buffer that another thread changes
            poll();
            breakOffAfter(op);
            op.end(Bsd.EINVAL, e.toString());
            operations.loop.dispatcher.handle(e);
            return Try.NEXT;
        } catch (Error e) {
            op.release(); // otherwise a cancel would wait for ever
            throw e;
        }
    }

    private Try shutdown(Operation op) throws ErrnoException {
        operations.socket.shutdown(Bsd.SHUT_WR);
        poll();
        op.end(0);
        return Try.NEXT;
    }

    private Try transmit(Operation op) throws ErrnoException {
        ByteBuffer b = Objects.requireNonNull(op.buffer());
        int n = 0;
        if (b.hasRemaining() || !operations.stream) {
            n = send(op, b);
            if (n == LATER) {
                op.begun();
                return Try.WAIT;
            }
            if (n == Socket.WOULD_BLOCK) {
                op.release();
                operations.readiness.arm(Poller.WRITABLE);
                return Try.WAIT;
            }
        }
        return sent(op, b, n);
    }

    private Try sent(Operation op, ByteBuffer b, int n) {
        operations.readiness.wentWell();
        op.bytes += n;
        if (operations.stream && b.hasRemaining()) {
            op.begun();
            operations.readiness.arm(Poller.WRITABLE); // the kernel's buffer is full
            return Try.MORE_LATER;
        }
        poll();
        op.end(0);
        return Try.NEXT;
    }

    private int send(Operation op, ByteBuffer b) throws ErrnoException {
        if (op.peer != null) {
            return operations.socket.sendto(b, 0, op.peer);
        }
        long base = b.isDirect() ? op.address(b) : -1;
        if (base < 0) {
            return operations.socket.send(b, 0);
        }
        int position = b.position(); // each is read once, because another thread may move it
        int length = Math.max(b.limit() - position, 0);
        if (!hurries && operations.readiness.sendLater(op, base + position, length)) {
            return LATER;
        }
        int n = operations.socket.send(base + position, length, 0);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, position + n);
        }
        return n;
    }

    private Try failed(Operation op, ErrnoException e) {
        int errno = e.errno();
        if (errno == Bsd.EINTR) {
            op.release();
            operations.loop.dispatcher.goOnLater(operations);
            return Try.MORE_LATER;
        }
        if (Errors.isShortage(errno) && operations.readiness.pause()) {
            op.release();
            return Try.WAIT;
        }
        if (operations.stream && errno != Bsd.EPIPE) {
            lastError = errno;
        }
        poll();
        breakOffAfter(op);
        op.end(e);
        return Try.NEXT;
    }

    /** The event of a send that the kernel has made. If it ends the operation, this calls back. */
    void event(int n) {
        Operation op = peek();
        sent(n);
        if (op != null && op != peek()) {
            operations.loop.dispatcher.tellUpTo(op); // before the next event, which may be for what the callback starts
        }
    }

    /** The kernel has made the send of the oldest operation: as send(2), or {@link Readiness#UNSENT} if it has not seen it. */
    void sent(int n) {
        Operation op = Objects.requireNonNull(peek()); // nothing else takes it out
        ByteBuffer b = Objects.requireNonNull(op.buffer());
        if (n >= 0) {
            Buffers.moved(b, b.position() + Tally.sent(n, b.remaining()));
            sent(op, b, n);
        } else {
            op.again();
            if (n != Readiness.UNSENT && n != -Bsd.EAGAIN) {
                failed(op, operations.readiness.failure("send", n));
            }
        }
        if (op.isLive()) {
            keep(op);
            operations.readiness.arm(Poller.WRITABLE);
        } else {
            flush();
        }
    }

    /** Ends what the kernel was about to do, because the socket is closed or fails. */
    void finish() {
        int n = operations.readiness.takeBackSend();
        if (n == Readiness.NO_SEND) {
            return;
        }
        if (n != Readiness.UNSENT) {
            sent(n);
            return;
        }
        Operation op = Objects.requireNonNull(peek());
        op.again();
        hurries = true; // by its own call
        try {
            tryHead();
        } finally {
            hurries = false;
        }
    }

    void failAll(int errno) {
        finish();
        Operation first = peek(); // only this one can have begun
        broken |= first != null && first.bytes > 0;
        endAll(errno, null);
    }
}
