package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.internal.Log;
import org.jspecify.annotations.Nullable;

/** Called for each connection that a listener accepts, and once for the end. Runs on the loop's thread. */
@FunctionalInterface
public interface AcceptCallback {

    /**
     * There is a new connection, or there will be no more.
     *
     * @param status the one that accept returned. It ends with the last call: {@link Status#isDone} and {@link Status#isSuccess} are
     *     false before, so ask {@code connection != null}
     * @param connection a new socket on the listener's loop, which the callback has to close. Null in the last call, whose
     *     status says why: EBADF if the listener was closed, ECANCELED after {@link Status#cancel}, or the error of accept(2)
     */
    void accepted(Status status, @Nullable AsyncSocket connection);

    /**
     * The system has no descriptors (EMFILE, ENFILE) or no memory (ENOBUFS, ENOMEM) for a connection. No connection is lost: they wait in
     * the listener's backlog. The loop tries again when one of its sockets is closed, and also after a pause. It calls this only once
     * until it has accepted all waiting connections. Logs a warning, unless you override it.
     *
     * @param status the one that accept returned
     * @param why the error of accept(2)
     */
    default void starved(Status status, ErrnoException why) {
        Log.warning(status.socket() + ": cannot accept for now: " + why.getMessage());
    }
}
