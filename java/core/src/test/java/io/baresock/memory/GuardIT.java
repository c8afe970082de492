package io.baresock.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the guard is there: with {@code -Dbaresock.force=guard} one byte too far ends the JVM. */
@DisplayName("guarded memory")
@EnabledOnOs(OS.LINUX) // a JVM makes an exception of SIGBUS, which other systems have for it
class GuardIT {

    @ParameterizedTest
    @CsvSource({
        "write, slab, 1",
        "read, slab, 1",
        "c, slab, 1",
        "write, scratch, 1",
        "write, cell, 1",
        "write, slab, inside",
        "c, slab, inside",
        "write, scratch, inside",
        "write, cell, inside"
    })
    void oneByteTooMany_endsTheJvm(String who, String memory, String howFar) {
        List<String> options = new ArrayList<>();
        options.add("-Dbaresock.force=guard");
        options.add("-XX:TieredStopAtLevel=1");
        options.add("-XX:-CreateCoredumpOnCrash"); // then a crash ends with status 1
        options.add("-XX:ErrorFile=/dev/null");
        Program.Ended ended = Program.end(options, Overrun.class, who, memory, howFar);
        if (howFar.equals("inside")) {
            assertEquals("0 unharmed", ended.status() + " " + ended.output().strip());
        } else {
            assertEquals(1, ended.status(), ended.output());
            assertTrue(ended.output().contains("SIGSEGV"), ended.output());
        }
    }

    @Test
    void forgottenOnes_leaveAreasForOthers() {
        Program.Ended ended = Program.end(List.of("-Dbaresock.force=guard"), Closers.class, "areas");
        assertEquals(0, ended.status(), ended.output());
    }
}
