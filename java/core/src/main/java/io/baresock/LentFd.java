package io.baresock;

import io.baresock.internal.Guard;
import io.baresock.internal.call.Descriptor;
import org.jspecify.annotations.Nullable;

/** One call of {@link Socket#withFd}. */
final class LentFd<R extends @Nullable Object, X extends Exception> implements Guard.Work<X> {

    private final Descriptor descriptor;
    private final Socket.FdFunction<R, X> function;
    private @Nullable R result;

    LentFd(Descriptor descriptor, Socket.FdFunction<R, X> function) {
        this.descriptor = descriptor;
        this.function = function;
    }

    /** Calls the function with the number; {@link Guard#REFUSED} if the descriptor is closed, else 0. */
    long call() throws X {
        return descriptor.guard.use(this, 0, 0, 0, 0);
    }

    /** The function's result, after {@link #call} returned 0. */
    @SuppressWarnings("NullAway") // null only if the function's result may be
    R result() {
        return result;
    }

    @Override
    public long run(int a, int b, int c, long d) throws X {
        descriptor.guard.beginFunction();
        try {
            descriptor.markShared();
            result = function.apply(descriptor.guard.fd());
            return 0;
        } finally {
            descriptor.guard.endFunction();
        }
    }
}
