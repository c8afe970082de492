package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Calls;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;

/**
 * The process at the other end of a connected Unix socket, as a pidfd. A process id may be reused for another process; a pidfd is not. It
 * is the process that called connect(2), listen(2) or socketpair(2), even if the descriptor was passed on later. Thread-safe. Close it
 * after use. Linux 6.5 and newer.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PeerProcess implements AutoCloseable {

    private static final Backend B = Library.backend();
    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    private final FdGuard guard = new FdGuard(B, -1);
    private final Cleaner.Cleanable leak = Descriptor.closeIfForgotten(this, "a PeerProcess", guard);

    private PeerProcess() {}

    /**
     * Gets the peer of a socket ({@code SO_PEERPIDFD}).
     *
     * @param socket connected
     * @return the process
     * @throws ErrnoException ENODATA if there is no peer, ESRCH if it is gone, ENOPROTOOPT before Linux 6.5
     * @throws UnsupportedOperationException where the option does not exist
     */
    public static PeerProcess of(Socket socket) throws ErrnoException {
        Abi.check(Bsd.SO_PEERPIDFD, "getsockopt");
        Descriptor d = SOCKETS.descriptor(Buffers.present("getsockopt", socket));
        PeerProcess p = new PeerProcess(); // first: the descriptor must not be lost if there is no memory
        OwnedFds.ask();
        long fd = Calls.option(d, Bsd.SOL_SOCKET, Bsd.SO_PEERPIDFD); // pidfds are always close-on-exec
        Reference.reachabilityFence(socket);
        if (fd < 0) {
            p.leak.clean();
            throw d.isOpen()
                    ? new ErrnoException("getsockopt", (int) -fd, "SO_PEERPIDFD")
                    : new SocketClosedException("getsockopt");
        }
        p.guard.opened((int) fd);
        return p;
    }

    /**
     * Waits for the process to end.
     *
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return whether it has ended; false if the time passed
     * @throws SocketClosedException if this object is closed, meanwhile or before
     * @throws ErrnoException as in poll(2)
     */
    public boolean awaitExit(long timeoutNanos) throws ErrnoException {
        int r = Waiting.poll(guard, Bsd.POLLIN, FdGuard.READABLE, timeoutNanos); // when the process has ended
        Reference.reachabilityFence(this);
        if (guard.isClosed()) {
            throw new SocketClosedException("poll");
        }
        if (r < 0) {
            throw new ErrnoException("poll", -r);
        }
        return r > 0;
    }

    /**
     * Waits for the process to end, at most that long.
     *
     * @param timeout zero does not wait, negative waits for ever
     * @return whether it has ended; false if the time passed
     * @throws SocketClosedException if this object is closed, meanwhile or before
     * @throws ErrnoException as in poll(2)
     */
    public boolean awaitExit(Duration timeout) throws ErrnoException {
        return awaitExit(Deadlines.nanos("awaitExit", timeout));
    }

    /** {@return the descriptor's number, for calls such as pidfd_send_signal(2); -1 if closed} Do not close it; this object does. */
    public int pidfd() {
        return guard.isClosed() ? -1 : guard.fd();
    }

    /** Closes the pidfd, with no effect on the process. May be repeated. */
    @Override
    public void close() {
        guard.close();
        leak.clean();
    }

    @Override
    public String toString() {
        return "PeerProcess[" + (guard.isClosed() ? "closed" : "pidfd " + guard.fd()) + "]";
    }
}
