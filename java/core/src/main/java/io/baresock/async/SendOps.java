package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sends of a socket, in the order of the calls; the last may be the end of sending. The loop's, but for the counting. */
final class SendOps extends Entry {

    private static final int TURN = 16; // sends before others have their turn
    private static final String BROKEN = "an earlier send was given up half way";
    private static final VarHandle QUEUED;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(SendOps.class, "queued", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SocketOps operations;
    private final OperationQueue ops = new OperationQueue();
    private boolean broken; // an operation was given up half way
    private boolean tells; // in the loop's list of what is to be told
    private int lastError;

    private volatile long queued;
    private volatile boolean congested;
    private volatile long low = 32 << 10;
    private volatile long high = 64 << 10;
    private volatile long limit = 16 << 20;
    private volatile @Nullable Consumer<AsyncSocket> onWritable;

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

    /** Counts a send; one that finds others before it and would exceed the limit is not counted, and refused later. */
    void charge(Operation op, int bytes) {
        long before = (long) QUEUED.getAndAdd(this, (long) bytes);
        if (before > 0 && before + bytes > limit) {
            QUEUED.getAndAdd(this, (long) -bytes);
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
        QUEUED.getAndAdd(this, (long) -Math.max(0, op.charged));
    }

    void discharge(Operation op) {
        if (op.charged > 0) {
            long left = (long) QUEUED.getAndAdd(this, (long) -op.charged) - op.charged;
            op.charged = 0;
            if (congested && left <= low) {
                congested = false;
                if (queued >= high) { // by another thread, just now
                    congested = true;
                } else if (onWritable != null && !tells) {
                    tells = true;
                    operations.loop().tellLater(this);
                }
            }
        }
    }

    /** There is room again. */
    @Override
    void tell() {
        tells = false;
        Consumer<AsyncSocket> callback = onWritable;
        if (callback != null && !congested && !operations.hasEnded()) {
            callback.accept(operations.owner());
        }
    }

    // ---- the queue: the loop ----

    int touch() {
        return (int) queued + (ops.isEmpty() ? 0 : 1);
    }

    boolean isEmpty() {
        return ops.isEmpty();
    }

    /** The error that a send met, which the kernel then does not tell the receiver any more; or 0. */
    int lastError() {
        return lastError;
    }

    void add(Operation op) {
        if (op.charged < 0) {
            op.endOr(
                    Bsd.ENOBUFS,
                    queued + " bytes are queued already, the limit is " + limit
                            + "; wait until the socket is writable");
        } else if (broken) {
            op.endOr(Bsd.EPIPE, BROKEN);
        } else {
            if (ops.add(op) && operations.mayTry()) {
                flush();
            }
            if (op.isLive()) {
                keep(op);
            }
        }
    }

    /** What is in the loop's own buffer will be overwritten, so what of it is still to be sent is copied. */
    private void keep(Operation op) {
        ByteBuffer b = op.buffer();
        if (b != null && b.isDirect() && operations.loop().loan.has(op.address(b))) {
            try {
                op.use(ByteBuffer.allocate(b.remaining()).put(b.duplicate()).flip());
            } catch (OutOfMemoryError e) { // it must not be sent from where others' bytes will be
                takeOut(op);
                op.endOr(Bsd.ENOMEM);
            }
        }
    }

    void takeOut(Operation op) {
        ops.remove(op);
        breakOffAfter(op);
    }

    /** What would follow an operation that ended half way would not be where the peer expects it. */
    private void breakOffAfter(Operation op) {
        if (op.bytes > 0) {
            broken = true;
            for (Operation next = ops.poll(); next != null; next = ops.poll()) {
                next.endOr(Bsd.EPIPE, BROKEN);
            }
        }
    }

    /** Sends what can be sent now. Returns whether anything was done, if only an error. */
    boolean flush() {
        boolean progress = false;
        for (int left = TURN; !ops.isEmpty(); left--) {
            if (left == 0) {
                operations.loop().goOnLater(operations);
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
        operations.readiness().disarm(Poller.WRITABLE);
        return progress;
    }

    private enum Try {
        NEXT,
        WAIT,
        MORE_LATER
    }

    private Try tryHead() {
        Operation op = ops.peek();
        if (op == null) {
            return Try.WAIT;
        }
        if (!op.claim()) {
            ops.poll();
            op.end(Bsd.ECANCELED);
            return Try.NEXT;
        }
        try {
            return op.kind == Operation.Kind.SHUTDOWN ? shutdown(op) : transmit(op);
        } catch (SocketClosedException e) {
            op.release(); // whoever closed it has told the poller
            return Try.WAIT;
        } catch (ErrnoException e) {
            return failed(op, e);
        } catch (RuntimeException e) { // a buffer that somebody else changes meanwhile, say
            ops.poll();
            breakOffAfter(op);
            op.end(Bsd.EINVAL);
            operations.loop().handle(e);
            return Try.NEXT;
        } catch (Error e) {
            op.release(); // or a cancel would wait for it for ever
            throw e;
        }
    }

    private Try shutdown(Operation op) throws ErrnoException {
        operations.socket().shutdown(Bsd.SHUT_WR);
        ops.poll();
        op.end();
        return Try.NEXT;
    }

    private Try transmit(Operation op) throws ErrnoException {
        ByteBuffer b = op.buffer();
        if (b == null) {
            throw new IllegalStateException("a send without a buffer");
        }
        boolean stream = operations.isStream();
        int n = 0;
        if (b.hasRemaining() || !stream) {
            n = send(op, b);
            if (n == Socket.WOULD_BLOCK) {
                op.release();
                operations.readiness().arm(Poller.WRITABLE);
                return Try.WAIT;
            }
            operations.readiness().wentWell();
        }
        op.bytes += n;
        if (stream && b.hasRemaining()) {
            op.begun();
            operations.readiness().arm(Poller.WRITABLE); // the kernel's buffer is full
            return Try.MORE_LATER;
        }
        ops.poll();
        op.end();
        return Try.NEXT;
    }

    private int send(Operation op, ByteBuffer b) throws ErrnoException {
        if (op.peer != null) {
            return operations.socket().sendto(b, 0, op.peer);
        }
        long base = b.isDirect() ? op.address(b) : -1;
        if (base < 0) {
            return operations.socket().send(b, 0);
        }
        int position = b.position(); // each read once: another thread may be moving them
        int n = operations.socket().send(base + position, Math.max(b.limit() - position, 0), 0);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Operation.moved(b, position + n);
        }
        return n;
    }

    private Try failed(Operation op, ErrnoException e) {
        int errno = e.errno();
        if (errno == Bsd.EINTR) {
            op.release();
            operations.loop().goOnLater(operations);
            return Try.MORE_LATER;
        }
        if (Errors.isShortage(errno) && operations.readiness().pause()) {
            op.release();
            return Try.WAIT;
        }
        if (operations.isStream() && errno != Bsd.EPIPE) {
            lastError = errno;
        }
        ops.poll();
        breakOffAfter(op);
        op.end(e);
        return Try.NEXT;
    }

    void failAll(int errno) {
        for (Operation op = ops.poll(); op != null; op = ops.poll()) {
            broken |= op.bytes > 0;
            op.endOr(errno);
        }
    }
}
