package io.baresock.latency;

import java.nio.ByteBuffer;

/**
 * How a message begins, as in sockperf 3.7, big-endian: a sequence number of 8 bytes, flags of 2, the length of the whole of
 * 4. Seen on the wire: a client sends flags 1, 3 if it asks for an answer, and 7 for a message of its warm-up that is not answered;
 * the answer is the same message with the client's bit cleared.
 */
final class Header {

    static final int SIZE = 14;

    /** As much as fits a UDP datagram. */
    static final int MOST = 65_507;

    private static final int FLAGS = 8;
    private static final int LENGTH = 10;
    private static final short CLIENT = 1;
    private static final short ANSWER = 2;
    private static final short WARM_UP = 4;

    private Header() {}

    /** Writes the header of a client's message that asks for an answer. */
    static void question(ByteBuffer message, long sequence, int length) {
        message.putLong(0, sequence).putShort(FLAGS, (short) (CLIENT | ANSWER)).putInt(LENGTH, length);
    }

    static long sequence(ByteBuffer message) {
        return message.getLong(0);
    }

    static int length(ByteBuffer message) {
        return message.getInt(LENGTH);
    }

    /** Whether a server has to answer it. */
    static boolean isQuestion(ByteBuffer message) {
        return (message.getShort(FLAGS) & (CLIENT | ANSWER | WARM_UP)) == (CLIENT | ANSWER);
    }

    /** Whether it comes from a server. */
    static boolean isAnswer(ByteBuffer message) {
        return (message.getShort(FLAGS) & (CLIENT | ANSWER)) == ANSWER;
    }

    /** Makes a question the answer to it. */
    static void answer(ByteBuffer message) {
        message.putShort(FLAGS, (short) (message.getShort(FLAGS) & ~CLIENT));
    }

    static boolean isLength(int length) {
        return length >= SIZE && length <= MOST;
    }
}
