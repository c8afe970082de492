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

    private final PollerGuard guard = new PollerGuard(
            new FakeBackend() {
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

    @Test
    void wakeups_whileNobodyPolls_costNothing_andAreNotLost() {
        guard.wakeup();
        guard.wakeup();
        assertEquals(PollerGuard.WOKEN, guard.beginPoll());
        guard.wakeup(); // this poll will not wait anyway
        assertTrue(guard.endPoll());
        assertEquals(List.of(), calls);
        assertEquals(PollerGuard.WAIT, guard.beginPoll());
    }

    @Test
    void wakeups_duringAPoll_areOneCall() {
        for (int i = 0; i < 2; i++) {
            assertEquals(PollerGuard.WAIT, guard.beginPoll());
            guard.wakeup();
            guard.wakeup();
            assertTrue(guard.endPoll());
        }
        assertEquals(List.of("wake 9", "wake 9"), calls);
    }

    @Test
    void secondPoll_isRefused() {
        guard.beginPoll();
        assertThrows(IllegalStateException.class, guard::beginPoll);
        assertTrue(guard.endPoll());
        assertEquals(PollerGuard.WAIT, guard.beginPoll());
    }

    @Test
    void close_wakesThePoll_whichCloses() {
        guard.beginPoll();
        assertTrue(guard.close());
        assertFalse(guard.close());
        assertEquals(List.of("wake 9"), calls);
        guard.wakeup();
        assertFalse(guard.endPoll());
        assertEquals(List.of("wake 9", "close 9"), calls);
        assertEquals(PollerGuard.REFUSED, guard.beginPoll());
        guard.wakeup();
        assertEquals(2, calls.size());
    }

    @Test
    void close_isLeftToTheLastCall() {
        guard.beginPoll();
        assertTrue(guard.pin());
        guard.close();
        assertFalse(guard.endPoll());
        assertEquals(List.of("wake 9"), calls);
        guard.unpin();
        assertEquals(List.of("wake 9", "close 9"), calls);
    }
}
