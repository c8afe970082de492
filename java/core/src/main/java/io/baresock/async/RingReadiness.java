package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Guard;
import io.baresock.internal.StackRoom;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.Header;
import io.baresock.internal.call.Recorded;
import io.baresock.internal.jfr.JfrEvents;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket's requests in the loop's ring. A stream has a receive that goes on by itself; everything else is polled for once, again and
 * again, or by the edge ({@link #reportOnlyNew}). What is asked for changes at the next poll. The descriptor stays open while the kernel has a request for it. What came and
 * nobody waited for is kept for the next receive.
 */
final class RingReadiness extends Readiness implements Runnable {

    /** Commands of one {@link #change}. */
    static final int COMMANDS_AT_MOST = 2;

    private static final int TURN = 16; // events of the receive before other sockets have their turn
    private static final int ODD_ENDS = 8; // of receives, before the socket is polled instead

    // The states of a request.
    private static final int NONE = 0;
    private static final int ACTIVE = 1;
    private static final int ENDING = 2; // cancelled; its last event has not come

    private final RingMechanism ring;
    private final Guard.Watch watch = new Guard.Watch(this);

    /** Of {@link RingSlots}, while it has requests. */
    long token = RingSlots.NOBODY;

    boolean isChanged; // in the ring's list

    @Nullable
    RingReadiness nextChanged;

    @Nullable
    RingReadiness nextClosed;

    private int pass; // of the ring, in which it had this many events of its receive
    private int inPass;
    private int wanted;
    private boolean edge; // the poll reports only what is new
    private boolean unwatched;
    private int receive = NONE;
    private int poll = NONE;
    private int polled; // what the poll asks for, and POLLER_EDGE
    private boolean plain; // no receive that goes on: it is polled
    private int oddEnds;

    // What came and was not taken, in this order.
    private @Nullable ByteBuffer kept;
    private int pieceFlags; // of the event that brought it; 0: there is no piece
    private int pieceFrom;
    private int pieceEnd;
    private boolean isOver; // then with the result
    private int result;

    private @Nullable Operation sending;
    private int sendPlace; // among the commands of that turn
    private int sendTurn;
    private int sent; // its result: all, if the kernel does not say otherwise

    RingReadiness(SocketOps operations, RingMechanism ring) {
        super(operations);
        this.ring = ring;
    }

    /** A field of each line of this object, and the guard, which each operation asks. */
    @Override
    int touch() {
        return super.touch() + pieceEnd + (sending == null ? 1 : 0) + operations.guard.touch();
    }

    // ---- the interest ----

    @Override
    void watch() throws ErrnoException {
        if (!operations.guard.watch(watch)) {
            throw new SocketClosedException("register");
        }
    }

    /** The socket was closed. Any thread. */
    @Override
    public void run() {
        ring.reportClosed(this);
    }

    @Override
    boolean hasEdges() {
        return true;
    }

    @Override
    void tell(int ops, boolean onlyNew) {
        wanted = ops;
        edge = onlyNew;
        ring.changed(this);
    }

    @Override
    void unwatch() {
        operations.sending.finish();
        operations.guard.unwatch(watch);
        unwatched = true;
        wanted = 0;
        kept = null;
        isOver = false;
        if (token != RingSlots.NOBODY) {
            ring.changed(this);
        }
    }

    /** Makes the requests what is wanted, as far as the kernel has ended the ones before. */
    void change() {
        boolean reads =
                (wanted & Poller.READABLE) != 0 && (operations.isReceiving() || receive == ACTIVE && !hasData());
        boolean receives = reads && operations.stream && !plain && !operations.isAccepting();
        if ((wanted & Poller.READABLE) != 0 && !reads && !operations.isAccepting()) {
            disarm(Poller.READABLE); // nobody waits: the next receive arms it
        }
        int events = (wanted & (Poller.WRITABLE | Poller.ERROR)) | (receives ? 0 : wanted & Poller.READABLE);
        events |= edge && events != 0 ? Header.POLLER_EDGE : 0;
        if ((receives || events != 0) && !hold()) {
            return; // it is closed, which the ring reports
        }
        if (receives && receive == NONE) {
            receive = ask(Header.RING_RECEIVE, RingSlots.RECEIVE, 0);
        } else if (!receives && receive == ACTIVE) {
            receive = cancel(RingSlots.RECEIVE);
        }
        if (events != 0 && poll == NONE) {
            poll = ask(Header.RING_POLL, RingSlots.POLL, events);
            polled = events;
        } else if (poll == ACTIVE && polled != events) {
            poll = cancel(RingSlots.POLL);
        }
        letGo();
    }

    private int ask(int op, int kind, int events) {
        ring.memory().add(op, token | kind, operations.guard.fd(), 0, events);
        return ACTIVE;
    }

    private int cancel(int kind) {
        ring.memory().add(Header.RING_CANCEL, token | kind, -1, 0, 0);
        return ENDING;
    }

    private boolean hold() {
        if (token == RingSlots.NOBODY) {
            token = ring.slots().hold(this, operations.guard);
        }
        return token != RingSlots.NOBODY;
    }

    /** Lets the descriptor go if the kernel has no request for it, and nothing that came is left. */
    private void letGo() {
        if (token != RingSlots.NOBODY && receive == NONE && poll == NONE && sending == null && !hasData()) {
            long mine = token;
            try {
                StackRoom.ask(StackRoom.FOR_CALLS); // it may close the descriptor
            } catch (StackOverflowError e) {
                ring.changed(this); // the next poll lets it go
                throw e;
            }
            token = RingSlots.NOBODY;
            ring.slots().letGo(mine);
        }
    }

    /** The kernel has dropped its requests. */
    void dropped() {
        receive = NONE;
        poll = NONE;
        ring.changed(this);
        if (sending != null) {
            sending = null;
            operations.sending.sent(UNSENT);
        }
    }

    /** Whether the socket has ended, so that it only waits for the kernel. */
    boolean hasEnded() {
        return unwatched;
    }

    // ---- events ----

    /** Whether this event has to wait for those of other sockets; then the later ones of the receive do so, too. */
    boolean isGreedy(long of, int now) {
        if (RingSlots.kind(of) != RingSlots.RECEIVE) {
            return false;
        }
        if (pass != now) {
            pass = now;
            inPass = 0;
        }
        return ++inPass > TURN;
    }

    /** A request has an event: what it means for the operations, 0 for nothing. */
    int completed(long of, int value, int flags) {
        int means = 0;
        switch (RingSlots.kind(of)) {
            case RingSlots.SEND -> {} // noted before
            case RingSlots.POLL -> {
                if ((flags & Header.RING_GOES_ON) == 0) {
                    poll = NONE;
                    ring.changed(this);
                }
                means = value >= 0 ? value : failedRequest(value);
            }
            default -> means = received(value, flags);
        }
        if (unwatched) {
            pieceFlags = 0;
            isOver = false;
            letGo();
            return 0;
        }
        return means;
    }

    private int received(int value, int flags) {
        boolean invited = receive == ENDING;
        if ((flags & Header.RING_GOES_ON) == 0) {
            receive = NONE;
            ring.changed(this);
        }
        if (value >= 0) {
            record(false, value);
        }
        if (value > 0) {
            pieceFlags = flags;
            pieceFrom = 0;
            pieceEnd = value;
            return Poller.READABLE;
        }
        if (Tally.ON && value == -Bsd.ENOBUFS) {
            Tally.RING_OVERFLOWS.increment();
        }
        if (value == -Bsd.ENOBUFS || value == -Bsd.EAGAIN || value == -Bsd.EINTR) {
            return 0; // it is asked for again
        }
        if (value == -Bsd.ECANCELED) {
            plain |= !invited && ++oddEnds > ODD_ENDS;
            return 0;
        }
        if (value == -Bsd.EINVAL || value == -Bsd.EOPNOTSUPP) { // recv(2) will say what it is
            plain = true;
            return Poller.READABLE;
        }
        if (Errors.isShortage(-value)) {
            return failedRequest(value);
        }
        isOver = true;
        result = value;
        return Poller.READABLE;
    }

    private int failedRequest(int value) {
        if (value != -Bsd.ECANCELED && !unwatched && !pause()) {
            operations.failAll(-value);
        }
        return 0;
    }

    /** The operations have had the event: what they left of it is kept. */
    void settle() {
        if (pieceFlags != 0) {
            if (pieceFrom < pieceEnd && !unwatched) {
                keep(piece(pieceEnd - pieceFrom));
                ring.changed(this); // if nobody waits for it by then, no more is received
            }
            pieceFlags = 0;
        }
        if (unwatched) {
            letGo();
        }
    }

    private ByteBuffer piece(int length) {
        return ring.memory().view(pieceFlags).limit(pieceFrom + length).position(pieceFrom);
    }

    private void keep(ByteBuffer rest) {
        ByteBuffer k = kept;
        if (k == null || k.capacity() - k.limit() < rest.remaining()) {
            int before = k == null ? 0 : k.remaining();
            ByteBuffer larger = ByteBuffer.allocate((before + rest.remaining()) * 2);
            kept = (k == null ? larger : larger.put(k)).put(rest).flip();
            return;
        }
        int from = k.position();
        k.position(k.limit()).limit(k.capacity());
        k.put(rest).flip().position(from);
    }

    // ---- receiving ----

    @Override
    boolean hasData() {
        return kept != null && kept.hasRemaining() || pieceFlags != 0 && pieceFrom < pieceEnd || isOver;
    }

    @Override
    ByteBuffer lend() {
        return pieceFlags != 0 && pieceFrom == 0 && (kept == null || !kept.hasRemaining())
                ? ring.memory().view(pieceFlags)
                : super.lend();
    }

    @Override
    int recv(Operation op, ByteBuffer b) throws ErrnoException {
        int n = Socket.WOULD_BLOCK;
        ByteBuffer k = kept;
        if (k != null && k.hasRemaining()) {
            n = Math.min(k.remaining(), b.remaining());
            b.put(b.position(), k.array(), k.position(), n).position(b.position() + n);
            k.position(k.position() + n);
            if (!k.hasRemaining()) {
                k.clear().limit(0);
            }
        } else if (pieceFlags != 0 && pieceFrom < pieceEnd) {
            n = take(op, b);
        } else if (isOver) {
            isOver = false;
            if (result < 0) {
                throw failure("recv", result);
            }
            n = 0;
        } else if (plain || !operations.stream) {
            return super.recv(op, b);
        }
        if (receive == NONE && !hasData()) {
            ring.changed(this); // nothing holds the descriptor any more
        }
        if (n >= 0 && op.from != null) {
            op.from.clear(); // a stream has no senders
        }
        return n;
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the one that lend() returned
    private int take(Operation op, ByteBuffer b) {
        int n = pieceEnd - pieceFrom;
        if (b == ring.memory().lent(pieceFlags)) { // it is the piece itself
            b.position(n);
            op.know(b, ring.memory().address(pieceFlags));
        } else {
            n = Math.min(n, b.remaining());
            b.put(piece(n));
        }
        pieceFrom += n;
        return n;
    }

    // ---- sending ----

    @Override
    boolean sendLater(Operation op, long address, int length) {
        boolean may = operations.stream
                && length > 0
                && ring.takesSends()
                && !operations.loop.loan.has(address) // which the next receive may overwrite
                && hold();
        if (!may) {
            return false;
        }
        sending = op;
        sendPlace = ring.memory().add(Header.RING_SEND, token | RingSlots.SEND, operations.guard.fd(), address, length);
        sendTurn = ring.turn();
        sent = length;
        ring.willSend(this);
        return true;
    }

    @Override
    boolean isSending(Operation op) {
        return sending == op;
    }

    @Override
    int takeSent() {
        sending = null;
        record(true, sent);
        return sent;
    }

    /** Whether the last poll has made its send, and it is not told yet. */
    boolean isSent() {
        return sending != null && sendTurn != ring.turn();
    }

    /** The kernel says that it has not sent all: as send(2). */
    void noteSent(int result) {
        sent = result;
    }

    @Override
    int takeBackSend() {
        if (sending == null) {
            return NO_SEND;
        }
        ring.changed(this);
        if (isSent()) {
            return takeSent();
        }
        sending = null;
        ring.memory().takeBack(sendPlace);
        return UNSENT;
    }

    private void record(boolean sends, int n) {
        if (sends ? JfrEvents.sends() : JfrEvents.receives()) {
            Recorded.completed(SOCKETS.descriptor(operations.socket), sends, n);
        }
    }
}
