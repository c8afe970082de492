package io.baresock.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import java.util.ArrayList;
import java.util.List;

/** The batches of a suite that is run once more over rings. */
final class Rings {

    private final List<MessageBatch> made = new ArrayList<>();

    /** One that goes by its ring; skips the test where there are no rings. */
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = RingBatches.always(capacity, payloadSize, controlCapacity);
        made.add(m);
        return m;
    }

    /** Fails if all of them went by recvmmsg in truth. */
    void assertUsed() {
        assertTrue(
                made.isEmpty() || made.stream().mapToLong(RingBatches::requests).sum() > 0,
                "no request of " + made.size() + " rings");
    }
}
