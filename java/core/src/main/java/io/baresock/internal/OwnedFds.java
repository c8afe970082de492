package io.baresock.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which descriptors {@code Bsd} opened: the only ones its {@code close} may close, so that a wrong number never closes a
 * file of the JDK. One bit a descriptor; grown when a number is larger than any before.
 *
 * <p>Also which opening of a number it is: what is remembered of a socket between calls must not be told to the next one that the
 * kernel gives the number to.
 */
public final class OwnedFds {

    private static final AtomicLong OPENINGS = new AtomicLong();

    private static volatile AtomicLongArray bits = new AtomicLongArray(1024 / Long.SIZE);
    private static volatile AtomicLongArray openings = new AtomicLongArray(1024); // by descriptor

    private OwnedFds() {}

    /** A number for one opening of one descriptor, of {@code Bsd}'s or of a {@code Socket}: positive, and never used twice. */
    static long nextOpening() {
        return OPENINGS.incrementAndGet();
    }

    /**
     * Which opening of the number it is. Of a descriptor that somebody else opened it is a negative number, which is another one as
     * soon as anything was opened here.
     */
    public static long opening(int fd) {
        AtomicLongArray o = openings;
        return owns(fd) && fd < o.length() ? o.get(fd) : -OPENINGS.get();
    }

    /** Notes a descriptor that a call just opened; a negative result is passed through. */
    public static int opened(int fd) {
        if (fd >= 0) {
            noteOpening(fd);
            AtomicLongArray b = bits;
            if (fd / Long.SIZE >= b.length()) {
                grow(fd);
                return fd;
            }
            b.getAndUpdate(fd / Long.SIZE, word -> word | 1L << fd);
            if (b != bits) {
                grow(fd); // the array was copied meanwhile, perhaps without this bit
            }
        }
        return fd;
    }

    /** Whether there is a note. */
    public static boolean owns(int fd) {
        AtomicLongArray b = bits;
        return fd >= 0 && fd / Long.SIZE < b.length() && (b.get(fd / Long.SIZE) & 1L << fd) != 0;
    }

    /** Takes the note back; false if there was none. */
    public static boolean forget(int fd) {
        synchronized (OwnedFds.class) {
            AtomicLongArray b = bits;
            return fd >= 0
                    && fd / Long.SIZE < b.length()
                    && (b.getAndUpdate(fd / Long.SIZE, word -> word & ~(1L << fd)) & 1L << fd) != 0;
        }
    }

    private static synchronized void noteOpening(int fd) {
        AtomicLongArray o = openings;
        if (fd >= o.length()) {
            AtomicLongArray larger = new AtomicLongArray(Math.max(fd + 1, o.length() * 2));
            for (int i = 0; i < o.length(); i++) {
                larger.set(i, o.get(i));
            }
            o = larger;
        }
        o.set(fd, nextOpening());
        openings = o;
    }

    private static synchronized void grow(int fd) {
        AtomicLongArray b = bits;
        int words = fd / Long.SIZE + 1;
        if (words > b.length()) {
            AtomicLongArray larger = new AtomicLongArray(Math.max(words, b.length() * 2));
            for (int i = 0; i < b.length(); i++) {
                larger.set(i, b.get(i));
            }
            bits = larger;
            b = larger;
        }
        b.getAndUpdate(fd / Long.SIZE, word -> word | 1L << fd);
    }
}
