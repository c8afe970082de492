package io.baresock.async;

import io.baresock.poll.Poller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a turn of a loop does once the poller has returned, and in which order: events, timers, what other threads handed
 * over, sockets with more to do; and last the callbacks of what came to its end. The loop's thread, but for the handler.
 */
final class Dispatcher {

    private static final System.Logger LOG = System.getLogger("io.baresock");
    private static final int ROUNDS = 16; // of callbacks that bring forth others, before the poller is asked again

    private final Inbox inbox;
    private final TimerHeap timers;
    // What is to be told, linked by Entry.before, which then means the next: so that adding to it takes no memory and
    // cannot fail.
    private @Nullable Entry firstToTell;
    private @Nullable Entry lastToTell;
    private @Nullable SocketOps firstGoingOn; // with more to do, linked by SocketOps.nextGoingOn
    private @Nullable SocketOps lastGoingOn;
    private @Nullable Entry toStart; // what was handed over and is not started yet, linked by Entry.before
    private volatile Thread.@Nullable UncaughtExceptionHandler handler;

    Dispatcher(Inbox inbox, TimerHeap timers) {
        this.inbox = inbox;
        this.timers = timers;
    }

    /** Has the entry, which is not waiting for that already, tell the user what it has to tell, soon. */
    void tellLater(Entry e) {
        Entry last = lastToTell;
        if (last == null) {
            firstToTell = e;
        } else {
            last.before = e;
        }
        lastToTell = e;
    }

    /** Tells what is to be told, in its order, up to this one. */
    void tellUpTo(@Nullable Entry last) {
        Entry e;
        do {
            e = firstToTell;
            if (e != null) {
                firstToTell = e.before;
                if (firstToTell == null) {
                    lastToTell = null;
                }
                e.before = null;
                tell(e);
            }
        } while (e != null && e != last);
    }

    /** Has the socket try again, when others had their turn. */
    void goOnLater(SocketOps s) {
        if (s.goesOn) {
            return;
        }
        s.goesOn = true;
        SocketOps last = lastGoingOn;
        if (last == null) {
            firstGoingOn = s;
        } else {
            last.nextGoingOn = s;
        }
        lastGoingOn = s;
    }

    /** How long the poller may wait, of the time the caller gives; negative is for ever. */
    long nanosToWait(long timeoutNanos) {
        if (firstToTell != null || firstGoingOn != null || toStart != null || !inbox.isEmpty()) {
            return 0;
        }
        if (timers.isEmpty()) {
            return timeoutNanos;
        }
        long next = timers.nanosToNext(System.nanoTime());
        return timeoutNanos < 0 ? next : Math.min(timeoutNanos, next);
    }

    /** One turn, when the poller has returned. */
    void dispatch(Poller poller) {
        while (poller.next()) {
            event((SocketOps) Objects.requireNonNull(poller.attachment()), poller.ready());
        }
        runTimers();
        startAll();
        goOn();
        for (int round = 0; round < ROUNDS && firstToTell != null; round++) {
            tell();
        }
    }

    /** The loop ends: starts what was handed over, and lets nothing more in. */
    void startLast() {
        startAll();
        toStart = inbox.seal();
        startEach();
    }

    /** The loop ends: tells all there is, and what comes of it. */
    void tellAll() {
        while (firstToTell != null) {
            tell();
        }
    }

    private void runTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Entry e = timers.pollDue(now); e != null; e = timers.pollDue(now)) {
            due(e);
        }
    }

    /** Those first that an earlier call has left, if something threw there. */
    private void startAll() {
        startEach();
        toStart = inbox.take();
        startEach();
    }

    private void startEach() {
        for (Entry e = toStart; e != null; e = toStart) {
            toStart = e.before;
            e.before = null;
            start(e);
        }
    }

    /** Lets those go on that are there now; a socket that has more to do still is behind them then. */
    private void goOn() {
        SocketOps last = lastGoingOn;
        SocketOps s;
        do {
            s = firstGoingOn;
            if (s != null) {
                firstGoingOn = s.nextGoingOn;
                if (firstGoingOn == null) {
                    lastGoingOn = null;
                }
                s.nextGoingOn = null;
                s.goesOn = false;
                goOn(s);
            }
        } while (s != null && s != last);
    }

    /** Tells what there is now; what comes of it is for the next round. */
    private void tell() {
        tellUpTo(lastToTell);
    }

    // Whatever throws, the user's code or our own: one socket or task is lost, and not the loop.

    private void event(SocketOps s, int ready) {
        try {
            s.event(ready);
        } catch (Throwable t) {
            handle(t);
            end(s);
        }
    }

    /** Ends all operations of a socket, and it. */
    void end(SocketOps s) {
        try {
            s.end();
        } catch (Throwable t) {
            handle(t);
        }
    }

    private void goOn(SocketOps s) {
        try {
            s.tryAll();
        } catch (Throwable t) {
            handle(t);
            end(s);
        }
    }

    /** Starts what was handed over, or what the loop's own thread calls. */
    void start(Entry e) {
        try {
            e.start();
        } catch (Throwable t) {
            failed(e, t);
        }
    }

    private void due(Entry e) {
        try {
            e.due();
        } catch (Throwable t) {
            failed(e, t);
        }
    }

    private void failed(Entry e, Throwable why) {
        handle(why);
        try {
            e.failed();
        } catch (Throwable t) {
            handle(t);
        }
    }

    private void tell(Entry e) {
        try {
            e.tell();
        } catch (Throwable t) {
            handle(t);
        }
    }

    // ---- what is thrown ----

    /** For what callbacks and tasks throw; null for the thread's own. Any thread. */
    void setHandler(Thread.@Nullable UncaughtExceptionHandler handler) {
        this.handler = handler;
    }

    /** Tells of what was thrown; throws nothing itself. */
    void handle(Throwable thrown) {
        Thread me = Thread.currentThread();
        Thread.UncaughtExceptionHandler h = handler;
        try {
            (h == null ? me.getUncaughtExceptionHandler() : h).uncaughtException(me, thrown);
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "the handler of exceptions threw one itself", t);
        }
    }
}
