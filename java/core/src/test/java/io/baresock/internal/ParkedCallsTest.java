package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parking where there is nothing to park for: strangers, and what ends a wait. Any thread can park. */
class ParkedCallsTest {

    private static final int FD = 7;
    private static final long NEVER = Deadlines.in(-1);

    /** A kernel without pollers, and a descriptor that never gets ready. */
    private final FakeBackend backend = new FakeBackend() {
        @Override
        public int close(int fd) {
            closes++;
            return 0;
        }

        @Override
        public long pollerOpen() {
            opens++;
            return noPoller;
        }

        @Override
        public int pollOne(int fd, int wanted, long timeoutNanos) {
            events = wanted;
            return --untilReady == 0 ? wanted : 0;
        }
    };

    private int closes;
    private int opens;
    private long noPoller = -Abi.constant("ENOSYS");
    private int untilReady;
    private int events;
    private final FdGuard guard = new FdGuard(backend, FD);
    private final Pins pins = new Pins(guard);
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
        assertTrue(pins.pin());
        assertTrue(guard.close());
        assertEquals(-Abi.constant("ECANCELED"), guard.park(FdGuard.READABLE, NEVER));
        assertEquals(-Abi.constant("ECANCELED"), guard.park(0, NEVER));
        assertEquals(0, closes);
        guard.handOn();
        pins.unpin();
        assertEquals(1, closes);
    }

    @Test
    void park_forNothing_endsAtTheDeadline_orByAnInterrupt() {
        assertTrue(pins.pin());
        assertEquals(-Abi.constant("EAGAIN"), guard.park(0, Deadlines.in(1)));
        Thread.currentThread().interrupt();
        assertEquals(-Abi.constant("EINTR"), guard.park(0, NEVER));
        assertTrue(Thread.currentThread().isInterrupted());
        guard.handOn();
        pins.unpin();
    }

    /** The descriptor is open: that there is no poller, for want of anything, is no reason to fail. */
    @ParameterizedTest
    @ValueSource(strings = {"EMFILE", "ENFILE", "ENOMEM", "ENOSPC"})
    void park_withoutAPoller_looksItself(String shortage) {
        noPoller = -Abi.constant(shortage);
        untilReady = 3;
        assertTrue(pins.pin());
        assertEquals(0, guard.park(FdGuard.READABLE, NEVER));
        assertEquals(0, untilReady);
        assertEquals(3, opens, "the poller is asked again each time");
        assertEquals(Abi.constant("POLLIN"), events);
        untilReady = Integer.MAX_VALUE;
        assertEquals(-Abi.constant("EAGAIN"), guard.park(FdGuard.WRITABLE, Deadlines.in(1)));
        assertEquals(Abi.constant("POLLOUT"), events);
        Thread.currentThread().interrupt();
        assertEquals(-Abi.constant("EINTR"), guard.park(FdGuard.READABLE, NEVER));
        pins.unpin();
    }

    @Test
    void park_tellsEveryOtherErrorOfThePoller() {
        noPoller = -Abi.constant("EPERM");
        assertTrue(pins.pin());
        assertEquals(noPoller, guard.park(FdGuard.READABLE, NEVER));
        assertEquals(1, opens);
        pins.unpin();
    }
}
