package io.baresock.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Ends the JVM if a blocking benchmark hangs: nothing interrupts a recv(2) of a lost message, so the whole run would hang. JMH reports
 * the fork as failed.
 */
final class Watchdog implements AutoCloseable {

    private static final int SPARE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);

    /** Waits twice the planned time of the fork, and a minute. */
    Watchdog(BenchmarkParams params) {
        long seconds = SPARE_SECONDS + 2 * (seconds(params.getWarmup()) + seconds(params.getMeasurement()));
        Thread t = new Thread(() -> watch(seconds), "watchdog");
        t.setDaemon(true);
        t.start();
    }

    private static long seconds(IterationParams iterations) {
        return iterations.getCount() * Math.max(1, iterations.getTime().convertTo(TimeUnit.SECONDS));
    }

    private void watch(long seconds) {
        try {
            if (over.await(seconds, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.println("still running after " + seconds + " s: ends");
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void close() {
        over.countDown();
    }
}
