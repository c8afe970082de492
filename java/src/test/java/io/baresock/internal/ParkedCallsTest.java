package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parking where there is nothing to park for: strangers, and what ends a wait. Any thread can park. */
class ParkedCallsTest {

    private static final int FD = 7;
    private static final int SHUT_RDWR = 2;
    private static final long NEVER = Deadlines.in(-1);

    /** A kernel without pollers, and a descriptor that never gets ready. */
    private final FakeBackend backend = new FakeBackend() {
        @Override
        public int pollOne(int fd, int wakefd, int events, long timeoutNanos) {
            return revents;
        }

        @Override
        public int close(int fd) {
            closes++;
            return 0;
        }

        @Override
        public int shutdown(int fd, int how) {
            return 0;
        }
    };

    private int revents;
    private int closes;
    private final FdGuard guard = new FdGuard(backend, FD, SHUT_RDWR);
    private final ParkedCalls calls = new ParkedCalls(guard, backend);

    @AfterEach
    void noInterruptIsLeft() {
        Thread.interrupted();
    }

    @Test
    void ready_knowsAStranger() {
        assertEquals(-1, calls.ready(1L << 32 | FD, FdGuard.READABLE, new Thread[4]));
    }

    @Test
    void park_isCancelled_whenClosed() {
        assertTrue(guard.pin());
        assertTrue(guard.close());
        assertEquals(-Abi.constant("ECANCELED"), guard.park(FdGuard.READABLE, NEVER, 0));
        assertEquals(-Abi.constant("ECANCELED"), guard.pause(NEVER, 0));
        assertEquals(0, closes);
        guard.unpinParked();
        assertEquals(1, closes);
    }

    @Test
    void pause_endsWithItsTime_atTheDeadline_orByAnInterrupt() {
        assertTrue(guard.pin());
        assertEquals(0, guard.pause(NEVER, 0));
        assertEquals(-Abi.constant("EAGAIN"), guard.pause(Deadlines.in(0), 0));
        Thread.currentThread().interrupt();
        assertEquals(-Abi.constant("EINTR"), guard.pause(NEVER, 0));
        assertTrue(Thread.currentThread().isInterrupted());
        guard.unpinParked();
    }

    /** A poll that does not wait tells a lost race from a descriptor that is ready and refuses. */
    @Test
    void park_saysTryAgain_whileTheDescriptorIsReady() {
        assertTrue(guard.pin());
        revents = Abi.constant("POLLIN");
        assertEquals(2, guard.park(FdGuard.READABLE, NEVER, 1));
        assertEquals(3, guard.park(FdGuard.READABLE, NEVER, 2));
        guard.markShut(true, false);
        assertEquals(FdGuard.INPUT_ENDED, guard.park(FdGuard.READABLE, NEVER, 1));
        guard.unpinParked();
    }
}
