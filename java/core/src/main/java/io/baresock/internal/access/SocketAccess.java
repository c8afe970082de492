package io.baresock.internal.access;

import io.baresock.internal.FdGuard;
import org.jspecify.annotations.Nullable;

/**
 * What a socket has for the other packages of Baresock and for nobody else. Its class hands an object of this class in when it is
 * initialised, as the JDK's {@code SharedSecrets} have it; this package does not know it by name, so that no packages form a circle.
 */
public abstract class SocketAccess<S> {

    private static volatile @Nullable SocketAccess<?> installed;

    private final Class<S> type;

    /** For the class of sockets alone. */
    protected SocketAccess(Class<S> type) {
        this.type = type;
    }

    /** Called once, by the class of sockets. */
    public static void install(SocketAccess<?> access) {
        installed = access;
    }

    /** The way into sockets of a type. */
    @SuppressWarnings("unchecked") // the types are compared
    public static <S> SocketAccess<S> of(Class<S> type) {
        if (installed == null) {
            initialise(type);
        }
        SocketAccess<?> access = installed;
        if (access == null || access.type != type) {
            throw new IllegalArgumentException(type + " is not the class of sockets");
        }
        return (SocketAccess<S>) access;
    }

    private static void initialise(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The guard of the descriptor that the socket has now; a closed one if it has none. */
    public abstract FdGuard guard(S socket);
}
