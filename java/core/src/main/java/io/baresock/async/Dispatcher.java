package io.baresock.async;

import io.baresock.internal.Log;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a turn of a loop does after the mechanism has returned, in this order: events, timers, entries from other threads, sockets with
 * more to do, and last the callbacks of operations that have ended. Used by the loop's thread only, except the handler.
 */
final class Dispatcher {

    private static final int ROUNDS = 16; // of callbacks that cause other callbacks, before the next poll
    private static final long PAUSE = 1_000_000; // ns

    static {
        Log.open(); // the first line may be that no descriptor is left
    }

    private final Inbox inbox;
    private final TimerHeap timers;
    private final int most; // timers, entries from other threads, and callbacks in a turn
    private long told; // callbacks in this turn
    // The callbacks to run, linked by Entry.before, which here means the next. Adding one needs no memory.
    private @Nullable Entry firstToTell;
    private @Nullable Entry lastToTell;
    private @Nullable SocketOps firstGoingOn; // with more to do, linked by SocketOps.nextGoingOn
    private @Nullable SocketOps lastGoingOn;
    private @Nullable Entry toStart; // entries from other threads that are not started yet, linked by Entry.before
    private volatile Thread.@Nullable UncaughtExceptionHandler handler;

    Dispatcher(Inbox inbox, TimerHeap timers, int most) {
        this.inbox = inbox;
        this.timers = timers;
        this.most = most;
    }

    /** Runs the entry's callback later in this turn. The entry must not be in the list already. */
    void tellLater(Entry e) {
        Entry last = lastToTell;
        if (last == null) {
            firstToTell = e;
        } else {
            last.before = e;
        }
        lastToTell = e;
    }

    /** Runs the callbacks now, in their order, up to this one. Never inside a callback. */
    void tellUpTo(@Nullable Entry last) {
        tellUpTo(last, Long.MAX_VALUE);
    }

    private void tellUpTo(@Nullable Entry last, long limit) {
        Entry e;
        do {
            e = told < limit ? firstToTell : null;
            if (e != null) {
                told++;
                firstToTell = e.before;
                if (firstToTell == null) {
                    lastToTell = null;
                }
                e.before = null;
                try {
                    e.tell();
                } catch (Throwable t) {
                    handle(t);
                }
            }
        } while (e != null && e != last);
    }

    /** Lets the socket try again after other sockets had their turn. */
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

    /** Whether callbacks are left for the next turn. */
    boolean hasCallbacks() {
        return firstToTell != null;
    }

    /** How long the poller may wait, at most the caller's timeout; negative is for ever. */
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

    /** One turn, after the mechanism has returned. */
    void dispatch(Mechanism mechanism) {
        told = 0;
        for (SocketOps s = mechanism.next(); s != null; s = mechanism.next()) {
            try {
                s.event(mechanism.ready());
            } catch (Throwable t) {
                failed(s, t);
            }
        }
        runTimers();
        startSome(most);
        goOn();
        for (int round = 0; round < ROUNDS && firstToTell != null; round++) {
            tellUpTo(lastToTell, most); // what is too much waits for the next turn
        }
    }

    /** The loop ends: starts the entries from other threads, and refuses new ones. */
    void startLast() {
        startSome(Long.MAX_VALUE);
        toStart = inbox.seal();
        startEach(Long.MAX_VALUE);
    }

    /** The loop ends: runs all callbacks, and those that they cause. */
    void tellAll() {
        while (firstToTell != null) {
            tellUpTo(lastToTell);
        }
    }

    private void runTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (int left = most; left > 0; left--) {
            Entry e = timers.pollDue(now);
            if (e == null) {
                break;
            }
            try {
                e.due();
            } catch (Throwable t) {
                failed(e, t);
            }
        }
    }

    /** First the entries that an earlier call left: there were too many, or something threw. */
    private void startSome(long most) {
        long left = startEach(most);
        if (left > 0) {
            toStart = inbox.take();
            startEach(left);
        }
    }

    /** Returns how many more may start. */
    private long startEach(long most) {
        long left = most;
        for (Entry e = toStart; e != null && left > 0; e = toStart) {
            toStart = e.before;
            e.before = null;
            left--;
            start(e);
        }
        return left;
    }

    /** Lets the sockets go on that are in the list now. A socket with still more to do goes to the end of the list. */
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
                try {
                    s.tryAll();
                } catch (Throwable t) {
                    failed(s, t);
                }
            }
        } while (s != null && s != last);
    }

    // Whatever throws, code of the user or of Baresock, only one socket or task is lost, not the loop.

    /** The socket ends, because a part of its data may be lost. A listener loses nothing when memory or stack runs out, and goes on. */
    private void failed(SocketOps s, Throwable why) {
        handle(why);
        if (why instanceof VirtualMachineError && s.isAccepting() && !s.hasEnded()) {
            goOnLater(s);
        } else {
            end(s);
        }
        if (why instanceof VirtualMachineError) { // the next turn tries again
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Ends a socket and all its operations. Returns whether nothing is left to do. */
    boolean end(SocketOps s) {
        try {
            s.end();
        } catch (Throwable t) {
            handle(t);
        }
        return s.isOver();
    }

    /** Starts an entry. */
    void start(Entry e) {
        try {
            e.start();
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

    // ---- exceptions ----

    /** Sets the handler of what callbacks and tasks throw; null for the thread's own. Any thread. */
    void setHandler(Thread.@Nullable UncaughtExceptionHandler handler) {
        this.handler = handler;
    }

    /** Gives what was thrown to the handler; throws nothing itself. */
    void handle(Throwable thrown) {
        Thread me = Thread.currentThread();
        Thread.UncaughtExceptionHandler h = handler;
        try {
            (h == null ? me.getUncaughtExceptionHandler() : h).uncaughtException(me, thrown);
        } catch (Throwable t) {
            try {
                Log.error("the handler of exceptions threw an exception", t);
            } catch (Throwable e) {
                return; // there is no stack or no memory for a line
            }
        }
    }
}
