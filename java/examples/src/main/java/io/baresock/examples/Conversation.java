package io.baresock.examples;

import io.baresock.async.AsyncSocket;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import java.nio.ByteBuffer;

/**
 * One connection of a server that answers requests in their order. Requests may come in pieces, or many at once
 * (pipelining): then the answers go out together. While answers are being sent nothing is read, so a client that does not
 * read its answers fills no more than the two buffers. A request allocates nothing.
 */
abstract class Conversation implements RecvCallback, SendCallback {

    /** What became of the input. */
    enum Outcome {
        /** A request was taken and answered; there may be another one. */
        ANSWERED,
        /** There is no whole request; the beginning of one was left where it is. */
        NEEDS_INPUT,
        /** There is a request, left where it is, and not enough room for its answer. */
        NEEDS_ROOM,
        /** The answer to the last one: send it, then close. */
        LAST
    }

    private static final long IDLE = 30_000_000_000L; // ns without a request, or with an answer that nobody reads
    private static final long LINGER = 1_000_000_000L; // ns
    private static final int LINGER_BYTES = 1 << 20;
    private static final int ANSWER_EXTRA = 1024; // an answer may be so much longer than its request

    private final AsyncSocket socket;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final Status receiving = new Status();
    private final Status sending = new Status();
    private Outcome outcome = Outcome.NEEDS_INPUT;
    private boolean ending;
    private int discarded;

    /** A conversation whose requests have a size of their own at most. */
    Conversation(AsyncSocket socket, int largestRequest) {
        this.socket = socket;
        in = ByteBuffer.allocateDirect(largestRequest);
        out = ByteBuffer.allocateDirect(largestRequest + ANSWER_EXTRA);
    }

    /** Takes the next request, if it is whole, from the input's position; puts its answer into the output. */
    abstract Outcome answer(ByteBuffer in, ByteBuffer out);

    /** Answers a request that is larger than allowed. It is the last one: where the next begins is not known. */
    abstract void refuse(ByteBuffer out);

    final void start() {
        receive();
    }

    private void receive() {
        socket.recv(in, this, receiving).deadline(ending ? LINGER : IDLE);
    }

    @Override
    public final void received(Status status, ByteBuffer b) {
        if (!status.isSuccess() || status.isEnd() || !socket.isOpen()) {
            socket.close();
        } else if (ending) {
            discard(status.bytes());
        } else {
            answerAll();
        }
    }

    private void answerAll() {
        in.flip();
        do {
            outcome = answer(in, out);
        } while (outcome == Outcome.ANSWERED);
        if (outcome == Outcome.NEEDS_INPUT && in.remaining() == in.capacity()) {
            refuse(out);
            outcome = Outcome.LAST;
        }
        in.compact();
        if (out.position() > 0) {
            socket.send(out.flip(), this, sending).deadline(IDLE);
        } else {
            goOn();
        }
    }

    @Override
    public final void sent(Status status) {
        if (status.isSuccess() && socket.isOpen()) { // the loop may have been closed since
            out.clear();
            goOn();
        } else {
            socket.close();
        }
    }

    private void goOn() {
        switch (outcome) {
            case LAST -> end();
            case NEEDS_ROOM -> answerAll();
            default -> receive();
        }
    }

    /**
     * Closing with unread input resets the connection, and the client may never see its answer (RFC 9112, 9.6). So only the
     * sending half is closed at first, and what still comes is thrown away, for a while.
     */
    private void end() {
        ending = true;
        socket.shutdownOutput(null);
        in.clear();
        receive();
    }

    private void discard(int bytes) {
        discarded += bytes;
        if (discarded > LINGER_BYTES) {
            socket.close();
        } else {
            in.clear();
            receive();
        }
    }
}
