package io.baresock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace of the test's own, with loopback up, and programs that run inside: see ip-netns(8). A JVM cannot move
 * its threads there, so what is to be tested is a {@code main} of another JVM, which has this one's class path and backend.
 */
public final class Netns implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;

    private Netns(String name) {
        this.name = name;
    }

    /** Makes one; skips the test where that is not permitted or there is no ip(8). */
    public static Netns create() throws IOException, InterruptedException {
        String name = "bs-" + ProcessHandle.current().pid() + '-' + NUMBER.incrementAndGet();
        Ended add;
        try {
            add = end(List.of("ip", "netns", "add", name));
        } catch (IOException e) {
            add = new Ended(1, e.getMessage());
        }
        String why = add.output;
        assumeTrue(add.status == 0, () -> "no network namespace: " + why);
        Netns ns = new Netns(name);
        ns.ip("link", "set", "lo", "up");
        return ns;
    }

    /** Its name, for {@code ip netns exec}. */
    public String name() {
        return name;
    }

    /** Runs {@code ip ARGUMENTS} inside; it must succeed. */
    public String ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a command inside, which must succeed; returns what it printed. */
    public String run(List<String> command) throws IOException, InterruptedException {
        Ended ended = tried(command);
        assertEquals(0, ended.status, () -> command + ": " + ended.output);
        return ended.output;
    }

    /** Whether a command that runs inside succeeds: for what not every kernel has. */
    public boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return tried(command).status == 0;
    }

    /** Runs a {@code main} in a JVM inside; it must end with status 0. Returns what it printed. */
    public String java(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return run(Program.command(main, arguments));
    }

    private Ended tried(List<String> command) throws IOException, InterruptedException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(command);
        return end(inside);
    }

    private record Ended(int status, String output) {}

    private static Ended end(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("netns-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            int status = Ends.status(builder.start(), command, output);
            return new Ended(status, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Removes it; what runs inside goes on, and it goes with the last of that. */
    @Override
    public void close() throws IOException, InterruptedException {
        assertEquals(0, end(List.of("ip", "netns", "del", name)).status);
    }
}
