package io.baresock.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.TestInfo;

/** The batches of a suite that is run once more over rings. */
final class Rings {

    /** Tests without a request: with the caller's memory, which is no ring's, or whose receives may wait, in recvmmsg(2). */
    private static final Set<String> WITHOUT = Set.of(
            "longAndEmptyDatagrams_areMessages_andMemoryCanBeTheCallers",
            "aBatchClosedInACall_endsWithIt_andASocketClosed_endsTheCall",
            "columns_sayWhatTheControlMessagesSay");

    private final List<MessageBatch> made = new ArrayList<>();

    /** One that goes by its ring; skips the test where there are no rings. */
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = RingBatches.always(capacity, payloadSize, controlCapacity);
        made.add(m);
        return m;
    }

    /** Fails if the batches of a test, of which there are some, went by recvmmsg in truth; forgets them. */
    void assertUsed(TestInfo test) {
        long requests = made.stream().mapToLong(RingBatches::requests).sum();
        int count = made.size();
        made.clear();
        String name = test.getTestMethod().orElseThrow().getName();
        if (count > 0 && !WITHOUT.contains(name)) {
            assertTrue(requests > 0, () -> name + ": no request of " + count + " rings");
        }
    }
}
