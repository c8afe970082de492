package io.baresock.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiler threads of another JVM. Linux. */
final class Compilers {

    /** HotSpot calls them "C1 CompilerThread0" and so on; the kernel keeps 15 characters. */
    private static final List<String> NAMES = List.of("C1 CompilerThre", "C2 CompilerThre");

    private Compilers() {}

    /** The CPU time that they have taken so far, in nanoseconds: proc_pid_schedstat(5). 0 if the process has none. */
    static long cpuNanos(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.filter(task -> NAMES.contains(text(task.resolve("comm"))))
                    .mapToLong(task -> firstNumber(text(task.resolve("schedstat"))))
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Nothing if the thread has ended meanwhile: the JVM has fewer of them when there is little to do. */
    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static long firstNumber(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[0]);
    }
}
