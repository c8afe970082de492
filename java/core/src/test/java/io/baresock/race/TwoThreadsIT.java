package io.baresock.race;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.race.RandomCalls.Call;
import io.baresock.race.Subject.Rig;
import io.baresock.testkit.Patience;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two threads call whatever one object has, with random arguments. Most of these objects are for one thread at a time. What they owe to two is
 * that the process lives, that no call hangs, and that each ends with a result or an exception that the documentation has.
 *
 * <p>A short run, from one seed. {@code -Dbaresock.fuzz.seconds=600} makes it a long one for each object,
 * {@code -Dbaresock.fuzz.seed} another one.
 */
@EnabledOnOs(OS.LINUX)
class TwoThreadsIT {

    private static final int ROUNDS = 20;
    private static final int CALLS = 150; // of each thread

    private final long seed = Long.getLong("baresock.fuzz.seed", 20_261_129);
    private final long seconds = Long.getLong("baresock.fuzz.seconds", 0);

    @ParameterizedTest
    @EnumSource(Subject.class)
    void twoThreadsOnOneObject_getDocumentedAnswers(Subject subject) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int rounds = 0;
        long results = 0;
        for (; seconds == 0 ? rounds < ROUNDS : System.nanoTime() - end < 0; rounds++) {
            results += round(subject, seed + rounds);
        }
        assertTrue(results > (long) rounds * CALLS / 10, results + " calls of " + rounds + " rounds had a result");
    }

    private static long round(Subject subject, long roundSeed) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Random random = new Random(roundSeed); // of the arguments, which both threads take; it is thread-safe
        try (Rig rig = new Rig(random)) {
            subject.make(rig);
            List<FutureTask<Void>> tasks = Arrays.asList(task(rig, start, roundSeed), task(rig, start, ~roundSeed));
            Thread[] threads = tasks.stream().map(t -> new Thread(t, "race")).toArray(Thread[]::new);
            for (Thread t : threads) {
                t.setDaemon(true);
                t.start();
            }
            for (int i = 0; i < threads.length; i++) {
                await(subject + ", -Dbaresock.fuzz.seed=" + roundSeed, tasks.get(i), threads[i]);
            }
            return rig.results();
        }
    }

    private static FutureTask<Void> task(Rig rig, CyclicBarrier start, long seed) {
        Callable<Void> body = () -> {
            Random random = new Random(seed);
            List<Call> calls = rig.calls;
            start.await();
            try {
                for (int i = 0; i < CALLS; i++) {
                    try {
                        calls.get(random.nextInt(calls.size())).run();
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }
            } finally {
                rig.close(); // the other thread may wait for ever in a call
            }
            return null;
        };
        return new FutureTask<>(body);
    }

    private static void await(String what, FutureTask<Void> task, Thread thread) throws Exception {
        try {
            task.get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            AssertionError hung = new AssertionError(what + ": a call hangs");
            hung.setStackTrace(thread.getStackTrace());
            throw hung;
        }
    }
}
