package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baresock.testkit.Ends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that ran to its end: mostly a JVM of the running JDK that prints the report of the packaged jar, on the backend
 * that this test run is about. The loader decides once in a JVM's life, so each case needs one of its own.
 */
record Child(int status, String output) {

    static final boolean JDK_HAS_FFM = Runtime.version().feature() >= 22;
    static final String BACKEND = System.getProperty("baresock.backend", JDK_HAS_FFM ? "ffm" : "jni");
    static final Path JAR = Path.of(System.getProperty("baresock.test.jar")).toAbsolutePath();

    private static final String MAIN = "io.baresock.tool.Main";

    /** The command {@code java OPTIONS... -cp JAR Main}, with permission for native access where the JDK asks for it. */
    static List<String> reportCommand(Path jar, String... options) {
        List<String> command = javaCommand(options);
        if (JDK_HAS_FFM) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dbaresock.backend=" + BACKEND);
        command.addAll(List.of("-cp", jar.toString(), MAIN));
        return command;
    }

    /** The command {@code java OPTIONS...} and nothing more. */
    static List<String> javaCommand(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xcheck:jni"));
        command.addAll(List.of(options));
        return command;
    }

    static Child report(String... options) {
        return run(reportCommand(JAR, options), Map.of());
    }

    static Child java(String... options) {
        return run(javaCommand(options), Map.of());
    }

    /** Runs a command; an empty value takes a variable out of the environment. */
    static Child run(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("child-", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile());
                builder.environment().remove("JAVA_TOOL_OPTIONS");
                environment.forEach((name, value) -> {
                    if (value.isEmpty()) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
                int status = Ends.status(builder.start(), command, output);
                return new Child(status, Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It must have printed the report. */
    Child loaded() {
        assertEquals(0, status, output);
        assertFalse(output.contains("in native method"), output); // what -Xcheck:jni complains with
        return this;
    }

    /** It must have said why it cannot, in words and not by a stack trace or a crash. */
    Child refused() {
        assertEquals(1, status, output);
        assertFalse(output.contains("Exception in thread"), output);
        assertFalse(output.contains("\tat "), output);
        return this;
    }

    /** A line of the report, such as {@code library} or {@code backend}. */
    String line(String word) {
        return output.lines()
                .filter(line -> line.startsWith(word + ' '))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + word + " in:\n" + output))
                .substring(word.length())
                .strip();
    }

    /** The places that the loader says it tried. */
    List<String> tried() {
        return output.lines()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring(4))
                .toList();
    }
}
