package io.baresock.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * That blocking ping-pong is the same work for all: each thread waits once a round trip, and the scheduler takes the CPU from none.
 * Prints a line for each contestant and transport: {@code name: voluntary involuntary ok}, or {@code short}. What other programs want of the
 * CPU is in the way of it, so it belongs to a run of benchmarks, and not to the tests. Linux.
 */
public final class SwitchesProgram {

    /** Of each count. */
    static final int ROUND_TRIPS = 1000;

    private static final int ATTEMPTS = 200;
    private static final int WARM_UP = 100;

    private SwitchesProgram() {}

    /** Makes round trips. */
    @FunctionalInterface
    interface RoundTrips {
        void make(int count) throws IOException;
    }

    /** Opens two ends, has a thread of its own at the other, and counts. */
    @FunctionalInterface
    interface Count {
        Switches of(int warmUp, int roundTrips) throws IOException;
    }

    /**
     * One of those that are compared.
     *
     * @param name with the transport
     * @param count of the switches of the thread that begins each round trip
     */
    record Contestant(String name, Count count) {}

    /** Its arguments are not looked at. */
    public static void main(String[] args) throws IOException {
        for (Contestant contestant : contestants()) {
            Switches made = new Switches(0, 0);
            boolean ok = false;
            // Once is enough: a program that wants the same CPU is in the way of the others.
            for (int i = 0; i < ATTEMPTS && !ok; i++) {
                made = contestant.count().of(WARM_UP, ROUND_TRIPS);
                ok = made.areOneForEach(ROUND_TRIPS);
            }
            System.out.println(
                    contestant.name() + ": " + made.voluntary() + " " + made.involuntary() + (ok ? " ok" : " short"));
        }
    }

    static List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.UNIX)) {
            all.add(new Contestant("Baresock, " + transport, (w, n) -> java(BareTurns.open(transport), w, n)));
            all.add(new Contestant("NIO, " + transport, (w, n) -> java(NioTurns.open(transport), w, n)));
            all.add(new Contestant("C, " + transport, (w, n) -> c(transport, w, n)));
        }
        return all;
    }

    private static Switches java(Turns opened, int warmUp, int roundTrips) throws IOException {
        int cpu = Twin.cpu();
        try (Turns turns = opened) {
            turns.start(BlockingBench.Java::thread, () -> BlockingBench.OneCpu.schedule(cpu));
            return count(cpu, warmUp, roundTrips, count -> {
                for (int i = 0; i < count; i++) {
                    turns.roundTrip();
                }
            });
        }
    }

    private static Switches c(Transport transport, int warmUp, int roundTrips) throws IOException {
        int cpu = Twin.cpu();
        long pair = Twin.blockingPair(transport);
        long echo = Twin.check(Twin.echoStart((int) (pair >>> 32), cpu), "start a thread");
        try {
            return count(cpu, warmUp, roundTrips, count -> {
                if (Twin.check(Twin.blockingPingPong((int) pair, count), "make round trips") != count) {
                    throw new IOException("not " + count + " round trips");
                }
            });
        } finally {
            Twin.check(Twin.echoEnd(echo), "end the thread");
            Twin.close((int) pair);
            Twin.close((int) (pair >>> 32));
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
