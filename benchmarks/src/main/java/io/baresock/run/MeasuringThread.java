package io.baresock.run;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The thread that measures in a fork, the same one in all turns. JMH makes a new thread for each run of a benchmark, and a turn is such a
 * run. Then each turn would have a new stack, and sockets that another thread has used; no real program is like that.
 */
public final class MeasuringThread extends AbstractExecutorService {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "measuring");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean over;

    /** JMH calls this by {@code jmh.executor.class}. */
    public MeasuringThread(int threads, String name) {
        if (threads != 1) {
            throw new IllegalArgumentException(name + " wants " + threads + " threads, and there is one");
        }
    }

    /** Makes all runs of this process use it. */
    static void use() {
        System.setProperty("jmh.executor", "CUSTOM");
        System.setProperty("jmh.executor.class", MeasuringThread.class.getName());
    }

    @Override
    public void execute(Runnable task) {
        THREAD.execute(task);
    }

    @Override
    public void shutdown() {
        over = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        over = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return over;
    }

    @Override
    public boolean isTerminated() {
        return over;
    }

    /** JMH has waited for its tasks already. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return over;
    }
}
