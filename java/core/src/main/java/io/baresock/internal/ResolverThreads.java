package io.baresock.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait for name servers in place of their callers, because libc's functions cannot be interrupted. Their number is bounded.
 * They are daemons, and end when they are idle. A result is dropped if its caller does not wait any more.
 */
public final class ResolverThreads {

    private static final int THREADS = 8;
    private static final int WAITING = 1024;
    private static final long PAUSE_NANOS = 1_000_000;

    private static final ThreadPoolExecutor POOL = Background.pool("baresock-resolver", THREADS, WAITING);

    private ResolverThreads() {}

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
        if (Thread.interrupted()) { // get() of a future that is done would not look at it
            future.cancel(false);
            throw new InterruptedException();
        }
        try {
            return timeoutNanos < 0 ? future.get() : future.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } finally {
            future.cancel(false); // does nothing if it is done
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
                } catch (Throwable t) { // any exception must reach the thread that waits
                    fail(t);
                }
            }
        }

        /** It takes memory. This thread has nothing else to do, so it waits until there is some. */
        private void fail(Throwable thrown) {
            while (!isDone()) {
                try {
                    completeExceptionally(thrown);
                } catch (OutOfMemoryError e) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }

        /** Also removes it from the queue. */
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
