package io.baresock.async;

import io.baresock.ErrorQueue;

/** Called when the error queue of a socket had entries. Runs on the loop's thread. */
@FunctionalInterface
public interface ErrorCallback {

    /**
     * Entries have come. The queue has them only until this returns. If there are more than fit, it is called again.
     *
     * @param socket the socket that they came from
     * @param queue the queue of {@link AsyncSocket#onError}, with at least one entry
     */
    void failed(AsyncSocket socket, ErrorQueue queue);
}
