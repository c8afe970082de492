package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.util.concurrent.ThreadPoolExecutor;

/** A close(2) that waits until all data is sent: SO_LINGER of socket(7). */
final class Lingering {

    private static final int SOL_SOCKET = Abi.constant("SOL_SOCKET");
    private static final int SO_LINGER = Abi.constant("SO_LINGER");
    private static final int SIZE = 8; // struct linger: int l_onoff, int l_linger

    private static final int THREADS = 16; // each waits in the kernel; further closes wait in the queue
    static final ThreadPoolExecutor POOL = Background.pool("baresock-lingering-close", THREADS, Integer.MAX_VALUE);

    private Lingering() {}

    /** Whether closing the descriptor may take a while. */
    static boolean isOn(Backend backend, int fd) {
        Scratch scratch = Scratch.take(SIZE);
        try {
            int n = backend.getsockopt(fd, SOL_SOCKET, SO_LINGER, scratch.address(), SIZE);
            return n == SIZE
                    && scratch.buffer().getInt(0) != 0
                    && scratch.buffer().getInt(4) > 0;
        } finally {
            scratch.give();
        }
    }

    /** Closes on another thread. */
    static void run(Runnable close) {
        POOL.execute(close);
    }
}
