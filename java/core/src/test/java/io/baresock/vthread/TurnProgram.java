package io.baresock.vthread;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.MSG_PEEK;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A virtual thread whose receives never have to wait, on the only carrier, and one that waits for a byte. The byte comes. From when the second
 * could run, the first works a little for each byte that it receives. The second notes how often it did so before.
 */
public final class TurnProgram {

    private static final int TIMES = 20;
    private static final int SOON = 2; // receives: the first begins its turn, and the second is too late
    private static final int MOST = 100_000;
    private static final long WORK_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

    private static volatile int calls;

    private TurnProgram() {}

    /** Prints how often the second ran soon. */
    public static void main(String[] args) throws Exception {
        Socket[] greedy = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        greedy[0].send(ByteBuffer.allocate(1), 0);
        int soon = 0;
        for (int i = 0; i < TIMES; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            Task<Integer> waits = Virtual.call(() -> {
                        pair[1].recv(ByteBuffer.allocateDirect(1), 0);
                        return calls;
                    })
                    .awaitParked();
            Virtual.call(() -> beGreedy(greedy[1], pair[0], waits)).get();
            soon += waits.get() <= SOON ? 1 : 0;
        }
        System.out.println(soon + " soon");
        Runtime.getRuntime().halt(0);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // no other thread writes it
    private static int beGreedy(Socket mine, Socket peer, Task<Integer> waits) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        peer.send(b, 0);
        long start = System.nanoTime();
        while (waits.isParked() && System.nanoTime() - start < Patience.NANOS) {
            Thread.onSpinWait(); // the thread that wakes others has no carrier
        }
        calls = 0;
        while (!waits.isDone() && calls < MOST && mine.recv(b.clear(), MSG_PEEK) == 1) {
            calls++;
            work();
        }
        return calls;
    }

    private static void work() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WORK_NANOS) {
            Thread.onSpinWait();
        }
    }
}
