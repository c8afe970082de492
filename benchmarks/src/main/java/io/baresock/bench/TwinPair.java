package io.baresock.bench;

import java.io.IOException;

/** Two sockets that C has opened, connected to each other. */
final class TwinPair implements AutoCloseable {

    final int a;
    final int b;

    TwinPair(Transport transport, boolean blocking) throws IOException {
        long pair = Twin.check(Twin.pair(transport.code, blocking), "open a pair of " + transport + " sockets");
        a = (int) pair;
        b = (int) (pair >>> 32);
    }

    @Override
    public void close() {
        Twin.close(a);
        Twin.close(b);
    }
}
