package io.baresock.vthread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path")));
        command.add("-Djdk.virtualThreadScheduler.parallelism=2");
        command.add("-Djdk.virtualThreadScheduler.maxPoolSize=2");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String name : List.of("baresock.backend", "baresock.force")) {
            command.add("-D" + name + "=" + System.getProperty(name, name.endsWith("force") ? "" : "auto"));
        }
        command.addAll(List.of(ManyProgram.class.getName(), String.valueOf(MANY)));
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
