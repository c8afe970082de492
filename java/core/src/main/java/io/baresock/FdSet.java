package io.baresock;

import io.baresock.internal.Buffers;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An {@code fd_set} of any size, in native memory. It grows to the largest descriptor in it, so descriptors of 1024 and above work too
 * (C's {@code FD_SET} writes beyond its memory there). Only growth allocates. A descriptor must be below 4194304; for larger ones use
 * {@link PollFds}. Not thread-safe: during a select, a change or another select throws {@link IllegalStateException}.
 *
 * @see Bsd#select(int, FdSet, FdSet, FdSet, long)
 * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
 */
public final class FdSet {

    private static final int FIRST = 1024; // bits, FD_SETSIZE of every libc

    /** Four times the default limit of a Linux process (fs.nr_open). A set of that size takes 512 KiB. */
    private static final int LIMIT = 1 << 22;

    private static final int SHOWN = 16; // in toString

    private Slab memory = new Slab("FdSet", FIRST / Byte.SIZE); // another one when it grows
    private ByteBuffer words = memory.memory();

    /** An empty set. */
    public FdSet() {}

    /** Begins a select for descriptors below {@code bits}. Until it ends, nothing can be changed and the memory stays. */
    Slab enter(int bits) {
        grow(bits);
        Slab held = memory;
        held.enter("select");
        if (held.memory().capacity() * (long) Byte.SIZE < bits) { // another thread has just replaced the memory
            held.leaveAndFree();
            throw new IllegalStateException("select: the FdSet is in use by another call");
        }
        return held;
    }

    /** How many descriptors there is room for: a multiple of 64. */
    int room() {
        return words.capacity() * Byte.SIZE;
    }

    /**
     * FD_ZERO: makes the set empty.
     *
     * @throws IllegalStateException during a select
     */
    public void zero() {
        memory.changing("FD_ZERO");
        for (int at = 0; at < words.capacity(); at += Long.BYTES) {
            words.putLong(at, 0);
        }
    }

    /**
     * FD_SET: puts a descriptor in.
     *
     * @param fd the descriptor
     * @throws IllegalArgumentException if it is not in 0..4194303
     * @throws IllegalStateException during a select
     */
    public void set(int fd) {
        Ranges.check("FD_SET", "fd", fd, 0, LIMIT - 1);
        memory.changing("FD_SET");
        grow(fd + 1);
        words.putLong(at(fd), words.getLong(at(fd)) | 1L << fd);
    }

    /**
     * FD_CLR: takes a descriptor out.
     *
     * @param fd the descriptor
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException during a select
     */
    public void clr(int fd) {
        check("FD_CLR", fd);
        memory.changing("FD_CLR");
        if (fd < room()) {
            words.putLong(at(fd), words.getLong(at(fd)) & ~(1L << fd));
        }
    }

    /**
     * FD_ISSET: whether a descriptor is in.
     *
     * @param fd the descriptor
     * @return whether it is
     * @throws IllegalArgumentException if it is negative
     */
    public boolean isSet(int fd) {
        return check("FD_ISSET", fd) < room() && (words.getLong(at(fd)) & 1L << fd) != 0;
    }

    /**
     * The next descriptor in the set.
     *
     * @param from the lowest one to look at
     * @return the lowest that is in, at or above {@code from}; -1 if there is none
     */
    public int next(int from) {
        check("next", from);
        for (int fd = from; fd < room(); fd = (fd | Long.SIZE - 1) + 1) {
            long rest = words.getLong(at(fd)) >>> fd; // a shift takes the low 6 bits of its distance
            if (rest != 0) {
                return fd + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }

    /** {@return how many descriptors are in} */
    public int count() {
        int count = 0;
        for (int at = 0; at < words.capacity(); at += Long.BYTES) {
            count += Long.bitCount(words.getLong(at));
        }
        return count;
    }

    /**
     * Makes this set equal to another, as an assignment of {@code fd_set}s does in C.
     *
     * @param other the set to copy
     * @throws IllegalStateException during a select
     */
    public void copyFrom(FdSet other) {
        ByteBuffer from = Buffers.present("copyFrom", other).words;
        memory.changing("copyFrom");
        grow(from.capacity() * Byte.SIZE);
        words.put(0, from, 0, from.capacity());
        for (int at = from.capacity(); at < words.capacity(); at += Long.BYTES) {
            words.putLong(at, 0);
        }
    }

    /** Makes room for descriptors below {@code bits}, at most {@code LIMIT}. */
    void grow(int bits) {
        if (bits <= room()) {
            return;
        }
        int bytes = Math.max((bits + Long.SIZE - 1) / Long.SIZE * Long.BYTES, words.capacity() * 2);
        Slab old = memory;
        old.changing("select");
        Slab larger = new Slab("FdSet", Math.min(bytes, LIMIT / Byte.SIZE));
        larger.memory().put(0, words, 0, words.capacity());
        memory = larger;
        words = larger.memory();
        old.closeAndFree();
    }

    /** {@return the lowest descriptors in it, and how many there are} */
    @Override
    public String toString() {
        StringJoiner some = new StringJoiner(", ", "FdSet[", "]");
        int fd = next(0);
        for (int i = 0; i < SHOWN && fd >= 0; i++, fd = next(fd + 1)) {
            some.add(Integer.toString(fd));
        }
        return fd < 0 ? some.toString() : some.add("... " + count() + " in all").toString();
    }

    private static int check(String call, int fd) {
        return Ranges.check(call, "fd", fd, 0, Integer.MAX_VALUE);
    }

    /** The offset of the word that has a descriptor's bit. */
    private static int at(int fd) {
        return fd / Long.SIZE * Long.BYTES;
    }

    static int select(
            Backend backend, int nfds, @Nullable FdSet r, @Nullable FdSet w, @Nullable FdSet e, long timeoutNanos) {
        // No set has a descriptor beyond its room, so none must grow beyond the largest set.
        int n = Math.min(nfds, Math.max(room(r), Math.max(room(w), room(e))));
        Slab reads = enter(r, n);
        Slab writes = null;
        Slab others = null;
        try {
            writes = w == r ? reads : enter(w, n); // one set in two places, as C allows
            others = e == r ? reads : e == w ? writes : enter(e, n);
            return backend.select(n, address(reads), address(writes), address(others), timeoutNanos);
        } finally {
            leave(others == reads || others == writes ? null : others);
            leave(writes == reads ? null : writes);
            leave(reads);
        }
    }

    private static @Nullable Slab enter(@Nullable FdSet set, int nfds) {
        return set == null ? null : set.enter(nfds);
    }

    private static void leave(@Nullable Slab held) {
        if (held != null) {
            held.leaveAndFree();
        }
    }

    private static long address(@Nullable Slab held) {
        return held == null ? 0 : held.address();
    }

    private static int room(@Nullable FdSet set) {
        return set == null ? 0 : set.room();
    }
}
