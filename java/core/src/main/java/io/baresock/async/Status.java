package io.baresock.async;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The state and result of an asynchronous operation. Each call returns a new status, or takes one of the caller, made by
 * {@link #Status()}. The caller's status can be used again as soon as its callback has begun, so nothing is allocated.
 *
 * <p>Thread-safe. The result does not change after {@link #isDone} is true, which is so just before the callback.
 */
public final class Status {

    final Operation operation = new Operation(this);

    /** Makes a status to use for one operation after the other. */
    public Status() {}

    /** {@return whether the operation has ended; for accept, whether there will be no more connections} */
    public boolean isDone() {
        return operation.isDone();
    }

    /** {@return whether the operation has ended without an error} */
    public boolean isSuccess() {
        return operation.isDone() && operation.errno() == 0;
    }

    /** {@return the error number, such as {@code Bsd.ECONNREFUSED}; 0 if there is none or the operation has not ended} */
    public int errno() {
        return operation.errno();
    }

    /** {@return the name of the error number, such as {@code "ECONNREFUSED"}; "" if {@link #errno} is 0} */
    public String errnoName() {
        int e = errno();
        return e == 0 ? "" : Errno.name(e);
    }

    /**
     * Returns the error as the exception that a blocking call would have thrown. For a closed socket (EBADF) it is a
     * {@link SocketClosedException}.
     *
     * @return the exception; null if it did not fail or has not ended
     */
    public @Nullable ErrnoException cause() {
        return operation.cause();
    }

    /**
     * How many bytes were sent or received, also if it failed half way. For a received datagram it is the length of the datagram, which
     * is more than the room in the buffer if the rest was cut off.
     *
     * @return bytes; 0 before it has ended
     */
    public int bytes() {
        return operation.bytes();
    }

    /**
     * Whether a receive found the end of the stream. An empty datagram is not an end.
     *
     * @return true for a successful receive of 0 bytes from a socket that is not a datagram socket
     */
    public boolean isEnd() {
        return operation.isEnd();
    }

    /**
     * {@return the socket of the operation, or of the last one}
     *
     * @throws IllegalStateException if the status was never used
     */
    public AsyncSocket socket() {
        return operation.socket().owner;
    }

    /**
     * {@return the buffer of the receive or send; null for other operations. For a receive into the loop's buffer it is an empty one:
     *     only the callback gets the loop's}
     */
    public @Nullable ByteBuffer buffer() {
        return operation.buffer();
    }

    /**
     * Cancels the operation if it has not begun: a receive or accept for which nothing has come, a send of which no byte
     * is sent, a connect or bind that was not tried yet. Its callback then gets ECANCELED. Any thread.
     *
     * @return true if it was cancelled before any part of it happened; false if it has begun, has ended, or was cancelled before
     */
    public boolean cancel() {
        return operation.cancel();
    }

    /**
     * Sets how long the operation may take. If it takes longer, its callback gets ETIMEDOUT. After that close the socket if it was a
     * connect in progress. A send that was partly done has that part in {@link #bytes}, and the stream refuses more sends, because the
     * peer would not find them where it expects them. Any thread; harmless if the operation has ended.
     *
     * @param nanosFromNow nanoseconds; 0 is at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Status deadline(long nanosFromNow) {
        operation.deadline(EventLoop.nanosFromNow("deadline", nanosFromNow));
        return this;
    }

    /**
     * Sets how long the operation may take, as {@link #deadline(long)}.
     *
     * @param fromNow {@link Duration#ZERO} is at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Status deadline(Duration fromNow) {
        return deadline(EventLoop.nanos("deadline", fromNow));
    }

    /**
     * Returns a future of the operation. It completes on the loop's thread, after the callback: with this status, or exceptionally with
     * {@link #cause}. Cancelling the future does not cancel the operation. If you use the status again, call this again for the new
     * operation. Any thread.
     *
     * @return the future
     */
    public CompletableFuture<Status> toCompletableFuture() {
        return operation.future();
    }

    @Override
    public String toString() {
        return operation.toString();
    }
}
