package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two threads that take turns: the benchmark's sends a message of 64 bytes and waits for it to come back, its partner
 * echoes. Both block in the call that receives.
 */
final class Turns implements AutoCloseable {

    static final int SIZE = 64;

    private static final int SECONDS = 10;

    /** What the partner does before it begins. */
    interface Beginning {
        void begin() throws IOException;
    }

    private final End mine;
    private final End theirs;
    private final ByteBuffer buffer;
    private final ByteBuffer theirBuffer;
    private final Thread partner;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable IOException failure;
    private volatile boolean over;

    /** Both of a pair. {@code heap}: whether their buffers are of the heap. */
    Turns(End mine, End theirs, boolean heap, ThreadFactory threads, Beginning beginning) throws IOException {
        this.mine = mine;
        this.theirs = theirs;
        buffer = heap ? ByteBuffer.allocate(SIZE) : ByteBuffer.allocateDirect(SIZE);
        theirBuffer = heap ? ByteBuffer.allocate(SIZE) : ByteBuffer.allocateDirect(SIZE);
        partner = threads.newThread(() -> echo(beginning));
        partner.start();
        await(begun);
        check();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the partner does not begin");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void echo(Beginning beginning) {
        try {
            beginning.begin();
            begun.countDown();
            while (theirs.receive(theirBuffer.clear()) > 0) {
                theirs.send(theirBuffer.flip());
            }
        } catch (IOException e) {
            if (!over) { // by close() it is the end that was asked for
                failure = e;
            }
        } finally {
            begun.countDown();
        }
    }

    private void check() throws IOException {
        IOException e = failure;
        if (e != null) {
            throw e;
        }
    }

    /** There and back. */
    void roundTrip() throws IOException {
        mine.send(buffer.clear());
        int n = mine.receive(buffer.clear());
        if (n != SIZE) {
            throw new IOException("received " + n);
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        theirs.close();
        mine.close();
        try {
            partner.join(TimeUnit.SECONDS.toMillis(SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        check();
        if (partner.isAlive()) {
            throw new IOException("the partner does not end");
        }
    }
}
