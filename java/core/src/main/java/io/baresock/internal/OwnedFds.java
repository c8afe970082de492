package io.baresock.internal;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Notes who owns a descriptor: {@code Bsd}, or an object such as a {@code Socket}. Thread-safe.
 *
 * <p>{@code Bsd.close} closes only what {@code Bsd} has opened, so that a wrong number never closes a file of the JDK. That is one bit for
 * each descriptor. It grows with the largest number.
 *
 * <p>An object takes no descriptor over that another object has. This note is made after a descriptor is opened, and goes before it is
 * closed. So it is never that of an earlier opening; between the two it may be missing. It costs a store and no lock. It is in pieces that
 * stay where they are.
 *
 * <p>It also counts the openings of each number. What is remembered about a socket must not be used for a later socket with the same
 * number.
 */
public final class OwnedFds {

    private static final AtomicLong OPENINGS = new AtomicLong();

    private static volatile AtomicLongArray bits = new AtomicLongArray(1024 / Long.SIZE);
    private static volatile AtomicLongArray openings = new AtomicLongArray(1024); // by descriptor

    private static final int PIECE = 1024;
    private static final AtomicReferenceArray<@Nullable AtomicIntegerArray> HELD = new AtomicReferenceArray<>(1024);

    private OwnedFds() {}

    /** Notes a descriptor that an object has opened. Without memory, or with a very large number, it does nothing. */
    static void held(int fd) {
        int piece = fd / PIECE;
        if (fd < 0 || piece >= HELD.length()) {
            return;
        }
        AtomicIntegerArray a = HELD.get(piece);
        try {
            a = a == null ? newPiece(piece) : a;
        } catch (OutOfMemoryError e) {
            return;
        }
        a.lazySet(fd % PIECE, 1);
    }

    private static AtomicIntegerArray newPiece(int piece) {
        HELD.compareAndSet(piece, null, new AtomicIntegerArray(PIECE));
        return Objects.requireNonNull(HELD.get(piece));
    }

    /** The object closes the descriptor next, or gives it up. */
    static void notHeld(int fd) {
        AtomicIntegerArray a = fd < 0 || fd / PIECE >= HELD.length() ? null : HELD.get(fd / PIECE);
        if (a != null) {
            a.lazySet(fd % PIECE, 0);
        }
    }

    /** As {@link #held}, for a descriptor that something else has opened. False if an object has it. */
    public static synchronized boolean claim(int fd) {
        AtomicIntegerArray a = fd < 0 || fd / PIECE >= HELD.length() ? null : HELD.get(fd / PIECE);
        if (a != null && a.get(fd % PIECE) != 0) {
            return false;
        }
        held(fd);
        return true;
    }

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
