package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** The receives of a socket, in the order of the calls. The loop's. */
final class ReceiveOps {

    private static final int TURN = 16; // receives before others have their turn

    private final SocketOps operations;
    private final OperationQueue ops = new OperationQueue();
    private boolean ready; // an event came that nobody waited for

    ReceiveOps(SocketOps operations) {
        this.operations = operations;
    }

    int touch() {
        Operation op = ops.peek();
        return op == null ? 0 : op.touch();
    }

    boolean isEmpty() {
        return ops.isEmpty();
    }

    void add(Operation op) {
        ops.add(op);
        if (ready) {
            operations.loop().goOnLater(operations);
        } else if (operations.mayTry()) {
            operations.readiness().arm(Poller.READABLE);
        }
    }

    void takeOut(Operation op) {
        ops.remove(op);
    }

    /** Receives what is there. Returns whether anything was done, if only an error. */
    boolean receive() {
        if (ops.isEmpty()) {
            ready = true;
            operations.readiness().disarm(Poller.READABLE);
            return false;
        }
        ready = false;
        boolean progress = false;
        for (int left = TURN; !ops.isEmpty(); left--) {
            if (left == 0) {
                break;
            }
            Operation op = ops.peek();
            if (op == null || !tryOne(op)) {
                break;
            }
            progress = true;
            if (op.borrows) {
                operations.loop().tellUpTo(op); // before anybody else borrows it
                break;
            }
        }
        if (!ops.isEmpty()) {
            operations.readiness().arm(Poller.READABLE); // level-triggered: reports at once what is there still
        }
        return progress;
    }

    private boolean tryOne(Operation op) {
        if (!op.claim()) {
            ops.poll();
            op.end(Bsd.ECANCELED);
            return true;
        }
        ByteBuffer b = op.borrows ? operations.loop().loan.buffer() : op.buffer();
        if (b == null) {
            throw new IllegalStateException("a receive without a buffer");
        }
        try {
            int n = recv(op, b);
            if (n == Socket.WOULD_BLOCK) {
                op.release();
                return false;
            }
            if (op.borrows) {
                op.use(b);
            }
            received(op, n);
            return true;
        } catch (SocketClosedException e) {
            op.release(); // whoever closed it has told the poller
            return false;
        } catch (ErrnoException e) {
            return failed(op, e);
        } catch (RuntimeException e) { // a buffer that somebody else changes meanwhile, say
            ops.poll();
            op.end(Bsd.EINVAL);
            operations.loop().handle(e);
            return true;
        } catch (Error e) {
            op.release(); // or a cancel would wait for it for ever
            throw e;
        }
    }

    private int recv(Operation op, ByteBuffer b) throws ErrnoException {
        if (op.from != null) {
            return operations.socket().recvfrom(b, 0, op.from);
        }
        long base = b.isDirect() ? op.address(b) : -1;
        if (base < 0) {
            return operations.socket().recv(b, 0);
        }
        int position = b.position(); // each read once: another thread may be moving them
        int room = Math.max(b.limit() - position, 0);
        int n = operations.socket().recv(base + position, room, 0);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Operation.moved(b, position + Math.min(n, room)); // of a datagram that was too long it is its own length
        }
        return n;
    }

    private void received(Operation op, int n) {
        operations.readiness().wentWell();
        ops.poll();
        op.bytes = n;
        int error = n == 0 && operations.isStream() ? operations.sending().lastError() : 0;
        if (error == 0) {
            op.end();
        } else { // the kernel tells an error once, and a send was told: this is no clean end
            op.end(error);
        }
    }

    private boolean failed(Operation op, ErrnoException e) {
        if (e.errno() == Bsd.EINTR) {
            op.release();
            operations.loop().goOnLater(operations);
            return false;
        }
        if (Errors.isShortage(e.errno()) && operations.readiness().pause()) {
            op.release();
            return false;
        }
        ops.poll();
        op.end(e);
        return true;
    }

    void failAll(int errno) {
        for (Operation op = ops.poll(); op != null; op = ops.poll()) {
            op.endOr(errno);
        }
    }
}
