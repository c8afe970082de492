package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.poll.Poller;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A poll of many descriptors under signals: EINTR is not seen, and the deadline stays where it was. */
@EnabledOnOs(OS.LINUX)
class PollerUnderFireIT {

    private static final long TIMEOUT = 100_000_000;
    private static final long HANGS = TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);

    @Test
    @DisplayName("G11: the deadline of a poll is kept under steady fire")
    void poll_keepsItsDeadline() throws Exception {
        try (Poller poller = Poller.open()) {
            long start = System.nanoTime();
            CallThread t = CallThread.start(() -> poller.poll(TIMEOUT) == 0 ? Socket.WOULD_BLOCK : 0);
            int tid = t.tid();
            while (!t.isDone()) {
                assertTrue(System.nanoTime() - start < HANGS, "the deadline moves with each signal");
                if (t.isInSyscall()) {
                    Interrupter.interrupt(tid);
                }
            }
            assertEquals(Socket.WOULD_BLOCK, t.await().result());
            assertTrue(System.nanoTime() - start >= TIMEOUT, "came back before its time");
        }
    }
}
