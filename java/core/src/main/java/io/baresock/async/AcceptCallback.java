package io.baresock.async;

import io.baresock.ErrnoException;
import org.jspecify.annotations.Nullable;

/** Learns of each connection that a listener accepts, and at last of the end. Runs on the loop's thread. */
@FunctionalInterface
public interface AcceptCallback {

    /**
     * There is a connection, or there will be no more.
     *
     * @param status the one that accept returned; {@link Status#isDone} only in the last call
     * @param connection a new socket on the listener's loop, the callback's to use and to close; null in the last call, whose
     *     status says why: EBADF if the listener was closed, ECANCELED after {@link Status#cancel}, or what accept(2) said
     */
    void accepted(Status status, @Nullable AsyncSocket connection);

    /**
     * The system is out of what a connection needs: descriptors (EMFILE, ENFILE) or memory (ENOBUFS, ENOMEM). Called once
     * until all waiting connections were accepted. Nothing is lost: connections wait in the listener's backlog. Accepting goes on when a
     * socket of the loop is closed, or else is tried again after a while. Logs a warning, unless it is overridden.
     *
     * @param status the one that accept returned
     * @param why what accept(2) said
     */
    default void starved(Status status, ErrnoException why) {
        System.getLogger("io.baresock")
                .log(System.Logger.Level.WARNING, "{0}: cannot accept for now: {1}", status.socket(), why.getMessage());
    }
}
