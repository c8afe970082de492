package io.baresock.internal.access;

import io.baresock.internal.FdGuard;
import io.baresock.internal.call.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * What a socket offers to the other packages of Baresock only. The class of sockets installs an object of this class when it is
 * initialised, as in the JDK's {@code SharedSecrets}. This package does not know that class by name, so that packages form no circle.
 *
 * @param <S> the class of sockets
 * @param <A> the class of their addresses
 */
public abstract class SocketAccess<S, A> {

    private static volatile @Nullable SocketAccess<?, ?> installed;

    private final Class<S> type;

    /** For the class of sockets alone. */
    protected SocketAccess(Class<S> type) {
        this.type = type;
    }

    /** Called once, by the class of sockets. */
    public static void install(SocketAccess<?, ?> access) {
        installed = access;
    }

    /** The access to sockets of a type, with addresses of the other type. */
    @SuppressWarnings("unchecked") // the types are compared
    public static <S, A> SocketAccess<S, A> of(Class<S> type) {
        if (installed == null) {
            initialise(type);
        }
        SocketAccess<?, ?> access = installed;
        if (access == null || access.type != type) {
            throw new IllegalArgumentException(type + " is not the class of sockets");
        }
        return (SocketAccess<S, A>) access;
    }

    private static void initialise(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The guard of the descriptor that the socket has now; a closed one if it has none. */
    public final FdGuard guard(S socket) {
        return descriptor(socket).guard;
    }

    /** The descriptor that the socket has now; a closed one if it has none. */
    public abstract Descriptor descriptor(S socket);

    /**
     * The peer's address for a message: the one given to connect(2), since the kernel forgets it when a connection breaks. Null if there
     * is none.
     */
    public abstract @Nullable A peer(S socket);

    /** The exception of the socket's own call that failed with {@code -errno}: the one that the call would have thrown. */
    public abstract Exception failure(S socket, String call, int error);

    /** Throws if the socket is not a stream. */
    public abstract void requireStream(S socket, String call);

    /** The native memory of an address, valid as long as the object is reachable. */
    public abstract long memory(A address);
}
