package io.baresock.async;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StarvationIT {

    @Test
    @DisplayName("P11: EMFILE is told once, does not make accept spin or end, and nobody who waits is lost")
    void emfile_isSurvived() throws Exception {
        // HotSpot's compiler threads read the cgroup's files, by descriptors that come and go: not in this program. The
        // option exists on Linux only.
        String out =
                Program.output(200, Starving.class, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UseContainerSupport");
        assertTrue(out.startsWith("5 accepted"), out);
    }
}
