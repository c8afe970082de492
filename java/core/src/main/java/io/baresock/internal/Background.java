package io.baresock.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads for work that a caller must not wait for. They end when there is no work, so that class loaders can be unloaded. */
public final class Background {

    private Background() {}

    /** A pool of at most {@code threads}; more work than that waits in the queue. */
    public static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, Idle.MILLIS, TimeUnit.MILLISECONDS, queue, factory(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Makes the threads of such a pool. */
    public static ThreadFactory factory(String name) {
        return task -> {
            Thread t = new Thread(null, task, name, 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null); // else the application of its first caller could not be unloaded
            return t;
        };
    }
}
