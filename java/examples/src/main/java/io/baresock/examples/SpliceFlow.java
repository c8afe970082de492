package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;

/** One direction of a {@link SpliceProxy}'s connection: from a socket through a pipe to another one. */
final class SpliceFlow implements AutoCloseable {

    private static final int CHUNK = 64 * 1024; // the size of a pipe: pipe(7)
    private static final int TURN = 16; // system calls before other connections have their turn
    private static final int FLAGS = SPLICE_F_MOVE | SPLICE_F_NONBLOCK;

    private final Socket from;
    private final Socket to;
    private final int[] pipe = new int[2];
    private long inPipe; // bytes
    private boolean ended; // everything was read
    private boolean over; // everything was written, and the end was passed on

    SpliceFlow(Socket from, Socket to) throws ErrnoException {
        this.from = from;
        this.to = to;
        check("pipe2", pipe2(pipe, O_NONBLOCK));
    }

    /**
     * Moves what can be moved.
     *
     * @return true if the turn is over and there may be more to move; false if the kernel said to wait, or the flow is over
     */
    boolean pump() throws ErrnoException {
        for (int left = TURN; left > 0 && !over; left--) {
            if (!(inPipe > 0 ? drain() : ended ? end() : fill())) {
                return false;
            }
        }
        return !over;
    }

    private boolean fill() throws ErrnoException {
        // Only into an empty pipe, so that EAGAIN cannot mean that the pipe is full.
        long n = check("splice", splice(from.fd(), -1, pipe[1], -1, CHUNK, FLAGS));
        inPipe = Math.max(0, n);
        ended = n == 0;
        return n != -EAGAIN;
    }

    private boolean drain() throws ErrnoException {
        long n = check("splice", splice(pipe[0], -1, to.fd(), -1, inPipe, FLAGS));
        inPipe -= Math.max(0, n);
        return n != -EAGAIN;
    }

    private boolean end() throws ErrnoException {
        to.shutdown(SHUT_WR);
        over = true;
        return true;
    }

    /** Whether it waits for something to read. */
    boolean wantsInput() {
        return inPipe == 0 && !ended;
    }

    /** Whether it waits for room to write, or still has to pass on the end. */
    boolean wantsOutput() {
        return inPipe > 0 || ended && !over;
    }

    /** Whether everything was passed on, also the end. */
    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        io.baresock.Bsd.close(pipe[0]);
        io.baresock.Bsd.close(pipe[1]);
    }

    private static long check(String call, long result) throws ErrnoException {
        if (result < 0 && result != -EAGAIN) {
            throw new ErrnoException(call, (int) -result);
        }
        return result;
    }
}
