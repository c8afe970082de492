package io.baresock.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract of {@link BatchIT}, received by io_uring where that is possible. */
@EnabledOnOs(OS.LINUX)
class BatchRingIT extends BatchIT {

    private static final List<MessageBatch> MADE = new ArrayList<>();

    @Override
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = RingBatches.always(capacity, payloadSize, controlCapacity);
        MADE.add(m);
        return m;
    }

    @AfterAll
    static void theRings_wereUsed() {
        long requests = MADE.stream().mapToLong(RingBatches::requests).sum();
        assertTrue(MADE.isEmpty() || requests > 0);
        MADE.clear();
    }
}
