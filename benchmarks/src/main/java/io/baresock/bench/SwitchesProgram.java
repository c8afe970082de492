package io.baresock.bench;

import com.google.gson.Gson;
import io.baresock.gate.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that a blocking ping-pong is the same work for all contestants: each thread waits once per round trip, and never loses its CPU.
 * Prints a {@link Counted} in JSON for each contestant and transport. Other programs on the same CPU disturb it, so it belongs to a run
 * of benchmarks and not to the tests. Linux.
 */
public final class SwitchesProgram {

    /** Round trips of each count. */
    static final int ROUND_TRIPS = 1000;

    private static final int ATTEMPTS = 200;
    private static final int WARM_UP = 100;

    private SwitchesProgram() {}

    /**
     * How often a thread gave up its CPU, and how often it lost it: proc_pid_status(5).
     *
     * @param voluntary because it waited
     * @param involuntary because the scheduler gave the CPU to another
     */
    record Switches(long voluntary, long involuntary) {

        static Switches ofThisThread() throws IOException {
            return of(Files.readAllLines(Path.of("/proc/thread-self/status")));
        }

        static Switches of(List<String> status) {
            return new Switches(
                    value(status, "voluntary_ctxt_switches:"), value(status, "nonvoluntary_ctxt_switches:"));
        }

        private static long value(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(
                            line -> Long.parseLong(line.substring(name.length()).strip()))
                    .findFirst()
                    .orElseThrow();
        }

        Switches since(Switches before) {
            return new Switches(voluntary - before.voluntary, involuntary - before.involuntary);
        }

        /** Whether there was one wait per round trip and no loss of the CPU. A few are allowed, for other programs. */
        boolean areOneForEach(int roundTrips) {
            int few = roundTrips / 50;
            return Math.abs(voluntary - roundTrips) <= few && involuntary <= few;
        }
    }

    /** Opens two ends, starts a thread at the other end, and counts. */
    @FunctionalInterface
    interface Count {
        Switches of(int warmUp, int roundTrips) throws IOException;
    }

    @FunctionalInterface
    private interface RoundTrips {
        void make(int count) throws IOException;
    }

    /**
     * A contestant.
     *
     * @param name with the transport
     * @param count of the switches of the thread that begins each round trip
     */
    record Contestant(String name, Count count) {}

    /**
     * The result of one contestant.
     *
     * @param name of the contestant, with the transport
     * @param ok whether there is one wait per round trip
     */
    public record Counted(String name, long waits, long taken, boolean ok) {}

    /** The results of all contestants in their order, from a separate JVM. */
    public static List<Counted> count(Path directory, String backend) throws IOException, InterruptedException {
        return parse(Jvm.run(List.of(), directory, backend, SwitchesProgram.class, List.of()));
    }

    static List<Counted> parse(String printed) throws IOException {
        List<Counted> all = printed.lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> new Gson().fromJson(line, Counted.class))
                .toList();
        if (all.isEmpty()) {
            throw new IOException("no count of context switches: " + printed);
        }
        return all;
    }

    /** Its arguments are ignored. */
    public static void main(String[] args) throws IOException {
        for (Contestant contestant : contestants()) {
            Switches made = new Switches(0, 0);
            boolean ok = false;
            // One good attempt is enough: other programs on the same CPU may disturb an attempt.
            for (int i = 0; i < ATTEMPTS && !ok; i++) {
                made = contestant.count().of(WARM_UP, ROUND_TRIPS);
                ok = made.areOneForEach(ROUND_TRIPS);
            }
            System.out.println(
                    new Gson().toJson(new Counted(contestant.name(), made.voluntary(), made.involuntary(), ok)));
        }
    }

    static List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.UNIX)) {
            all.add(new Contestant(
                    "Baresock, " + transport, (w, n) -> java(new BareTurns(BareLink.pair(transport)), w, n)));
            all.add(new Contestant("NIO, " + transport, (w, n) -> java(new NioTurns(NioLink.pair(transport)), w, n)));
            all.add(new Contestant("C, " + transport, (w, n) -> c(transport, w, n)));
        }
        return all;
    }

    private static Switches java(Turns opened, int warmUp, int roundTrips) throws IOException {
        int cpu = Twin.cpu();
        try (Turns turns = BlockingBench.started(opened, cpu)) {
            return count(cpu, warmUp, roundTrips, count -> {
                for (int i = 0; i < count; i++) {
                    turns.roundTrip();
                }
            });
        }
    }

    private static Switches c(Transport transport, int warmUp, int roundTrips) throws IOException {
        int cpu = Twin.cpu();
        try (TwinTurns turns = new TwinTurns(transport, cpu)) {
            return count(cpu, warmUp, roundTrips, turns::roundTrips);
        }
    }

    private static Switches count(int cpu, int warmUp, int roundTrips, RoundTrips trips) throws IOException {
        BlockingBench.OneCpu.schedule(cpu);
        try {
            trips.make(warmUp);
            Switches before = Switches.ofThisThread();
            trips.make(roundTrips);
            return Switches.ofThisThread().since(before);
        } finally {
            Twin.check(Twin.scheduleAsBefore(), "schedule the thread as before");
        }
    }
}
