package io.baresock.seeing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;

/** A recording needs memory for its events. Where there is none, a close closes all the same, and an event of a poller is not lost. */
class RecordedFullHeapIT {

    @Test
    void fullHeap_atEachAllocation_costsAnEventOfTheRecording_andNothingElse() throws Exception {
        String out = Program.output(
                0,
                RecordedFullHeap.class,
                "-Xint",
                "-Xmx24m",
                "-XX:+UseSerialGC", // it collects when the heap is full, and only then
                "-XX:-UseTLAB", // each byte counts
                "-XX:MarkSweepAlwaysCompactCount=1",
                "-XX:MaxJavaStackTraceDepth=24",
                "-Xlog:disable", // of the recording, which lacks memory too
                "-Dbaresock.idle.millis=10000");
        assertEquals("done", out);
    }
}
