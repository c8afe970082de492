package io.baresock.demo;

import io.baresock.bench.Transport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** All round trips that were counted. */
final class Results {

    private final Map<Transport, Map<Contestant, Histogram>> histograms = new EnumMap<>(Transport.class);
    private final Map<Transport, Map<Contestant, List<Double>>> ratios = new EnumMap<>(Transport.class);

    /** Adds what everybody did in one round. */
    void add(Transport transport, Map<Contestant, Histogram> round) {
        double c = median(of(round, Contestant.C));
        round.forEach((contestant, histogram) -> {
            histograms
                    .computeIfAbsent(transport, t -> new EnumMap<>(Contestant.class))
                    .computeIfAbsent(contestant, k -> Worker.histogram())
                    .add(histogram);
            ratios.computeIfAbsent(transport, t -> new EnumMap<>(Contestant.class))
                    .computeIfAbsent(contestant, k -> new ArrayList<>())
                    .add(median(histogram) / c);
        });
    }

    Histogram of(Transport transport, Contestant contestant) {
        return of(histograms.getOrDefault(transport, Map.of()), contestant);
    }

    double micros(Transport transport, Contestant contestant, double percentile) {
        return of(transport, contestant).getValueAtPercentile(percentile) / 1000.0;
    }

    /**
     * How many times as long as C: the ratio of the medians in each round, and of these the median. What slows the machine
     * down for a while slows all of a round down, and so drops out.
     */
    double ratio(Transport transport, Contestant contestant) {
        List<Double> sorted = of(ratios.getOrDefault(transport, Map.of()), contestant).stream()
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double median(Histogram histogram) {
        return histogram.getValueAtPercentile(50);
    }

    private static <T> T of(Map<Contestant, T> row, Contestant contestant) {
        T value = row.get(contestant);
        if (value == null) {
            throw new IllegalArgumentException(contestant + " did not play");
        }
        return value;
    }
}
