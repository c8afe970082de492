package io.baresock.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of a poller by key, {@code generation << 32 | slot}: what the kernel keeps with a descriptor and hands
 * back with its events. A key is never used twice, so that an event that was fetched before its registration ended, or
 * that the kernel goes on reporting because the file lives on in a duplicate, is known to be stale. Looked up by the
 * polling thread without a lock.
 */
final class Slots {

    private static final int SMALLEST = 64;

    // Not an AtomicReferenceArray, which is one more object on the way and two more casts, for each event.
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Registration[].class);

    private volatile @Nullable Registration[] table = new Registration[SMALLEST];
    private int[] free = new int[SMALLEST]; // a stack; guarded by this, as are all below
    private int freeCount;
    private int used; // slots that were ever in use
    private int generation;
    private boolean closed;

    /** Gives the registration a key; false if {@link #close} was called. */
    synchronized boolean add(Registration r) {
        if (closed) {
            return false;
        }
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        @Nullable Registration[] t = table;
        if (slot == t.length) {
            t = Arrays.copyOf(t, slot * 2);
        }
        r.key = (long) ++generation << 32 | slot;
        ELEMENT.setVolatile(t, slot, r);
        table = t;
        return true;
    }

    /** Ends the life of the registration's key; harmless if it has ended. */
    synchronized void remove(Registration r) {
        if (get(r.key) != r) {
            return;
        }
        int slot = (int) r.key;
        ELEMENT.setVolatile(table, slot, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }

    /** The registration that has the key; null if it ended. */
    @Nullable
    Registration get(long key) {
        @Nullable Registration[] t = table;
        int slot = (int) key;
        Registration r = slot >= 0 && slot < t.length ? (Registration) ELEMENT.getAcquire(t, slot) : null;
        return r != null && r.key == key ? r : null;
    }

    /** How many there are. */
    synchronized int size() {
        return used - freeCount;
    }

    /** Lets no more in; returns those that are there. */
    synchronized List<Registration> close() {
        closed = true;
        List<Registration> all = new ArrayList<>(size());
        for (int i = 0; i < used; i++) {
            Registration r = table[i];
            if (r != null) {
                all.add(r);
            }
        }
        return all;
    }
}
