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

    /** Prints how often the second ran soon; or, with the argument {@code short}, how many of the receives that were cut short had data. */
    public static void main(String[] args) throws Exception {
        boolean cutShort = args.length > 0 && args[0].equals("short");
        Socket[] greedy = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        greedy[0].send(ByteBuffer.allocate(1), 0);
        int n = 0;
        for (int i = 0; i < TIMES; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            Task<Integer> waits = Virtual.call(() -> {
                        pair[1].recv(ByteBuffer.allocateDirect(1), 0);
                        return calls;
                    })
                    .awaitParked();
            Task<Integer> busy = Virtual.call(() -> {
                call(pair[0], waits);
                return cutShort ? beCutShort(greedy[1]) : beGreedy(greedy[1], waits);
            });
            int had = busy.get();
            int before = waits.get();
            n += cutShort ? had : before <= SOON ? 1 : 0;
        }
        System.out.println(n + (cutShort ? " had data" : " soon"));
        Runtime.getRuntime().halt(0);
    }

    /** Has the second woken. It cannot run. */
    private static void call(Socket peer, Task<Integer> waits) throws ErrnoException {
        peer.send(ByteBuffer.allocateDirect(1), 0);
        long start = System.nanoTime();
        while (waits.isParked() && System.nanoTime() - start < Patience.NANOS) {
            Thread.onSpinWait(); // the thread that wakes others has no carrier
        }
        calls = 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // no other thread writes it
    private static int beGreedy(Socket mine, Task<Integer> waits) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        while (!waits.isDone() && calls < MOST && mine.recv(b.clear(), MSG_PEEK) == 1) {
            calls++;
            work();
        }
        return calls;
    }

    /** The thread has had its turn. It receives what is there, with an interrupt or with no time: 2 if both had data. */
    private static int beCutShort(Socket mine) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        mine.recv(b.clear(), MSG_PEEK);
        work();
        int timed = mine.recv(b.clear(), MSG_PEEK, 1);
        work();
        Thread.currentThread().interrupt();
        int interrupted = mine.recv(b.clear(), MSG_PEEK);
        return timed + (Thread.interrupted() ? interrupted : 0);
    }

    private static void work() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WORK_NANOS) {
            Thread.onSpinWait();
        }
    }
}
