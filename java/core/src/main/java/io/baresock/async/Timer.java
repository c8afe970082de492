package io.baresock.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A task that an {@link EventLoop} runs at its time, once. Thread-safe. */
public final class Timer extends Entry {

    private static final int WAITING = 0;
    private static final int RAN = 1;
    private static final int CANCELLED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Timer.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventLoop loop;
    private final Runnable task;
    private volatile int state = WAITING;

    Timer(EventLoop loop, Runnable task, long at) {
        this.loop = loop;
        this.task = task;
        this.at = at;
    }

    @Override
    void start() {
        if (state == WAITING) {
            loop.timers.add(this, at);
        }
    }

    @Override
    void due() {
        if (STATE.compareAndSet(this, WAITING, RAN)) {
            task.run();
        }
    }

    /**
     * Takes the task back.
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
            loop.timers.remove(this);
        }
    }

    /**
     * Has the task run again, for the next time: from the task itself, say, which allocates nothing.
     *
     * @param nanos from now; 0 is at once
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is still waiting for its time, or this is not the loop's thread
     */
    public void again(long nanos) {
        loop.requireInLoop("again");
        if (state == WAITING) {
            throw new IllegalStateException("again: the timer is still waiting for its time");
        }
        at = EventLoop.nanosFromNow("again", nanos);
        state = WAITING;
        loop.timers.add(this, at);
    }

    /** {@return whether the task is still to run} */
    public boolean isWaiting() {
        return state == WAITING;
    }
}
