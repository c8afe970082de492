package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a socket waits for in its loop's poller. Interest stays when nobody waits any more, until an event comes that nobody
 * wants: a connection that receives again and again costs no system call for it. A pause takes a socket out of the poller
 * for a while: after an error that goes away by itself, such as ENOBUFS, with which a level-triggered loop would spin.
 */
final class Readiness extends Entry {

    /** How often in a row an operation may meet an error that should go away, before it fails: about a second. */
    static final int TRIES = 16;

    private static final long PAUSE = 1_000_000; // ns; doubles each time
    private static final int DOUBLINGS = 7;

    private final SocketOps operations;
    private @Nullable Registration registration; // only null until adopt() returns
    private int armed;
    private boolean paused;
    private int pauses; // in a row

    Readiness(SocketOps operations) {
        this.operations = operations;
    }

    /** From here on the loop is told of the socket, at once if another thread closes it now. */
    void watch(Poller poller) throws ErrnoException {
        registration = poller.register(operations.socket(), Poller.CLOSED, operations);
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
            // the thread that closed it has told the poller, which tells us
        } catch (ErrnoException e) {
            armed = 0;
            if (!pause()) {
                operations.failAll(e);
            }
        }
    }

    /**
     * Leaves the poller for a while, a longer one each time; then the socket tries everything again.
     *
     * @return false if it has done so {@link #TRIES} times in a row, to no avail
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

    /** The same without giving up. */
    void rest() {
        if (paused) {
            return;
        }
        operations.loop().timers.add(this, System.nanoTime() + (PAUSE << Math.min(pauses, DOUBLINGS)));
        paused = true;
        pauses++;
        disarm(~0);
    }

    /** Something went well. */
    void wentWell() {
        pauses = 0;
    }

    /** Ends a pause before its time. */
    void hurry() {
        if (paused) {
            operations.loop().timers.add(this, System.nanoTime());
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
        operations.loop().timers.remove(this);
        unwatch();
    }

    /** Ends what {@link #watch} began; harmless if that failed. */
    void unwatch() {
        Registration r = registration;
        if (r != null) { // else it was closed during adopt(), and that ended its registration
            r.close();
        }
    }
}
