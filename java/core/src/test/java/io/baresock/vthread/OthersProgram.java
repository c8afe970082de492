package io.baresock.vthread;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pairs of virtual threads that send a byte to and fro for as long as the program runs, so that the carrier's own queue is never empty; and
 * others beside them, which the scheduler keeps elsewhere: one that is started, one that sleeps, one that an ordinary thread unparks.
 */
public final class OthersProgram {

    private static final int PAIRS = 32;
    private static final int TIMES = 20;

    private OthersProgram() {}

    /** Prints how often all others came to their end. */
    public static void main(String[] args) throws Exception {
        AtomicInteger talking = new AtomicInteger();
        List<Task<Integer>> talks = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            talks.add(Virtual.call(() -> talk(pair[0], talking)));
            talks.add(Virtual.call(() -> talk(pair[1], talking)));
            pair[0].send(ByteBuffer.allocate(1), 0);
        }
        while (talking.get() < 2 * PAIRS) {
            Thread.onSpinWait();
        }
        int ended = 0;
        for (int i = 0; i < TIMES; i++) {
            int begun = i;
            CompletableFuture<Integer> word = new CompletableFuture<>();
            Task<Integer> isNew = Virtual.call(() -> begun);
            Task<Integer> sleeps = Virtual.call(() -> {
                Thread.sleep(1); // what is tested: the scheduler keeps a thread that slept in another queue
                return begun;
            });
            Task<Integer> waits = Virtual.call(word::get);
            word.complete(i);
            ended += isNew.get() == i && sleeps.get() == i && waits.get() == i ? 1 : 0;
        }
        boolean all = talks.stream().noneMatch(Task::isDone);
        System.out.println(all ? "new, slept, woken: " + ended + " times" : "somebody talks no more");
        Runtime.getRuntime().halt(0);
    }

    private static int talk(Socket s, AtomicInteger talking) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        talking.incrementAndGet();
        while (s.recv(b.clear(), 0) == 1) {
            s.send(b.flip(), 0);
        }
        return 0;
    }
}
