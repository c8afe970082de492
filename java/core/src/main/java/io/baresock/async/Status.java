package io.baresock.async;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How an asynchronous operation stands. Every operation returns a new one, which may be kept; or it takes one of the caller's
 * (made by {@link #Status()}), which may be used again as soon as its callback has begun: that way nothing is allocated.
 *
 * <p>Thread-safe. What it says is settled once {@link #isDone} is true, which is so from the moment before the callback.
 */
public final class Status {

    /** What this shows. */
    final Operation operation = new Operation(this);

    /** One to use again and again, for one operation at a time. */
    public Status() {}

    /** {@return whether the operation is over; for accept, whether there will be no more connections} */
    public boolean isDone() {
        return operation.isDone();
    }

    /** {@return whether the operation is over and did what it should} */
    public boolean isSuccess() {
        return operation.isDone() && operation.errno() == 0;
    }

    /** {@return the error number, such as {@code Bsd.ECONNREFUSED}; 0 if there was none or the operation is not over} */
    public int errno() {
        return operation.errno();
    }

    /** {@return the name of the error number, such as {@code "ECONNREFUSED"}; "" if {@link #errno} is 0} */
    public String errnoName() {
        int e = errno();
        return e == 0 ? "" : Errno.name(e);
    }

    /**
     * Why it failed, as the exception that a blocking call would have thrown. EBADF for a socket that was closed is a
     * {@link SocketClosedException}.
     *
     * @return the exception; null if it did not fail or is not over
     */
    public @Nullable ErrnoException cause() {
        return operation.cause();
    }

    /**
     * How many bytes were sent or received, also if it failed half way. On a datagram socket the datagram's own length: more
     * than the buffer had room for if the rest was cut off.
     *
     * @return bytes; 0 while it is not over
     */
    public int bytes() {
        return operation.bytes();
    }

    /**
     * Whether a receive found the end of the stream; an empty datagram has 0 bytes and is no end.
     *
     * @return true for a successful receive of 0 bytes from a socket other than a datagram one
     */
    public boolean isEnd() {
        return operation.isEnd();
    }

    /** {@return the socket of the operation; of the last one, if it is over} */
    public AsyncSocket socket() {
        return operation.socket().owner();
    }

    /**
     * {@return the buffer of the receive or send; null for other operations. Of a receive into the loop's buffer it is an empty one:
     *     only the callback has the other}
     */
    public @Nullable ByteBuffer buffer() {
        return operation.buffer();
    }

    /**
     * Takes the operation back, if it has not begun: a receive or accept that nothing has come for, a send of which no byte
     * has gone, a connect or bind that was not tried yet. Its callback then gets ECANCELED. Any thread.
     *
     * @return true if it was taken back, and nothing of it has happened or will; false if it has begun, is over or was
     *     taken back before
     */
    public boolean cancel() {
        return operation.cancel();
    }

    /**
     * Sets how long the operation may take; its callback gets ETIMEDOUT if it takes longer. A connect in progress is given
     * up then, and the socket is to be closed; a send of which a part has gone ends with that part in {@link #bytes}, and
     * the stream takes no further sends, as they would not be where the peer expects them. Any thread; harmless if the
     * operation is over.
     *
     * @param nanos from now; 0 is at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Status deadline(long nanos) {
        operation.deadline(EventLoop.nanosFromNow("deadline", nanos));
        return this;
    }

    /**
     * The same as a future, made when first asked for: it completes with this status, on the loop's thread, after the
     * callback; or exceptionally with {@link #cause}. Cancelling the future does not cancel the operation. It belongs to
     * this one operation; of a status that is used again, ask each time.
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
