package io.baresock.echo;

import io.baresock.gate.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The process of a server, and the load on it. */
final class Server implements AutoCloseable {

    /** HotSpot calls its compiler threads "C1 CompilerThread0" and so on; the kernel keeps 15 characters. */
    private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

    /**
     * One measurement.
     *
     * @param compilerNanos CPU time of the JVM's compilers, including the settling time
     */
    record Measured(long echoes, long nanos, long serverCpuNanos, long compilerNanos) {
        /** Whether the compilers took more than a hundredth of the CPU time. */
        boolean compiled() {
            return compilerNanos > serverCpuNanos / 100;
        }
    }

    private final Child process;
    private final String load;
    private final Path log;
    private final String port;

    /**
     * Starts a server.
     *
     * @param load the program that is its load
     * @throws IOException if it ends at once; its output is in {@code log}
     */
    Server(List<String> command, String load, Path log) throws IOException {
        this.load = load;
        this.log = log;
        process = new Child(onOneCpu(command), log);
        port = process.line();
    }

    /** Puts it under load, lets it settle, and then measures. */
    Measured load(int connections, long settleMillis, long measureMillis) throws IOException {
        List<String> command = List.of(
                load,
                port,
                Integer.toString(connections),
                Long.toString(settleMillis),
                Long.toString(measureMillis),
                Long.toString(process.pid()));
        long before = compilerNanos(process.pid());
        try (Child running = new Child(onOneCpu(command), log)) {
            long[] numbers = Stream.of(running.line().split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Measured(numbers[0], numbers[1], numbers[2], compilerNanos(process.pid()) - before);
        }
    }

    /** The CPU time that the compilers of a JVM have taken so far: proc_pid_schedstat(5). 0 if the process has none. */
    private static long compilerNanos(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.filter(task -> COMPILERS.contains(text(task.resolve("comm"))))
                    .map(task -> text(task.resolve("schedstat")))
                    .mapToLong(text -> text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[0]))
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Empty if the thread has ended: the JVM keeps fewer compiler threads when there is little to do. */
    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The server and the load share a CPU, and neither takes it from the other (SCHED_BATCH, sched(7)). So a server runs after the load
     * has sent on all connections, and polls once for all of them, or for as many as it takes at once. If each had its own CPU, they
     * would be about equally fast, and how much a server finds per poll would be chance. With one connection, three quarters of the time
     * was then the hypervisor's, for waking a CPU that slept (ADR 19).
     */
    private static List<String> onOneCpu(List<String> command) {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        List<String> all = new ArrayList<>(List.of("taskset", "-c", Integer.toString(last), "chrt", "--batch", "0"));
        all.addAll(command);
        return all;
    }

    @Override
    public void close() {
        process.close();
    }
}
