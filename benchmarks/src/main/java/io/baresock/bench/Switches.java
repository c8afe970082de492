package io.baresock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How often a thread gave its CPU up, and how often it was taken: proc_pid_status(5).
 *
 * @param voluntary because it waited
 * @param involuntary because the scheduler gave the CPU to another
 */
record Switches(long voluntary, long involuntary) {

    static Switches ofThisThread() throws IOException {
        return of(Files.readAllLines(Path.of("/proc/thread-self/status")));
    }

    static Switches of(List<String> status) {
        return new Switches(value(status, "voluntary_ctxt_switches:"), value(status, "nonvoluntary_ctxt_switches:"));
    }

    private static long value(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    Switches since(Switches before) {
        return new Switches(voluntary - before.voluntary, involuntary - before.involuntary);
    }

    /** Whether there was one wait a round trip and the CPU was taken from nobody, but for a few when something else ran. */
    boolean areOneForEach(int roundTrips) {
        int few = roundTrips / 50;
        return Math.abs(voluntary - roundTrips) <= few && involuntary <= few;
    }
}
