/**
 * BSD sockets as they are: {@link io.baresock.Bsd} has the calls by their C names on {@code int} descriptors,
 * {@link io.baresock.Socket} is the object.
 *
 * <p><b>Time.</b> These rules hold in every package. A {@code long} timeout is in nanoseconds, unless its name has another unit
 * ({@code sec}, {@code usec}). 0 does not wait; a negative one waits for ever. Forms with a {@link java.time.Duration} are the same: they take
 * nanoseconds from it, one that is too long for those waits for ever, and null is refused. A time <em>from now</em>
 * ({@link io.baresock.async.EventLoop#schedule(Runnable, long) schedule}, {@link io.baresock.async.Status#deadline(long) deadline}) is not
 * negative. The unit of an option's value is in the option's Javadoc.
 *
 * <p><b>Time that has passed</b> is no error. A call says it by the value that it has for "would block":
 *
 * <ul>
 *   <li>{@link io.baresock.Socket#WOULD_BLOCK}, which is {@code -EAGAIN}, where a number of bytes or messages is returned;
 *   <li>{@code null} for {@code accept};
 *   <li>{@code false} for {@code connect} (which goes on), {@code finishConnect} and {@code awaitExit};
 *   <li>0 where what is ready is returned: {@code poll}, {@code select}.
 * </ul>
 *
 * <p>A call that promises all or nothing has no such value. It throws {@link io.baresock.ErrnoException} ETIMEDOUT: {@code sendFully},
 * {@code recvFully}, {@code sendfileFully}, {@code getaddrinfo} and {@code getnameinfo} with a timeout; and an asynchronous operation whose
 * deadline has passed ends with ETIMEDOUT.
 *
 * <p><b>Misuse and errors.</b> {@link io.baresock.ErrnoException} is what the kernel said. An argument that no call can make sense of is an
 * {@link java.lang.IllegalArgumentException} or its kin: NullPointerException, IndexOutOfBoundsException, ReadOnlyBufferException. A call that
 * does not fit the state of an object (opened twice, in use by another call) is an {@link java.lang.IllegalStateException}; a closed socket
 * is a {@link io.baresock.SocketClosedException}. What this system does not have is an {@link java.lang.UnsupportedOperationException}.
 */
@NullMarked
package io.baresock;

import org.jspecify.annotations.NullMarked;
