package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.access.SocketAccess;
import io.baresock.poll.Poller;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A socket's interest in its loop's mechanism. The interest stays when no operation waits any more, until an unwanted event comes. So a
 * connection that receives again and again needs no system call for it. A pause takes the socket out for a while. It follows an error
 * that goes away by itself, such as ENOBUFS: a level-triggered loop would spin. The subclasses are the two mechanisms' own.
 */
abstract class Readiness extends Entry {

    /** In an event, beside the bits of {@code Poller}: the kernel has done what {@link #sendLater} asked. */
    static final int SENT = 1 << 16;

    /** From {@link #takeBackSend}: there is no such send. */
    static final int NO_SEND = Integer.MIN_VALUE;
    /** From {@link #takeBackSend}: the kernel has not seen it, and will not. */
    static final int UNSENT = Integer.MIN_VALUE + 1;

    /** How many times in a row an operation may get such an error before it fails: about a second. */
    static final int TRIES = 16;

    private static final long PAUSE = 1_000_000; // ns; doubles each time
    private static final int DOUBLINGS = 7;

    static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    final SocketOps operations;
    private int armed;
    private boolean edge; // reports only what is new, because of an error
    private boolean byEdge; // reports only what is new, because receives take all
    private boolean paused;
    private int pauses; // in a row

    Readiness(SocketOps operations) {
        this.operations = operations;
    }

    /** As {@link io.baresock.internal.LookAhead}: what an event will read of the mechanism's own objects. */
    int touch() {
        return pauses;
    }

    // ---- the mechanism's ----

    /** Begins to watch the socket: from now on the loop gets an event when another thread closes it. Any thread. */
    abstract void watch() throws ErrnoException;

    /** Tells the mechanism the interest, and whether to report only what is new. */
    abstract void tell(int ops, boolean edge) throws ErrnoException;

    /** Whether the mechanism can report only what is new. */
    boolean hasEdges() {
        return false;
    }

    /** Whether it can watch a socket by the edge if each receive takes all. */
    boolean receivesByEdge() {
        return false;
    }

    /** Undoes {@link #watch} and ends the interest; harmless if that failed. */
    abstract void unwatch();

    /** Whether data has come that no receive has taken, so that no event will report it. */
    boolean hasData() {
        return false;
    }

    /** The buffer for a receive that has none of its own. */
    ByteBuffer lend() {
        return operations.loop.loan.buffer();
    }

    /** Receives without waiting: as recv(2), or WOULD_BLOCK. */
    int recv(Operation op, ByteBuffer b) throws ErrnoException {
        if (op.from != null) {
            return operations.socket.recvfrom(b, 0, op.from);
        }
        long base = b.isDirect() ? op.address(b) : -1;
        if (base < 0) {
            return operations.socket.recv(b, 0);
        }
        int position = b.position(); // each is read once, because another thread may move it
        int room = Math.max(b.limit() - position, 0);
        int n = operations.socket.recv(base + position, room, 0);
        Reference.reachabilityFence(b);
        if (n > 0) {
            Buffers.moved(b, position + Math.min(n, room)); // n is the whole length of a datagram that was cut off
        }
        return n;
    }

    /** Has the kernel send these bytes with the next poll, and report {@link #SENT}. False: the caller makes the call itself. */
    boolean sendLater(Operation op, long address, int length) {
        return false;
    }

    /** Whether the kernel is about to send for this operation. */
    boolean isSending(Operation op) {
        return false;
    }

    /** The result of what {@link #SENT} reports: as send(2). */
    int takeSent() {
        return NO_SEND;
    }

    /** The exception for an error of the kernel. */
    final ErrnoException failure(String call, int error) {
        return (ErrnoException) SOCKETS.failure(operations.socket, call, error);
    }

    /** Ends a {@link #sendLater} now: its result, {@link #UNSENT}, or {@link #NO_SEND}. */
    int takeBackSend() {
        return NO_SEND;
    }

    // ---- the interest ----

    boolean isPaused() {
        return paused;
    }

    /** Whether only what is new is reported: {@link #reportOnlyNew}. */
    boolean isEdge() {
        return edge;
    }

    boolean isArmed(int ops) {
        return (armed & ops) == ops;
    }

    void arm(int ops) {
        if ((armed & ops) != ops && !paused) {
            set(armed | ops | operations.always());
        }
    }

    /**
     * Arms READABLE for receives. After an event by level, the next poll looks at the socket once more, when nothing of it is in the cache
     * (ADR 9). That is not needed if a receive takes all.
     */
    void armToReceive(boolean takesAll) {
        if ((armed & Poller.READABLE) == 0 && !paused) {
            byEdge = takesAll && receivesByEdge();
            set(armed | Poller.READABLE | operations.always());
        }
    }

    /** Whether data is reported only when it comes: then a receive has to know whether it has left something. */
    boolean isByEdge() {
        return byEdge;
    }

    /** From now on what is there is reported again and again, until a receive takes it. */
    void watchByLevel() {
        if (byEdge) {
            byEdge = false;
            set(armed);
        }
    }

    void disarm(int ops) {
        if ((armed & ops) != 0) {
            set(armed & ~ops);
        }
    }

    private void set(int ops) {
        if (operations.hasEnded()) {
            return;
        }
        try {
            edge &= ops != 0;
            byEdge &= ops != 0;
            tell(ops, edge || byEdge);
            byEdge &= receivesByEdge(); // false from now on if it cannot
            armed = ops;
        } catch (SocketClosedException e) {
            // the mechanism will report CLOSED
        } catch (ErrnoException e) {
            armed = 0;
            if (!pause()) {
                operations.failAll(e.errno());
            }
        }
    }

    /**
     * From now on only what is new is reported: an error that nobody reads would be reported without end. Operations that wait are not late.
     * False if the mechanism cannot do that.
     */
    boolean reportOnlyNew() {
        if (paused || !hasEdges()) {
            return false;
        }
        if (!edge) {
            edge = true;
            set(armed);
        }
        return hasEdges();
    }

    /** Ends {@link #reportOnlyNew}. */
    void reportAll() {
        if (edge) {
            edge = false;
            set(armed);
        }
    }

    /**
     * Leaves the mechanism for a while, each time for longer. Then the socket tries everything again.
     *
     * @return false after {@link #TRIES} pauses in a row without success
     */
    boolean pause() {
        if (paused) {
            return true;
        }
        if (pauses >= TRIES) {
            pauses = 0;
            return false;
        }
        rest();
        return true;
    }

    /** The same without a limit. If there is no memory for a pause, the socket tries again in the next turn. */
    void rest() {
        if (paused) {
            return;
        }
        try {
            operations.loop.timers.add(this, System.nanoTime() + (PAUSE << Math.min(pauses, DOUBLINGS)));
        } catch (OutOfMemoryError e) {
            operations.tryLater();
            return;
        }
        paused = true;
        pauses++;
        disarm(~0);
    }

    /** A call succeeded. */
    void wentWell() {
        pauses = 0;
    }

    /** Ends a pause early. */
    void hurry() {
        if (paused) {
            operations.loop.timers.add(this, System.nanoTime());
        }
    }

    @Override
    void due() {
        paused = false;
        operations.loop.dispatcher.goOnLater(operations); // in this turn
    }

    void end() {
        operations.loop.timers.remove(this);
        unwatch();
    }
}
