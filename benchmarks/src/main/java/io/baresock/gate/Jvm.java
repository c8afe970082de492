package io.baresock.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program in a JVM of its own: the same JDK and class path as here. */
public final class Jvm {

    /** The system property with options for every JVM that a run starts, separated by blanks: of ours and of the peers. */
    public static final String OPTIONS = "baresock.benchmarks.jvm";

    private Jvm() {}

    /** Those of {@link #OPTIONS}. */
    public static List<String> options() {
        String given = System.getProperty(OPTIONS, "").strip();
        return given.isEmpty() ? List.of() : List.of(given.split(" +", -1));
    }

    /** The command. */
    public static List<String> command(List<String> options, Class<?> program, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        // On one CPU, to which some are pinned, the JVM would choose this collector anyway.
        command.add("-XX:+UseSerialGC");
        command.addAll(options());
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), program.getName()));
        command.addAll(args);
        return command;
    }

    /**
     * Runs it to its end, which must be a good one.
     *
     * @param before what to run the JVM with, such as strace; may be empty
     * @return what it printed
     * @throws IOException if it fails or does not end, with what it printed
     */
    static String run(List<String> before, Path directory, String backend, Class<?> program, List<String> args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(List.of("-Dbaresock.backend=" + backend), program, args));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
            throw new IOException(program + (ended ? " failed: " : " is still running: ") + printed);
        }
        return printed;
    }
}
