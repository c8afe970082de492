package io.baresock.zerocopy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which buffer waits for which zero-copy send. The kernel numbers these sends of a socket 0, 1, 2, …, begins again after 2^32 - 1, and
 * reports completions as ranges, several sends merged into one, in any order. Not thread-safe; allocates nothing.
 */
final class CompletionRing<T> {

    private final @Nullable Object[] owners;
    private final int mask;
    private int oldest; // the first number that is not complete, or next
    private int next;

    /** Room for a power of two of numbers, from {@code first} on. */
    CompletionRing(int capacity, int first) {
        owners = new Object[capacity];
        mask = capacity - 1;
        oldest = first;
        next = first;
    }

    /** The number of the next send. */
    int next() {
        return next;
    }

    boolean isEmpty() {
        return oldest == next;
    }

    /** Whether there is no room: the numbers from the oldest incomplete to the last are as many as fit. */
    boolean isFull() {
        return next - oldest == owners.length;
    }

    /** A send that succeeded; only if not full. */
    void add(T owner) {
        owners[next++ & mask] = owner;
    }

    /** A number that nobody waits for; only if not full. */
    void skip() {
        next++;
        forgetCompleted();
    }

    /**
     * Tells the owners of the sends {@code first} to {@code last}, 32 bits each, that wait still; others are passed over.
     * Returns how many those were.
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
