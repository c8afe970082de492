package io.baresock.internal.call;

import static io.baresock.constants.ErrnoConstants.*;
import static io.baresock.constants.FamilyConstants.AF_PACKET;
import static io.baresock.constants.LevelConstants.SOL_SOCKET;
import static io.baresock.constants.MessageConstants.*;
import static io.baresock.constants.PollConstants.*;
import static io.baresock.constants.SocketConstants.SO_PEEK_OFF;

import io.baresock.internal.Abi;
import io.baresock.internal.Deadlines;
import io.baresock.internal.FdCall;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.jfr.JfrEvents;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only place where a call waits. A call is tried once. If it must be tried again, {@link Rest} waits in between. There are three ways
 * to wait:
 *
 * <pre>
 * thread    timeout    socket     what waits
 * platform  none       blocking   the system call itself, which {@link FdGuard#close} interrupts
 * platform  any other             poll(2) on this descriptor alone, which it interrupts as well; then the call is tried again
 * virtual   any                   the thread parks; then the call is tried again
 * any       0                     nothing: the call is tried once
 * </pre>
 *
 * <p>A call that is tried does not wait, also if the socket is in blocking mode: it uses {@code MSG_DONTWAIT} or {@link NoWait}. The mode
 * is never changed.
 *
 * <p>Results are those of the C ABI: 0 or more, or {@code -errno}. {@link #AGAIN} means that the call would wait, or that the time has
 * passed. Nothing here throws for an error of the kernel. If the descriptor was closed before or during the call, the result may be any
 * error. So the caller asks the guard first.
 */
public final class Waiting implements FdCall<RuntimeException> {

    /** Address, length; second address and its length: the destination's sockaddr. */
    static final int SEND = 0;
    /** A {@link Transfer} that sends. */
    public static final int SENDMSG = 1;
    /** Address, length; second address: the slot for the sender's sockaddr. */
    public static final int RECV = 2;
    /** A {@link Transfer} that receives a message. */
    public static final int RECVMSG = 3;
    /** A {@link Transfer} that receives messages until it is full, or the time has passed. */
    public static final int RECVMMSG = 4;
    /** Address: the slot for the peer's sockaddr. */
    public static final int ACCEPT = 5;
    /** Address: the offset; second address: the count; length: the file. */
    public static final int SENDFILE = 6;

    static final int AGAIN = -EAGAIN;

    /** A flag of an operation, for {@link Rest}: the earlier attempt was allowed to sleep. */
    private static final int SLEPT = 1 << 4;

    /** Another one: there was no attempt, because the thread stands back. */
    private static final int UNTRIED = 1 << 5;

    /** A receive on a stream has no room for a byte: 0 would look like the end of the stream. */
    public static final int NO_ROOM = Integer.MIN_VALUE + 1;

    private static final Backend B = Library.backend();
    private static final Waiting ATTEMPT = new Waiting();
    private static final Rest REST = new Rest();
    private static final Ready READY = new Ready();
    private static final More MORE = new More();

    private static final int WAITFORONE = Abi.isPresent(MSG_WAITFORONE) ? MSG_WAITFORONE : 0;
    private static final int PEEK_OFF = Abi.isPresent(SO_PEEK_OFF) ? SO_PEEK_OFF : 0;
    private static final int RDHUP = Abi.isPresent(POLLRDHUP) ? POLLRDHUP : 0;

    // of ready()
    private static final int CAME = 1;
    private static final int STAYS = 2;
    private static final int ENDED = Integer.MIN_VALUE;
    private static final int SHUT = ENDED + 2;

    private static final long FIRST_PAUSE_NANOS = 100_000; // doubled each time
    private static final int PAUSES = 7;

    private Waiting() {}

    /**
     * Makes a call, and waits as often as needed.
     *
     * @param op the operation, which gives the arguments their meaning
     * @param t the arguments of a call that has an object for them
     * @param timeout nanoseconds; 0 does not wait, negative waits for ever
     */
    public static int call(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            long timeout) {
        int held = op < RECV || op == SENDFILE ? d.takeSendError() : 0;
        if (held != 0) {
            return held;
        }
        return isRecorded(op)
                ? Recorded.call(d, op, t, address, length, flags, second, secondLength, timeout)
                : unrecorded(d, op, t, address, length, flags, second, secondLength, timeout);
    }

    /** Whether Flight Recorder wants such calls. */
    private static boolean isRecorded(int op) {
        return op == ACCEPT
                ? JfrEvents.accepts()
                : op < RECV || op == SENDFILE ? JfrEvents.sends() : JfrEvents.receives();
    }

    /** {@link #call}. */
    static int unrecorded(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            long timeout) {
        long patience = patience(flags, timeout);
        if (lacksRoom(d, op, t, length, flags)) {
            return NO_ROOM;
        }
        boolean virtual = patience != 0 && JdkSupport.isVirtualThread();
        boolean sleeps = patience < 0 && !virtual && d.isBlocking() && !(t != null && t.goesByRing());
        if ((flags & MSG_WAITALL) == 0 || patience == 0 || sleeps || !UnixPieces.are(d, op)) {
            return made(d, op, t, address, length, flags, second, secondLength, patience, virtual, sleeps);
        }
        Scratch piece = Scratch.take(UnixPieces.SIZE);
        try {
            long at = UnixPieces.begin(piece, second);
            return made(d, op, t, address, length, flags, at, UnixPieces.SIZE, patience, virtual, false);
        } finally {
            piece.give();
        }
    }

    private static int made(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            long patience,
            boolean virtual,
            boolean sleeps) {
        if (virtual) {
            d.takeTurn(); // before the call: what it brings must not be lost, whatever is thrown here
        }
        boolean standsBack = virtual && standsBack(d, op, flags);
        int n = standsBack
                ? AGAIN
                : (int) d.guard.use(ATTEMPT, d, t, op, address, length, flags, second, secondLength, 0, 0, sleeps);
        if (isOver(op, t, length, flags, 0, n, patience, sleeps)) {
            return UnixPieces.isLast(n) ? UnixPieces.bytes(n) : n;
        }
        boolean platform = !JdkSupport.isVirtualThread();
        int how = op | (sleeps ? SLEPT : 0) | (standsBack ? UNTRIED : 0);
        long r = d.guard.use(REST, d, t, how, address, length, flags, second, secondLength, n, patience, platform);
        return r == FdGuard.REFUSED && n > 0 ? n : (int) r; // it was closed in between; data that came must not be lost
    }

    /**
     * Whether a receive of a virtual thread is to wait for an event although there is one. If the peer is always quick, or runs on the same
     * CPU, a thread would otherwise never wait, and others never get its carrier.
     */
    private static boolean standsBack(Descriptor d, int op, int flags) {
        return op >= RECV && op <= ACCEPT && d.isOverdue() && polled(d.guard, toPoll(interest(op, flags)), 0, 0) > 0;
    }

    /** Whether such a call waits in the system call itself, which then moves as much as it can. */
    public static boolean sleeps(Descriptor d, int flags, long timeout) {
        return patience(flags, timeout) < 0 && d.isBlocking() && !JdkSupport.isVirtualThread();
    }

    /** {@link #call} of a send; {@code second} and its length are the destination, 0 if there is none. */
    public static int send(
            Descriptor d, long address, int length, int flags, long second, int secondLength, long timeout) {
        return Tally.sent(call(d, SEND, null, address, length, flags, second, secondLength, timeout), length);
    }

    /** {@link #call} of a receive. For a message that was cut off the result is its whole length, if the family tells it. */
    public static int receive(
            Descriptor d, int op, @Nullable Transfer t, long address, int length, int given, long slot, long timeout) {
        int held = (given & Descriptor.ERRQUEUE) == 0 ? d.takeReceiveError() : 0;
        if (held != 0) {
            return held;
        }
        // Without an effect in the kernel, but packet sockets refuse it. Here it would receive again, and put the next
        // datagram behind the first.
        int flags = d.gathers(given) || d.domain == AF_PACKET ? given : given & ~MSG_WAITALL;
        int truncation = d.truncationFlag();
        int n = call(d, op, t, address, length, flags | truncation, slot, 0, timeout);
        boolean refused = n == -EINVAL || n == -EOPNOTSUPP;
        if (refused && truncation != 0 && (flags & MSG_TRUNC) == 0) {
            // Two families refuse MSG_TRUNC (J1939, AF_RXRPC): the call fails and takes nothing.
            n = call(d, op, t, address, length, flags, slot, 0, timeout);
            if (n >= 0 || n == AGAIN) {
                d.withoutTruncation();
            }
        }
        return n;
    }

    /**
     * Waits for the next piece of a receive with MSG_WAITALL.
     *
     * @return 0 or more if a receive makes sense; negative if nothing more belongs to the result: at the out-of-band mark, after an error,
     *     or because the time has passed
     */
    public static int more(Descriptor d, int flags, long timeout) {
        long patience = patience(flags, timeout);
        boolean platform = !JdkSupport.isVirtualThread();
        return (int) d.guard.use(MORE, d, null, 0, 0, 0, 0, 0, 0, 0, patience, platform && patience != 0);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param events of poll(2)
     * @param interest the same, for {@link FdGuard#park}
     * @return what poll(2) reports; 0 if the time passed; or {@code -errno}
     */
    public static int poll(FdGuard g, int events, int interest, long timeout) {
        return JfrEvents.waits() ? Recorded.poll(g, events, interest, timeout) : polled(g, events, interest, timeout);
    }

    /** Whether shutdown(2) has ended the input. Then a receive of messages, or an accept, that does not wait says EAGAIN for ever. */
    public static boolean isInputShut(FdGuard g) {
        int r = polled(g, POLLIN | RDHUP, 0, 0);
        return r > 0 && (r & RDHUP) != 0;
    }

    /** {@link #poll}. */
    static int polled(FdGuard g, int events, int interest, long timeout) {
        boolean sleeps = timeout != 0 && !JdkSupport.isVirtualThread();
        int r = (int) g.use(READY, g, null, interest, 0, events, 0, 0, 0, 0, timeout, sleeps);
        return r == AGAIN ? 0 : r;
    }

    /**
     * recvmmsg with a deadline on a plain descriptor, for {@code Bsd}: a close does not end it. The caller has begun the batch's call.
     */
    public static int receiveUntil(int fd, Transfer t, int flags, long timeout) {
        long patience = patience(flags, timeout);
        long deadline = Deadlines.in(patience);
        int interest = interest(RECVMMSG, flags);
        long opening = OwnedFds.opening(fd);
        int done = 0;
        int refusals = 0;
        while (true) {
            int n = t.attempt(fd, opening, done, 0, 0, flags | MSG_DONTWAIT, 0, 0);
            if (isOver(RECVMMSG, t, 0, flags, done, n, patience, false)) {
                return n >= 0 ? done + n : failed(fd, opening, t, done, n);
            }
            if (n > 0) {
                done += n;
                refusals = 0;
            }
            if (n != -EINTR) {
                int r = ready(null, fd, RECVMMSG, interest, deadline, refusals, done > 0);
                if (r == SHUT) {
                    return emptyRest(fd, opening, t, done, 0, 0, flags, 0, 0);
                }
                if (r < 0) {
                    return done > 0 ? done : r == ENDED ? 0 : r;
                }
                refusals = r == CAME ? 1 : refusals + 1;
            }
        }
    }

    /** Whether a receive has no room on a stream: it would wait for data and then return 0, as at the end of the stream. */
    private static boolean lacksRoom(Descriptor d, int op, @Nullable Transfer t, int length, int flags) {
        boolean lacks = op == RECV ? length == 0 : op == RECVMSG && !transfer(t).hasRoom();
        return lacks && d.isStream() && (flags & Descriptor.ERRQUEUE) == 0;
    }

    /** How long a call with these flags waits. MSG_ERRQUEUE never waits by itself: recv(2). */
    private static long patience(int flags, long timeout) {
        if ((flags & MSG_DONTWAIT) != 0 || (timeout < 0 && (flags & Descriptor.ERRQUEUE) != 0)) {
            return 0;
        }
        return timeout;
    }

    private static Transfer transfer(@Nullable Transfer t) {
        return Objects.requireNonNull(t);
    }

    /** The first attempt; its last argument says whether the system call may sleep. */
    @Override
    public long run(
            Object d,
            @Nullable Object t,
            int op,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            long timeout,
            boolean sleeps) {
        return attempt((Descriptor) d, op, (Transfer) t, address, length, flags, second, secondLength, 0, sleeps);
    }

    /** One system call. {@code done} is the sum of the earlier attempts. */
    private static int attempt(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            boolean sleeps) {
        int fd = d.guard.fd();
        int how = sleeps ? flags : flags | MSG_DONTWAIT;
        return switch (op) {
            case SEND -> second == 0
                    ? B.send(fd, address, length, how)
                    : B.sendto(fd, address, length, how, second, secondLength);
            case RECV -> secondLength != 0
                    ? B.recvPiece(fd, address + done, length - done, how, second)
                    : second == 0
                            ? B.recv(fd, address + done, length - done, how)
                            : B.recvfrom(fd, address + done, length - done, how, second);
            case ACCEPT -> d.acceptor().accept(d, address, flags, sleeps);
            case SENDFILE -> sleeps || !NoWait.isNeeded(d)
                    ? (int) B.sendfile(fd, length, address, second)
                    : NoWait.sendfile(fd, length, address, second);
            default -> {
                // The kernel waits only for the first message: it would keep a later interruption as the socket's
                // error.
                int one = op == RECVMMSG && sleeps ? WAITFORONE : 0;
                yield transfer(t).attempt(fd, d.guard.id(), done, address, length, how | one, second, secondLength);
            }
        };
    }

    /** Whether an attempt with the result {@code n}, after {@code done}, is the last one. */
    private static boolean isOver(
            int op, @Nullable Transfer t, int length, int flags, int done, int n, long patience, boolean sleeps) {
        if (n < 0) {
            return n == AGAIN ? patience == 0 || sleeps : n != -EINTR;
        }
        if (op == RECVMMSG) {
            return patience == 0
                    || n == 0
                    || (flags & WAITFORONE) != 0
                    || transfer(t).isFull(done + n);
        }
        boolean all = (flags & MSG_WAITALL) != 0 && patience != 0 && !sleeps && n > 0;
        return !all
                || (op == RECV
                        ? done + n >= length
                        : op != RECVMSG || transfer(t).isFull(done + n));
    }

    /** The attempts after the first one, and the waits before each. */
    private static final class Rest implements FdCall<RuntimeException> {
        @Override
        public long run(
                Object subject,
                @Nullable Object what,
                int opAndHow,
                long address,
                int length,
                int flags,
                long second,
                int secondLength,
                int first,
                long patience,
                boolean platform) {
            Descriptor d = (Descriptor) subject;
            int op = opAndHow & ~(SLEPT | UNTRIED);
            boolean sleeps = (opAndHow & SLEPT) != 0;
            boolean untried = (opAndHow & UNTRIED) != 0;
            Transfer t = (Transfer) what;
            try {
                return goOn(d, op, t, address, length, flags, second, secondLength, first, patience, sleeps, untried);
            } finally {
                if (!platform) {
                    d.waited();
                    d.guard.handOn();
                }
            }
        }
    }

    private static int goOn(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int first,
            long patience,
            boolean slept,
            boolean untried) {
        FdGuard g = d.guard;
        // the kernel's own timeout, which would begin again after each interruption
        boolean isKernels = patience < 0 && d.isBlocking();
        long timeout = isKernels ? d.kernelTimeout(op >= RECV && op <= ACCEPT) : patience;
        boolean sleeps = slept && timeout < 0;
        long deadline = Deadlines.in(timeout);
        int interest = interest(op, d.hasUrgentData() ? flags : flags & ~MSG_OOB);
        boolean peeks = (flags & MSG_PEEK) != 0 && op != RECVMMSG && !peeksFurther(g.fd());
        boolean gathers = (flags & MSG_WAITALL) != 0 && (op == RECV || op == RECVMSG);
        int done = 0;
        int refusals = 0;
        int n = first;
        while (true) {
            if (n > 0) {
                done = peeks ? n : done + n;
                refusals = peeks ? refusals : 0;
                deadline = isKernels && op == RECVMMSG
                        ? Deadlines.in(timeout)
                        : deadline; // SO_RCVTIMEO is for each message
            } else if (n == -EINTR && g.isClosed()) {
                return done > 0 ? done : -ECANCELED;
            }
            if (n != -EINTR && !sleeps) {
                int r = gathers && done > 0
                        ? readyForMore(g, op, interest, deadline, refusals, peeks)
                        : ready(g, g.fd(), op, interest, deadline, refusals, done > 0);
                if (r == SHUT) {
                    return emptyRest(g.fd(), g.id(), transfer(t), done, address, length, flags, second, secondLength);
                }
                if (r < 0 && untried && !g.isClosed()) { // the data may have been there all the time
                    n = attempt(d, op, t, address, length, flags, second, secondLength, 0, false);
                    if (n != AGAIN) {
                        return ended(d, t, gathers, 0, 0, n);
                    }
                }
                if (r < 0) {
                    return done > 0 ? done : r == ENDED ? 0 : r;
                }
                untried = false;
                refusals = r == CAME ? 1 : refusals + 1;
            }
            int before = peeks ? 0 : done;
            n = attempt(d, op, t, address, length, flags, second, secondLength, before, sleeps);
            if (isOver(op, t, length, flags, before, n, timeout, sleeps)) {
                return ended(d, t, gathers, before, done, n);
            }
        }
    }

    /** The result of a call whose last attempt had the result {@code n}. */
    private static int ended(Descriptor d, @Nullable Transfer t, boolean gathers, int before, int done, int n) {
        if (UnixPieces.isLast(n)) {
            return before + UnixPieces.bytes(n);
        }
        if (n < 0 && gathers && done > 0) {
            d.holdReceiveError(n);
            return done;
        }
        return n >= 0 ? before + n : failed(d.guard.fd(), d.guard.id(), t, done, n);
    }

    /**
     * The rest of a batch after shutdown(2) of the input: recvmmsg(2) fills it with messages of no length, and at once, but only if it may
     * wait. In non-blocking mode it may not, and nothing more comes.
     */
    private static int emptyRest(
            int fd,
            long opening,
            Transfer t,
            int done,
            long address,
            int length,
            int flags,
            long second,
            int secondLength) {
        int n = t.attempt(fd, opening, done, address, length, flags, second, secondLength);
        return n > 0 ? done + n : done;
    }

    /** Whether each MSG_PEEK begins where the last one ended: SO_PEEK_OFF of socket(7). */
    private static boolean peeksFurther(int fd) {
        return PEEK_OFF != 0 && (int) B.getsockoptInt(fd, SOL_SOCKET, PEEK_OFF) >= 0;
    }

    /** The result for an error that came after {@code done}. */
    private static int failed(int fd, long opening, @Nullable Transfer t, int done, int error) {
        if (done == 0) {
            return error;
        }
        if (t != null && error != AGAIN) {
            t.keep(fd, opening, error);
        }
        return done;
    }

    /** {@link #more}. */
    private static final class More implements FdCall<RuntimeException> {
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
                int done,
                long patience,
                boolean sleeps) {
            Descriptor d = (Descriptor) subject;
            long timeout = patience < 0 && d.isBlocking() ? d.kernelTimeout(true) : patience;
            try {
                return readyForMore(d.guard, RECV, FdGuard.READABLE, Deadlines.in(timeout), 0, false);
            } finally {
                if (JdkSupport.isVirtualThread()) {
                    d.guard.handOn();
                }
            }
        }
    }

    /** {@link #poll}. */
    private static final class Ready implements FdCall<RuntimeException> {
        @Override
        public long run(
                Object subject,
                @Nullable Object what,
                int interest,
                long address,
                int events,
                int flags,
                long second,
                int secondLength,
                int done,
                long timeout,
                boolean sleeps) {
            FdGuard g = (FdGuard) subject;
            long deadline = timeout == 0 ? 0 : Deadlines.in(timeout);
            if (sleeps) {
                return pollUntil(g, g.fd(), events, deadline);
            }
            int r = B.pollOne(g.fd(), events, 0);
            if (r != 0 || timeout == 0) {
                return r;
            }
            try {
                int woken = 0;
                while (r == 0 && woken >= 0) {
                    woken = g.park(interest == 0 ? FdGuard.ERROR : interest, deadline);
                    r = B.pollOne(g.fd(), events, 0);
                }
                return r == 0 ? woken : r;
            } finally {
                g.handOn();
            }
        }
    }

    /**
     * Waits until a new try makes sense. Readiness is only a hint. Another thread may take the data first: then this must poll again at
     * once. And some descriptors stay ready while the call says EAGAIN: an unconnected AF_UNIX datagram socket whose receiver is full,
     * MSG_PEEK beyond the data with SO_PEEK_OFF, a hung-up socket that is read for its error queue. There this must not spin. A poll that
     * does not wait tells the two apart.
     *
     * @param refusals how often in a row the call said EAGAIN after this method had found the descriptor ready
     * @return {@link #CAME} after a wait, {@link #STAYS} if it was ready all the time, {@link #ENDED}, {@link #SHUT} (ended by
     *     shutdown(2), where a batch may have more), or {@code -errno}
     */
    private static int ready(
            @Nullable FdGuard g, int fd, int op, int interest, long deadline, int refusals, boolean some) {
        boolean receives = op >= RECV && op <= RECVMMSG;
        if (refusals > 1) {
            int r = pause(g, deadline, refusals - 2);
            if (r < 0) {
                return r;
            }
        }
        if (refusals > 0) {
            int revents = now(g, fd, interest);
            if (revents > 0 && interest == FdGuard.READABLE && (revents & RDHUP) != 0) { // its input was shut down
                if (receives) { // datagrams: a receive that does not wait says EAGAIN and not 0
                    return op == RECVMMSG ? SHUT : ENDED;
                }
                return -EINVAL; // AF_UNIX: so does accept, where one that waits says EINVAL
            }
            if (revents != 0) {
                return revents < 0 ? revents : STAYS;
            }
        }
        int r = await(g, fd, interest, deadline);
        if (r >= 0 && some && receives && (now(g, fd, interest) & POLLERR) != 0) {
            return ENDED; // the next call gives the error; data that came must not be lost
        }
        return r < 0 ? r : CAME;
    }

    /**
     * {@link #ready} for the rest of a receive with MSG_WAITALL, after some of it came. {@link #ENDED} at the out-of-band mark, where
     * recv(2) stops too. The mark may come where the data ends, and then there is only a priority event. It is not asked for if the mark
     * lies ahead, because then it would come at once.
     */
    private static int readyForMore(FdGuard g, int op, int interest, long deadline, int refusals, boolean peeks) {
        if (isAtMark(g, peeks)) {
            return ENDED;
        }
        int more = isUrgent(g) ? interest : interest | FdGuard.PRIORITY;
        int r = ready(g, g.fd(), op, more, deadline, refusals, true);
        return r >= 0 && !peeks && isAtMark(g, false) ? ENDED : r; // a peek looks first at what came before the mark
    }

    /** Whether the data up to the out-of-band mark was received. A peek stays before the data: there a mark ahead must do. */
    private static boolean isAtMark(FdGuard g, boolean peeks) {
        return peeks ? isUrgent(g) : B.sockatmark(g.fd()) > 0;
    }

    private static boolean isUrgent(FdGuard g) {
        return (now(g, g.fd(), FdGuard.PRIORITY) & POLLPRI) != 0;
    }

    private static int now(@Nullable FdGuard g, int fd, int interest) {
        int r;
        do {
            r = B.pollOne(fd, toPoll(interest) | RDHUP, 0);
        } while (r == -EINTR && !isClosed(g));
        return r;
    }

    /**
     * Waits until the descriptor is ready: by poll(2), or parked if the thread is virtual. Call it within a pin that may sleep, if the
     * thread is a platform thread.
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

    /** Pauses, each time longer. Returns 0, or a negative number as {@link #await}. */
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
            int r = isClosed(g) ? -ECANCELED : B.pollOne(fd, events, Deadlines.left(deadline));
            if (r != -EINTR) {
                return r == 0 ? AGAIN : r;
            }
        }
    }

    private static boolean isClosed(@Nullable FdGuard g) {
        return g != null && g.isClosed();
    }

    /** The readiness to wait for before a call. */
    private static int interest(int op, int flags) {
        if (op < RECV || op == SENDFILE) {
            return FdGuard.WRITABLE;
        }
        if (op == ACCEPT) {
            return FdGuard.READABLE;
        }
        if ((flags & Descriptor.ERRQUEUE) != 0) {
            return FdGuard.ERROR;
        }
        return (flags & MSG_OOB) != 0 ? FdGuard.PRIORITY : FdGuard.READABLE;
    }

    /** The events of poll(2); POLLERR is always reported. */
    static int toPoll(int interest) {
        return ((interest & FdGuard.READABLE) != 0 ? POLLIN : 0)
                | ((interest & FdGuard.WRITABLE) != 0 ? POLLOUT : 0)
                | ((interest & FdGuard.PRIORITY) != 0 ? POLLPRI : 0);
    }
}
