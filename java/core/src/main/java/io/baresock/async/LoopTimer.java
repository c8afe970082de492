package io.baresock.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A task that an {@link EventLoop} runs once, at its time; made by {@link EventLoop#schedule}. Thread-safe. */
public final class LoopTimer {

    private static final int WAITING = 0;
    private static final int RAN = 1;
    private static final int CANCELLED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(LoopTimer.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** This in the lists of its loop. */
    private final class Place extends Entry {
        @Override
        void start() {
            if (state == WAITING) {
                loop.timers.add(this, at);
            }
        }

        @Override
        void due() {
            if (STATE.compareAndSet(LoopTimer.this, WAITING, RAN)) {
                task.run();
            }
        }
    }

    final Entry entry = new Place();
    private final EventLoop loop;
    private final Runnable task;
    private volatile int state = WAITING;

    LoopTimer(EventLoop loop, Runnable task, long at) {
        this.loop = loop;
        this.task = task;
        entry.at = at;
    }

    /**
     * Cancels the task.
     *
     * @return whether it will not run; false if it is running or ran, or was cancelled before
     */
    public boolean cancel() {
        if (!STATE.compareAndSet(this, WAITING, CANCELLED)) {
            return false;
        }
        loop.later(this::takeOut);
        return true;
    }

    private void takeOut() {
        if (state == CANCELLED) { // and not made to wait again meanwhile
            loop.timers.remove(entry);
        }
    }

    /**
     * Makes the task run again. The task itself may call this, which allocates nothing.
     *
     * @param nanos nanoseconds from now; 0 is at once
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is still waiting for its time, or this is not the loop's thread
     */
    public void again(long nanos) {
        loop.requireInLoop("again");
        if (state == WAITING) {
            throw new IllegalStateException("again: the timer is still waiting for its time");
        }
        entry.at = EventLoop.nanosFromNow("again", nanos);
        state = WAITING;
        loop.timers.add(entry, entry.at);
    }

    /** {@return whether the task is still to run} */
    public boolean isWaiting() {
        return state == WAITING;
    }

    @Override
    public String toString() {
        int s = state;
        String how = s == WAITING
                ? "in " + Math.max(0, entry.at - System.nanoTime()) + " ns"
                : s == RAN ? "ran" : "cancelled";
        return "LoopTimer[" + how + ", " + loop + "]";
    }
}
