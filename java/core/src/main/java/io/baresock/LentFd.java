package io.baresock;

import io.baresock.internal.FdCall;
import io.baresock.internal.FdGuard;
import io.baresock.internal.call.Descriptor;
import org.jspecify.annotations.Nullable;

/** One call of {@link Socket#withFd}. */
final class LentFd<R extends @Nullable Object, X extends Exception> implements FdCall<X> {

    private final Socket.FdFunction<R, X> function;
    private @Nullable R result;

    LentFd(Socket.FdFunction<R, X> function) {
        this.function = function;
    }

    /** Calls the function with the number; {@link FdGuard#REFUSED} if the descriptor is closed, else 0. */
    long of(Descriptor d) throws X {
        return d.guard.use(this, d, null, 0, 0, 0, 0, 0, 0, 0, 0, false);
    }

    /** The function's result, after {@link #of} returned 0. */
    @SuppressWarnings("NullAway") // null only if the function's result may be
    R result() {
        return result;
    }

    @Override
    public long run(
            Object subject,
            @Nullable Object what,
            int op,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            long timeout,
            boolean waits)
            throws X {
        Descriptor d = (Descriptor) subject;
        d.guard.beginFunction();
        try {
            d.markShared();
            result = function.apply(d.guard.fd());
            return 0;
        } finally {
            d.guard.endFunction();
        }
    }
}
