package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A stack that overflows at each place of a close: the next close, or the collector's, finishes it. */
class StackOverflowIT {

    private static final long STACK = 1 << 18;
    private static final int FRAMES = 60; // more than a close takes

    private final AtomicInteger overflows = new AtomicInteger();

    private static Socket[] pair() throws ErrnoException {
        return Socket.pair(AF_UNIX, SOCK_STREAM, 0);
    }

    /** A close that overflows is made good by the next one. */
    @Test
    void close_closes_atTheLatestWhenItIsRepeated() throws Exception {
        for (int room = 0; room < FRAMES; room++) {
            Socket[] pair = pair();
            pair[1].close();
            pair[0].close(); // all classes are there
            Socket[] closed = pair();
            int fd = closed[0].fd();
            int frames = room;
            Thread t = new Thread(null, () -> withRoom(frames, closed[0], new int[1]), "small stack", STACK);
            t.start();
            t.join();
            closed[0].close();
            assertFalse(SweptCalls.isOpen(fd), "with " + room + " frames");
            closed[1].close();
        }
        assertTrue(overflows.get() > 0, "no close had too little room");
    }

    /** Closes where there is room for so many frames more; {@code returned} counts them. */
    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private void withRoom(int frames, Socket s, int[] returned) {
        try {
            withRoom(frames, s, returned);
        } catch (StackOverflowError e) {
            returned[0] = 0; // the end of the stack
        }
        if (returned[0]++ == frames) {
            try {
                s.close();
            } catch (StackOverflowError e) {
                overflows.incrementAndGet();
            }
        }
    }
}
