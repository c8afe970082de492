package io.baresock.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Daemon threads for work that a caller must not wait for. They end when there is no work, so that class loaders can be unloaded. */
public final class Background {

    private Background() {}

    /** A pool of at most {@code threads}; so much more work than that waits for them. */
    public static ThreadPoolExecutor pool(String name, int threads, int waiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, Idle.MILLIS, TimeUnit.MILLISECONDS, new Work(waiting), factory(name));
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

    /** On JDK 17 a wait for work takes memory. An Error would end the thread, and leave what is queued with one thread less, or none. */
    private static final class Work extends LinkedBlockingQueue<Runnable> {

        private static final long serialVersionUID = 1;
        private static final long PAUSE_NANOS = 1_000_000;

        Work(int most) {
            super(most);
            LockSupport.parkNanos(0); // does nothing; linked here, because linking takes memory
        }

        @Override
        public @Nullable Runnable poll(long time, TimeUnit unit) throws InterruptedException {
            while (true) {
                try {
                    return super.poll(time, unit);
                } catch (OutOfMemoryError e) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }
}
