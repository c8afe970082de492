package io.baresock.tails;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A request and its answer: {@link #SIZE} bytes each, of which the first four say what the server does in between. */
final class Request {

    static final int SIZE = 64;

    /** In place of the microseconds of a connection's first request: an event loop drops all that comes on it. */
    static final int DROP = Integer.MIN_VALUE;

    private Request() {}

    /** Asks for so many microseconds of work, or, if it is negative, for a sleep of so many. */
    static ByteBuffer of(int micros) {
        return ByteBuffer.allocateDirect(SIZE).putInt(0, micros);
    }

    /** Does what a request asks for. */
    static void serve(int micros) throws InterruptedException {
        if (micros < 0) {
            TimeUnit.MICROSECONDS.sleep(-micros);
        } else {
            work(micros);
        }
    }

    /** Works for so long. */
    static void work(int micros) {
        long end = System.nanoTime() + micros * 1000L;
        while (micros > 0 && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
