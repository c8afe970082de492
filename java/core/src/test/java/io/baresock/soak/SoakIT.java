package io.baresock.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.helper.TestLibrary;
import io.baresock.testkit.Program;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * All kinds of sockets at once for a long time: no byte is lost or goes astray, and nothing grows. {@code mvn verify} has a short run;
 * {@code mvn -Psoak verify} has one of 30 minutes, {@code -Dsoak.minutes=2} of two.
 */
@EnabledOnOs(OS.LINUX)
class SoakIT {

    private static final int ROUNDS = 3000; // of each thread
    private static final int DESCRIPTORS = 400;
    private static final Pattern SUMMARY =
            Pattern.compile("rounds=(\\d+) refused=(\\d+) withoutMemory=(\\d+) flat=(true|false) .*");

    private final long seed = Long.getLong("soak.seed", 20_261_130);
    private final long seconds = Long.getLong("soak.minutes", 0) * 60;

    @Test
    void everythingAtOnce_losesNothing_andGrowsNothing() throws Exception {
        Process p = Program.start(
                DESCRIPTORS,
                Soak.class,
                "-Xms128m", // a heap of one size: what the JVM takes for it says nothing of the library
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:MaxDirectMemorySize=64m",
                "-Dsoak.refusal=" + TestLibrary.compiled("refusal"),
                "-Dsoak.seed=" + seed,
                "-Dsoak.rounds=" + ROUNDS,
                "-Dsoak.seconds=" + seconds);
        String printed = new String(p.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, p.waitFor(), printed);
        Matcher m = SUMMARY.matcher(printed);
        assertTrue(m.find(), printed);
        System.out.println("soak: " + m.group());
        assertTrue(Long.parseLong(m.group(1)) > 2L * ROUNDS, printed);
        assertNotEquals("0", m.group(2), "there were always descriptors left");
        assertNotEquals("0", m.group(3), "no call was refused");
        assertEquals("true", m.group(4), printed);
    }
}
