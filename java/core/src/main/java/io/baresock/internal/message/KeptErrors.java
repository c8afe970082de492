package io.baresock.internal.message;

import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.SocketConstants.*;

import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.util.Arrays;

/**
 * Errors that came after some messages of a receive. The OS reports such an error only once, so it is kept here for the next receive of
 * many messages from the same socket, by any batch. There is one at most for each descriptor's number. Thread-safe; a receive only reads
 * one number while no error is kept.
 */
public final class KeptErrors {

    private static final Backend B = Library.backend();

    private static int[] fds = new int[16];
    private static int[] errors = new int[16];
    private static long[] sockets = new long[16];
    private static volatile int size; // changed under the lock

    private KeptErrors() {}

    /**
     * Keeps an error.
     *
     * @param opening which opening of the descriptor's number it is
     * @param error {@code -errno}
     */
    public static synchronized void keep(int fd, long opening, int error) {
        int i = find(fd);
        if (i == fds.length) {
            fds = Arrays.copyOf(fds, 2 * i);
            errors = Arrays.copyOf(errors, 2 * i);
            sockets = Arrays.copyOf(sockets, 2 * i);
        }
        fds[i] = fd;
        errors[i] = error;
        sockets[i] = socket(fd, opening);
        size = Math.max(size, i + 1);
    }

    /** {@return the error kept for this socket, which is kept no longer; 0 if there is none} */
    public static int take(int fd, long opening) {
        return size == 0 ? 0 : taken(fd, opening);
    }

    private static synchronized int taken(int fd, long opening) {
        int i = find(fd);
        if (i == size) {
            return 0;
        }
        int error =
                sockets[i] == socket(fd, opening) ? errors[i] : 0; // 0: it was of an earlier socket with this number
        int last = size - 1;
        fds[i] = fds[last];
        errors[i] = errors[last];
        sockets[i] = sockets[last];
        size = last;
        return error;
    }

    /** Where the error of this number is, or {@link #size}. */
    private static int find(int fd) {
        int n = size;
        int i = 0;
        while (i < n && fds[i] != fd) {
            i++;
        }
        return i;
    }

    /** The kernel's own number for the socket (SO_COOKIE in socket(7)), which is never used again; the opening if it has none. */
    private static long socket(int fd, long opening) {
        Scratch scratch = Scratch.take(Long.BYTES);
        try {
            int n = B.getsockopt(fd, SOL_SOCKET, SO_COOKIE, scratch.address(), Long.BYTES);
            return n == Long.BYTES ? scratch.buffer().getLong(0) : opening;
        } finally {
            scratch.give();
        }
    }
}
