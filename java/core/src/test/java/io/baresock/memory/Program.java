package io.baresock.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Ends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of its own JVM; by {@link #run} with little memory, and a collector that comes only when the heap is full. */
final class Program {

    private Program() {}

    /** What it ended with: the status, and what it printed. */
    record Ended(int status, String output) {}

    /** It must end well. */
    static void run(Class<?> main, String... arguments) {
        Ended ended = end(List.of("-XX:+DisableExplicitGC", "-XX:MaxDirectMemorySize=64m"), main, arguments);
        assertEquals(0, ended.status, ended.output);
    }

    static Ended end(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-ea");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        if (Arenas.ARE_THERE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        String backend = System.getProperty("baresock.backend");
        if (backend != null) {
            command.add("-Dbaresock.backend=" + backend);
        }
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            return end(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Ended end(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            int status = Ends.status(builder.start(), command, output);
            return new Ended(status, Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
