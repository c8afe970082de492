package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;

/**
 * The heap is full at each allocation of a call: it leaves some bytes only, 16 more each time, until the call has enough. After each failure the
 * call works again, no descriptor is left, and no connection that waits to be accepted is lost.
 *
 * <p>Interpreted, so that each run allocates the same. Each call was made before: the first one loads classes, and FFM makes some.
 */
class FullHeapIT {

    @Test
    void fullHeap_atEachAllocation_leavesNothingBehind() throws Exception {
        String out = Program.output(
                0,
                FullHeap.class,
                "-Xint",
                "-Xmx9m",
                "-XX:+UseSerialGC", // it collects when the heap is full, and only then
                "-XX:-UseTLAB", // each byte counts
                "-XX:MarkSweepAlwaysCompactCount=1", // no dead objects stay
                "-XX:MaxJavaStackTraceDepth=24",
                // What Baresock uses. Each collection marks all that the JVM knows of the modules.
                "--limit-modules=java.logging,java.management,jdk.jfr,jdk.net,jdk.unsupported",
                "-Dbaresock.idle.millis=10000");
        assertEquals("done", out);
    }
}
