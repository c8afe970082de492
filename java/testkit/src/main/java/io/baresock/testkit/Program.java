package io.baresock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A test's own program, in another JVM with the same class path and backend. */
public final class Program {

    private static final int END = 8000; // characters of the errors
    private static final long LONG_SECONDS = 540; // some are interpreted; a test may take ten minutes

    private Program() {}

    /** Starts it; {@code limit} is for {@code ulimit -n}, 0 leaves that as it is. Its errors are printed with this JVM's own. */
    public static Process start(int limit, Class<?> main, String... options) throws IOException {
        return builder(limit, main, options)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Runs it, as {@link #start} does, until it has ended with status 0, and returns what it has printed. If it fails, the assertion's message
     * has that, and the end of its errors.
     */
    public static String output(int limit, Class<?> main, String... options) throws Exception {
        Path output = Files.createTempFile("program-", ".out");
        Path errors = Files.createTempFile("program-", ".err");
        try {
            ProcessBuilder builder = builder(limit, main, options)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            int status = Ends.status(builder.start(), builder.command(), output, LONG_SECONDS);
            String out = Files.readString(output, UTF_8).strip();
            assertEquals(0, status, () -> out + end(errors));
            return out;
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String end(Path errors) {
        try {
            String all = new String(Files.readAllBytes(errors), UTF_8);
            return "\n" + all.substring(Math.max(0, all.length() - END));
        } catch (IOException e) {
            return "\n" + e;
        }
    }

    private static ProcessBuilder builder(int limit, Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        if (limit > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
        }
        List<String> all =
                new ArrayList<>(List.of("-Dbaresock.engine=" + System.getProperty("baresock.engine", "auto")));
        all.addAll(List.of(options));
        command.addAll(command(all, main));
        return new ProcessBuilder(command);
    }

    /** The command for a program that ends soon: C2 would not pay. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(List.of("-XX:TieredStopAtLevel=1"), main, arguments);
    }

    /** The command for a program; {@code options} are those of its JVM besides the ones that all have. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-ea");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String property : List.of("baresock.backend", "baresock.force", "baresock.jni.calls")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + '=' + value);
            }
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
