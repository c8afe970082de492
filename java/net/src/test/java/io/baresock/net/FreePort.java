package io.baresock.net;

import io.baresock.testkit.Peer;
import io.baresock.testkit.Ports;
import java.io.IOException;

/** Starts servers that cannot choose a port themselves. */
final class FreePort {

    private static final int ATTEMPTS = 5;

    private FreePort() {}

    /** The command of a server on a port. */
    interface Command {
        ProcessBuilder on(int port);
    }

    /** A server and its port. */
    record Server(Peer peer, int port) implements AutoCloseable {
        @Override
        public void close() {
            peer.close();
        }
    }

    /** Starts a server that says {@code ready} when it can be reached. Another program may take the port first, so it is tried again. */
    static Server start(Command command, String ready) throws IOException {
        AssertionError last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = Ports.free();
            Peer peer = Peer.start(command.on(port).redirectErrorStream(true));
            try {
                peer.awaitText(ready);
                return new Server(peer, port);
            } catch (AssertionError e) {
                last = new AssertionError(peer.output(), e);
                peer.close();
            }
        }
        throw last;
    }
}
