package io.baresock.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultsIT {

    @Test
    @DisplayName(
            "G15: EINTR, EAGAIN, EMFILE, ENOBUFS, ENOMEM, short reads and writes at every call: no byte, no wake-up lost, no spin")
    void faultsAtEveryCall_loseNothing() throws Exception {
        assertEquals("10 plans", Program.output(0, Faulty.class));
    }
}
