package io.baresock.async;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the next sockets of a turn will need, so that the processor fetches it for all of them at the same time (ADR 9). It goes from
 * level to level, because an object is found only by the one before. Used by the loop's thread only.
 */
final class RingAhead {

    /** So many sockets are looked at together; a power of two. */
    static final int SOCKETS = 16;

    private final @Nullable RingReadiness[] next = new RingReadiness[SOCKETS];

    @SuppressWarnings("UnusedVariable")
    private int touched; // only written: without it the compiler would leave out the loads

    /** Whether it is time to look ahead, before the turn of the socket at this position. */
    static boolean isDue(int position, int end) {
        return (position & (SOCKETS - 1)) == 0 && end - position > 1;
    }

    /** Sets one of the next sockets. The number is one that the caller has read for it, for the same reason. */
    void set(int i, @Nullable RingReadiness r, int read) {
        next[i] = r;
        touched += read;
    }

    /** Reads for that many sockets. */
    void read(int count) {
        int sum = touched;
        for (int i = 0; i < count; i++) {
            RingReadiness r = next[i];
            sum += r == null ? 0 : r.operations.touchOwn();
        }
        for (int i = 0; i < count; i++) {
            RingReadiness r = next[i];
            sum += r == null ? 0 : r.operations.touchOldest();
        }
        Arrays.fill(next, 0, count, null); // it must not keep a closed socket
        touched = sum;
    }
}
