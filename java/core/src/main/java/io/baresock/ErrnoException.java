package io.baresock;

import io.baresock.internal.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A system call failed. The message names the call, the addresses and the error:
 * {@code bind([::1]:80): EACCES (Permission denied)}.
 */
public class ErrnoException extends IOException {

    private static final long serialVersionUID = 1;

    /** The call that failed. @serial */
    private final String call;

    /** The error number. @serial */
    private final int errno;

    private final transient @Nullable Sockaddr local;
    private final transient @Nullable Sockaddr peer;

    /**
     * A call that failed with an error number.
     *
     * @param call the call, such as {@code "bind"}
     * @param errno the error number, positive
     */
    public ErrnoException(String call, int errno) {
        this(call, errno, null, null, null);
    }

    /**
     * A call that failed, and why in words.
     *
     * @param call the call, such as {@code "bind"}
     * @param errno the error number, positive
     * @param detail put at the end of the message
     */
    public ErrnoException(String call, int errno, String detail) {
        this(call, errno, null, null, detail);
    }

    /**
     * A call with a peer's address that failed.
     *
     * @param call the call, such as {@code "bind"}
     * @param errno the error number, positive
     * @param peer the address, or null if there was none
     */
    public ErrnoException(String call, int errno, @Nullable Sockaddr peer) {
        this(call, errno, null, peer, null);
    }

    /**
     * A call that failed, and what is known about it.
     *
     * @param call the call, such as {@code "bind"}
     * @param errno the error number, positive
     * @param local the local address, or null
     * @param peer the peer's address, or null
     * @param detail put at the end of the message, or null
     */
    public ErrnoException(
            String call, int errno, @Nullable Sockaddr local, @Nullable Sockaddr peer, @Nullable String detail) {
        this(message(call, errno, local, peer, detail), call, errno, local, peer);
    }

    ErrnoException(String message, String call, int errno, @Nullable Sockaddr local, @Nullable Sockaddr peer) {
        super(message);
        this.call = call;
        this.errno = errno;
        this.local = local;
        this.peer = peer;
    }

    /** {@return the error number, such as {@code Bsd.EACCES}} */
    public final int errno() {
        return errno;
    }

    /** {@return the name of the error number, such as {@code "EACCES"}} */
    public final String errnoName() {
        return Errno.name(errno);
    }

    /** {@return the call that failed, such as {@code "bind"}} */
    public final String call() {
        return call;
    }

    /** {@return the local address of the call; null if there was none, and after deserialisation} */
    public final @Nullable Sockaddr local() {
        return local;
    }

    /** {@return the peer's address of the call; null if there was none, and after deserialisation} */
    public final @Nullable Sockaddr peer() {
        return peer;
    }

    private static String message(
            String call, int errno, @Nullable Sockaddr local, @Nullable Sockaddr peer, @Nullable String detail) {
        StringBuilder s = new StringBuilder(call);
        if (local != null || peer != null) {
            s.append('(').append(local != null ? local : peer);
            if (local != null && peer != null) {
                s.append(" -> ").append(peer);
            }
            s.append(')');
        }
        s.append(": ")
                .append(Errno.name(errno))
                .append(" (")
                .append(Errno.text(errno))
                .append(')');
        if (detail != null) {
            s.append(": ").append(Printable.of(detail)); // may hold a name that came from outside
        }
        return s.toString();
    }
}
