package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

final class JmhIT {

    private final Properties before = (Properties) System.getProperties().clone();
    private final Jmh jmh = new Jmh(new Benchmarks());

    @BeforeEach
    void doNotWaitForOtherRuns() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    /** Or else one would be measured in place of the other. */
    @Test
    void run_refusesABenchmark_ofTheBackendThatThisJvmDoesNotHave() throws RunnerException {
        jmh.beSilent();
        String here = Baresock.backend();
        assertTrue(Jmh.sample(jmh.run(recv(here), 1, false)).nanos() > 0);
        assertThrows(RunnerException.class, () -> jmh.run(recv(here.equals("jni") ? "ffm" : "jni"), 1, false));
    }

    private static Cell recv(String backend) {
        return Cell.parse("EagainBench.socketRecv backend=" + backend);
    }
}
