package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The stack overflows at each place of a call, interpreted and compiled. Afterwards one close closes, and a poller polls.
 *
 * <p>C2 of JDK 22 and newer leaves handlers of exceptions out that have never run, and a stack overflow that needs such a handler for the
 * first time may skip it (found by this test, JDK 25: one pin in some thousand overflows, and none with
 * {@code -XX:-ProfileExceptionHandlers}). No Java code can help that, so C2 is tried without.
 */
@Timeout(300)
class OverflowsIT {

    private static void run(String... options) throws Exception {
        assertEquals("done", Program.output(Program.start(0, Overflows.class, options)));
    }

    @Test
    void overflows_loseNoPin_interpreted() throws Exception {
        run("-Xint");
    }

    @Test
    void overflows_loseNoPin_compiledByC1() throws Exception {
        run("-XX:TieredStopAtLevel=1");
    }

    @Test
    void overflows_loseNoPin_compiledByC2() throws Exception {
        if (Runtime.version().feature() < 22) {
            run("-Dwarm=20000");
        } else {
            run("-Dwarm=20000", "-XX:+UnlockDiagnosticVMOptions", "-XX:-ProfileExceptionHandlers");
        }
    }
}
