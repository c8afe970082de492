package io.baresock.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way from a {@code Socket} to its guard for the packages above it, without a public method that would show the guard
 * to everybody. The class {@code Socket} hands the function in when it is initialised.
 */
public final class Guards {

    private static volatile @Nullable Function<Object, FdGuard> access;

    private Guards() {}

    /** Called once, by the class that has the guards. */
    public static void install(Function<Object, FdGuard> function) {
        access = function;
    }

    /** The guard of the descriptor that the socket has now; a closed one if it has none. */
    public static FdGuard of(Object socket) {
        Function<Object, FdGuard> f = access;
        if (f == null) {
            throw new IllegalStateException("there is a socket, so its class was initialised");
        }
        return f.apply(socket);
    }
}
