package io.baresock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.baresock.bench.SwitchesProgram.Switches;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Blocking ping-pong of all contestants. Whether each waits once a round trip is for a run of benchmarks: the scheduler has a say in it. */
@EnabledOnOs(OS.LINUX)
final class BlockingBenchIT {

    @TestFactory
    Stream<DynamicTest> roundTrips_areMade_byEach() {
        List<SwitchesProgram.Contestant> all = SwitchesProgram.contestants();
        assertEquals(9, all.size());
        return all.stream()
                .map(c -> dynamicTest(c.name(), () -> {
                    Switches made = c.count().of(10, 100);
                    assertTrue(made.voluntary() >= 0 && made.involuntary() >= 0, made::toString);
                }));
    }

    @Test
    void switches_areReadFromTheStatusOfAThread() {
        List<String> status =
                List.of("Name:\tjava", "voluntary_ctxt_switches:\t1200", "nonvoluntary_ctxt_switches:\t7");
        assertEquals(new Switches(1200, 7), Switches.of(status));
        assertEquals(new Switches(1000, 4), Switches.of(status).since(new Switches(200, 3)));
    }

    @Test
    void areOneForEach_isFalse_whenAThreadWaitsTwiceOrNever_orLosesTheCpu() {
        assertTrue(new Switches(1000, 0).areOneForEach(1000));
        assertTrue(new Switches(1020, 20).areOneForEach(1000));
        assertFalse(new Switches(2000, 0).areOneForEach(1000));
        assertFalse(new Switches(0, 0).areOneForEach(1000));
        assertFalse(new Switches(600, 400).areOneForEach(1000));
        assertFalse(new Switches(1000, 21).areOneForEach(1000));
    }
}
