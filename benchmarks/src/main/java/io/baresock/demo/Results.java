package io.baresock.demo;

import io.baresock.bench.Transport;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** All round trips that were counted. */
final class Results {

    private final Map<Transport, Map<Contestant, Histogram>> histograms = new EnumMap<>(Transport.class);

    void add(Transport transport, Contestant contestant, Histogram round) {
        histograms
                .computeIfAbsent(transport, t -> new EnumMap<>(Contestant.class))
                .computeIfAbsent(contestant, c -> Worker.histogram())
                .add(round);
    }

    Histogram of(Transport transport, Contestant contestant) {
        Map<Contestant, Histogram> row = histograms.getOrDefault(transport, Map.of());
        Histogram histogram = row.get(contestant);
        if (histogram == null) {
            throw new IllegalArgumentException(contestant + " did not play " + transport);
        }
        return histogram;
    }

    /** How many times as long as C, at a percentile. */
    double ratio(Transport transport, Contestant contestant, double percentile) {
        double c = of(transport, Contestant.C).getValueAtPercentile(percentile);
        return of(transport, contestant).getValueAtPercentile(percentile) / c;
    }

    double micros(Transport transport, Contestant contestant, double percentile) {
        return of(transport, contestant).getValueAtPercentile(percentile) / 1000.0;
    }
}
