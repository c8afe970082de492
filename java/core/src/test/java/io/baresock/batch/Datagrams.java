package io.baresock.batch;

import io.baresock.MessageBatch;
import java.nio.ByteBuffer;

/** Payloads that say which they are. */
final class Datagrams {

    private Datagrams() {}

    static void fill(MessageBatch m, int slot, int number, int size) {
        fill(m.buffer(slot), number, size);
        m.length(slot, size);
    }

    static void fill(ByteBuffer b, int number, int size) {
        for (int k = 0; k < size; k++) {
            b.put((byte) (number * 31 + k));
        }
    }

    /** Whether what remains in the buffer is the payload of this number and size. */
    static boolean isFilled(ByteBuffer b, int number, int size) {
        if (b.remaining() != size) {
            return false;
        }
        for (int k = 0; k < size; k++) {
            if (b.get(b.position() + k) != (byte) (number * 31 + k)) {
                return false;
            }
        }
        return true;
    }

    /** How many of them are this value. */
    static int count(int[] values, int value) {
        int n = 0;
        for (int v : values) {
            n += v == value ? 1 : 0;
        }
        return n;
    }

    /** What the counts of how often each was seen come to. */
    static String summary(int[][] seen) {
        boolean missing = false;
        boolean repeated = false;
        for (int[] ofOne : seen) {
            for (int n : ofOne) {
                missing |= n == 0;
                repeated |= n > 1;
            }
        }
        return "missing=" + missing + " repeated=" + repeated;
    }
}
