package io.baresock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A test's own program, in another JVM with the same class path and backend. */
public final class Program {

    private Program() {}

    /** Starts it; {@code limit} is for {@code ulimit -n}, 0 leaves that as it is. */
    public static Process start(int limit, Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        if (limit > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-Dbaresock.backend=" + System.getProperty("baresock.backend")));
        command.add("-Dbaresock.force=" + System.getProperty("baresock.force", ""));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until it has ended with status 0, and returns what it has printed. */
    public static String output(Process p) throws Exception {
        String out = new String(p.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(p.waitFor(Patience.SECONDS, TimeUnit.SECONDS), "the program hangs");
        assertEquals(0, p.exitValue(), out);
        return out;
    }
}
