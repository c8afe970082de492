package io.baresock.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program in a separate JVM, with the same JDK and class path. */
public final class Jvm {

    /** The system property with options for every JVM that a run starts, separated by blanks: for Baresock and for the peers. */
    public static final String OPTIONS = "baresock.benchmarks.jvm";

    private static final int MOST_MINUTES = 5;

    private Jvm() {}

    /** The options of {@link #OPTIONS}. */
    public static List<String> options() {
        String given = System.getProperty(OPTIONS, "").strip();
        return given.isEmpty() ? List.of() : List.of(given.split(" +", -1));
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The option that allows FFM and JNI, if this JDK has one. */
    public static List<String> nativeAccess() {
        return Runtime.version().feature() >= 22 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
    }

    public static List<String> command(List<String> options, Class<?> program, List<String> args) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(nativeAccess());
        // On one CPU, to which some programs are pinned, the JVM would choose this collector anyway.
        command.add("-XX:+UseSerialGC");
        command.addAll(options());
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), program.getName()));
        command.addAll(args);
        return command;
    }

    /**
     * Runs a program with a backend to its end; it must end with status 0.
     *
     * @param before a command that starts the JVM, such as strace; may be empty
     * @return what it printed
     * @throws IOException if it fails or does not end, with what it printed
     */
    public static String run(List<String> before, Path directory, String backend, Class<?> program, List<String> args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(List.of("-Dbaresock.backend=" + backend), program, args));
        Path output = directory.resolve("output");
        Files.deleteIfExists(output);
        boolean ended = run(command, output);
        String printed = Files.readString(output);
        if (!ended) {
            throw new IOException(program + " failed, or is still running: " + printed);
        }
        return printed;
    }

    /** Runs a command for some minutes at most, and appends its output to a file. Returns whether it ended with status 0. */
    public static boolean run(List<String> command, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        return ended && process.exitValue() == 0;
    }
}
