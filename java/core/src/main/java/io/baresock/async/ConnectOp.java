package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connect that is under way on a socket. Used by the loop's thread only. */
final class ConnectOp {

    private final SocketOps operations;
    private @Nullable Operation op;

    ConnectOp(SocketOps operations) {
        this.operations = operations;
    }

    boolean isEmpty() {
        return op == null;
    }

    void add(Operation added) {
        if (op != null) {
            added.endOr(Bsd.EALREADY, "another connect is under way");
            return;
        }
        op = added;
        if (!operations.readiness.isPaused()) {
            begin(added);
        }
    }

    void takeOut(Operation taken) {
        if (op == taken) {
            op = null;
            operations.tryLater(); // the operations that waited for it
        }
    }

    /** After a pause: begins or waits again. */
    void goOn() {
        Operation mine = op;
        if (mine != null && mine.hasBegun()) {
            operations.readiness.arm(Poller.WRITABLE);
        } else if (mine != null) {
            begin(mine);
        }
    }

    /** The poller reported an event: gets the result. Returns whether the connect is over. */
    boolean event(boolean hangup) {
        Operation mine = op;
        if (mine != null && mine.hasBegun()) {
            finish(mine, hangup);
        }
        return op == null;
    }

    private void begin(Operation mine) {
        if (!mine.claim()) {
            over(mine, Bsd.ECANCELED);
            return;
        }
        try {
            if (operations.socket.connect(Objects.requireNonNull(mine.peer), 0)) {
                over(mine, 0);
            } else {
                inProgress(mine);
            }
        } catch (SocketClosedException e) {
            mine.release(); // the poller will report CLOSED
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.EINTR) { // the kernel goes on with it: connect(2)
                inProgress(mine);
            } else if (e.errno() == Bsd.EAGAIN && operations.socket.domain() == Bsd.AF_UNIX) {
                // unix(7): the backlog is full, and no event says when it has room
                mine.release();
                operations.readiness.rest();
            } else if (Errors.isShortage(e.errno()) && operations.readiness.pause()) {
                mine.release();
            } else {
                over(mine, e);
            }
        } catch (Error e) {
            mine.release(); // otherwise a cancel would wait for ever
            throw e;
        }
    }

    private void inProgress(Operation mine) {
        mine.begun();
        operations.readiness.arm(Poller.WRITABLE);
    }

    private void finish(Operation mine, boolean hangup) {
        try {
            if (!operations.socket.finishConnect()) {
                operations.readiness.arm(Poller.WRITABLE);
            } else {
                over(mine, 0);
            }
        } catch (SocketClosedException e) {
            // the poller will report CLOSED
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.EINTR || Errors.isShortage(e.errno()) && operations.readiness.pause()) {
                return; // poll(2) failed, not the connect: the poller reports again that the socket is writable
            }
            boolean isShut = hangup && e.errno() == Bsd.ENOTCONN; // no error and no connection: it was shut down first
            over(mine, new ErrnoException("connect", isShut ? Bsd.ECONNABORTED : e.errno(), mine.peer));
        }
    }

    private void over(Operation mine, int errno) {
        op = null;
        if (errno == 0) {
            operations.readiness.wentWell();
        }
        mine.end(errno);
        operations.tryLater();
    }

    private void over(Operation mine, ErrnoException e) {
        op = null;
        mine.end(e);
        operations.tryLater();
    }

    void failAll(int errno) {
        Operation last = op;
        if (last != null) {
            op = null;
            last.endOr(errno);
        }
    }
}
