package io.baresock.vthread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads that are blocked in recv, in a JVM with two carriers. */
class ManyIT {

    private static final int MANY = Virtual.AVAILABLE ? 10_000 : 200;
    private static final long TIMEOUT_SECONDS = Patience.SECONDS;

    @Test
    @DisplayName(
            "G11: 10 000 virtual threads blocked in recv on 2 carriers all get their message, and no carrier is pinned")
    void tenThousand_blockedInRecv_onTwoCarriers_allGetTheirMessage() throws Exception {
        List<String> carriers =
                List.of("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2");
        List<String> command = Program.command(carriers, ManyProgram.class, String.valueOf(MANY));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(true, process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), said);
            assertEquals("a carrier is free, " + MANY + " messages", said.strip());
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
