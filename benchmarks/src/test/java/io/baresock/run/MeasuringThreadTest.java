package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MeasuringThreadTest {

    @Test
    void execute_hasTheSameThread_afterJmhHasEndedAnother() throws ExecutionException, InterruptedException {
        MeasuringThread one = new MeasuringThread(1, "one");
        Thread first = one.submit(Thread::currentThread).get();
        one.shutdown();
        assertTrue(one.awaitTermination(1, TimeUnit.NANOSECONDS)); // JMH asks again until it is
        MeasuringThread two = new MeasuringThread(1, "two");
        assertEquals(first, two.submit(Thread::currentThread).get());
        assertNotEquals(Thread.currentThread(), first);
    }

    @Test
    void constructor_refusesABenchmarkOfSeveralThreads() {
        var e = assertThrows(IllegalArgumentException.class, () -> new MeasuringThread(2, "SomeBench.some"));
        assertTrue(e.getMessage().contains("SomeBench.some"), e.getMessage());
    }
}
