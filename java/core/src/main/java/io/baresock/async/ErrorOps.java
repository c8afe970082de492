package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.SocketClosedException;

/** Reads the error queue of a socket for the user. Used by the loop's thread only. */
final class ErrorOps {

    private final SocketOps operations;
    private final ErrorQueue queue;
    private final ErrorCallback callback;

    ErrorOps(SocketOps operations, ErrorQueue queue, ErrorCallback callback) {
        this.operations = operations;
        this.queue = queue;
        this.callback = callback;
    }

    /**
     * Takes entries once, so that other sockets have their turn: the mechanism reports again what is left. Returns whether there were any.
     */
    boolean read() {
        try {
            if (operations.socket.errors(queue) == 0) {
                return false; // an error that is only pending: the next operation gets it
            }
        } catch (SocketClosedException e) {
            return false; // the mechanism will report CLOSED
        } catch (ErrnoException e) { // such as ENOBUFS: what is in the queue stays there
            operations.readiness.rest();
            operations.loop.dispatcher.handle(e);
            return false;
        } catch (IllegalStateException e) { // the user has closed the queue
            operations.stopErrors();
            operations.loop.dispatcher.handle(e);
            return false;
        }
        try {
            callback.failed(operations.owner, queue);
        } catch (Throwable t) {
            operations.loop.dispatcher.handle(t);
        }
        return true;
    }
}
