package io.baresock.async;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The future of an operation. To complete it with an exception takes memory. If there is none, the loop tries again, up to a second or so:
 * a thread that waits must not wait for ever.
 */
final class Promise extends Entry {

    private static final int TRIES = 1000;
    private static final long PAUSE = 1_000_000; // ns

    final CompletableFuture<Status> future = new CompletableFuture<>();
    // of the loop's thread, once the operation has ended
    private @Nullable Throwable why;
    private @Nullable Dispatcher dispatcher;
    private int tries;

    /** Completes it: with the status, or with what was thrown. The loop's thread. */
    void complete(Status status, @Nullable Throwable thrown, Dispatcher loops) {
        if (thrown == null) {
            future.complete(status);
            return;
        }
        why = thrown;
        dispatcher = loops;
        tell();
    }

    @Override
    void tell() {
        try {
            future.completeExceptionally(Objects.requireNonNull(why));
        } catch (OutOfMemoryError e) {
            if (!future.isDone() && tries++ < TRIES) { // if it is done, this is of those who depend on it
                Objects.requireNonNull(dispatcher).tellLater(this);
                LockSupport.parkNanos(PAUSE);
            }
            throw e;
        }
    }
}
