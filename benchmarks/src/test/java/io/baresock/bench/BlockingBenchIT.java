package io.baresock.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That blocking ping-pong is the same work for all: each thread waits once a round trip, and the scheduler takes the CPU from none. */
@EnabledOnOs(OS.LINUX)
final class BlockingBenchIT {

    private static final int ATTEMPTS = 200;
    private static final int WARM_UP = 100;
    private static final int ROUND_TRIPS = 1000;
    private static final int FEW = ROUND_TRIPS / 50; // when something else ran

    @FunctionalInterface
    private interface RoundTrips {
        void make(int count) throws IOException;
    }

    @FunctionalInterface
    private interface Attempt {
        Switches make() throws IOException;
    }

    /** How often a thread gave its CPU up, and how often it was taken: proc_pid_status(5). */
    private record Switches(long voluntary, long involuntary) {
        static Switches ofThisThread() throws IOException {
            List<String> status = Files.readAllLines(Path.of("/proc/thread-self/status"));
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

        boolean areOneForEach() {
            return Math.abs(voluntary - ROUND_TRIPS) <= FEW && involuntary <= FEW;
        }

        Switches since(Switches before) {
            return new Switches(voluntary - before.voluntary, involuntary - before.involuntary);
        }
    }

    @TestFactory
    Stream<DynamicTest> roundTrip_isOneWait() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.UNIX)) {
            tests.add(dynamicTest("Baresock, " + transport, () -> check(() -> java(BareTurns.open(transport)))));
            tests.add(dynamicTest("NIO, " + transport, () -> check(() -> java(NioTurns.open(transport)))));
            tests.add(dynamicTest("C, " + transport, () -> check(() -> c(transport))));
        }
        return tests.stream();
    }

    /** Once is enough: a program that wants the same CPU is in the way of the others. */
    private static void check(Attempt attempt) throws IOException {
        List<Switches> made = new ArrayList<>();
        do {
            made.add(attempt.make());
        } while (!made.get(made.size() - 1).areOneForEach() && made.size() < ATTEMPTS);
        assertTrue(made.get(made.size() - 1).areOneForEach(), () -> ROUND_TRIPS + " round trips: " + made);
    }

    private static Switches java(Turns opened) throws IOException {
        int cpu = Twin.cpu();
        try (Turns turns = opened) {
            turns.start(BlockingBench.Java::thread, () -> schedule(cpu));
            return count(cpu, count -> {
                for (int i = 0; i < count; i++) {
                    turns.roundTrip();
                }
            });
        }
    }

    private static Switches c(Transport transport) throws IOException {
        int cpu = Twin.cpu();
        long pair = Twin.blockingPair(transport);
        long echo = Twin.check(Twin.echoStart((int) (pair >>> 32), cpu), "start a thread");
        try {
            return count(cpu, count -> Twin.check(Twin.blockingPingPong((int) pair, count), "make round trips"));
        } finally {
            Twin.check(Twin.echoEnd(echo), "end the thread");
            Twin.close((int) pair);
            Twin.close((int) (pair >>> 32));
        }
    }

    private static void schedule(int cpu) throws IOException {
        BlockingBench.OneCpu.schedule(cpu);
    }

    private static Switches count(int cpu, RoundTrips trips) throws IOException {
        schedule(cpu);
        try {
            trips.make(WARM_UP);
            Switches before = Switches.ofThisThread();
            trips.make(ROUND_TRIPS);
            return Switches.ofThisThread().since(before);
        } finally {
            Twin.check(Twin.scheduleAsBefore(), "schedule the thread as before");
        }
    }
}
