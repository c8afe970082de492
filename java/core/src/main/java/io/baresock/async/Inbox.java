package io.baresock.async;

import io.baresock.internal.StackRoom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The entries that other threads give to a loop: a stack without a limit. Any thread pushes entries, and the loop takes all of them at
 * once. The thread that pushes the first entry wakes the loop; the others need not.
 */
final class Inbox {

    private static final Entry SEALED = new Entry() {};

    private final AtomicReference<@Nullable Entry> newest = new AtomicReference<>();

    /** Adds an entry, and wakes the loop if it is the first; false if the loop is over. */
    boolean add(Entry e, Mechanism mechanism) {
        StackRoom.ask(StackRoom.FOR_CALLS); // an entry without its wake-up would wait
        Entry top;
        do {
            top = newest.get();
            if (top == SEALED) {
                return false;
            }
            e.before = top;
        } while (!newest.compareAndSet(top, e));
        if (top == null) {
            mechanism.wakeup();
        }
        return true;
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    boolean isSealed() {
        return newest.get() == SEALED;
    }

    /** Takes all entries, oldest first, linked by {@link Entry#before}, which then means the next. */
    @Nullable
    Entry take() {
        if (newest.get() == null) {
            return null;
        }
        StackRoom.ask(StackRoom.FOR_A_PIN); // for reverse
        return reverse(newest.getAndSet(null));
    }

    /** The same, and refuses new entries. */
    @Nullable
    Entry seal() {
        StackRoom.ask(StackRoom.FOR_A_PIN);
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
