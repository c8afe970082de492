package io.baresock.async;

/** Learns that a send, or the end of sending, came to its end. Runs on the loop's thread. */
@FunctionalInterface
public interface SendCallback {

    /**
     * The send is over, one way or the other.
     *
     * @param status how it ended; its {@link Status#buffer} and {@link Status#socket} are the caller's again
     */
    void sent(Status status);
}
