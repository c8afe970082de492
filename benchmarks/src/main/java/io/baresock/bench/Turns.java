package io.baresock.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two threads that take turns. The benchmark's thread sends a message of 64 bytes and waits until it comes back; its partner echoes. Both
 * block in the call that receives. Each contestant has both loops in its own code, for the reason in {@link Link}.
 */
abstract class Turns implements AutoCloseable {

    static final int SIZE = 64;

    private static final int SECONDS = 120; // only ends a run that hangs

    /** A step of the partner before it begins. */
    interface Beginning {
        void begin() throws IOException;
    }

    private final Closeable myEnd;
    private final Closeable theirEnd;
    private final CountDownLatch begun = new CountDownLatch(1);
    private @Nullable Thread partner;
    private volatile @Nullable IOException failure;
    private volatile boolean over;

    Turns(Closeable myEnd, Closeable theirEnd) {
        this.myEnd = myEnd;
        this.theirEnd = theirEnd;
    }

    abstract void roundTrip() throws IOException;

    /** Sends back what comes, until the end of the stream. */
    abstract void echo() throws IOException;

    final void start(ThreadFactory threads, Beginning beginning) throws IOException {
        Thread t = threads.newThread(() -> run(beginning));
        partner = t;
        t.start();
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

    private void run(Beginning beginning) {
        try {
            beginning.begin();
            begun.countDown();
            echo();
        } catch (IOException e) {
            if (!over) { // after close() this is the expected end
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

    /** Checks that a round trip brought the whole message. */
    static void check(int received) throws IOException {
        if (received != SIZE) {
            throw new IOException("received " + received);
        }
    }

    @Override
    public final void close() throws IOException {
        over = true;
        theirEnd.close(); // this ends echo()
        myEnd.close();
        Thread t = partner;
        if (t == null) {
            return;
        }
        try {
            t.join(TimeUnit.SECONDS.toMillis(SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        check();
        if (t.isAlive()) {
            throw new IOException("the partner does not end");
        }
    }
}
