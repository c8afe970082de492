package io.baresock.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of one fork, or of one turn of a {@link Contest}.
 *
 * @param round the round
 * @param fork the fork; samples of one fork took turns. 0 for contests
 * @param nanos the mean time of an operation; 0 if only its allocation was measured
 * @param allocated bytes of heap per operation; null if they were not counted
 * @param percentiles nanoseconds at {@link #PERCENTILES}; empty if JMH did not time single operations
 * @param more other counts of the benchmark, by their labels
 * @param stolen the share of the CPUs' time that the hypervisor took during it
 */
public record Sample(
        int round,
        int fork,
        double nanos,
        @Nullable Double allocated,
        List<Double> percentiles,
        Map<String, Double> more,
        double stolen) {

    /** The label of the CPU time that an operation costs. */
    public static final String CPU = "cpu";

    /** The metric of {@link #allocated}. */
    public static final String ALLOCATED = "B/op";

    /** The percentiles that are kept. */
    public static final List<Double> PERCENTILES =
            List.of(0.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999, 100.0);

    /** The times at {@link #PERCENTILES}; empty if there are no times. */
    public static List<Double> percentiles(Histogram times) {
        return times.getTotalCount() == 0
                ? List.of()
                : PERCENTILES.stream()
                        .map(p -> (double) times.getValueAtPercentile(p))
                        .toList();
    }

    /**
     * A metric: {@code time}, {@code rate}, {@code p50}, {@code p99}, {@code p99.9}, {@code B/op}, or the label of another count.
     *
     * @return NaN if it was not measured
     */
    public double value(String metric) {
        return switch (metric) {
            case "time" -> nanos == 0 ? Double.NaN : nanos;
            case "rate" -> nanos == 0 ? Double.NaN : 1e9 / nanos;
            case ALLOCATED -> allocated == null ? Double.NaN : allocated;
            case "p50", "p99", "p99.9" -> percentile(Double.parseDouble(metric.substring(1)));
            default -> more.getOrDefault(metric, Double.NaN);
        };
    }

    /** A sample that JMH did not measure; {@link #in} sets its round. */
    public static Sample of(double nanos, @Nullable Double allocated, Map<String, Double> more) {
        return new Sample(0, 0, nanos, allocated, List.of(), more, 0);
    }

    /** A sample with the allocation only. */
    static Sample ofBytes(@Nullable Double allocated) {
        return of(0, allocated, Map.of());
    }

    /** The same without its time. */
    Sample bytes() {
        return ofBytes(allocated).in(round, fork, stolen);
    }

    /** The same, with what it allocates. */
    Sample with(double bytes) {
        return new Sample(round, fork, nanos, bytes, percentiles, more, stolen);
    }

    /** The same, as a sample of a round, with the share of stolen time. */
    Sample in(int itsRound, int itsFork, double share) {
        return new Sample(itsRound, itsFork, nanos, allocated, percentiles, more, share);
    }

    /** What it would be in another fork: scaled by the time of a common peer there and here. Without both there is no time. */
    Sample at(Sample here, Sample there) {
        if (nanos == 0 || here.nanos == 0 || there.nanos == 0) {
            return bytes();
        }
        List<Double> scaled = new ArrayList<>();
        for (int i = 0; i < percentiles.size(); i++) {
            scaled.add(percentiles.get(i) * there.percentiles.get(i) / here.percentiles.get(i));
        }
        return new Sample(round, fork, nanos * there.nanos / here.nanos, allocated, scaled, more, stolen);
    }

    private double percentile(double which) {
        return percentiles.isEmpty() ? Double.NaN : percentiles.get(PERCENTILES.indexOf(which));
    }
}
