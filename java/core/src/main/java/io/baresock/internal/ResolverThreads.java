package io.baresock.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that wait for name servers in place of their callers: libc's functions cannot be interrupted. There is a bounded
 * number of them, daemons all, and they end when there is nothing to do. A result that nobody waits for any more is dropped.
 */
public final class ResolverThreads {

    private static final int THREADS = 8;
    private static final int WAITING = 1024;

    private static final ThreadPoolExecutor POOL = pool();

    private ResolverThreads() {}

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, Idle.MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread t = new Thread(null, task, "baresock-resolver", 0, false);
                    t.setDaemon(true);
                    t.setContextClassLoader(null); // else it would keep its first caller's application from unloading
                    return t;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs a lookup elsewhere. Cancelling the future drops the result, and the lookup too if it has not begun.
     *
     * @throws RejectedExecutionException if too many are waiting
     */
    public static <T> CompletableFuture<T> start(Callable<T> call) {
        Lookup<T> lookup = new Lookup<>(call);
        POOL.execute(lookup);
        return lookup;
    }

    /**
     * Waits for a lookup, and cancels it if it does not come in time.
     *
     * @throws TimeoutException if the time passed
     * @throws ExecutionException with what the lookup threw
     */
    public static <T> T await(CompletableFuture<T> future, long timeoutNanos)
            throws InterruptedException, TimeoutException, ExecutionException {
        if (Thread.interrupted()) { // a future that is done already would not look
            future.cancel(false);
            throw new InterruptedException();
        }
        try {
            return timeoutNanos < 0 ? future.get() : future.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } finally {
            future.cancel(false); // does nothing to one that is done
        }
    }

    private static final class Lookup<T> extends CompletableFuture<T> implements Runnable {

        private final Callable<T> call;

        Lookup(Callable<T> call) {
            this.call = call;
        }

        @Override
        public void run() {
            if (!isDone()) {
                try {
                    complete(call.call());
                } catch (Throwable t) { // whatever it is, the thread that waits must be told
                    completeExceptionally(t);
                }
            }
        }

        /** Gives its place in the queue up as well. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                POOL.remove(this);
            }
            return cancelled;
        }
    }
}
