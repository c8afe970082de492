package io.baresock.async;

import io.baresock.Bsd;

/** What errors mean to a loop. */
final class Errors {

    private Errors() {}

    /** The kernel is out of memory for it, for now. */
    static boolean isShortage(int errno) {
        return errno == Bsd.ENOBUFS || errno == Bsd.ENOMEM;
    }

    /** No descriptor for another connection, or no memory for it: accept(2) leaves the connection where it is. */
    static boolean isStarvation(int errno) {
        return errno == Bsd.EMFILE || errno == Bsd.ENFILE || isShortage(errno);
    }

    /**
     * What only concerns the one connection that accept(2) was about to return, which is gone: as that page says, network
     * errors of the new connection are told by accept, and EPERM comes of a firewall.
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
