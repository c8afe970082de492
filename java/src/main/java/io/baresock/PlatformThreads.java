package io.baresock;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that make, in place of a virtual thread, the one call that blocks and has no form that does not: sendfile(2) into a
 * blocking socket. As many as there are such calls at once, daemons all; they end when there is nothing to do.
 */
final class PlatformThreads {

    private static final long IDLE_SECONDS = 10;

    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread t = new Thread(null, task, "baresock-sendfile", 0, false);
                t.setDaemon(true);
                t.setContextClassLoader(null); // else it would keep its first caller's application from unloading
                return t;
            });

    private PlatformThreads() {}

    /** Makes the call elsewhere and parks until it is done. An interrupt does not end it, as on any platform thread. */
    static long call(Callable<Long> call) throws ErrnoException {
        CompletableFuture<Long> result = new CompletableFuture<>();
        POOL.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable t) { // whatever it is, the one who waits must learn of it
                result.completeExceptionally(t);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ErrnoException errno) {
                throw errno;
            }
            throw e;
        }
    }
}
