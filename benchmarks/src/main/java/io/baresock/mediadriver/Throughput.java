package io.baresock.mediadriver;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/** As many messages as go, from one or more publications to one subscription. Those that arrive count. */
final class Throughput implements Load {

    private static final int FRAGMENTS = 256;
    private static final int BURST = 32; // messages of a publication in a turn

    private final Exchange exchange;
    private final Subscription in;
    private final ExclusivePublication[] out;
    private final UnsafeBuffer message;
    private long arrived;
    private final FragmentHandler count = (buffer, offset, length, header) -> arrived++;

    Throughput(Exchange exchange, int bytes, int senders) throws IOException {
        this.exchange = exchange;
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        in = exchange.subscribe();
        out = new ExclusivePublication[senders];
        for (int i = 0; i < senders; i++) {
            out[i] = exchange.publish(in, senders > 1);
        }
    }

    @Override
    public long run(long nanos) {
        long before = arrived;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            for (ExclusivePublication publication : out) {
                for (int i = 0; i < BURST && publication.offer(message) > 0; i++) {}
            }
            exchange.turn();
            in.poll(count, FRAGMENTS);
        }
        return arrived - before;
    }

    @Override
    public Histogram times() {
        return new Histogram(3);
    }
}
