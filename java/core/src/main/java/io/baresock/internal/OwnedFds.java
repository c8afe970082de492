package io.baresock.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Notes which descriptors {@code Bsd} has opened. {@code Bsd.close} closes only those, so that a wrong number never closes a file of the
 * JDK. It has one bit per descriptor, and grows with the largest number. Thread-safe.
 *
 * <p>It also counts the openings of each number. What is remembered about a socket must not be used for a later socket with the same
 * number.
 */
public final class OwnedFds {

    private static final AtomicLong OPENINGS = new AtomicLong();

    private static volatile AtomicLongArray bits = new AtomicLongArray(1024 / Long.SIZE);
    private static volatile AtomicLongArray openings = new AtomicLongArray(1024); // by descriptor

    private OwnedFds() {}

    /** A number for one opening of one descriptor, by {@code Bsd} or by a {@code Socket}: positive, and never used twice. */
    static long nextOpening() {
        return OPENINGS.incrementAndGet();
    }

    /**
     * The opening of a descriptor's number. For a descriptor that something else opened, it is negative, and changes with each opening
     * here.
     */
    public static long opening(int fd) {
        AtomicLongArray o = openings;
        return owns(fd) && fd < o.length() ? o.get(fd) : -OPENINGS.get();
    }

    /** Asks for the stack that {@link #opened} takes. Call it before the system call, so that the new descriptor is not lost. */
    public static void ask() {
        StackRoom.ask(StackRoom.FOR_CALLS);
    }

    /**
     * Notes a descriptor that a call has opened, and returns it. A negative result is only returned. Nobody else knows the number yet, so the
     * descriptor is closed if there is no memory for the note.
     */
    public static int opened(int fd) {
        bothOpened(fd, -1);
        return fd;
    }

    /** The same for two. */
    public static void bothOpened(int first, int second) {
        boolean noted = false;
        try {
            note(first);
            note(second);
            noted = true;
        } finally {
            if (!noted) {
                forget(first);
                Library.backend().close(first);
                Library.backend().close(second);
            }
        }
    }

    /** Notes a descriptor. If this throws, nothing is noted, and the caller still owns it. A negative number is ignored. */
    public static synchronized void note(int fd) {
        if (fd >= 0) {
            makeRoom(fd);
            openings.set(fd, nextOpening());
            change(fd, true);
        }
    }

    /** Makes room for a note, so that {@link #note} needs no memory. A negative number is ignored. */
    public static synchronized void makeRoom(int fd) {
        openings = withRoom(openings, fd + 1);
        bits = withRoom(bits, fd / Long.SIZE + 1);
    }

    private static AtomicLongArray withRoom(AtomicLongArray a, int length) {
        if (length <= a.length()) {
            return a;
        }
        AtomicLongArray larger = new AtomicLongArray(Math.max(length, a.length() * 2));
        for (int i = 0; i < a.length(); i++) {
            larger.set(i, a.get(i));
        }
        return larger;
    }

    /** Sets the bit, or clears it, and returns whether it was set. Only with the lock. */
    private static boolean change(int fd, boolean set) {
        AtomicLongArray b = bits;
        int word = fd / Long.SIZE;
        long bit = 1L << fd;
        long before = b.get(word);
        b.set(word, set ? before | bit : before & ~bit);
        return (before & bit) != 0;
    }

    /** Whether the descriptor is noted. */
    public static boolean owns(int fd) {
        AtomicLongArray b = bits;
        return fd >= 0 && fd / Long.SIZE < b.length() && (b.get(fd / Long.SIZE) & 1L << fd) != 0;
    }

    /** Removes the note; false if there was none. */
    public static synchronized boolean forget(int fd) {
        return owns(fd) && change(fd, false);
    }
}
