package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The receives of a socket, in the order of the calls. Used by the loop's thread only. */
final class ReceiveOps extends OperationQueue {

    private static final int TURN = 16; // receives before other sockets have their turn

    private final SocketOps operations;
    private boolean ready; // there may be data that no event will report
    private boolean unsure = true; // a receive may leave data although it has room for more, until one finds nothing
    private boolean works; // the last try had no error

    ReceiveOps(SocketOps operations) {
        this.operations = operations;
    }

    void start(Operation op) {
        add(op);
        if (ready || operations.readiness.hasData() || operations.readiness.isEdge()) { // no event may report it
            operations.loop.dispatcher.goOnLater(operations);
        } else if (operations.mayTry() && !works && operations.mayListen()) { // which no event reports
            operations.loop.dispatcher.goOnLater(operations);
        } else if (operations.mayTry()) {
            operations.readiness.armToReceive(operations.takesAll());
        }
    }

    /** The event says that a receive may leave something although it has room for more: an urgent byte, an error or the end comes between. */
    void mayStop() {
        unsure = true;
    }

    /** There may be data that no event has reported. */
    void lookAgain() {
        ready = true;
    }

    /** Nobody has received from the socket, so it is not at an urgent byte. */
    void isNew() {
        unsure = false;
    }

    /** Receives what is there. Returns whether it did anything; an error counts. */
    boolean receive() {
        if (isEmpty()) {
            // By the edge it is quiet, until more comes that nobody wants.
            if (ready || !operations.readiness.isByEdge()) {
                operations.readiness.disarm(Poller.READABLE);
            }
            ready = true;
            return false;
        }
        ready = operations.readiness.isByEdge(); // until a receive has taken all
        boolean progress = false;
        for (int left = TURN; left > 0; left--) {
            Operation op = peek();
            if (op == null || !tryOne(op)) {
                break;
            }
            progress = true;
            if (op.borrows) {
                operations.loop.dispatcher.tellUpTo(op); // before another receive borrows the buffer
                break;
            }
        }
        if (!isEmpty()) {
            operations.readiness.armToReceive(operations.takesAll()); // by level, this reports what is still there
            if (ready || operations.readiness.hasData()) {
                operations.loop.dispatcher.goOnLater(operations);
            }
        }
        return progress;
    }

    private boolean tryOne(Operation op) {
        if (!op.claim()) {
            poll();
            op.end(Bsd.ECANCELED);
            return true;
        }
        ByteBuffer b = op.borrows ? operations.readiness.lend() : Objects.requireNonNull(op.buffer());
        try {
            int room = operations.readiness.isByEdge() ? op.room(b) : 0; // which may need memory
            int n = operations.readiness.recv(op, b);
            works = true;
            if (n == Socket.WOULD_BLOCK) {
                ready = false;
                unsure = false;
                if (!operations.isInputShut()) {
                    op.release();
                    return false;
                }
                n = atEnd(op);
            }
            if (op.borrows) {
                op.use(b);
            }
            if (operations.readiness.isByEdge()) {
                noteRest(n, room);
            }
            received(op, n);
            return true;
        } catch (SocketClosedException e) {
            op.release(); // the poller will report CLOSED
            return false;
        } catch (ErrnoException e) {
            return failed(op, e);
        } catch (RuntimeException e) { // such as a buffer that another thread changes
            poll();
            op.end(Bsd.EINVAL, e.toString());
            operations.loop.dispatcher.handle(e);
            return true;
        } catch (Error e) {
            op.release(); // otherwise a cancel would wait for ever
            throw e;
        }
    }

    /** After a receive from a socket that is watched by the edge: no event will report what it has left. */
    private void noteRest(int n, int room) {
        ready = unsure || n <= 0;
        if (n >= room || !operations.takesAll()) {
            operations.readiness.watchByLevel(); // reports what is still there
        }
    }

    /** The result of a receive when nothing comes any more. */
    private static int atEnd(Operation op) {
        if (op.from != null) {
            op.from.clear();
        }
        return 0;
    }

    private void received(Operation op, int n) {
        operations.readiness.wentWell();
        poll();
        op.bytes = n;
        // The kernel reports an error only once. If a send got it, this is no clean end.
        op.end(n == 0 && operations.stream ? operations.sending.lastError() : 0);
    }

    private boolean failed(Operation op, ErrnoException e) {
        if (e.errno() == Bsd.EINTR) {
            op.release();
            operations.loop.dispatcher.goOnLater(operations);
            return false;
        }
        if (Errors.isShortage(e.errno()) && operations.readiness.pause()) {
            op.release();
            return false;
        }
        works = false;
        poll();
        op.end(e);
        return true;
    }
}
