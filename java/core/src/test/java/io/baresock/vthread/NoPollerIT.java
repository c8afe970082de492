package io.baresock.vthread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;

/** Virtual threads wait on the sockets that are open although there is no descriptor for their poller: see {@link NoPollerProgram}. */
class NoPollerIT {

    @Test
    void aWait_needsNoPoller_whenNoDescriptorIsLeft() throws Exception {
        Virtual.required();
        assertEquals("all waited", Program.output(256, NoPollerProgram.class, "-Dbaresock.idle.millis=1"));
    }
}
