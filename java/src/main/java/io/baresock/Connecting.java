package io.baresock;

import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;

/**
 * A connect that waits and that {@link FdGuard#close} can call off with shutdown(2), without a wake descriptor, which would
 * stay open as long as the connection. The blocking connect(2) is no good for it: Linux 6.18 forgets a shutdown that comes
 * before connect and waits two minutes for an answer to its SYN. So connect does not block, and the closed bit is looked at
 * once it is under way: a close before that is seen here, one after it ends the poll.
 */
final class Connecting {

    private static final Backend B = Library.backend();

    private Connecting() {}

    /**
     * Connects and waits, on a descriptor pinned as blocking.
     *
     * @param nonblocking the mode, which is the same afterwards
     * @return 0 if connected, {@code -EAGAIN} if the time passed, {@code -ECANCELED} if the guard was closed, or {@code -errno}
     */
    static int connect(FdGuard g, Sockaddr address, boolean nonblocking, long timeoutNanos) {
        if (nonblocking) {
            return connectAndPoll(g, address, timeoutNanos);
        }
        int r = B.setNonblocking(g.fd(), 1);
        if (r < 0) {
            return r;
        }
        r = connectAndPoll(g, address, timeoutNanos);
        int restored = B.setNonblocking(g.fd(), 0);
        return r < 0 ? r : restored;
    }

    private static int connectAndPoll(FdGuard g, Sockaddr address, long timeoutNanos) {
        int r = B.connect(g.fd(), address.address(), address.length());
        Reference.reachabilityFence(address);
        if (r != -Bsd.EINPROGRESS) {
            return r;
        }
        if (g.isClosed()) {
            return -Bsd.ECANCELED;
        }
        int revents = B.pollOne(g.fd(), -1, Bsd.POLLOUT, timeoutNanos);
        if (revents <= 0) {
            return revents < 0 ? revents : -Bsd.EAGAIN;
        }
        return result(g, revents);
    }

    /**
     * Connects and waits parked, on a virtual thread and a descriptor pinned as not blocking.
     *
     * @param nonblocking the mode, which is the same afterwards
     * @return 0 if connected, {@code -EAGAIN} if the time passed, {@code -EINTR} if the thread is interrupted,
     *     {@code -ECANCELED} if the guard was closed, or {@code -errno}
     */
    static int parked(FdGuard g, Sockaddr address, boolean nonblocking, long deadline) {
        if (nonblocking) {
            return connectAndPark(g, address, deadline);
        }
        int r = B.setNonblocking(g.fd(), 1);
        if (r < 0) {
            return r;
        }
        try {
            r = connectAndPark(g, address, deadline);
        } finally {
            int restored = B.setNonblocking(g.fd(), 0);
            r = r < 0 ? r : restored;
        }
        return r;
    }

    private static int connectAndPark(FdGuard g, Sockaddr address, long deadline) {
        int r = B.connect(g.fd(), address.address(), address.length());
        for (int pause = 0;
                r == -Bsd.EAGAIN && address.family() == Bsd.AF_UNIX;
                pause++) { // a full backlog: connect(2)
            r = g.pause(deadline, pause);
            if (r >= 0) {
                r = B.connect(g.fd(), address.address(), address.length());
            } else if (r == -Bsd.EAGAIN) {
                break;
            }
        }
        Reference.reachabilityFence(address);
        if (r != -Bsd.EINPROGRESS) {
            return r;
        }
        int revents;
        do {
            r = g.park(FdGuard.WRITABLE, deadline, 0);
            if (r < 0) {
                return r;
            }
            revents = B.pollOne(g.fd(), -1, Bsd.POLLOUT, 0);
        } while (revents == 0);
        return revents < 0 ? revents : result(g, revents);
    }

    private static int result(FdGuard g, int revents) {
        long error = B.getsockoptInt(g.fd(), Bsd.SOL_SOCKET, Bsd.SO_ERROR);
        if (error == 0 && (revents & Bsd.POLLHUP) != 0) {
            return -Bsd.ECONNABORTED; // shut down before it was connected: what the blocking connect(2) says
        }
        return (int) (error > 0 ? -error : error);
    }
}
