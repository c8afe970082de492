package io.baresock.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of its own JVM, with little memory and a collector that comes only when the heap is full. */
final class Program {

    private static final int TIMEOUT_SECONDS = 120;

    private Program() {}

    static void run(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-XX:+DisableExplicitGC", "-XX:MaxDirectMemorySize=64m"));
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
            Path output = Files.createTempFile("program-", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().remove("JAVA_TOOL_OPTIONS");
                Process process = builder.start();
                boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly().waitFor();
                assertEquals("true, 0", ended + ", " + process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
