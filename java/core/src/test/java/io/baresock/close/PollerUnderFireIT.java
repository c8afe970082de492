package io.baresock.close;

import io.baresock.Socket;
import io.baresock.poll.Poller;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A poll of many descriptors under signals: EINTR is not seen, and the deadline stays where it was. */
@EnabledOnOs(OS.LINUX)
class PollerUnderFireIT {

    private static final long TIMEOUT = 100_000_000;

    @Test
    @DisplayName("G11: the deadline of a poll is kept under steady fire")
    void poll_keepsItsDeadline() throws Exception {
        try (Poller poller = Poller.open()) {
            Interrupter.keepsItsDeadline(() -> poller.poll(TIMEOUT) == 0 ? Socket.WOULD_BLOCK : 0, TIMEOUT);
        }
    }
}
