package io.baresock.internal.call;

import static io.baresock.constants.ErrnoConstants.*;
import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.PollConstants.*;
import static io.baresock.constants.SocketConstants.*;

import io.baresock.internal.Deadlines;
import io.baresock.internal.FdCall;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.jfr.JfrEvents;
import org.jspecify.annotations.Nullable;

/**
 * A connect. Other calls are repeated after an interruption or a wait; a connect is not. On an internet socket it goes on in the kernel,
 * and this waits for its end (connect(2), EINTR and EINPROGRESS). AF_UNIX, when the listener has no room, and AF_VSOCK give up when they
 * are interrupted: there the call is repeated.
 */
public final class Connecting implements FdCall<RuntimeException> {

    private static final Backend B = Library.backend();
    private static final Connecting FIRST = new Connecting();
    private static final Rest REST = new Rest();

    private Connecting() {}

    /**
     * Connects.
     *
     * @return 0 if connected; {@code -EINPROGRESS} if it goes on and there is no time to wait, or the time has passed; {@code -EAGAIN} if it
     *     does not go on: an AF_UNIX listener has had no room, or there is no free port; {@code -EINTR} if the virtual thread is interrupted;
     *     or another {@code -errno}, which means nothing if the guard was closed
     */
    public static int connect(Descriptor d, long address, int length, long timeout) {
        return JfrEvents.connects()
                ? Recorded.connect(d, address, length, timeout)
                : unrecorded(d, address, length, timeout);
    }

    /** {@link #connect}. */
    static int unrecorded(Descriptor d, long address, int length, long timeout) {
        boolean platform = !JdkSupport.isVirtualThread();
        boolean sleeps = timeout < 0 && d.isBlocking() && platform;
        int r = (int) d.guard.use(FIRST, d, null, 0, address, length, 0, 0, 0, 0, 0, sleeps);
        // On an internet socket EAGAIN is an error: no port is free (udp(7)).
        boolean goesOn = r == -EINTR || r == -EINPROGRESS || r == -EAGAIN && isForgotten(d);
        if (timeout != 0 && goesOn) {
            return sleeps && r != -EINTR
                    ? r // SO_SNDTIMEO has ended it, or something else has changed the mode
                    : (int) d.guard.use(REST, d, null, 0, address, length, 0, 0, 0, r, timeout, platform);
        }
        if (r == -EINTR) { // this interrupted it, since there is no time to wait
            return isForgotten(d) ? -EAGAIN : -EINPROGRESS;
        }
        return r;
    }

    /** The first attempt; its last argument says whether the system call may sleep. */
    @Override
    public long run(
            Object d,
            @Nullable Object what,
            int op,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            long timeout,
            boolean sleeps) {
        return attempt((Descriptor) d, address, length, sleeps, 0);
    }

    private static int attempt(Descriptor d, long address, int length, boolean sleeps, int times) {
        return sleeps || d.isConnectInstant() || !NoWait.isNeeded(d)
                ? B.connect(d.guard.fd(), address, length)
                : NoWait.connect(d.guard.fd(), address, length, times);
    }

    /** Whether the kernel gives up an interrupted connect. */
    private static boolean isForgotten(Descriptor d) {
        return !d.isInternet();
    }

    /** What follows a first attempt that has not ended. */
    private static final class Rest implements FdCall<RuntimeException> {
        @Override
        public long run(
                Object subject,
                @Nullable Object what,
                int op,
                long address,
                int length,
                int flags,
                long second,
                int secondLength,
                int first,
                long timeout,
                boolean platform) {
            Descriptor d = (Descriptor) subject;
            FdGuard g = d.guard;
            try {
                long deadline = Deadlines.in(timeout < 0 && d.isBlocking() ? d.kernelTimeout(false) : timeout);
                int r = first;
                for (int times = 0; (r == -EINTR && isForgotten(d)) || r == -EAGAIN; times++) {
                    int waited = g.isClosed() ? -ECANCELED : Waiting.pause(g, deadline, times);
                    if (waited < 0) {
                        return waited;
                    }
                    r = attempt(d, address, length, false, times);
                }
                return r == -EINTR || r == -EINPROGRESS ? await(g, deadline) : r;
            } finally {
                if (!platform) {
                    g.handOn();
                }
            }
        }
    }

    private static int await(FdGuard g, long deadline) {
        while (true) {
            // First this: a thread that is interrupted gets the result of a connect that is over.
            int revents = B.pollOne(g.fd(), POLLOUT, 0);
            if (revents != 0 && revents != -EINTR) {
                return revents < 0 ? revents : result(g.fd(), revents);
            }
            int r = Waiting.await(g, FdGuard.WRITABLE, deadline);
            if (r < 0) {
                return r == -EAGAIN ? -EINPROGRESS : r;
            }
        }
    }

    /** Whether it is connected, as far as the family can tell. */
    static boolean hasPeer(int fd) {
        Scratch peer = Scratch.take(SockaddrSlot.BYTES);
        try {
            return B.getpeername(fd, peer.address()) != -ENOTCONN;
        } finally {
            peer.give();
        }
    }

    /** How a connect ended that is no longer in progress: 0 or {@code -errno}. */
    static int result(int fd, int revents) {
        long error = B.getsockoptInt(fd, SOL_SOCKET, SO_ERROR);
        if (error == 0 && (revents & POLLHUP) != 0) {
            return -ECONNABORTED; // shut down before it was connected: as the blocking connect(2) says
        }
        return (int) (error > 0 ? -error : error);
    }

    /** connect(2) of {@code Bsd}: a blocking one that a signal interrupts is awaited, and its result returned. */
    public static int plain(int fd, long address, int length) {
        int r;
        do {
            r = B.connect(fd, address, length);
            if (r == -EINTR) {
                r = awaitInterrupted(fd);
            }
        } while (r == -ENOTCONN);
        return r;
    }

    /** {@code -ENOTCONN} if no connect is going on: such a socket reports itself writable, without an error. */
    private static int awaitInterrupted(int fd) {
        int revents;
        do {
            revents = B.pollOne(fd, POLLOUT, -1);
        } while (revents == -EINTR);
        long error = revents < 0 ? revents : B.getsockoptInt(fd, SOL_SOCKET, SO_ERROR);
        if (error != 0) {
            return (int) (error > 0 ? -error : error);
        }
        return hasPeer(fd) ? 0 : -ENOTCONN;
    }
}
