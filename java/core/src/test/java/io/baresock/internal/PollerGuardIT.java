package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.FakeBackend;
import io.baresock.testkit.Patience;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polls, wake-ups, pins, another polling thread and a close at once, with the system's barriers; row G10. */
class PollerGuardIT {

    private static final int ROUNDS = 500;

    /** A poller that notes how often it was closed, and whether it was asked anything later. */
    private static final class Noting extends FakeBackend {
        private final Backend system = Library.backend();
        private final boolean barriers;
        final AtomicInteger closes = new AtomicInteger();
        final AtomicInteger barrierCalls = new AtomicInteger();
        volatile boolean usedLater;

        Noting(boolean barriers) {
            this.barriers = barriers;
        }

        void use() {
            for (int i = 0; i < 20; i++) {
                usedLater |= closes.get() != 0;
                Thread.onSpinWait();
            }
        }

        @Override
        public int barrierOpen() {
            return barriers ? system.barrierOpen() : super.barrierOpen();
        }

        @Override
        public int barrier() {
            barrierCalls.incrementAndGet();
            return system.barrier();
        }

        @Override
        public int pollerWake(long poller) {
            use();
            return 0;
        }

        @Override
        public int pollerClose(long poller) {
            closes.incrementAndGet();
            return 0;
        }
    }

    private static void poll(PollerGuard guard, Noting poller, boolean sleeps) {
        while (true) {
            try {
                if (guard.beginPoll(sleeps) == PollerGuard.CLOSED_BEFORE) {
                    return;
                }
            } catch (IllegalStateException e) { // the other one polls
                continue;
            }
            poller.use();
            if (!guard.endPoll()) {
                return;
            }
        }
    }

    private static void pinAndWake(PollerGuard guard, Noting poller) {
        while (guard.pin() == Guard.SHARED) {
            poller.use();
            guard.unpin(Guard.SHARED);
            guard.wakeup();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "G10: a poller is closed once, and by the last who uses it, whoever polls, pins, wakes and closes at once")
    void isClosedOnce_byTheLast(boolean barriers) throws Exception {
        assumeTrue(!barriers || Library.backend().barrierOpen() >= 0, "no membarrier");
        int asked = 0;
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                Noting poller = new Noting(barriers);
                PollerGuard guard = new PollerGuard(poller, 1);
                CyclicBarrier start = new CyclicBarrier(4);
                boolean sleeps = i % 2 == 0;
                Future<?> one = threads.submit(() -> run(start, () -> poll(guard, poller, sleeps)));
                Future<?> other = threads.submit(() -> run(start, () -> poll(guard, poller, !sleeps)));
                Future<?> pins = threads.submit(() -> run(start, () -> pinAndWake(guard, poller)));
                start.await(Patience.SECONDS, TimeUnit.SECONDS);
                for (int spin = 0; spin < i % 64 * 50; spin++) {
                    Thread.onSpinWait();
                }
                guard.close();
                one.get(Patience.SECONDS, TimeUnit.SECONDS);
                other.get(Patience.SECONDS, TimeUnit.SECONDS);
                pins.get(Patience.SECONDS, TimeUnit.SECONDS);
                assertEquals(1, poller.closes.get(), "closes in round " + i);
                assertFalse(poller.usedLater, "used after it was closed in round " + i);
                asked += poller.barrierCalls.get();
            }
            assertEquals(barriers, asked > 0, "barriers");
        } finally {
            threads.shutdownNow();
        }
    }

    private static void run(CyclicBarrier start, Runnable what) {
        try {
            start.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        what.run();
    }
}
