package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;

/** A process that has no descriptor left can still wait on the sockets that it has: see {@link NoDescriptors}. */
class NoDescriptorsIT {

    @Test
    void everyWaitingCall_works_withoutADescriptorMore() throws Exception {
        assertEquals("all waited", Program.output(256, NoDescriptors.class));
    }
}
