package io.baresock.latency;

import java.nio.ByteBuffer;

/**
 * The beginning of a message, as in sockperf 3.7, big-endian: a sequence number of 8 bytes, flags of 2, the whole length of 4. As
 * observed: a client sends flags 1; 3 if it wants an answer; 7 for a warm-up message without an answer. The answer is the same message
 * with the client's bit cleared.
 */
final class Header {

    static final int SIZE = 14;

    /** The most that fits a UDP datagram. */
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

    /** Whether a server must answer it. */
    static boolean isQuestion(ByteBuffer message) {
        return (message.getShort(FLAGS) & (CLIENT | ANSWER | WARM_UP)) == (CLIENT | ANSWER);
    }

    /** Whether it comes from a server. */
    static boolean isAnswer(ByteBuffer message) {
        return (message.getShort(FLAGS) & (CLIENT | ANSWER)) == ANSWER;
    }

    /** Turns a question into its answer. */
    static void answer(ByteBuffer message) {
        message.putShort(FLAGS, (short) (message.getShort(FLAGS) & ~CLIENT));
    }

    static boolean isLength(int length) {
        return length >= SIZE && length <= MOST;
    }
}
