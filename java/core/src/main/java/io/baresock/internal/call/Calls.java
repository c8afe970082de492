package io.baresock.internal.call;

import static io.baresock.constants.ErrnoConstants.*;
import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.PollConstants.*;
import static io.baresock.constants.SocketConstants.*;

import io.baresock.internal.FdCall;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import org.jspecify.annotations.Nullable;

/** Calls that do not wait: one system call each, with the descriptor pinned. Results are those of the C ABI. */
public final class Calls implements FdCall<RuntimeException> {

    /** Address, length. */
    public static final int BIND = 0;
    /** Length: the backlog. */
    public static final int LISTEN = 1;
    /** Length: how. */
    public static final int SHUTDOWN = 2;
    /** Address: the slot. */
    public static final int GETSOCKNAME = 3;
    /** Address: the slot. */
    public static final int GETPEERNAME = 4;
    /** Length: the mode. */
    public static final int SETNONBLOCKING = 5;
    /** Length: the events. */
    public static final int POLL = 6;

    public static final int DUP = 7;
    public static final int AVAILABLE = 8;
    public static final int ATMARK = 9;

    // level, name
    static final int GETSOCKOPT_INT = 10;
    static final int SETSOCKOPT_INT = 11;
    public static final int GETSOCKOPT = 12;
    public static final int GETSOCKOPT_BOUNDED = 13;
    public static final int SETSOCKOPT = 14;

    /** How a connect ended; {@code -EAGAIN} if it is still going on, {@code -ENOTCONN} if there is none. */
    public static final int CONNECTED = 15;

    private static final Backend B = Library.backend();
    private static final Calls CALLS = new Calls();

    private Calls() {}

    /** A call of the descriptor with a number. */
    public static int number(Descriptor d, int op, int number) {
        return (int) d.guard.use(CALLS, d, null, op, 0, number, 0, 0, 0, 0, 0, false);
    }

    /** A call of the descriptor with memory. */
    public static int memory(Descriptor d, int op, long address, int length) {
        return (int) d.guard.use(CALLS, d, null, op, address, length, 0, 0, 0, 0, 0, false);
    }

    /** getsockopt of an int: the value, or {@code -errno}; a long, so that they differ. */
    public static long option(Descriptor d, int level, int name) {
        return d.guard.use(CALLS, d, null, GETSOCKOPT_INT, 0, 0, level, 0, name, 0, 0, false);
    }

    /** setsockopt of an int. */
    public static int option(Descriptor d, int level, int name, int value) {
        int r = (int) d.guard.use(CALLS, d, null, SETSOCKOPT_INT, 0, value, level, 0, name, 0, 0, false);
        if (r >= 0) {
            d.noteOption(level, name);
        }
        return r;
    }

    /** An option in memory. */
    public static int option(Descriptor d, int op, int level, int name, long address, int length) {
        int r = (int) d.guard.use(CALLS, d, null, op, address, length, level, 0, name, 0, 0, false);
        if (r >= 0 && op == SETSOCKOPT) {
            d.noteOption(level, name);
        }
        return r;
    }

    @Override
    public long run(
            Object subject,
            @Nullable Object what,
            int op,
            long address,
            int number,
            int level,
            long second,
            int name,
            int done,
            long timeout,
            boolean waits) {
        int fd = ((Descriptor) subject).guard.fd();
        return switch (op) {
            case GETSOCKOPT_INT -> B.getsockoptInt(fd, level, name);
            case SETSOCKOPT_INT -> B.setsockoptInt(fd, level, name, number);
            case GETSOCKOPT -> B.getsockopt(fd, level, name, address, number);
            case GETSOCKOPT_BOUNDED -> B.getsockoptBounded(fd, level, name, address, number);
            case SETSOCKOPT -> B.setsockopt(fd, level, name, address, number);
            case BIND -> B.bind(fd, address, number);
            case LISTEN -> B.listen(fd, number);
            case SHUTDOWN -> B.shutdown(fd, number);
            case GETSOCKNAME -> B.getsockname(fd, address);
            case GETPEERNAME -> B.getpeername(fd, address);
            case SETNONBLOCKING -> B.setNonblocking(fd, number);
            case POLL -> B.pollOne(fd, number, 0);
            case DUP -> B.dup(fd);
            case AVAILABLE -> B.available(fd);
            case ATMARK -> B.sockatmark(fd);
            default -> connected(fd);
        };
    }

    private static long connected(int fd) {
        int revents = B.pollOne(fd, POLLOUT, 0);
        if (revents <= 0) {
            return revents == 0 ? Waiting.AGAIN : revents;
        }
        long error = B.getsockoptInt(fd, SOL_SOCKET, SO_ERROR);
        if (error != 0) {
            return error > 0 ? -error : error;
        }
        // A socket that was never connected is writable too, and so is one whose error was told before.
        return Connecting.hasPeer(fd) ? 0 : -ENOTCONN;
    }
}
