package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The stack overflows at each place of a call, interpreted and compiled, on platform and on virtual threads. Afterwards one close closes, a
 * poller polls, a loop turns, and no object is in use for ever.
 *
 * <p>That is sure once each class has been used: the first call of a method may have to link what it calls, which takes more room. It does not
 * depend on when the JIT compiles: compiled code asks for the room that the interpreter will take if it has to go on from there.
 */
class OverflowsIT {

    private static void run(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Xbatch"); // compiles before it goes on: each run is like the others
        all.add("-XX:MaxJavaStackTraceDepth=24"); // an Error's trace of a thousand frames takes most of the time
        all.add("-Dbaresock.idle.millis=200"); // the program waits until the poller of virtual threads has ended
        assertEquals("done", Program.output(0, Overflows.class, all.toArray(String[]::new)));
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
        run("-Dwarm=7000");
    }

    /** Each method has a frame of its own, and asks for room of its own. */
    @Test
    void overflows_loseNoPin_compiledByC2_withoutInlining() throws Exception {
        run("-Dwarm=7000", "-XX:-Inline");
    }
}
