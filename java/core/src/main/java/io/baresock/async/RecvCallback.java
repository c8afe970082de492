package io.baresock.async;

import java.nio.ByteBuffer;

/** Called when a receive has ended. Runs on the loop's thread. */
@FunctionalInterface
public interface RecvCallback {

    /**
     * The receive has succeeded or failed.
     *
     * @param status the result: how many {@link Status#bytes} arrived, {@link Status#isEnd} at the end of a stream, or the error
     * @param buffer the buffer of the receive, whose position is after the data. You may use it again. If the loop lent it, use it only
     *     until the callback returns
     */
    void received(Status status, ByteBuffer buffer);
}
