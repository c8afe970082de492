package io.baresock.async;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand over to a loop: a stack without a bound that any thread pushes on and the loop takes as a whole.
 * Whoever pushes on the empty stack wakes the loop, and nobody else needs to.
 */
final class Inbox {

    private static final Entry SEALED = new Entry() {};

    private final AtomicReference<@Nullable Entry> newest = new AtomicReference<>();

    /** Whether an entry was added. */
    enum Added {
        /** The loop is over; the entry was not added. */
        REFUSED,
        /** The loop is to be woken. */
        FIRST,
        /** The thread that added the first one wakes the loop. */
        MORE
    }

    Added add(Entry e) {
        while (true) {
            Entry top = newest.get();
            if (top == SEALED) {
                return Added.REFUSED;
            }
            e.before = top;
            if (newest.compareAndSet(top, e)) {
                return top == null ? Added.FIRST : Added.MORE;
            }
        }
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    boolean isSealed() {
        return newest.get() == SEALED;
    }

    /** All that is there, oldest first, linked by {@link Entry#before} (which then means the next). */
    @Nullable
    Entry take() {
        return newest.get() == null ? null : reverse(newest.getAndSet(null));
    }

    /** The same, and lets nothing more in. */
    @Nullable
    Entry seal() {
        return reverse(newest.getAndSet(SEALED));
    }

    private static @Nullable Entry reverse(@Nullable Entry top) {
        Entry oldest = null;
        for (Entry e = top; e != null; ) {
            Entry older = e.before;
            e.before = oldest;
            oldest = e;
            e = older;
        }
        return oldest;
    }
}
