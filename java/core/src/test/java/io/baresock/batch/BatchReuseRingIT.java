package io.baresock.batch;

import io.baresock.MessageBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The random use of {@link BatchReuseIT}, received by io_uring where that is possible. */
@EnabledOnOs(OS.LINUX)
class BatchReuseRingIT extends BatchReuseIT {

    private static final Rings RINGS = new Rings();

    @Override
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        return RINGS.receiver(capacity, payloadSize, controlCapacity);
    }

    /** The caller's memory is no ring's: a batch with it would not use the ring any more. */
    @Override
    void newMemory(MessageBatch m, int slot, int size) {
        m.length(slot, size);
    }

    @AfterEach
    void theRings_wereUsed(TestInfo test) {
        RINGS.assertUsed(test);
    }
}
