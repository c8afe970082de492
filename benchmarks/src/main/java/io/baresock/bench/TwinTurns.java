package io.baresock.bench;

import java.io.IOException;

/** {@link Turns} with C's sockets: both threads run in C. */
final class TwinTurns implements AutoCloseable {

    private final TwinPair pair;
    private final long echo;

    /** The partner runs on that CPU. */
    TwinTurns(Transport transport, int cpu) throws IOException {
        pair = new TwinPair(transport, true);
        echo = Twin.check(Twin.echoStart(pair.b, cpu), "start a thread on CPU " + cpu);
    }

    /** Makes {@code count} round trips; returns {@code count}. */
    long roundTrips(int count) throws IOException {
        return Twin.check(Twin.blockingPingPong(pair.a, count), "make round trips");
    }

    @Override
    public void close() throws IOException {
        Twin.check(Twin.echoEnd(echo), "end the partner");
        pair.close();
    }
}
