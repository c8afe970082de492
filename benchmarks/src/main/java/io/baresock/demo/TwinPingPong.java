package io.baresock.demo;

import io.baresock.bench.Transport;
import io.baresock.bench.Twin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Plain C: one JNI call a round, everything else is in pingpong.c. */
final class TwinPingPong implements PingPong {

    private final int a;
    private final int b;
    private ByteBuffer times = ByteBuffer.allocateDirect(0);

    TwinPingPong(Transport transport) throws IOException {
        long pair = Twin.pair(transport);
        a = (int) pair;
        b = (int) (pair >>> 32);
    }

    @Override
    public void run(long[] nanos) throws IOException {
        if (times.capacity() < nanos.length * Long.BYTES) {
            times = ByteBuffer.allocateDirect(nanos.length * Long.BYTES).order(ByteOrder.nativeOrder());
        }
        int r = Twin.pingPong(a, b, times, nanos.length);
        if (r < 0) {
            throw new IOException("the C twin failed with errno " + -r);
        }
        times.asLongBuffer().get(nanos);
    }

    @Override
    public void close() {
        Twin.close(a);
        Twin.close(b);
    }
}
