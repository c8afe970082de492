package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Abi;
import io.baresock.internal.StackRoom;
import io.baresock.poll.Poller;
import org.jspecify.annotations.Nullable;

/**
 * The accept of a listener: called once, it calls back for each connection until the listener is closed. When descriptors run out
 * (EMFILE, ENFILE), the connection stays in the backlog and the listener stays readable, so a loop that tries again at once would spin.
 * This one pauses, and goes on when a socket of its loop is closed. Used by the loop's thread only.
 */
final class AcceptOp {

    private static final int TURN = 16; // accepts before other sockets have their turn
    private static final int NONBLOCK = Abi.isPresent(Bsd.SOCK_NONBLOCK) ? Bsd.SOCK_NONBLOCK : 0;

    private final SocketOps operations;
    private @Nullable Operation op;
    private @Nullable Socket accepted; // and not delivered, because memory or stack has run out
    private boolean starving;

    AcceptOp(SocketOps operations) {
        this.operations = operations;
    }

    boolean isEmpty() {
        return op == null;
    }

    void add(Operation added) {
        if (op != null) {
            added.endOr(Bsd.EALREADY, "accept was called before; it goes on until the listener is closed");
            return;
        }
        op = added;
        operations.tryLater(); // if the socket does not listen, accept(2) says so; the poller does not always
    }

    void takeOut(Operation taken) {
        if (op == taken) {
            op = null;
            recovered();
            drop();
            operations.readiness.disarm(Poller.READABLE);
        }
    }

    /** Accepts what is waiting. Returns whether it did anything; an error counts. */
    boolean accept() {
        StackRoom.ask(StackRoom.FOR_A_PIN); // what is claimed is released, and what is accepted is delivered
        boolean progress = false;
        Operation mine = op;
        for (int left = TURN; left > 0 && mine != null && op == mine && !operations.hasEnded(); left--) {
            if (!mine.claim()) {
                takeOut(mine);
                mine.end(Bsd.ECANCELED);
                return true;
            }
            if (!acceptOne(mine)) {
                break;
            }
            progress = true;
        }
        if (op != null) {
            operations.readiness.arm(Poller.READABLE); // level-triggered: reports what is still waiting
        }
        return progress;
    }

    private boolean acceptOne(Operation mine) {
        try {
            return tryOne(mine);
        } catch (VirtualMachineError e) {
            // Memory or stack has run out: the listener goes on, and no connection is lost.
            mine.release(); // otherwise a cancel would wait for ever
            operations.readiness.rest();
            operations.loop.dispatcher.handle(e);
            return false;
        } catch (Error e) {
            mine.release();
            throw e;
        }
    }

    private boolean tryOne(Operation mine) {
        if (accepted == null) {
            try {
                accepted = operations.socket.accept(null, NONBLOCK, 0);
            } catch (SocketClosedException e) {
                mine.release(); // the poller will report CLOSED
                return false;
            } catch (ErrnoException e) {
                return failed(mine, e);
            }
        }
        Socket s = accepted;
        if (s == null && operations.isInputShut()) {
            return failed(mine, operations.readiness.failure("accept", -Bsd.EINVAL));
        }
        mine.release();
        if (s == null) {
            recovered(); // no connection waits any more
            return false;
        }
        deliver(mine, s);
        return true;
    }

    private void deliver(Operation mine, Socket s) {
        EventLoop loop = operations.loop;
        AsyncSocket connection;
        try {
            connection = loop.adopt(s);
            connection.operations().isNew();
        } catch (ErrnoException | RuntimeException e) {
            drop();
            loop.dispatcher.handle(e);
            return;
        }
        accepted = null;
        operations.readiness.wentWell();
        try {
            mine.acceptCallback().accepted(mine.status, connection);
        } catch (Throwable t) {
            loop.dispatcher.handle(t);
        }
    }

    /** Closes a connection that was not delivered, and will not be. */
    private void drop() {
        Socket s = accepted;
        if (s != null) {
            s.close();
            accepted = null;
        }
    }

    private boolean failed(Operation mine, ErrnoException e) {
        mine.release();
        if (Errors.isOfOneConnection(e.errno())) {
            return true;
        }
        if (Errors.isStarvation(e.errno())) {
            operations.readiness.rest();
            if (!starving) {
                operations.loop.starving.add(operations);
                starving = true;
                try {
                    mine.acceptCallback().starved(mine.status, e);
                } catch (Throwable t) {
                    operations.loop.dispatcher.handle(t);
                }
            }
            return false;
        }
        takeOut(mine);
        mine.claim();
        mine.end(e);
        return true;
    }

    private void recovered() {
        if (starving) {
            starving = false;
            operations.loop.starving.remove(operations);
        }
    }

    void failAll(int errno) {
        Operation last = op;
        if (last != null) {
            op = null;
            recovered();
            last.endOr(errno);
        }
        drop(); // last, because it may throw
    }
}
