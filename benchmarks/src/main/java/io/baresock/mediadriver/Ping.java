package io.baresock.mediadriver;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/** Round trips, one after the other: the message has the time at which it left, and comes back as it is. */
final class Ping implements Load {

    private static final int FRAGMENTS = 10;

    private final Exchange exchange;
    private final Subscription there;
    private final Subscription back;
    private final ExclusivePublication pings;
    private final ExclusivePublication pongs;
    private final UnsafeBuffer message;
    private final Histogram times = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private boolean answered;

    private final FragmentHandler pong;
    private final FragmentHandler taken;

    Ping(Exchange exchange, int bytes) throws IOException {
        this.exchange = exchange;
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        there = exchange.subscribe();
        back = exchange.subscribe();
        pings = exchange.publish(there, false);
        pongs = exchange.publish(back, false);
        pong = (buffer, offset, length, header) -> {
            while (pongs.offer(buffer, offset, length) < 0) {
                exchange.turn();
            }
        };
        taken = (buffer, offset, length, header) -> {
            times.recordValue(System.nanoTime() - buffer.getLong(offset));
            answered = true;
        };
    }

    @Override
    public long run(long nanos) {
        times.reset();
        long end = System.nanoTime() + nanos;
        for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
            message.putLong(0, now);
            while (pings.offer(message) < 0) {
                exchange.turn();
            }
            answered = false;
            while (!answered) {
                exchange.turn();
                there.poll(pong, FRAGMENTS);
                back.poll(taken, FRAGMENTS);
            }
        }
        return times.getTotalCount();
    }

    @Override
    public Histogram times() {
        return times;
    }
}
