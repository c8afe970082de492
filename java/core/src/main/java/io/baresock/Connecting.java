package io.baresock;

import io.baresock.internal.Deadlines;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import java.lang.ref.Reference;

/**
 * A connect, which unlike other calls is not made again when it was interrupted or has to wait: on an internet socket it goes on in the
 * kernel, and its end is awaited (connect(2), EINTR and EINPROGRESS). AF_UNIX, whose listener has no room, and AF_VSOCK give up when they are
 * interrupted: there it is made again.
 */
final class Connecting {

    private static final Backend B = Library.backend();

    private Connecting() {}

    /**
     * Connects.
     *
     * @return 0 if connected; {@code -EINPROGRESS} if it goes on and there is no time to wait; {@code -EAGAIN} if the time passed, or at once
     *     if an AF_UNIX listener has no room; {@code -ECANCELED} if the guard was closed, {@code -EINTR} if the virtual thread is
     *     interrupted; or another {@code -errno}
     */
    static int connect(Socket s, FdGuard g, Sockaddr address, boolean sleeps, long timeout) {
        int r = attempt(s, g, address, sleeps, 0);
        if (timeout != 0 && mayGoOn(r)) {
            r = goOn(s, g, address, r, sleeps, timeout);
        } else if (r == -Bsd.EINTR) { // interrupted by us, since there is no time to wait
            r = isForgotten(s) ? -Bsd.EAGAIN : -Bsd.EINPROGRESS;
        }
        Reference.reachabilityFence(address);
        return r;
    }

    private static int attempt(Socket s, FdGuard g, Sockaddr address, boolean sleeps, int times) {
        return sleeps || !s.isBlocking() || s.isConnectInstant()
                ? B.connect(g.fd(), address.address(), address.length())
                : NoWait.connect(g.fd(), address, times);
    }

    private static boolean mayGoOn(int r) {
        return r == -Bsd.EINTR || r == -Bsd.EINPROGRESS || r == -Bsd.EAGAIN;
    }

    /** Whether an interrupted connect is forgotten by the kernel. */
    private static boolean isForgotten(Socket s) {
        return s.domain() != Bsd.AF_INET && s.domain() != Bsd.AF_INET6;
    }

    private static int goOn(Socket s, FdGuard g, Sockaddr address, int first, boolean slept, long timeout) {
        if (slept && first != -Bsd.EINTR) {
            return first; // SO_SNDTIMEO has ended it, or the mode is not the one that was set here
        }
        boolean platform = !JdkSupport.isVirtualThread();
        if (platform && !slept && !g.beginWait()) {
            return -Bsd.ECANCELED;
        }
        try {
            long kernels = timeout < 0 && s.isBlocking() ? s.kernelTimeout(g.fd(), false) : timeout;
            long deadline = Deadlines.in(kernels);
            int r = first;
            for (int times = 0; (r == -Bsd.EINTR && isForgotten(s)) || r == -Bsd.EAGAIN; times++) {
                int waited = g.isClosed() ? -Bsd.ECANCELED : Waiting.pause(g, deadline, times);
                if (waited < 0) {
                    return waited;
                }
                r = attempt(s, g, address, false, times);
            }
            return r == -Bsd.EINTR || r == -Bsd.EINPROGRESS ? await(g, deadline) : r;
        } finally {
            if (platform && !slept) {
                g.endWait();
            } else if (!platform) {
                g.handOn();
            }
        }
    }

    private static int await(FdGuard g, long deadline) {
        while (true) {
            int r = Waiting.await(g, FdGuard.WRITABLE, deadline);
            if (r < 0) {
                return r;
            }
            int revents = B.pollOne(g.fd(), Bsd.POLLOUT, 0);
            if (revents != 0 && revents != -Bsd.EINTR) {
                return revents < 0 ? revents : result(g.fd(), revents);
            }
        }
    }

    /** What became of a connect that is no longer in progress: 0 or {@code -errno}. */
    static int result(int fd, int revents) {
        long error = B.getsockoptInt(fd, Bsd.SOL_SOCKET, Bsd.SO_ERROR);
        if (error == 0 && (revents & Bsd.POLLHUP) != 0) {
            return -Bsd.ECONNABORTED; // shut down before it was connected: what the blocking connect(2) says
        }
        return (int) (error > 0 ? -error : error);
    }

    /** connect(2) of {@link Bsd}: a blocking one that a signal interrupts is awaited, and its result returned. */
    static int plain(int fd, Sockaddr address) {
        int r;
        do {
            r = B.connect(fd, address.address(), address.length());
            if (r == -Bsd.EINTR) {
                r = awaitInterrupted(fd);
            }
        } while (r == -Bsd.ENOTCONN);
        Reference.reachabilityFence(address);
        return r;
    }

    /** {@code -ENOTCONN} where nothing goes on after all: such a socket reports itself writable, without an error. */
    private static int awaitInterrupted(int fd) {
        int revents;
        do {
            revents = B.pollOne(fd, Bsd.POLLOUT, -1);
        } while (revents == -Bsd.EINTR);
        long error = revents < 0 ? revents : B.getsockoptInt(fd, Bsd.SOL_SOCKET, Bsd.SO_ERROR);
        if (error != 0) {
            return (int) (error > 0 ? -error : error);
        }
        SockaddrStorage peer = new SockaddrStorage();
        int r = B.getpeername(fd, peer.slot());
        Reference.reachabilityFence(peer);
        return r;
    }
}
