package io.baresock.async;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A task that an {@link EventLoop} runs once, at its time. {@link EventLoop#schedule(Runnable, long)} makes it. Thread-safe. */
public final class LoopTimer {

    private static final int WAITING = 0;
    private static final int RAN = 1;
    private static final int CANCELLED = 2;

    /** The timer in the lists of its loop. */
    private final class Place extends Entry {
        @Override
        void start() {
            if (isWaiting()) {
                loop.timers.add(this, at);
            }
        }

        @Override
        void due() {
            if (state.compareAndSet(WAITING, RAN)) {
                task.run();
            }
        }
    }

    final Entry entry = new Place();
    private final EventLoop loop;
    private final Runnable task;
    private final AtomicInteger state = new AtomicInteger(WAITING);

    LoopTimer(EventLoop loop, Runnable task, long at) {
        this.loop = loop;
        this.task = task;
        entry.at = at;
    }

    /**
     * Cancels the task. Any thread.
     *
     * @return true if it will not run; false if it is running, has run, or was cancelled before
     */
    public boolean cancel() {
        if (!state.compareAndSet(WAITING, CANCELLED)) {
            return false;
        }
        loop.later(this::takeOut);
        return true;
    }

    private void takeOut() {
        if (state.get() == CANCELLED) { // and not set again since
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
        if (isWaiting()) {
            throw new IllegalStateException("again: the timer is still waiting for its time");
        }
        entry.at = EventLoop.nanosFromNow("again", nanos);
        state.set(WAITING);
        loop.timers.add(entry, entry.at);
    }

    /**
     * Makes the task run again after that time, as {@link #again(long)}.
     *
     * @param delay from now; {@link Duration#ZERO} is at once
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is still waiting for its time, or this is not the loop's thread
     */
    public void again(Duration delay) {
        again(EventLoop.nanos("again", delay));
    }

    /** {@return whether the task has not run yet and is not cancelled} */
    public boolean isWaiting() {
        return state.get() == WAITING;
    }

    @Override
    public String toString() {
        int s = state.get();
        String how = s == WAITING
                ? "in " + Math.max(0, entry.at - System.nanoTime()) + " ns"
                : s == RAN ? "ran" : "cancelled";
        return "LoopTimer[" + how + ", " + loop + "]";
    }
}
