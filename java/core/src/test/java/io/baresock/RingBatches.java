package io.baresock;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Batches with a ring, for tests in other packages. */
public final class RingBatches {

    private RingBatches() {}

    /** One that goes by its ring, whatever the last receive brought; skips the test where there are no rings. */
    public static MessageBatch always(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = asItIs(capacity, payloadSize, controlCapacity);
        m.useRingAlways();
        return m;
    }

    /** One that goes by its ring if there is one; else it receives as every batch. */
    public static MessageBatch alwaysOrPlain(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = MessageBatch.withRing(capacity, payloadSize, controlCapacity);
        if (m.hasRing()) {
            m.useRingAlways();
        }
        return m;
    }

    /** One as everybody gets it; skips the test where there are no rings. */
    public static MessageBatch asItIs(int capacity, int payloadSize, int controlCapacity) {
        MessageBatch m = MessageBatch.withRing(capacity, payloadSize, controlCapacity);
        if (!m.hasRing()) {
            m.close();
        }
        assumeTrue(m.hasRing(), m::whyNoRing);
        return m;
    }

    /** How many requests its ring has served. */
    public static long requests(MessageBatch m) {
        return m.ringRequests();
    }
}
