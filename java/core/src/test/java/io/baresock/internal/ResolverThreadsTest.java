package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lookups that do not come back: row P12, the form that does not block its caller for ever. */
class ResolverThreadsTest {

    private static final long LONG = Patience.NANOS;

    @Test
    void aResult_andAFailure_arriveAsTheyAre() throws Exception {
        assertEquals("x", ResolverThreads.await(ResolverThreads.start(() -> "x"), LONG));
        IOException failure = new IOException("no");
        ExecutionException e = assertThrows(
                ExecutionException.class,
                () -> ResolverThreads.await(
                        ResolverThreads.start(() -> {
                            throw failure;
                        }),
                        -1));
        assertSame(failure, e.getCause());
        Thread t = ResolverThreads.await(ResolverThreads.start(Thread::currentThread), LONG);
        assertTrue(t.isDaemon());
    }

    @Test
    void waiting_endsInTime_andItsResultIsDropped() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<String> stuck = ResolverThreads.start(() -> {
            begun.countDown();
            release.await();
            done.countDown();
            return "late";
        });
        assertTrue(begun.await(Patience.SECONDS, TimeUnit.SECONDS)); // one that is cancelled before never runs
        assertThrows(TimeoutException.class, () -> ResolverThreads.await(stuck, 1_000_000));
        assertTrue(stuck.isCancelled());
        release.countDown();
        assertTrue(done.await(Patience.SECONDS, TimeUnit.SECONDS));
        assertTrue(stuck.isCancelled());
    }

    @Test
    void interrupt_endsTheWaiting() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> stuck = ResolverThreads.start(() -> {
            release.await();
            return "late";
        });
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> ResolverThreads.await(stuck, -1));
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(stuck.isCancelled());
        release.countDown();
    }

    @Test
    void stuckLookups_takeABoundedNumberOfThreads_andOfPlaces() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        List<CompletableFuture<String>> all = new ArrayList<>();
        assertThrows(RejectedExecutionException.class, () -> {
            for (int i = 0; i < 5000; i++) {
                all.add(ResolverThreads.start(() -> {
                    started.incrementAndGet();
                    release.await();
                    return "late";
                }));
            }
        });
        assertTrue(all.size() > 1000, all.size() + " were taken");
        // A place in the queue is free again as soon as its lookup is cancelled.
        CompletableFuture<String> last = all.get(all.size() - 1);
        assertTrue(last.cancel(false));
        CompletableFuture<String> another = ResolverThreads.start(() -> "after");
        for (CompletableFuture<String> f : all.subList(8, all.size())) {
            f.cancel(false);
        }
        release.countDown();
        assertEquals("after", ResolverThreads.await(another, LONG));
        assertTrue(started.get() <= 8 + 1, started + " of them ran at once");
        for (CompletableFuture<String> f : all.subList(0, 8)) {
            assertEquals("late", ResolverThreads.await(f, LONG));
        }
    }
}
