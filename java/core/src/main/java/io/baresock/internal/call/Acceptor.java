package io.baresock.internal.call;

import static io.baresock.constants.ErrnoConstants.*;
import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.PollConstants.*;
import static io.baresock.constants.SocketConstants.*;

import io.baresock.internal.Library;
import io.baresock.internal.Platform;
import io.baresock.internal.backend.Backend;

/**
 * accept(2) on one listener. The call has no flag for "do not wait". After a poll that reports a connection, the connection may be gone
 * before the accept: UNP 16.6. On Linux only another accept takes it. So a thread that must not wait holds a lock. If no thread sleeps in
 * accept(2) and no other process can have the open file, a poll and then an accept are enough.
 */
public final class Acceptor {

    private static final Backend B = Library.backend();

    private boolean listens; // guarded by this
    private int sleeping; // threads that sleep in accept(2); guarded by this

    /**
     * Accepts.
     *
     * @param sleeps false: {@code -EAGAIN} if there is no connection
     */
    int accept(Descriptor d, long slot, int flags, boolean sleeps) {
        int fd = d.guard.fd();
        if (sleeps) {
            return sleeping(fd, slot, flags);
        }
        if (!NoWait.isNeeded(d)) {
            return B.accept4(fd, slot, flags);
        }
        synchronized (this) {
            int events = B.pollOne(fd, POLLIN, 0);
            if (events < 0 || events == 0 && isIdle(fd, flags)) {
                return events == 0 ? -EAGAIN : events;
            }
            return Platform.LINUX && events > 0 && sleeping == 0 && !d.isShared()
                    ? B.accept4(fd, slot, flags)
                    : NoWait.accept(fd, slot, flags);
        }
    }

    /** Whether a connection may come. Else accept(2) says at once why not: it does not listen, or there is no such flag. */
    private boolean isIdle(int fd, int flags) {
        if (!listens) {
            listens = B.getsockoptInt(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0;
        }
        return listens && (flags & ~Descriptor.SOCK_FLAGS) == 0;
    }

    private int sleeping(int fd, long slot, int flags) {
        synchronized (this) {
            sleeping++;
        }
        try {
            return B.accept4(fd, slot, flags);
        } finally {
            synchronized (this) {
                sleeping--;
            }
        }
    }
}
