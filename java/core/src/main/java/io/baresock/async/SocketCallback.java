package io.baresock.async;

/** Called when a connect or a bind has ended. Runs on the loop's thread. */
@FunctionalInterface
public interface SocketCallback {

    /**
     * The connect or bind has succeeded or failed.
     *
     * @param status the result
     * @param socket the socket of the call
     */
    void done(Status status, AsyncSocket socket);
}
