package io.baresock.zerocopy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which buffer waits for which zero-copy send. The kernel numbers the sends of a socket 0, 1, 2, … and begins again after 2^32 - 1. It
 * reports completions in any order, as ranges of several sends. Not thread-safe; allocates nothing.
 */
final class CompletionRing<T> {

    private final @Nullable Object[] owners;
    private final int mask;
    private int oldest; // the first number that is not complete, or next
    private int next;

    /** Room for {@code capacity} numbers, a power of two, from {@code first} on. */
    CompletionRing(int capacity, int first) {
        owners = new Object[capacity];
        mask = capacity - 1;
        oldest = first;
        next = first;
    }

    int next() {
        return next;
    }

    boolean isEmpty() {
        return oldest == next;
    }

    /** Whether there is no room: the numbers from the oldest incomplete one to the last one fill the ring. */
    boolean isFull() {
        return next - oldest == owners.length;
    }

    /** Adds a send that succeeded; only if not full. */
    void add(T owner) {
        owners[next++ & mask] = owner;
    }

    /** Skips a number that has no buffer; only if not full. */
    void skip() {
        next++;
        forgetCompleted();
    }

    /**
     * Calls {@code owner} with each buffer that still waits for a send in {@code first} to {@code last} (32 bits each).
     * Returns how many that were.
     */
    int complete(int first, int last, Consumer<T> owner) {
        int to = Math.min(last - oldest, next - oldest - 1);
        int told = 0;
        for (int i = Math.max(first - oldest, 0); i <= to; i++) {
            int at = oldest + i & mask;
            @SuppressWarnings("unchecked") // only add() puts anything there
            T waiting = (T) owners[at];
            if (waiting != null) {
                owners[at] = null;
                told++;
                owner.accept(waiting);
            }
        }
        forgetCompleted();
        return told;
    }

    private void forgetCompleted() {
        while (oldest != next && owners[oldest & mask] == null) {
            oldest++;
        }
    }
}
