package io.baresock.async;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries ordered by their time: a binary heap whose entries know their places. Nearly every deadline is removed before its time, and
 * this needs no search and makes no garbage. Used by the loop's thread only.
 */
final class TimerHeap {

    static final int NOWHERE = -1;

    private @Nullable Entry[] heap = new @Nullable Entry[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds the entry, or moves it if it is there, which needs no memory. */
    void add(Entry e, long at) {
        if (e.place == NOWHERE && size == heap.length) { // first, because it can fail
            heap = Arrays.copyOf(heap, size * 2);
        }
        remove(e);
        e.at = at;
        put(e, size++);
        up(e);
    }

    /** Removes the entry; harmless if it is not there. */
    void remove(Entry e) {
        int hole = e.place;
        if (hole == NOWHERE) {
            return;
        }
        e.place = NOWHERE;
        Entry last = get(--size);
        heap[size] = null;
        if (last != e) {
            put(last, hole);
            up(last);
            down(last);
        }
    }

    /** Nanoseconds until the first entry is due, at least 0; {@code Long.MAX_VALUE} if there is none. */
    long nanosToNext(long now) {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, get(0).at - now);
    }

    /** Removes the first entry if it is due. */
    @Nullable
    Entry pollDue(long now) {
        if (size == 0 || get(0).at - now > 0) {
            return null;
        }
        Entry first = get(0);
        remove(first);
        return first;
    }

    private Entry get(int i) {
        return Objects.requireNonNull(heap[i]);
    }

    private void put(Entry e, int i) {
        heap[i] = e;
        e.place = i;
    }

    private void up(Entry e) {
        int i = e.place;
        while (i > 0) {
            Entry parent = get((i - 1) / 2);
            if (parent.at - e.at <= 0) {
                break;
            }
            int above = parent.place;
            put(parent, i);
            i = above;
        }
        put(e, i);
    }

    private void down(Entry e) {
        int i = e.place;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && get(child + 1).at - get(child).at < 0) {
                child++;
            }
            Entry c = get(child);
            if (e.at - c.at <= 0) {
                break;
            }
            put(c, i);
            i = child;
        }
        put(e, i);
    }
}
