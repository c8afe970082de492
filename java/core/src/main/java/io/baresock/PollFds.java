package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The descriptors for poll(2): an array of {@code struct pollfd} in native memory that grows as needed. Use it again for each poll: only
 * growth allocates. Every access is O(1). Not thread-safe: during a poll, a change or another poll throws {@link IllegalStateException}.
 *
 * @see Bsd#poll(PollFds, long)
 * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
 */
public final class PollFds {

    // struct pollfd, the same on every system (asserted in core/layout.c): int fd, short events, short revents
    private static final int BYTES = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    /** So that its size in bytes fits an int. */
    private static final int LARGEST = (Integer.MAX_VALUE - 64) / BYTES;

    private Slab memory; // another one when it grows
    private ByteBuffer entries; // that memory
    private int size;

    /** An empty one. */
    public PollFds() {
        this(16);
    }

    /**
     * An empty one with room.
     *
     * @param capacity how many entries it has room for before it grows, 0 to 268435447
     * @throws IllegalArgumentException if it is out of range
     */
    public PollFds(int capacity) {
        Ranges.check("PollFds", "capacity", capacity, 0, LARGEST);
        memory = new Slab("PollFds", capacity * BYTES);
        entries = memory.memory();
    }

    /** Makes the call. Until it ends, nothing can be changed and the memory stays. */
    int poll(Backend backend, long timeoutNanos) {
        Slab held = memory;
        held.enter("poll");
        try {
            int n = Math.min(size, held.memory().capacity() / BYTES);
            return backend.poll(held.address(), n, timeoutNanos);
        } finally {
            held.leaveAndFree();
        }
    }

    /** {@return how many entries there are} */
    public int size() {
        return size;
    }

    /**
     * Appends an entry.
     *
     * @param fd the descriptor; poll passes a negative one over
     * @param events {@code POLLIN}, {@code POLLOUT} and so on, or-ed
     * @return its index
     * @throws IllegalStateException during a poll
     */
    public int add(int fd, int events) {
        checkEvents(events);
        memory.changing("add");
        if (size * BYTES == entries.capacity()) {
            grow();
        }
        size++;
        put(size - 1, fd, events);
        return size - 1;
    }

    /**
     * Replaces an entry.
     *
     * @param index of the entry
     * @param fd the descriptor; poll passes a negative one over
     * @param events {@code POLLIN}, {@code POLLOUT} and so on, or-ed
     * @throws IllegalStateException during a poll
     */
    public void set(int index, int fd, int events) {
        memory.changing("set");
        Objects.checkIndex(index, size);
        checkEvents(events);
        put(index, fd, events);
    }

    /**
     * Changes what an entry waits for.
     *
     * @param index of the entry
     * @param events {@code POLLIN}, {@code POLLOUT} and so on, or-ed
     * @throws IllegalStateException during a poll
     */
    public void setEvents(int index, int events) {
        set(index, fd(index), events);
    }

    /**
     * Removes an entry; the last one takes its place, and its index.
     *
     * @param index of the entry
     * @throws IllegalStateException during a poll
     */
    public void remove(int index) {
        memory.changing("remove");
        Objects.checkIndex(index, size);
        size--;
        entries.putLong(index * BYTES, entries.getLong(size * BYTES));
    }

    /**
     * Removes every entry; the memory is kept.
     *
     * @throws IllegalStateException during a poll
     */
    public void clear() {
        memory.changing("clear");
        size = 0;
    }

    /**
     * {@return the descriptor of an entry}
     *
     * @param index of the entry
     */
    public int fd(int index) {
        return entries.getInt(Objects.checkIndex(index, size) * BYTES);
    }

    /**
     * What an entry waits for.
     *
     * @param index of the entry
     * @return {@code POLLIN}, {@code POLLOUT} and so on, or-ed
     */
    public int events(int index) {
        return entries.getShort(Objects.checkIndex(index, size) * BYTES + EVENTS) & 0xFFFF;
    }

    /**
     * What the last poll found.
     *
     * @param index of the entry
     * @return the events that are there, {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} unasked; 0 for none
     */
    public int revents(int index) {
        return entries.getShort(Objects.checkIndex(index, size) * BYTES + REVENTS) & 0xFFFF;
    }

    /**
     * The next entry that the last poll found ready.
     *
     * @param from the index to start at, 0 to {@link #size}
     * @return its index, -1 if there is none
     */
    public int nextReady(int from) {
        for (int i = Objects.checkIndex(from, size + 1); i < size; i++) {
            if (entries.getShort(i * BYTES + REVENTS) != 0) {
                return i;
            }
        }
        return -1;
    }

    /** {@return how many entries there are, and how many of them the last poll found ready} */
    @Override
    public String toString() {
        ByteBuffer shown = entries; // another thread may replace it meanwhile
        int n = Math.min(size, shown.capacity() / BYTES);
        int ready = 0;
        for (int i = 0; i < n; i++) {
            ready += shown.getShort(i * BYTES + REVENTS) == 0 ? 0 : 1;
        }
        return "PollFds[" + n + " entries, " + ready + " ready]";
    }

    private static void checkEvents(int events) {
        Abi.check(events, "poll");
        Ranges.check("poll", "events", events, 0, 0xFFFF);
    }

    private void put(int index, int fd, int events) {
        int at = index * BYTES;
        entries.putInt(at, fd).putShort(at + EVENTS, (short) events).putShort(at + REVENTS, (short) 0);
    }

    private void grow() {
        if (size == LARGEST) {
            throw new IllegalStateException("add: there are " + size + " entries, and no more can be");
        }
        int capacity = (int) Math.min(Math.max(16L, size * 2L), LARGEST);
        Slab old = memory;
        Slab larger = new Slab("PollFds", capacity * BYTES);
        larger.memory().put(0, entries, 0, size * BYTES);
        memory = larger;
        entries = larger.memory();
        old.closeAndFree();
    }
}
