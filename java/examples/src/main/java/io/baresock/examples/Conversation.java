package io.baresock.examples;

import io.baresock.async.AsyncSocket;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import java.nio.ByteBuffer;

/**
 * One connection of a server that answers requests in their order. Requests may come in pieces, or many at once
 * (pipelining); then the answers go out together. While it sends answers it reads nothing, so a client that does not
 * read its answers fills only the two buffers. A request allocates nothing.
 */
abstract class Conversation implements RecvCallback, SendCallback {

    /** The result of reading the input. */
    enum Outcome {
        /** A request was taken and answered; there may be another one. */
        ANSWERED,
        /** There is no complete request. The beginning of one stays in the input. */
        NEEDS_INPUT,
        /** There is a request, but not enough room for its answer. It stays in the input. */
        NEEDS_ROOM,
        /** The last request was answered: send the answer, then close. */
        LAST
    }

    private static final long IDLE =
            30_000_000_000L; // ns without a request, or with an answer that the client does not read
    private static final long LINGER = 1_000_000_000L; // ns
    private static final int LINGER_BYTES = 1 << 20;
    private static final int ANSWER_EXTRA = 1024; // how much longer an answer may be than its request

    private final AsyncSocket socket;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final Status receiving = new Status();
    private final Status sending = new Status();
    private Outcome outcome = Outcome.NEEDS_INPUT;
    private boolean ending;
    private int discarded;

    /** {@code largestRequest} is in bytes. */
    Conversation(AsyncSocket socket, int largestRequest) {
        this.socket = socket;
        in = ByteBuffer.allocateDirect(largestRequest);
        out = ByteBuffer.allocateDirect(largestRequest + ANSWER_EXTRA);
    }

    /** Takes the next complete request from the input's position, and puts its answer into the output. */
    abstract Outcome answer(ByteBuffer in, ByteBuffer out);

    /** Answers a request that is larger than allowed. It is the last one, because it is not known where the next begins. */
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
        if (status.isSuccess() && socket.isOpen()) { // the loop may be closed by now
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
     * Closing with unread input resets the connection, and the client may never see its answer (RFC 9112, 9.6). So this first closes
     * only the sending direction, and for a while discards what still comes.
     */
    private void end() {
        ending = true;
        socket.shutdownOutput();
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
