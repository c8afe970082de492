package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guard of a poller against a backend that only writes down what it is told. */
class PollerGuardTest {

    private final List<String> calls = new ArrayList<>();

    private final PollerGuard guard = guard(0);

    /** One whose backend has barriers for all, or not. */
    private PollerGuard guard(int barrierOpen) {
        return new PollerGuard(
                new FakeBackend() {
                    @Override
                    public int barrierOpen() {
                        return barrierOpen;
                    }

                    @Override
                    public int barrier() {
                        calls.add("barrier");
                        return 0;
                    }

                    @Override
                    public int pollerWake(long poller) {
                        calls.add("wake " + poller);
                        return 0;
                    }

                    @Override
                    public int pollerClose(long poller) {
                        calls.add("close " + poller);
                        return 0;
                    }
                },
                9);
    }

    @Test
    void wakeups_whileNobodyPolls_costNothing_andAreNotLost() {
        guard.wakeup();
        guard.wakeup();
        assertEquals(PollerGuard.WOKEN, guard.beginPoll(true));
        guard.wakeup(); // this poll will not wait anyway
        assertTrue(guard.endPoll());
        assertEquals(List.of(), calls);
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
    }

    @Test
    void wakeups_duringAPoll_areOneCall() {
        for (int i = 0; i < 2; i++) {
            assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
            guard.wakeup();
            guard.wakeup();
            assertTrue(guard.endPoll());
        }
        assertEquals(List.of("wake 9", "wake 9"), calls);
    }

    @Test
    void secondPoll_isRefused() {
        guard.beginPoll(true);
        assertThrows(IllegalStateException.class, () -> guard.beginPoll(true));
        assertTrue(guard.endPoll());
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
    }

    @Test
    void close_wakesThePoll_whichCloses() {
        guard.beginPoll(true);
        assertTrue(guard.close());
        assertFalse(guard.close());
        assertEquals(List.of("wake 9", "barrier"), calls);
        guard.wakeup();
        assertFalse(guard.endPoll());
        assertEquals(List.of("wake 9", "barrier", "barrier", "close 9"), calls);
        calls.clear();
        assertEquals(PollerGuard.REFUSED, guard.beginPoll(true));
        assertEquals(PollerGuard.REFUSED, guard.beginPoll(false));
        guard.wakeup();
        assertFalse(calls.contains("close 9"));
    }

    @Test
    void close_isLeftToTheLastCall() {
        guard.beginPoll(true);
        assertTrue(guard.pin());
        guard.close();
        assertFalse(guard.endPoll());
        assertEquals(List.of("wake 9"), calls);
        guard.unpin();
        assertEquals(List.of("wake 9", "barrier", "close 9"), calls);
    }

    @Test
    void withoutBarriers_itIsTheSame_withoutThem() {
        PollerGuard other = guard(-38);
        assertEquals(PollerGuard.WAIT, other.beginPoll(false));
        other.close();
        assertFalse(other.endPoll());
        assertEquals(List.of("wake 9", "close 9"), calls);
    }

    @Test
    void aPollThatDoesNotSleep_isNotSignalled_andItsWakeupIsSpent() {
        assertEquals(PollerGuard.WAIT, guard.beginPoll(false));
        guard.wakeup();
        assertTrue(guard.endPoll());
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
        assertEquals(List.of(), calls);
    }

    private static void onAnotherThread(Runnable what) throws InterruptedException {
        List<Throwable> failed = new ArrayList<>();
        Thread t = new Thread(what);
        t.setUncaughtExceptionHandler((thread, e) -> failed.add(e));
        t.start();
        t.join();
        assertEquals(List.of(), failed);
    }

    @Test
    void anotherThread_isRefusedDuringAPoll_andPollsAfterIt() throws InterruptedException {
        guard.beginPoll(false);
        onAnotherThread(() -> assertThrows(IllegalStateException.class, () -> guard.beginPoll(true)));
        assertTrue(guard.endPoll());
        onAnotherThread(() -> {
            assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
            assertTrue(guard.endPoll());
        });
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
        guard.wakeup();
        assertTrue(guard.endPoll());
        assertEquals(
                List.of("barrier", "barrier", "barrier", "wake 9"), calls); // one for each that wanted to take over
    }
}
