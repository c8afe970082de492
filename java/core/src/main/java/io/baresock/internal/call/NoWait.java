package io.baresock.internal.call;

import static io.baresock.constants.ErrnoConstants.*;
import static io.baresock.constants.LevelConstants.SOL_SOCKET;
import static io.baresock.constants.PollConstants.*;
import static io.baresock.constants.SocketConstants.SO_ACCEPTCONN;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;

/**
 * Tries a call that has no flag for "do not wait", on a descriptor in blocking mode. The mode must stay, because another process may have
 * the same open file. C interrupts the system call by a timer if it sleeps. Only Linux has such timers; elsewhere the mode is changed during
 * the call.
 */
public final class NoWait {

    /** A call that sleeps longer than this counts as one that must wait. */
    private static final long SHORTLY_NANOS = 20_000;

    private static final int DOUBLINGS = 10;

    private static final Backend B = Library.backend();

    private NoWait() {}

    /** Whether a call could sleep. Another owner of the open file may have changed its mode. */
    static boolean isNeeded(Descriptor d) {
        return d.isBlocking() || d.isShared() && !d.isFileNonblocking();
    }

    /** As accept4(2); {@code -EAGAIN} if there is no connection. */
    static int accept(int fd, long slot, int flags) {
        int r = B.acceptShortly(fd, slot, flags, SHORTLY_NANOS);
        return r == -EINTR ? -EAGAIN : r;
    }

    /**
     * As connect(2); {@code -EINTR} if it still waits.
     *
     * @param times how often it has returned that before. Each time it may take longer, for protocols that give up when they are
     *     interrupted
     */
    static int connect(int fd, long address, int length, int times) {
        return B.connectShortly(fd, address, length, SHORTLY_NANOS << Math.min(times, DOUBLINGS));
    }

    /**
     * As sendfile(2); {@code -EAGAIN} if there is no room. Linux looks for a signal before it moves the first byte ({@code splice_to_socket} in
     * fs/splice.c). So an interruption means no room only if poll(2) says so too. Else the thread had to wait for a processor, and the next
     * attempt may take longer. A listener never has room, and the call fails at once.
     */
    static int sendfile(int fd, int file, long offset, long count) {
        int r = -EINTR;
        for (int times = 0; r == -EINTR && times <= DOUBLINGS; times++) {
            if (times > 0 && B.pollOne(fd, POLLOUT, 0) == 0) {
                return B.getsockoptInt(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0
                        ? (int) B.sendfile(fd, file, offset, count)
                        : -EAGAIN;
            }
            r = (int) B.sendfileShortly(fd, file, offset, count, SHORTLY_NANOS << times);
        }
        return r == -EINTR ? -EAGAIN : r;
    }
}
