package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The guard by itself, against a backend that only writes down what it is told. */
class FdGuardTest {

    private static final int SHUT_RDWR = 2;

    /** Remembers the calls that matter to closing. */
    private static final class Recorder extends FakeBackend {
        final List<String> calls = new ArrayList<>();
        int wakesMade;

        @Override
        public int close(int fd) {
            calls.add("close " + fd);
            return 0;
        }

        @Override
        public int shutdown(int fd, int how) {
            calls.add("shutdown " + fd + " " + how);
            return 0;
        }

        @Override
        public long wakeOpen() {
            wakesMade++;
            return 90L << 32 | 90;
        }

        @Override
        public int wakeSignal(long wake) {
            calls.add("signal " + (int) wake);
            return 0;
        }

        @Override
        public int wakeClose(long wake) {
            calls.add("wakeClose " + (int) wake);
            return 0;
        }
    }

    private final Recorder backend = new Recorder();
    private final FdGuard guard = new FdGuard(backend, 7, SHUT_RDWR);

    @Test
    void close_closesAtOnce_whenNothingIsInFlight() {
        assertTrue(guard.close());
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void close_isLeftToTheLastUnpin() {
        assertTrue(guard.pin());
        assertTrue(guard.pin());
        guard.close();
        assertEquals(List.of(), backend.calls);
        guard.unpin();
        assertEquals(List.of(), backend.calls);
        guard.unpin();
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void close_shutsDown_onlyWhenACallIsBlocked() {
        guard.pinBlocking();
        guard.close();
        assertEquals(List.of("shutdown 7 2"), backend.calls);
        guard.unpinBlocking();
        assertEquals(List.of("shutdown 7 2", "close 7"), backend.calls);
    }

    @Test
    void close_signalsWatchers_withoutShutdown() {
        guard.pin();
        assertEquals(90, guard.wakeFd());
        assertEquals(90, guard.wakeFd());
        assertEquals(1, backend.wakesMade);
        guard.close();
        assertEquals(List.of("signal 90"), backend.calls);
        guard.unpin();
        assertEquals(List.of("signal 90", "close 7", "wakeClose 90"), backend.calls);
    }

    @Test
    void wakeFd_isSignalled_whenMadeAfterClose() {
        guard.pin();
        guard.close();
        guard.wakeFd();
        assertEquals(List.of("signal 90"), backend.calls);
    }

    @Test
    void wakeFd_passesTheErrorOn() {
        FdGuard g = new FdGuard(
                new FakeBackend() {
                    @Override
                    public long wakeOpen() {
                        return -24;
                    }
                },
                7,
                SHUT_RDWR);
        assertTrue(g.pin());
        assertEquals(-24, g.wakeFd());
    }

    @Test
    void pin_isRefused_afterClose() {
        guard.close();
        assertFalse(guard.pin());
        assertFalse(guard.pinBlocking());
    }

    @Test
    void close_isHarmless_whenRepeated() {
        assertTrue(guard.close());
        assertFalse(guard.close());
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void detach_givesTheNumber_andNeverCloses() {
        assertEquals(7, guard.detach());
        assertTrue(guard.isClosed());
        assertFalse(guard.close());
        assertEquals(-1, guard.detach());
        assertEquals(List.of(), backend.calls);
    }

    @Test
    void detach_isRefused_whileACallIsInFlight() {
        guard.pin();
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        guard.unpin();
        assertEquals(7, guard.detach());
    }

    @Test
    void pin_isRefused_ratherThanOverflow() {
        for (int i = 0; i < 0x7fff; i++) {
            guard.pin();
        }
        assertThrows(IllegalStateException.class, guard::pin);
        guard.close();
        for (int i = 0; i < 0x7fff; i++) {
            guard.unpin();
        }
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void halves_areRemembered() {
        assertFalse(guard.isInputShut());
        guard.markShut(true, false);
        assertTrue(guard.isInputShut());
        assertFalse(guard.isOutputShut());
        guard.close();
        assertTrue(guard.isOutputShut());
    }

    /** Two threads pin and unpin, a third closes: exactly one close, and never while a pin is held. */
    @Test
    void race_closesOnce_andNeverUnderAPin() throws Exception {
        for (int round = 0; round < 5_000; round++) {
            AtomicInteger held = new AtomicInteger();
            AtomicInteger closed = new AtomicInteger();
            AtomicInteger violations = new AtomicInteger();
            FdGuard g = new FdGuard(
                    new FakeBackend() {
                        @Override
                        public int close(int fd) {
                            closed.incrementAndGet();
                            violations.addAndGet(held.get());
                            return 0;
                        }

                        @Override
                        public int shutdown(int fd, int how) {
                            violations.addAndGet(closed.get()); // must come before the close
                            return 0;
                        }
                    },
                    7,
                    SHUT_RDWR);
            CyclicBarrier start = new CyclicBarrier(3);
            Thread blocking = racer(start, () -> {
                if (g.pinBlocking()) {
                    held.incrementAndGet();
                    violations.addAndGet(closed.get());
                    held.decrementAndGet();
                    g.unpinBlocking();
                }
            });
            Thread plain = racer(start, () -> {
                if (g.pin()) {
                    held.incrementAndGet();
                    violations.addAndGet(closed.get());
                    held.decrementAndGet();
                    g.unpin();
                }
            });
            start.await();
            g.close();
            blocking.join();
            plain.join();
            assertEquals(1, closed.get());
            assertEquals(0, violations.get());
        }
    }

    private static Thread racer(CyclicBarrier start, Runnable body) {
        Thread t = new Thread(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            body.run();
        });
        t.start();
        return t;
    }

    @Test
    void watches_runBeforeTheRelease_onceEach() {
        Guard.Watch gone = new Guard.Watch(() -> backend.calls.add("gone"));
        assertTrue(guard.watch(new Guard.Watch(() -> backend.calls.add("first"))));
        assertTrue(guard.watch(gone));
        assertTrue(guard.watch(new Guard.Watch(() -> backend.calls.add("last"))));
        guard.unwatch(gone);
        guard.unwatch(gone);
        guard.pinBlocking();
        guard.close();
        guard.close();
        assertEquals(List.of("last", "first", "shutdown 7 " + SHUT_RDWR), backend.calls);
        guard.unpinBlocking();
        assertEquals("close 7", backend.calls.get(3));
        assertFalse(guard.watch(gone));
        assertEquals(4, backend.calls.size());
    }

    @Test
    void watches_runBeforeDetachGivesTheNumber() {
        assertTrue(guard.watch(new Guard.Watch(() -> backend.calls.add("watch"))));
        guard.pin();
        assertEquals(-2, guard.detach());
        assertEquals(List.of(), backend.calls);
        guard.unpin();
        assertEquals(7, guard.detach());
        assertEquals(List.of("watch"), backend.calls);
    }
}
