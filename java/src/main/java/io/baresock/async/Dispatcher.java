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
    private final Ring<Entry> toTell = new Ring<>(64);
    private final Ring<Operations> goingOn = new Ring<>(64);
    private volatile Thread.@Nullable UncaughtExceptionHandler handler;

    Dispatcher(Inbox inbox, TimerHeap timers) {
        this.inbox = inbox;
        this.timers = timers;
    }

    /** Has the entry tell the user what it has to tell, soon. */
    void tellLater(Entry e) {
        toTell.add(e);
    }

    /** Tells what is to be told, in its order, up to this one. */
    void tellUpTo(Entry last) {
        Entry e;
        do {
            e = toTell.poll();
            if (e != null) {
                tell(e);
            }
        } while (e != null && e != last);
    }

    /** Has the socket try again, when others had their turn. */
    void goOnLater(Operations s) {
        if (!s.goesOn) {
            s.goesOn = true;
            goingOn.add(s);
        }
    }

    /** How long the poller may wait, of the time the caller gives; negative is for ever. */
    long nanosToWait(long timeoutNanos) {
        if (!toTell.isEmpty() || !goingOn.isEmpty() || !inbox.isEmpty()) {
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
            event((Operations) Objects.requireNonNull(poller.attachment()), poller.ready());
        }
        runTimers();
        startAll(inbox.take());
        goOn();
        for (int round = 0; round < ROUNDS && !toTell.isEmpty(); round++) {
            tell();
        }
    }

    /** The loop ends: starts what was handed over, and lets nothing more in. */
    void startLast() {
        startAll(inbox.take());
        startAll(inbox.seal());
    }

    /** The loop ends: tells all there is, and what comes of it. */
    void tellAll() {
        while (!toTell.isEmpty()) {
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

    private void startAll(@Nullable Entry oldest) {
        for (Entry e = oldest; e != null; ) {
            Entry next = e.before;
            e.before = null;
            start(e);
            e = next;
        }
    }

    private void goOn() {
        for (int n = goingOn.size(); n > 0; n--) {
            Operations s = goingOn.poll();
            if (s != null) {
                s.goesOn = false;
                goOn(s);
            }
        }
    }

    /** Tells what there is now; what comes of it is for the next round. */
    private void tell() {
        for (int n = toTell.size(); n > 0; n--) {
            Entry e = toTell.poll();
            if (e != null) {
                tell(e);
            }
        }
    }

    // Whatever throws, the user's code or our own: one socket or task is lost, and not the loop.

    private void event(Operations s, int ready) {
        try {
            s.event(ready);
        } catch (Throwable t) {
            handle(t);
            s.end();
        }
    }

    private void goOn(Operations s) {
        try {
            s.tryAll();
        } catch (Throwable t) {
            handle(t);
            s.end();
        }
    }

    private void start(Entry e) {
        try {
            e.start();
        } catch (Throwable t) {
            handle(t);
        }
    }

    private void due(Entry e) {
        try {
            e.due();
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
