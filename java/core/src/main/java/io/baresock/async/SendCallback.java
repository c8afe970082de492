package io.baresock.async;

/** Called when a send or a shutdown of the sending direction has ended. Runs on the loop's thread. */
@FunctionalInterface
public interface SendCallback {

    /**
     * The send has succeeded or failed.
     *
     * @param status the result; you may use its {@link Status#buffer} again
     */
    void sent(Status status);
}
