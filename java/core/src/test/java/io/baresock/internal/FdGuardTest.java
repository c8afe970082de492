package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The guard by itself, against a backend that only writes down what it is told. */
class FdGuardTest {

    /** Remembers the calls that matter to closing. */
    private static final class Recorder extends FakeBackend {
        final List<String> calls = new ArrayList<>();

        @Override
        public int close(int fd) {
            calls.add("close " + fd);
            return 0;
        }

        @Override
        public long threadSelf() {
            return 5;
        }

        @Override
        public int threadKick(long thread) {
            if (!Thread.currentThread().getName().equals("baresock-interruptions")) { // which repeats it
                calls.add("kick " + thread);
            }
            return 0;
        }
    }

    private final Recorder backend = new Recorder();
    private final FdGuard guard = new FdGuard(backend, 7);
    private final Pins pins = new Pins(guard);

    @Test
    void close_closesAtOnce_whenNothingIsInFlight() {
        assertTrue(guard.close());
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void close_isLeftToTheLastUnpin() {
        assertTrue(pins.pin());
        assertTrue(pins.pin());
        guard.close();
        assertEquals(List.of(), backend.calls);
        pins.unpin();
        assertEquals(List.of(), backend.calls);
        pins.unpin();
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void close_interruptsWhoWaits_andNobodyElse() {
        pins.pin();
        pins.pinWaiting();
        guard.close();
        assertEquals(List.of("kick 5"), backend.calls);
        pins.unpinWaiting();
        assertEquals(List.of("kick 5"), backend.calls);
        pins.unpin();
        assertEquals(List.of("kick 5", "close 7"), backend.calls);
    }

    @Test
    void close_interruptsNobody_whoDoesNotWaitAnyMore() {
        pins.pinWaiting();
        pins.unpinWaiting();
        pins.pin();
        assertTrue(pins.pinWaiting());
        pins.unpinWaiting();
        guard.close();
        pins.unpin();
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void pinWaiting_isRefused_afterClose_andIsNotInterrupted() {
        pins.pin();
        guard.close();
        assertFalse(pins.pinWaiting());
        assertFalse(guard.interruptWaits());
        pins.unpin();
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void pin_isRefused_afterClose() {
        guard.close();
        assertFalse(pins.pin());
        assertFalse(pins.pinWaiting());
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
    void detach_closes_ifAWatchThrows() {
        Runnable failing = () -> {
            throw new StackOverflowError("of a watch");
        };
        assertTrue(guard.watch(new Guard.Watch(failing)));
        assertThrows(StackOverflowError.class, guard::detach);
        assertEquals(List.of("close 7"), backend.calls);
        assertEquals(-1, guard.detach());
        assertFalse(guard.close());
        assertEquals(List.of("close 7"), backend.calls);
        Reference.reachabilityFence(failing);
    }

    @Test
    void detach_byTwo_isOneDetach_alsoDuringTheWatches() {
        List<Integer> inside = new ArrayList<>();
        Runnable watching = () -> {
            inside.add(guard.detach());
            assertFalse(guard.close());
            assertFalse(pins.pin());
        };
        assertTrue(guard.watch(new Guard.Watch(watching)));
        assertEquals(7, guard.detach());
        assertEquals(List.of(-1), inside);
        assertEquals(List.of(), backend.calls);
        Reference.reachabilityFence(watching);
    }

    @Test
    void close_interruptsWhoWaits_alsoIfAWatchThrows() {
        Runnable failing = () -> {
            throw new IllegalStateException("of a watch");
        };
        assertTrue(guard.watch(new Guard.Watch(failing)));
        pins.pinWaiting();
        assertThrows(IllegalStateException.class, guard::close);
        assertEquals(List.of("kick 5"), backend.calls);
        pins.unpinWaiting();
        assertEquals(List.of("kick 5", "close 7"), backend.calls);
        Reference.reachabilityFence(failing);
    }

    @Test
    void detach_isRefused_whileACallIsInFlight() {
        pins.pin();
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        pins.unpin();
        assertEquals(7, guard.detach());
    }

    /** More calls at once than there are threads in a process. */
    @Test
    void pins_haveNoLimit() {
        int many = 5_000_000;
        for (int i = 0; i < many; i++) {
            assertTrue(pins.pin());
        }
        guard.close();
        for (int i = 0; i < many; i++) {
            assertEquals(List.of(), backend.calls);
            pins.unpin();
        }
        assertEquals(List.of("close 7"), backend.calls);
    }

    @Test
    void ids_areNeverGivenTwice() {
        long first = new FdGuard(backend, 7).id();
        assertTrue(first > guard.id());
        assertTrue(new FdGuard(backend, 7).id() > first);
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
                        public int threadKick(long thread) {
                            violations.addAndGet(closed.get()); // must come before the close
                            return 0;
                        }
                    },
                    7);
            Pins p = new Pins(g);
            CyclicBarrier start = new CyclicBarrier(3);
            Thread blocking = racer(start, () -> {
                if (p.pinWaiting()) {
                    held.incrementAndGet();
                    violations.addAndGet(closed.get());
                    held.decrementAndGet();
                    p.unpinWaiting();
                }
            });
            Thread plain = racer(start, () -> {
                if (p.pin()) {
                    held.incrementAndGet();
                    violations.addAndGet(closed.get());
                    held.decrementAndGet();
                    p.unpin();
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
        pins.pinWaiting();
        guard.close();
        guard.close(); // interrupts once more, in case the first could not
        assertEquals(List.of("last", "first", "kick 5", "kick 5"), backend.calls);
        pins.unpinWaiting();
        assertEquals("close 7", backend.calls.get(4));
        assertFalse(guard.watch(gone));
        assertEquals(5, backend.calls.size());
    }

    @Test
    void watches_runBeforeDetachGivesTheNumber() {
        assertTrue(guard.watch(new Guard.Watch(() -> backend.calls.add("watch"))));
        pins.pin();
        assertEquals(-2, guard.detach());
        assertEquals(List.of(), backend.calls);
        pins.unpin();
        assertEquals(7, guard.detach());
        assertEquals(List.of("watch"), backend.calls);
    }
}
