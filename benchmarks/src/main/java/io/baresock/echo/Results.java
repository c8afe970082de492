package io.baresock.echo;

import io.baresock.echo.Server.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** All measurements: by number of connections and contestant, one a round. */
final class Results {

    private final Map<Integer, Map<Contestant, List<Measured>>> rounds = new TreeMap<>();

    void add(int connections, Contestant contestant, Measured measured) {
        rounds.computeIfAbsent(connections, k -> new EnumMap<>(Contestant.class))
                .computeIfAbsent(contestant, k -> new ArrayList<>())
                .add(measured);
    }

    List<Integer> connections() {
        return List.copyOf(rounds.keySet());
    }

    List<Contestant> contestants(int connections) {
        return List.copyOf(rounds.getOrDefault(connections, Map.of()).keySet());
    }

    /** The median over the rounds. */
    double median(int connections, Contestant contestant, ToDoubleFunction<Measured> value) {
        return median(of(connections, contestant).stream().mapToDouble(value).toArray());
    }

    /**
     * How many times as much CPU time an echo costs one server as another: the ratio within each round, and of these the
     * median. What slows the machine down for a while slows a whole round down, and so drops out.
     */
    double ratio(int connections, Contestant contestant, Contestant to) {
        List<Measured> a = of(connections, contestant);
        List<Measured> b = of(connections, to);
        return median(IntStream.range(0, a.size())
                .mapToDouble(i -> a.get(i).cpuNanosPerEcho() / b.get(i).cpuNanosPerEcho())
                .toArray());
    }

    private List<Measured> of(int connections, Contestant contestant) {
        List<Measured> list = rounds.getOrDefault(connections, Map.of()).get(contestant);
        if (list == null) {
            throw new IllegalArgumentException(contestant + " did not serve " + connections);
        }
        return list;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
