package io.baresock.demo;

import io.baresock.bench.Transport;
import java.io.IOException;

/**
 * Two connected, non-blocking sockets with both ends in one thread: send on A, receive on B, send on B, receive on A. No
 * scheduler takes part, so two cores are enough for a fair comparison.
 */
interface PingPong extends AutoCloseable {

    int MESSAGE = 64;

    /** A message on the loopback is there at once; one that was lost must not hang the program. */
    int SPINS = 100_000_000;

    /** Makes {@code nanos.length} round trips and notes how long each took. */
    void run(long[] nanos) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens the pair. */
    static PingPong open(Contestant contestant, Transport transport) throws IOException {
        return switch (contestant) {
            case FFM, JNI -> BarePingPong.open(transport);
            case NIO -> NioPingPong.open(transport);
            case C -> new TwinPingPong(transport);
        };
    }

    /** What came back must be what was sent. */
    static void check(long sent, long echoed) throws IOException {
        if (sent != echoed) {
            throw new IOException("message " + sent + " came back as " + echoed);
        }
    }
}
