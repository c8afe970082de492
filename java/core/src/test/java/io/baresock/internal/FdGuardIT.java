package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.FakeBackend;
import io.baresock.testkit.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins of three threads that take the descriptor from each other, a detach and a close at once, with the system's barriers; row G10. */
class FdGuardIT {

    private static final int ROUNDS = 500;
    private static final int MOST_ROUNDS = 50 * ROUNDS;
    private static final int FD = 7;
    private static final long BOUND_SECONDS = Patience.SECONDS;

    /** A descriptor that notes how often it was closed and its callers interrupted, and whether it was used when it was somebody else's. */
    private static final class Noting extends FakeBackend {
        private final Backend system = Library.backend();
        private final boolean barriers;
        final AtomicInteger closes = new AtomicInteger();
        final AtomicInteger kicks = new AtomicInteger();
        final AtomicInteger barrierCalls = new AtomicInteger();
        volatile boolean detached;
        volatile boolean closeReturned;
        volatile String wrong;

        Noting(boolean barriers) {
            this.barriers = barriers;
        }

        /** A call, of a thread that saw {@code late} before its pin. */
        void use(boolean late) {
            if (late) {
                wrong = "a pin succeeded after close had returned";
            }
            for (int i = 0; i < 20; i++) {
                check();
                Thread.onSpinWait();
            }
        }

        private void check() {
            if (closes.get() != 0 || detached) {
                wrong = "used after it was " + (detached ? "detached" : "closed");
            }
        }

        /** A call that only an interruption ends: to come before close returns. */
        void block() {
            boolean late = false;
            while (kicks.get() == 0) {
                check();
                if (late) {
                    wrong = "a blocked call was not woken";
                    return;
                }
                late = closeReturned;
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
        public long threadSelf() {
            return system.threadSelf();
        }

        @Override
        public int threadKick(long thread) {
            check();
            kicks.incrementAndGet();
            return 0;
        }

        @Override
        public int close(int fd) {
            closes.incrementAndGet();
            return 0;
        }
    }

    private static void pin(Pins pins, Noting fd) {
        boolean late = fd.closeReturned;
        while (pins.pin()) {
            fd.use(late);
            pins.unpin();
            late = fd.closeReturned;
        }
    }

    private static void nest(Pins pins, Noting fd) {
        boolean late = fd.closeReturned;
        while (pins.pin()) {
            boolean waiting = pins.pinWaiting();
            boolean again = pins.pin();
            fd.use(late);
            pins.unpin();
            if (waiting) {
                fd.use(late);
                pins.unpinWaiting();
            }
            if (again) {
                fd.use(late);
                pins.unpin();
            }
            late = fd.closeReturned;
        }
    }

    /** Blocks for good after so many calls that do not. */
    private static void block(Pins pins, Noting fd, int after) {
        boolean late = fd.closeReturned;
        for (int i = 0; pins.pinWaiting(); i++) {
            fd.use(late);
            if (i >= after) {
                fd.block();
            }
            pins.unpinWaiting();
            late = fd.closeReturned;
        }
    }

    /** Returns whether it got the descriptor. */
    private static boolean detach(FdGuard guard, Noting fd, int tries) {
        int r = -2;
        for (int i = 0; i < tries && r == -2; i++) {
            r = guard.detach();
            fd.detached |= r == FD;
        }
        return r == FD;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private <T> Future<T> at(CyclicBarrier start, Supplier<T> what) {
        return threads.submit(() -> {
            start.await(BOUND_SECONDS, TimeUnit.SECONDS);
            return what.get();
        });
    }

    private Future<Void> begin(CyclicBarrier start, Runnable first, Runnable what) {
        return threads.submit(() -> {
            first.run();
            start.await(BOUND_SECONDS, TimeUnit.SECONDS);
            what.run();
            return null;
        });
    }

    private static Runnable becomeOwner(Pins pins, boolean wanted) {
        return () -> {
            for (int i = 0; wanted && i < OwnedGuard.FIRST_LIMIT; i++) {
                assertTrue(pins.pin());
                pins.unpin();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "G10: a descriptor is closed once or detached, by the last who uses it, whoever pins, blocks, detaches and "
                    + "closes at once; who blocks is woken")
    void isClosedOnce_byTheLast_orDetached(boolean barriers) throws Exception {
        assumeTrue(!barriers || Library.backend().barrierOpen() >= 0, "no membarrier");
        int detached = 0;
        int woken = 0;
        int asked = 0;
        // More rounds if luck had it that something never happened.
        for (int i = 0; i < ROUNDS || (Math.min(detached, woken) == 0 && i < MOST_ROUNDS); i++) {
            Noting fd = new Noting(barriers);
            FdGuard guard = new FdGuard(fd, FD);
            Pins pins = new Pins(guard);
            CyclicBarrier start = new CyclicBarrier(5);
            int round = i;
            List<Future<Void>> users = new ArrayList<>();
            users.add(begin(start, becomeOwner(pins, i % 3 == 0), () -> pin(pins, fd)));
            users.add(begin(start, becomeOwner(pins, i % 3 == 1), () -> nest(pins, fd)));
            users.add(begin(start, becomeOwner(pins, i % 3 == 2), () -> block(pins, fd, round % 7 * 50)));
            Future<Boolean> detacher = at(start, () -> detach(guard, fd, round % 2 * 100));
            start.await(BOUND_SECONDS, TimeUnit.SECONDS);
            for (int spin = 0; spin < i % 64 * 100; spin++) {
                Thread.onSpinWait();
            }
            boolean closed = guard.close();
            fd.closeReturned = true;
            for (Future<Void> user : users) {
                user.get(2 * BOUND_SECONDS, TimeUnit.SECONDS);
            }
            boolean got = detacher.get(BOUND_SECONDS, TimeUnit.SECONDS);
            detached += got ? 1 : 0;
            woken += fd.kicks.get();
            asked += fd.barrierCalls.get();
            String what = " in round " + i;
            assertNull(fd.wrong, what);
            assertEquals(!got, closed, "close gives way to detach" + what);
            assertEquals(got ? 0 : 1, fd.closes.get(), "closes" + what);
            assertEquals(0, guard.state & Guard.IN_FLIGHT, "in flight" + what);
            assertNull(guard.owner, "owner" + what);
            assertFalse(pins.pin());
        }
        System.out.println(detached + " were detached, " + woken + " woke who blocked, " + asked + " barriers");
        assertTrue(detached > 0 && woken > 0, detached + " detached, " + woken + " woken");
        assertEquals(barriers, asked > 0, "barriers, where there are owners");
    }
}
