package io.baresock.net;

import static io.baresock.Bsd.EACCES;
import static io.baresock.Bsd.EADDRINUSE;
import static io.baresock.Bsd.EADDRNOTAVAIL;
import static io.baresock.Bsd.ECONNREFUSED;
import static io.baresock.Bsd.EHOSTUNREACH;
import static io.baresock.Bsd.EINTR;
import static io.baresock.Bsd.ENOTCONN;
import static io.baresock.Bsd.ETIMEDOUT;

import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;

/** Exceptions of java.net for what the kernel says. The cause is always Baresock's, which names the call and the addresses. */
final class Failures {

    private Failures() {}

    /** Of bind, connect and listen. */
    static SocketException opening(ErrnoException e) {
        int errno = e.errno();
        if (e instanceof SocketClosedException) {
            return closed(e);
        }
        if (errno == ECONNREFUSED || errno == ETIMEDOUT || errno == ENOTCONN) {
            return because(new ConnectException(e.getMessage()), e);
        }
        if (errno == EHOSTUNREACH) {
            return because(new NoRouteToHostException(e.getMessage()), e);
        }
        if (errno == EADDRINUSE || errno == EADDRNOTAVAIL || errno == EACCES) {
            return because(new BindException(e.getMessage()), e);
        }
        return other(e);
    }

    /** Of calls that wait for data, for room or for a connection. */
    static IOException waiting(ErrnoException e) {
        if (e.errno() == EINTR) { // only a virtual thread is interrupted; java.net closes its socket then
            return because(new InterruptedIOException(e.getMessage()), e);
        }
        return other(e);
    }

    /** Of urgent data: java.net has no exception of its own for what the kernel says. */
    static IOException urgent(ErrnoException e) {
        return e instanceof SocketClosedException || e.errno() == EINTR
                ? waiting(e)
                : because(new IOException(e.getMessage()), e);
    }

    /** Of datagrams, whose peer may have said that nobody is there. */
    static IOException datagram(ErrnoException e) {
        return e.errno() == ECONNREFUSED
                ? because(new PortUnreachableException("ICMP Port Unreachable"), e)
                : waiting(e);
    }

    /** Of all other calls. */
    static SocketException other(ErrnoException e) {
        return e instanceof SocketClosedException ? closed(e) : because(new SocketException(e.getMessage()), e);
    }

    private static SocketException closed(ErrnoException e) {
        return because(new SocketException("Socket closed"), e);
    }

    static <X extends Exception> X because(X thrown, ErrnoException cause) {
        thrown.initCause(cause);
        return thrown;
    }
}
