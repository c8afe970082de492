package io.baresock.flow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** All kinds in turn, round after round, so that what disturbs the machine for a while disturbs all alike. */
public final class FlowResults {

    private static final int[] SIZES = {64, 1200};
    private static final int WARM_UP_ROUNDS = 2;

    private final Map<Integer, Map<Kind, List<FlowRun>>> runs = new TreeMap<>();

    private FlowResults() {}

    /** How often {@code progress} is called. */
    public static int steps(int rounds) {
        return SIZES.length * (WARM_UP_ROUNDS + rounds);
    }

    /**
     * Runs them.
     *
     * @param rounds that count, for each size
     * @param nanos how long one sends
     * @param progress told before each round
     */
    public static FlowResults run(int rounds, long nanos, Consumer<String> progress) throws IOException {
        FlowResults results = new FlowResults();
        for (int size : SIZES) {
            for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
                progress.accept(
                        "datagrams of " + size + " bytes" + (i < WARM_UP_ROUNDS ? ": warming up" : ": measuring"));
                for (Kind kind : Kind.values()) {
                    try (Flow flow = kind.open()) {
                        FlowRun run = FlowRun.of(flow, size, nanos);
                        if (i >= WARM_UP_ROUNDS) {
                            results.list(size, kind).add(run);
                        }
                    }
                }
            }
        }
        return results;
    }

    private List<FlowRun> list(int size, Kind kind) {
        return runs.computeIfAbsent(size, s -> new EnumMap<>(Kind.class)).computeIfAbsent(kind, k -> new ArrayList<>());
    }

    /** The sizes of the datagrams, in bytes. */
    public List<Integer> sizes() {
        return List.copyOf(runs.keySet());
    }

    /** Datagrams a second: the median of the rounds. */
    public double perSecond(int size, Kind kind) {
        return median(list(size, kind), FlowRun::perSecond);
    }

    /** CPU time of both threads for a datagram, in nanoseconds: the median of the rounds. */
    public double cpuNanos(int size, Kind kind) {
        return median(list(size, kind), FlowRun::cpuNanos);
    }

    /** How many times the rate of another: the median of what it was in each round. */
    public double ratio(int size, Kind kind, Kind other) {
        List<FlowRun> a = list(size, kind);
        List<FlowRun> b = list(size, other);
        double[] sorted = IntStream.range(0, a.size())
                .mapToDouble(i -> a.get(i).perSecond() / b.get(i).perSecond())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static double median(List<FlowRun> runs, ToDoubleFunction<FlowRun> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
