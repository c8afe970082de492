package io.baresock.async;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A socket that is closed by another thread while a loop takes it on; row G10. */
class AdoptRaceIT {

    private static final int ROUNDS = 3000;

    @Test
    @DisplayName("G10: a socket that another thread closes during adopt() leaves nothing behind in the loop")
    void closeDuringAdopt_leavesNothingBehind() throws Exception {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        CyclicBarrier start = new CyclicBarrier(2);
        Socket[] next = new Socket[1];
        try (EventLoop loop = EventLoop.start("adopts")) {
            loop.exceptionHandler((thread, e) -> thrown.add(e));
            Thread closer = new Thread(() -> closeEach(start, next));
            closer.start();
            for (int i = 0; i < ROUNDS; i++) {
                next[0] = Socket.open(AF_INET, SOCK_DGRAM, 0).setNonblocking(true);
                start.await(Patience.SECONDS, TimeUnit.SECONDS);
                try {
                    loop.adopt(next[0]);
                } catch (SocketClosedException e) {
                    // the closer was faster
                }
                start.await(Patience.SECONDS, TimeUnit.SECONDS);
            }
            closer.join();
            FutureTask<Integer> size = new FutureTask<>(loop::size);
            loop.execute(() -> loop.execute(size)); // a turn later: every close has been dealt with
            assertEquals(0, size.get(Patience.SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), thrown);
    }

    private static void closeEach(CyclicBarrier start, Socket[] next) {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                start.await(Patience.SECONDS, TimeUnit.SECONDS);
                for (int spin = 0; spin < i % 200; spin++) {
                    Thread.onSpinWait();
                }
                next[0].close();
                start.await(Patience.SECONDS, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
