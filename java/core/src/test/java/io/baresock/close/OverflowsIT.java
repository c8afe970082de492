package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The stack overflows at each place of a call, interpreted and compiled, on platform and on virtual threads. Afterwards one close closes, a
 * poller polls, a loop turns, and no object is in use for ever.
 *
 * <p>That is sure once each class has been used: the first call of a method may have to link what it calls, which takes more room.
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
        run("-Dwarm=20000");
    }
}
