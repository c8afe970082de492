package io.baresock.async;

import org.jspecify.annotations.Nullable;

/**
 * The sends that the loop has asked its ring for. The kernel reports only those that did not send all, so the others are told by this list,
 * in the order of the calls. Used by the loop's thread only.
 */
final class RingSends {

    private @Nullable RingReadiness[] asked = new RingReadiness[RingMemory.COMMANDS]; // since the last poll
    private int askedCount;
    private @Nullable RingReadiness[] over = new RingReadiness[RingMemory.COMMANDS]; // by the last poll
    private int overCount;
    private int position; // of the first in the list that is not told
    private final RingAhead ahead = new RingAhead();

    void ask(RingReadiness r) {
        asked[askedCount++] = r;
    }

    /** The poll has made all that were asked for. Those before are told. */
    void made() {
        @Nullable RingReadiness[] free = over;
        over = asked;
        overCount = askedCount;
        position = 0;
        asked = free;
        askedCount = 0;
    }

    int left() {
        return overCount - position;
    }

    /** The socket of the next send that is over, which may have been told by then; null if there is none. */
    @Nullable
    RingReadiness next() {
        if (position == overCount) {
            return null;
        }
        if (RingAhead.isDue(position, overCount)) {
            int n = Math.min(RingAhead.SOCKETS, overCount - position);
            for (int i = 0; i < n; i++) {
                ahead.set(i, over[position + i], 0);
            }
            ahead.read(n);
        }
        RingReadiness r = over[position];
        over[position++] = null;
        return r;
    }
}
