package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Deadlines;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a call of a {@link Socket} waits. A call is a number of {@code OP_}, an object that holds its arguments or an address
 * and a length, and how long it may take. There are three ways to wait:
 *
 * <pre>
 * thread    timeout    socket     what waits
 * platform  none       blocking   the system call itself, which {@link FdGuard#close} interrupts
 * platform  any other             poll(2) on this descriptor alone, which it interrupts as well; then the call is tried again
 * virtual   any                   the thread parks; then the call is tried again
 * any       0                     nothing: the call is tried once
 * </pre>
 *
 * <p>A tried call does not wait, though the socket be in blocking mode: by {@code MSG_DONTWAIT}, or as {@link NoWait} does it. Nobody's mode
 * is changed.
 */
final class Waiting {

    static final int OP_SEND = 0; // address, length; second address and its length: the destination's sockaddr
    static final int OP_SENDMSG = 1; // a Message
    static final int OP_SENDMMSG = 2; // a MessageBatch
    static final int OP_SEGMENTS = 3; // a Gso that has the segment's size; else as OP_SEND
    static final int OP_RECV = 4; // address, length; second address: the slot for the sender's sockaddr
    static final int OP_RECVMSG = 5; // a Message
    static final int OP_RECVMMSG = 6; // a MessageBatch
    static final int OP_ACCEPT = 7; // a Socket; address: the slot for the peer's sockaddr
    static final int OP_SENDFILE = 8; // a Socket; address: the offset, second address: the count, length: the file

    private static final Backend B = Library.backend();
    private static final int AGAIN = Socket.WOULD_BLOCK;

    private static final int WAITFORONE = Abi.isPresent(Bsd.MSG_WAITFORONE) ? Bsd.MSG_WAITFORONE : 0;
    private static final int RDHUP = Abi.isPresent(Bsd.POLLRDHUP) ? Bsd.POLLRDHUP : 0;

    // of ready()
    private static final int CAME = 1;
    private static final int STAYS = 2;
    private static final int ENDED = Integer.MIN_VALUE;

    private static final long FIRST_PAUSE_NANOS = 100_000; // doubled each time
    private static final int PAUSES = 7;

    private Waiting() {}

    /**
     * Makes the call, and waits as often as it must.
     *
     * @param peer to be named by an exception; may be null
     * @return 0 or more, or {@link Socket#WOULD_BLOCK}
     */
    static int call(
            Socket s,
            String name,
            int op,
            @Nullable Object o,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            @Nullable Sockaddr peer,
            long timeout)
            throws ErrnoException {
        int n = tryCall(s, name, op, o, address, length, flags, second, secondLength, timeout);
        if (n >= 0 || n == AGAIN) {
            return n;
        }
        throw new ErrnoException(name, -n, peer);
    }

    /** The same, but an error is a value, {@code -errno}. */
    static int tryCall(
            Socket s,
            String name,
            int op,
            @Nullable Object o,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            long timeout)
            throws ErrnoException {
        Abi.check(flags, name);
        long patience = patience(flags, timeout);
        if (length == 0 && op == OP_RECV) {
            checkRoom(s, name, flags);
        } else if (op == OP_RECVMSG && message(o).hasNoRoom()) {
            checkRoom(s, name, flags);
        }
        FdGuard g = s.guard();
        boolean sleeps = patience < 0 && s.isBlocking() && !JdkSupport.isVirtualThread() && !goesByRing(op, o);
        if (!(sleeps ? g.pinWaiting() : g.pin())) {
            throw new SocketClosedException(name);
        }
        int n;
        try {
            n = attempt(s, g.fd(), op, o, address, length, flags, second, secondLength, 0, sleeps);
            if (!isOver(op, o, length, flags, 0, n, patience, sleeps)) {
                n = goOn(s, g, op, o, address, length, flags, second, secondLength, n, patience, sleeps);
            }
        } finally {
            if (sleeps) {
                g.unpinWaiting();
            } else {
                g.unpin();
            }
        }
        Reference.reachabilityFence(s); // else it may be collected, and so closed, during a call that is its last use
        if (n < 0 && n != AGAIN && g.isClosed()) {
            throw new SocketClosedException(name);
        }
        return n;
    }

    /** Whether a call like this is left to wait in the system call, which then takes or brings all that it can. */
    static boolean sleeps(Socket s, int flags, long timeout) {
        return patience(flags, timeout) < 0 && s.isBlocking() && !JdkSupport.isVirtualThread();
    }

    /** recvmmsg with a deadline on a bare descriptor, for {@link Bsd}: nothing calls it off. The batch is in the call. */
    static int receiveUntil(int fd, MessageBatch m, int flags, long timeout) {
        long patience = patience(flags, timeout);
        long deadline = Deadlines.in(patience);
        int interest = interest(OP_RECVMMSG, flags);
        long opening = OwnedFds.opening(fd);
        int done = 0;
        int refusals = 0;
        while (true) {
            int n = m.receive(fd, opening, done, flags | Bsd.MSG_DONTWAIT);
            if (isOver(OP_RECVMMSG, m, 0, flags, done, n, patience, false)) {
                return n >= 0 ? done + n : failed(fd, OP_RECVMMSG, m, done, n);
            }
            if (n > 0) {
                done += n;
                refusals = 0;
            }
            if (n != -Bsd.EINTR) {
                int r = ready(null, fd, OP_RECVMMSG, interest, deadline, refusals, done > 0);
                if (r < 0) {
                    return done > 0 ? done : r == ENDED ? 0 : r;
                }
                refusals = r == CAME ? 1 : refusals + 1;
            }
        }
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param events of poll(2)
     * @param interest the same, for {@link FdGuard#park}
     * @return what poll(2) reports; 0 if the time passed
     */
    static int poll(FdGuard g, int events, int interest, long timeout) throws ErrnoException {
        boolean parks = timeout != 0 && JdkSupport.isVirtualThread();
        boolean sleeps = timeout != 0 && !parks;
        if (!(sleeps ? g.pinWaiting() : g.pin())) {
            throw new SocketClosedException("poll");
        }
        int r;
        try {
            long deadline = timeout == 0 ? 0 : Deadlines.in(timeout);
            if (sleeps) {
                r = pollUntil(g, g.fd(), events, deadline);
            } else {
                r = B.pollOne(g.fd(), events, 0);
                while (r == 0 && parks) {
                    int woken = g.park(interest == 0 ? FdGuard.ERROR : interest, deadline);
                    r = B.pollOne(g.fd(), events, 0);
                    if (woken < 0) {
                        r = r == 0 ? woken : r;
                        break;
                    }
                }
            }
        } finally {
            if (sleeps) {
                g.unpinWaiting();
            } else {
                try {
                    if (parks) {
                        g.handOn();
                    }
                } finally {
                    g.unpin();
                }
            }
        }
        if (g.isClosed()) {
            throw new SocketClosedException("poll");
        }
        if (r < 0 && r != AGAIN) {
            throw new ErrnoException("poll", -r);
        }
        return Math.max(r, 0);
    }

    /** A stream waits for data that it has no room for, and then says 0, which would look like its end. */
    private static void checkRoom(Socket s, String name, int flags) {
        if (s.type() == Bsd.SOCK_STREAM && (flags & Descriptor.ERRQUEUE) == 0) {
            throw new IllegalArgumentException(
                    name + ": the buffer is full; 0 bytes would look like the end of the stream. Clear or compact it");
        }
    }

    /** A ring does not wait: the kernel would have to be told of each close. */
    private static boolean goesByRing(int op, @Nullable Object o) {
        return op == OP_RECVMMSG && batch(o).hasRing();
    }

    /** How long a call waits that was given these flags. MSG_ERRQUEUE never waits by itself: recv(2). */
    private static long patience(int flags, long timeout) {
        if ((flags & Bsd.MSG_DONTWAIT) != 0 || (timeout < 0 && (flags & Descriptor.ERRQUEUE) != 0)) {
            return 0;
        }
        return timeout;
    }

    /** One system call. {@code done} is what the attempts before it brought. */
    private static int attempt(
            Socket s,
            int fd,
            int op,
            @Nullable Object o,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            boolean sleeps) {
        int how = sleeps ? flags : flags | Bsd.MSG_DONTWAIT;
        return switch (op) {
            case OP_SEND -> second == 0
                    ? B.send(fd, address, length, how)
                    : B.sendto(fd, address, length, how, second, secondLength);
            case OP_RECV -> second == 0
                    ? B.recv(fd, address + done, length - done, how)
                    : B.recvfrom(fd, address + done, length - done, how, second);
            case OP_SENDMSG -> message(o).send(fd, how);
            case OP_RECVMSG -> message(o).receive(fd, how);
            case OP_SENDMMSG -> batch(o).send(fd, 0, how);
                // The kernel waits for the first only: an interruption after it would be kept as the socket's error.
            case OP_RECVMMSG -> batch(o).receive(fd, s.guard().id(), done, sleeps ? how | WAITFORONE : how);
            case OP_SEGMENTS -> ((Gso) Objects.requireNonNull(o))
                    .attempt(fd, address, length, how, second, secondLength);
            case OP_ACCEPT -> sleeps
                    ? s.acceptor().sleeping(fd, address, flags)
                    : s.acceptor().trying(s, fd, address, flags);
            default -> sleeps || !s.isBlocking()
                    ? (int) B.sendfile(fd, length, address, second)
                    : NoWait.sendfile(fd, length, address, second);
        };
    }

    /** Whether an attempt that said {@code n}, after {@code done}, is the last one. */
    private static boolean isOver(
            int op, @Nullable Object o, int length, int flags, int done, int n, long patience, boolean sleeps) {
        if (n < 0) {
            return n == AGAIN ? patience == 0 || sleeps : n != -Bsd.EINTR;
        }
        if (op == OP_RECVMMSG) {
            return patience == 0 || n == 0 || (flags & WAITFORONE) != 0 || done + n >= batch(o).capacity();
        }
        boolean all = (flags & Bsd.MSG_WAITALL) != 0 && patience != 0 && !sleeps && n > 0;
        return !all
                || (op == OP_RECV
                        ? done + n >= length
                        : op != OP_RECVMSG || message(o).isFilled());
    }

    private static Message message(@Nullable Object o) {
        return (Message) Objects.requireNonNull(o);
    }

    private static MessageBatch batch(@Nullable Object o) {
        return (MessageBatch) Objects.requireNonNull(o);
    }

    /** What {@link #tryCall} does when the first attempt said {@code first} and that is not the end. */
    private static int goOn(
            Socket s,
            FdGuard g,
            int op,
            @Nullable Object o,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int first,
            long patience,
            boolean slept)
            throws ErrnoException {
        boolean sleeps = slept;
        long timeout = patience;
        if (timeout < 0 && s.isBlocking()) { // the kernel's own time, which each interruption would start anew
            long kernels = s.kernelTimeout(g.fd(), op >= OP_RECV && op <= OP_ACCEPT);
            sleeps &= kernels < 0;
            timeout = kernels;
        }
        boolean began = !slept && !JdkSupport.isVirtualThread();
        if (began && !g.beginWait()) {
            return -Bsd.ECANCELED;
        }
        try {
            long deadline = Deadlines.in(timeout);
            int interest = interest(op, flags);
            boolean peeks = (flags & Bsd.MSG_PEEK) != 0 && op != OP_RECVMMSG;
            int done = 0;
            int refusals = 0;
            int n = first;
            while (true) {
                if (n > 0) {
                    done = peeks ? n : done + n;
                    refusals = peeks ? refusals : 0;
                } else if (n == -Bsd.EINTR && g.isClosed()) {
                    return done > 0 ? done : -Bsd.ECANCELED;
                }
                if (n != -Bsd.EINTR && !sleeps) {
                    int r = ready(g, g.fd(), op, interest, deadline, refusals, done > 0);
                    if (r < 0) {
                        return done > 0 ? done : r == ENDED ? 0 : r;
                    }
                    refusals = r == CAME ? 1 : refusals + 1;
                }
                int before = peeks ? 0 : done;
                n = attempt(s, g.fd(), op, o, address, length, flags, second, secondLength, before, sleeps);
                if (isOver(op, o, length, flags, before, n, timeout, sleeps)) {
                    return n >= 0 ? before + n : failed(g.fd(), op, o, done, n);
                }
            }
        } finally {
            if (began) {
                g.endWait();
            } else if (!slept) {
                g.handOn();
            }
        }
    }

    /** What an error means that came after {@code done}. */
    private static int failed(int fd, int op, @Nullable Object o, int done, int error) {
        if (done == 0) {
            return error;
        }
        if (op == OP_RECVMMSG && error != AGAIN) {
            batch(o).keep(fd, error);
        }
        return done;
    }

    /**
     * Waits until the call is worth another try. Readiness is a hint: another thread may take what was there, and some descriptors stay
     * ready while the call says EAGAIN (an unconnected AF_UNIX datagram socket whose receiver is full; MSG_PEEK beyond the data with
     * SO_PEEK_OFF; a hung-up socket read for its error queue). The former must be polled again at once, the latter must not be spun on: a
     * poll that does not wait tells them apart.
     *
     * @param refusals how often in a row the call said EAGAIN though this had said that it is ready
     * @return {@link #CAME} after a wait, {@link #STAYS} if it was ready all the time, {@link #ENDED}, or {@code -errno}
     */
    private static int ready(
            @Nullable FdGuard g, int fd, int op, int interest, long deadline, int refusals, boolean some) {
        boolean receives = op >= OP_RECV && op <= OP_RECVMMSG;
        if (refusals > 1) {
            int r = pause(g, deadline, refusals - 2);
            if (r < 0) {
                return r;
            }
        }
        if (refusals > 0) {
            int revents = now(g, fd, interest);
            if (revents > 0 && receives && interest == FdGuard.READABLE && (revents & RDHUP) != 0) {
                return ENDED; // of a datagram socket that was shut down: a receive that does not wait says EAGAIN, not
                // 0
            }
            if (revents != 0) {
                return revents < 0 ? revents : STAYS;
            }
        }
        int r = await(g, fd, interest, deadline);
        if (r >= 0 && some && receives && (now(g, fd, interest) & Bsd.POLLERR) != 0) {
            return ENDED; // the next call tells the error; what came is not to be lost for it
        }
        return r < 0 ? r : CAME;
    }

    private static int now(@Nullable FdGuard g, int fd, int interest) {
        int r;
        do {
            r = B.pollOne(fd, toPoll(interest) | RDHUP, 0);
        } while (r == -Bsd.EINTR && !isClosed(g));
        return r;
    }

    /**
     * Waits until the descriptor is ready: by poll(2), or parked on a virtual thread. Needs a pin, and on a platform thread
     * {@link FdGuard#beginWait}.
     *
     * @return 0 or more; {@code -EAGAIN} if the time passed, {@code -EINTR} if the virtual thread is interrupted, {@code -ECANCELED} if the
     *     guard was closed, or another {@code -errno}
     */
    static int await(FdGuard g, int interest, long deadline) {
        return await(g, g.fd(), interest, deadline);
    }

    private static int await(@Nullable FdGuard g, int fd, int interest, long deadline) {
        if (g != null && JdkSupport.isVirtualThread()) {
            return g.park(interest, deadline);
        }
        return pollUntil(g, fd, toPoll(interest), deadline);
    }

    /** Stays away for a while, each time longer: 0, or negative as {@link #await}. */
    static int pause(@Nullable FdGuard g, long deadline, int pauses) {
        long left = Deadlines.left(deadline);
        if (left == 0) {
            return AGAIN;
        }
        long pause = FIRST_PAUSE_NANOS << Math.min(pauses, PAUSES);
        long until = Deadlines.in(left > 0 ? Math.min(left, pause) : pause);
        int r = g != null && JdkSupport.isVirtualThread() ? g.park(0, until) : pollUntil(g, -1, 0, until);
        return r == AGAIN ? 0 : r;
    }

    private static int pollUntil(@Nullable FdGuard g, int fd, int events, long deadline) {
        while (true) {
            int r = isClosed(g) ? -Bsd.ECANCELED : B.pollOne(fd, events, Deadlines.left(deadline));
            if (r != -Bsd.EINTR) {
                return r == 0 ? AGAIN : r;
            }
        }
    }

    private static boolean isClosed(@Nullable FdGuard g) {
        return g != null && g.isClosed();
    }

    /** What announces that a call is worth a try. */
    private static int interest(int op, int flags) {
        if (op < OP_RECV || op == OP_SENDFILE) {
            return FdGuard.WRITABLE;
        }
        if (op == OP_ACCEPT) {
            return FdGuard.READABLE;
        }
        if ((flags & Descriptor.ERRQUEUE) != 0) {
            return FdGuard.ERROR;
        }
        return (flags & Bsd.MSG_OOB) != 0 ? FdGuard.PRIORITY : FdGuard.READABLE;
    }

    /** The events of poll(2); POLLERR is always reported. */
    static int toPoll(int interest) {
        return ((interest & FdGuard.READABLE) != 0 ? Bsd.POLLIN : 0)
                | ((interest & FdGuard.WRITABLE) != 0 ? Bsd.POLLOUT : 0)
                | ((interest & FdGuard.PRIORITY) != 0 ? Bsd.POLLPRI : 0);
    }
}
