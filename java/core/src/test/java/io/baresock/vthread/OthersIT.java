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

/** While sockets keep the only carrier busy, other virtual threads run as well: see {@link OthersProgram}, {@link GreedyProgram} and
 * {@link TurnProgram}. */
class OthersIT {

    @Test
    @DisplayName(
            "virtual threads that talk without end leave the carrier to those that are new, that sleep and that others wake")
    void threadsThatTalk_letOthersRun_onOneCarrier() throws Exception {
        assertEquals("new, slept, woken: 20 times", onOneCarrier(OthersProgram.class));
    }

    @Test
    @DisplayName("a virtual thread whose calls never have to wait leaves the carrier to others")
    void aGreedyThread_letsOthersRun_onOneCarrier() throws Exception {
        assertEquals("20 new, 20 woken", onOneCarrier(GreedyProgram.class));
    }

    @Test
    @DisplayName(
            "a virtual thread whose calls never have to wait works for one request while others wait for the carrier")
    void aBusyThread_letsOthersRun_afterItsTurn() throws Exception {
        assertEquals("20 soon", onOneCarrier(TurnProgram.class));
    }

    @Test
    @DisplayName(
            "a receive that lets others run first has its data, though its time is over or its thread is interrupted")
    void aReceive_hasItsData_afterOthers() throws Exception {
        assertEquals("40 had data", onOneCarrier(TurnProgram.class, "short"));
    }

    private static String onOneCarrier(Class<?> program, String... args) throws Exception {
        Virtual.required();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path")));
        command.add("-Djdk.virtualThreadScheduler.parallelism=1");
        command.add("-Djdk.virtualThreadScheduler.maxPoolSize=1");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String name : List.of("baresock.backend", "baresock.library.path")) {
            String value = System.getProperty(name, "");
            if (!value.isEmpty()) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.add(program.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(true, process.waitFor(Patience.SECONDS, TimeUnit.SECONDS), said);
            assertEquals(0, process.exitValue(), said);
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
