package io.baresock.async;

/** Learns that a connect or a bind came to its end. Runs on the loop's thread. */
@FunctionalInterface
public interface SocketCallback {

    /**
     * The call is over, one way or the other.
     *
     * @param status how it ended
     * @param socket the socket that it was called on
     */
    void done(Status status, AsyncSocket socket);
}
