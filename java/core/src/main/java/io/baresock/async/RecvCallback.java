package io.baresock.async;

import java.nio.ByteBuffer;

/** Learns that a receive came to its end. Runs on the loop's thread. */
@FunctionalInterface
public interface RecvCallback {

    /**
     * The receive is over, one way or the other.
     *
     * @param status how it ended: {@link Status#bytes} that arrived, {@link Status#isEnd} at the end of a stream, or the error
     * @param buffer the one that was given; its position was moved by what arrived. The callback's to use again; one that the loop
     *     lent is the loop's again when the callback returns
     */
    void received(Status status, ByteBuffer buffer);
}
