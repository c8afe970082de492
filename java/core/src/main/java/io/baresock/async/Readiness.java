package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket's interest in its loop's poller. The interest stays when no operation waits any more, until an unwanted event comes. So a
 * connection that receives again and again needs no system call for it. A pause takes the socket out of the poller for a while. It
 * follows an error that goes away by itself, such as ENOBUFS: a level-triggered loop would spin.
 */
final class Readiness extends Entry {

    /** How many times in a row an operation may get such an error before it fails: about a second. */
    static final int TRIES = 16;

    private static final long PAUSE = 1_000_000; // ns; doubles each time
    private static final int DOUBLINGS = 7;

    private final SocketOps operations;
    private @Nullable Registration registration; // null only until adopt() returns
    private int armed;
    private boolean paused;
    private int pauses; // in a row

    Readiness(SocketOps operations) {
        this.operations = operations;
    }

    /** Registers the socket; from now on the loop gets an event when another thread closes it. */
    void watch(Poller poller) throws ErrnoException {
        registration = poller.register(operations.socket, Poller.CLOSED, operations);
    }

    boolean isPaused() {
        return paused;
    }

    boolean isArmed(int ops) {
        return (armed & ops) == ops;
    }

    void arm(int ops) {
        if ((armed & ops) != ops && !paused) {
            set(armed | ops);
        }
    }

    void disarm(int ops) {
        if ((armed & ops) != 0) {
            set(armed & ~ops);
        }
    }

    private void set(int ops) {
        if (operations.hasEnded()) {
            return;
        }
        try {
            Objects.requireNonNull(registration).interest(ops | Poller.CLOSED);
            armed = ops;
        } catch (SocketClosedException e) {
            // the poller will report CLOSED
        } catch (ErrnoException e) {
            armed = 0;
            if (!pause()) {
                operations.failAll(e.errno());
            }
        }
    }

    /**
     * Leaves the poller for a while, each time for longer. Then the socket tries everything again.
     *
     * @return false after {@link #TRIES} pauses in a row without success
     */
    boolean pause() {
        if (paused) {
            return true;
        }
        if (pauses >= TRIES) {
            pauses = 0;
            return false;
        }
        rest();
        return true;
    }

    /** The same without a limit. */
    void rest() {
        if (paused) {
            return;
        }
        operations.loop.timers.add(this, System.nanoTime() + (PAUSE << Math.min(pauses, DOUBLINGS)));
        paused = true;
        pauses++;
        disarm(~0);
    }

    /** A call succeeded. */
    void wentWell() {
        pauses = 0;
    }

    /** Ends a pause early. */
    void hurry() {
        if (paused) {
            operations.loop.timers.add(this, System.nanoTime());
        }
    }

    @Override
    void due() {
        paused = false;
        operations.tryAll();
    }

    @Override
    void failed() {
        operations.end();
    }

    void end() {
        operations.loop.timers.remove(this);
        unwatch();
    }

    /** Undoes {@link #watch}; harmless if that failed. */
    void unwatch() {
        Registration r = registration;
        if (r != null) { // otherwise it was closed during adopt(), which ended the registration
            r.close();
        }
    }
}
