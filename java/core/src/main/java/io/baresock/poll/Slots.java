package io.baresock.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of a poller by key, {@code generation << 32 | slot}. The kernel keeps the key with a descriptor and returns it with
 * the events. No key is used twice. So an event is known to be stale if it was fetched before its registration ended, or if the kernel
 * still reports it because the file has a duplicate. The polling thread looks up keys without a lock.
 */
final class Slots {

    private static final int SMALLEST = 64;

    // Not an AtomicReferenceArray, which costs one more object and two more casts for each event.
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Registration[].class);

    private volatile @Nullable Registration[] table = new Registration[SMALLEST];
    private int[] free = new int[SMALLEST]; // a stack; guarded by this, as are all below
    private int freeCount;
    private int used; // slots that have ever been in use
    private int generation;
    private boolean closed;

    /** Gives the registration a key; false if {@link #close} was called. Allocations come first: if one fails, nothing has changed. */
    synchronized boolean add(Registration r) {
        if (closed) {
            return false;
        }
        boolean reuses = freeCount > 0;
        int slot = reuses ? free[freeCount - 1] : used;
        @Nullable Registration[] t = table;
        if (slot == t.length) {
            int[] all = new int[slot * 2]; // remove() has room for each
            System.arraycopy(free, 0, all, 0, freeCount);
            t = Arrays.copyOf(t, slot * 2);
            free = all;
        }
        r.key = (long) (generation + 1) << 32 | slot;
        ELEMENT.setVolatile(t, slot, r);
        table = t;
        generation++;
        freeCount -= reuses ? 1 : 0;
        used += reuses ? 0 : 1;
        return true;
    }

    /** Ends the registration's key; harmless when repeated. Allocates nothing. */
    synchronized void remove(Registration r) {
        int slot = (int) r.key;
        if (table[slot] != r) {
            return;
        }
        ELEMENT.setVolatile(table, slot, null);
        free[freeCount++] = slot;
    }

    /** The registration with the key; null if it has ended. */
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

    /** Lets no more in. */
    synchronized void close() {
        closed = true;
    }

    /** The number of slots that have ever been in use; {@link #at} takes them. */
    synchronized int used() {
        return used;
    }

    /** The registration in the slot; null if it is free. */
    synchronized @Nullable Registration at(int slot) {
        return table[slot];
    }
}
