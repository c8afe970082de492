package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import io.baresock.testkit.Patience;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A close goes through each of its steps, whatever the others throw. */
class GuardStepsTest {

    private static final ThreadFactory NO_THREAD = task -> {
        throw new OutOfMemoryError("of a thread");
    };

    /** Writes down its calls, one of which throws. */
    private static final class Failing extends FakeBackend {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final CountDownLatch closed = new CountDownLatch(1);
        volatile String fails = "";

        private int call(String name) {
            if (name.equals(fails)) {
                throw new OutOfMemoryError("of " + name);
            }
            calls.add(name);
            return 0;
        }

        @Override
        public int abiVersion() { // what a release rehearses with
            if (fails.equals("rehearsal")) {
                throw new StackOverflowError("of a rehearsal");
            }
            return 0;
        }

        @Override
        public int getsockopt(int fd, int level, int name, long value, int length) {
            return call("linger");
        }

        @Override
        public int threadKick(long thread) {
            return call("kick");
        }

        @Override
        public int close(int fd) {
            closed.countDown();
            return call("close");
        }

        @Override
        public int barrierOpen() {
            return 0;
        }

        @Override
        public int barrier() {
            return call("barrier");
        }

        @Override
        public int pollerWake(long poller) {
            return call("wake");
        }

        @Override
        public int pollerClose(long poller) {
            return call("pollerClose");
        }
    }

    private final Failing backend = new Failing();
    private final FdGuard guard = new FdGuard(backend, 7);
    private final Pins pins = new Pins(guard);

    @Test
    void allWatchesRun_ifOneThrows() {
        Runnable other = () -> backend.calls.add("watch");
        Runnable failing = () -> {
            throw new OutOfMemoryError("of a watch");
        };
        assertTrue(guard.watch(new Guard.Watch(other)));
        assertTrue(guard.watch(new Guard.Watch(failing))); // runs first
        assertThrows(OutOfMemoryError.class, guard::close);
        assertEquals(List.of("watch", "close"), backend.calls);
        Reference.reachabilityFence(other);
        Reference.reachabilityFence(failing);
    }

    /** Then it may linger, so another thread than one that must not wait makes the close(2). */
    @Test
    void callsAreInterrupted_ifItIsNotKnownWhetherItLingers() throws InterruptedException {
        guard.noteLinger();
        pins.pinWaiting();
        backend.fails = "linger";
        assertThrows(OutOfMemoryError.class, guard::closeSoon);
        assertEquals("kick", backend.calls.get(0));
        pins.unpinWaiting();
        assertTrue(backend.closed.await(Patience.NANOS, TimeUnit.NANOSECONDS));
    }

    /** Of the thread that should make it. */
    @Test
    void lingeringClose_isMadeHere_ifThereIsNoMemoryForAThread() {
        ThreadFactory factory = Lingering.POOL.getThreadFactory();
        Lingering.POOL.setThreadFactory(NO_THREAD);
        try {
            closeThatLingers();
            assertEquals(List.of("close"), backend.calls);
        } finally {
            Lingering.POOL.setThreadFactory(factory);
        }
    }

    /** The pool may have queued the close before it had no memory. The number may be another file's by then. */
    @Test
    void lingeringClose_isMadeOnce_ifItWasQueuedBeforeTheThreadFailed() {
        ThreadPoolExecutor pool = Lingering.POOL;
        ThreadFactory factory = pool.getThreadFactory();
        int threads = pool.getCorePoolSize();
        pool.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
        until(() -> pool.getPoolSize() == 0);
        pool.setCorePoolSize(0); // so that it queues first
        pool.setThreadFactory(NO_THREAD);
        try {
            closeThatLingers();
            assertEquals(1, pool.getQueue().size());
            assertEquals(List.of("close"), backend.calls);
        } finally {
            long before = pool.getCompletedTaskCount();
            pool.setThreadFactory(factory);
            pool.setKeepAliveTime(Idle.MILLIS, TimeUnit.MILLISECONDS);
            pool.setCorePoolSize(threads); // starts a thread for what is queued
            until(() -> pool.getCompletedTaskCount() > before);
        }
        assertEquals(List.of("close"), backend.calls);
    }

    /** It lingers, because it is not known whether it does. */
    private void closeThatLingers() {
        guard.noteLinger();
        backend.fails = "linger";
        OutOfMemoryError e = assertThrows(OutOfMemoryError.class, guard::closeSoon);
        assertEquals("of linger", e.getMessage());
    }

    private static void until(BooleanSupplier isSo) {
        long end = System.nanoTime() + Patience.NANOS;
        while (!isSo.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0);
            Thread.onSpinWait();
        }
    }

    @Test
    void parkedCallsAreWoken_ifAnInterruptionThrows() throws InterruptedException {
        int[] results = new int[1];
        CountDownLatch pinned = new CountDownLatch(1);
        Thread parks = new Thread(() -> {
            pins.pin();
            pinned.countDown();
            results[0] = guard.park(0, Deadlines.in(-1));
            pins.unpin();
        });
        parks.setDaemon(true);
        parks.start();
        pinned.await();
        while (parks.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        pins.pinWaiting();
        backend.fails = "kick";
        assertThrows(OutOfMemoryError.class, guard::close);
        parks.join(TimeUnit.NANOSECONDS.toMillis(Patience.NANOS));
        assertEquals(-Abi.constant("ECANCELED"), results[0]);
        pins.unpinWaiting();
        assertEquals(List.of("close"), backend.calls);
    }

    @Test
    void pollersMemoryIsFreed_ifItsCloseThrows() {
        Slab events = new Slab("events", 64);
        PollerGuard poller = new PollerGuard(backend, 9, events);
        backend.fails = "pollerClose";
        assertThrows(OutOfMemoryError.class, poller::close);
        assertTrue(events.isClosed());
        assertFalse(poller.close());
    }

    /** The poll must not sleep on because a wake-up seems to be on its way. */
    @Test
    void nextWakeupSignals_ifOneThrows() {
        PollerGuard poller = new PollerGuard(backend, 9);
        assertEquals(PollerGuard.WAIT, poller.beginPoll(true));
        backend.fails = "wake";
        assertThrows(OutOfMemoryError.class, poller::wakeup);
        backend.fails = "";
        poller.wakeup();
        poller.wakeup();
        assertEquals(List.of("wake"), backend.calls);
        assertTrue(poller.endPoll());
    }

    @Test
    void secondCloseReleases_ifTheFirstHadNoStackForThat() {
        PollerGuard poller = new PollerGuard(backend, 9);
        backend.fails = "rehearsal";
        assertTrue(guard.close());
        assertTrue(poller.close());
        assertFalse(backend.calls.contains("close") || backend.calls.contains("pollerClose"));
        backend.fails = "";
        assertFalse(guard.close());
        assertFalse(poller.close());
        backend.calls.removeIf(call -> call.equals("barrier"));
        assertEquals(List.of("close", "pollerClose"), backend.calls);
    }

    /** It has to leave the owner as it was. */
    @Test
    void ownerPollsAgain_ifATakeOverThrows() throws InterruptedException {
        PollerGuard poller = new PollerGuard(backend, 9);
        assertEquals(PollerGuard.WAIT, poller.beginPoll(false));
        assertTrue(poller.endPoll());
        backend.fails = "barrier";
        Throwable[] thrown = new Throwable[1];
        Thread other = new Thread(() -> poller.beginPoll(false));
        other.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        other.start();
        other.join();
        assertEquals(OutOfMemoryError.class, thrown[0].getClass());
        backend.fails = "";
        assertEquals(PollerGuard.WAIT, poller.beginPoll(false));
        assertTrue(poller.endPoll());
        assertEquals(List.of(), backend.calls); // so it is the owner
    }

    @Test
    void ownerOfADescriptorStaysIt_ifATakeOverThrows() throws InterruptedException {
        pinOften(OwnedGuard.FIRST_LIMIT + 1);
        backend.fails = "barrier";
        Throwable[] thrown = new Throwable[1];
        Thread other = new Thread(() -> pinOften(4 * OwnedGuard.FIRST_LIMIT));
        other.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        other.start();
        other.join();
        assertEquals(OutOfMemoryError.class, thrown[0].getClass());
        int pin = guard.pin();
        guard.unpin(pin);
        assertEquals(OwnedGuard.OWNED, pin);
    }

    private void pinOften(int times) {
        for (int i = 0; i < times; i++) {
            guard.unpin(guard.pin());
        }
    }
}
