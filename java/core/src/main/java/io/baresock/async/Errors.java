package io.baresock.async;

import io.baresock.Bsd;

/** What error numbers mean to a loop. */
final class Errors {

    private Errors() {}

    /** The kernel has no memory for the call at the moment. */
    static boolean isShortage(int errno) {
        return errno == Bsd.ENOBUFS || errno == Bsd.ENOMEM;
    }

    /** There is no descriptor or no memory for another connection. accept(2) leaves the connection in the backlog. */
    static boolean isStarvation(int errno) {
        return errno == Bsd.EMFILE || errno == Bsd.ENFILE || isShortage(errno);
    }

    /**
     * The error only concerns the connection that accept(2) was about to return, and that connection is gone. The man page says that accept
     * reports the network errors of the new connection, and that EPERM comes from a firewall.
     */
    static boolean isOfOneConnection(int errno) {
        return errno == Bsd.ECONNABORTED
                || errno == Bsd.ECONNRESET
                || errno == Bsd.EPROTO
                || errno == Bsd.EPERM
                || errno == Bsd.ETIMEDOUT
                || errno == Bsd.ENETDOWN
                || errno == Bsd.ENETUNREACH
                || errno == Bsd.EHOSTUNREACH
                || errno == Bsd.EHOSTDOWN
                || errno == Bsd.ENONET
                || errno == Bsd.ENOPROTOOPT
                || errno == Bsd.EINTR;
    }
}
