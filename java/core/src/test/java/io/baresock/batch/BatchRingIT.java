package io.baresock.batch;

import io.baresock.MessageBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract of {@link BatchIT}, received by io_uring where that is possible. */
@EnabledOnOs(OS.LINUX)
class BatchRingIT extends BatchIT {

    private static final Rings RINGS = new Rings();

    @Override
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        return RINGS.receiver(capacity, payloadSize, controlCapacity);
    }

    @AfterEach
    void theRings_wereUsed(TestInfo test) {
        RINGS.assertUsed(test);
    }
}
