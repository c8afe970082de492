package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The guard of a poller against a backend that only writes down what it is told. */
class PollerGuardTest {

    private static final int REFUSED_HERE = 9; // by an exception
    private static final int SPINS = 2_000_000;

    private final List<String> calls = new ArrayList<>();
    private int failures; // of the next wake-ups

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
                        if (failures-- > 0) {
                            throw new StackOverflowError("of a wake-up");
                        }
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
        assertEquals(PollerGuard.CLOSED_BEFORE, guard.beginPoll(true));
        assertEquals(PollerGuard.CLOSED_BEFORE, guard.beginPoll(false));
        guard.wakeup();
        assertFalse(calls.contains("close 9"));
    }

    @Test
    void close_isLeftToTheLastCall() {
        guard.beginPoll(true);
        assertEquals(Guard.SHARED, guard.pin());
        guard.close();
        assertFalse(guard.endPoll());
        assertEquals(List.of("wake 9"), calls);
        guard.unpin(Guard.SHARED);
        assertEquals(List.of("wake 9", "barrier", "close 9"), calls);
    }

    @Test
    void withoutBarriers_itIsTheSame_withoutThem() {
        PollerGuard other = guard(-38);
        assertEquals(PollerGuard.WAIT, other.beginPoll(false));
        other.close();
        assertFalse(other.endPoll());
        assertEquals(List.of("close 9"), calls);
    }

    @Test
    void close_signalsNobody_ifNoPollSleeps() {
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
        assertTrue(guard.endPoll());
        assertTrue(guard.close());
        assertEquals(List.of("barrier", "close 9"), calls);
    }

    @Test
    void secondClose_wakesThePoll_ifTheFirstCouldNot() {
        guard.beginPoll(true);
        failures = 1;
        assertThrows(StackOverflowError.class, guard::close);
        assertFalse(guard.close());
        assertEquals(List.of("barrier", "wake 9"), calls);
        assertFalse(guard.endPoll());
        assertTrue(calls.contains("close 9"));
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

    /** A guard whose take-overs run something in their middle. */
    private static PollerGuard withTakeOvers(Runnable inTheMiddle) {
        return new PollerGuard(
                new FakeBackend() {
                    @Override
                    public int barrierOpen() {
                        return 0;
                    }

                    @Override
                    public int barrier() {
                        inTheMiddle.run();
                        return 0;
                    }
                },
                9);
    }

    private static int beginOrRefused(PollerGuard guard) {
        try {
            return guard.beginPoll(true);
        } catch (IllegalStateException e) {
            return REFUSED_HERE;
        }
    }

    /** The owner finds itself revoked for a moment, steps out, and begins again: the wake-up is for that poll, whoever makes it. */
    @Test
    void wakeup_staysPending_whileAnotherThreadTriesToPoll() throws InterruptedException {
        PollerGuard[] of = new PollerGuard[1];
        int[] owners = {REFUSED_HERE};
        CountDownLatch owns = new CountDownLatch(1);
        CountDownLatch tries = new CountDownLatch(1);
        Thread owner = new Thread(() -> {
            of[0].beginPoll(true);
            of[0].endPoll();
            owns.countDown();
            try {
                tries.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            owners[0] = beginOrRefused(of[0]);
        });
        of[0] = withTakeOvers(() -> {
            tries.countDown();
            // The owner steps in and out meanwhile: long enough to lose what it would lose.
            for (int i = 0; i < SPINS && (of[0].state & PollerGuard.PENDING) != 0; i++) {
                Thread.onSpinWait();
            }
        });
        owner.start();
        owns.await();
        of[0].wakeup();
        int others = beginOrRefused(of[0]);
        owner.join();
        List<Integer> both = List.of(owners[0], others);
        assertFalse(both.contains(PollerGuard.WAIT), both.toString());
        assertTrue(both.contains(PollerGuard.WOKEN), both.toString());
    }

    /** The guard's owner ended in the middle of a poll. */
    @Test
    void pollOfAThreadThatHasEnded_isNobodys() throws InterruptedException {
        Thread t = new Thread(() -> guard.beginPoll(true));
        t.start();
        t.join();
        assertEquals(PollerGuard.WAIT, guard.beginPoll(true));
        assertTrue(guard.endPoll());
    }

    @Test
    void closedWhileThePollersThreadHasEnded_isClosed() throws InterruptedException {
        Thread t = new Thread(() -> guard.beginPoll(true));
        t.start();
        t.join();
        guard.close();
        assertTrue(calls.contains("close 9"), calls.toString());
    }
}
