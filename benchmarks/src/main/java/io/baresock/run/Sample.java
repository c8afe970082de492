package io.baresock.run;

import java.util.List;
import java.util.Map;

/**
 * What one fork measured.
 *
 * @param round in which round
 * @param nanos the mean time of an operation
 * @param allocated bytes of heap an operation
 * @param percentiles nanoseconds at {@link #PERCENTILES}; empty unless JMH sampled single operations
 * @param more what else the benchmark counts, by JMH's label
 * @param stolen the share of the CPUs' time that the hypervisor took meanwhile
 */
public record Sample(
        int round, double nanos, double allocated, List<Double> percentiles, Map<String, Double> more, double stolen) {

    /** The metric of {@link #allocated}. */
    public static final String ALLOCATED = "B/op";

    /** Which percentiles are kept. */
    public static final List<Double> PERCENTILES =
            List.of(0.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999, 100.0);

    /**
     * A metric: {@code time}, {@code rate}, {@code p50}, {@code p99}, {@code B/op}, or the label of another count.
     *
     * @return NaN if it was not measured
     */
    public double value(String metric) {
        return switch (metric) {
            case "time" -> nanos;
            case "rate" -> 1e9 / nanos;
            case "p50" -> percentile(50);
            case "p99" -> percentile(99);
            case ALLOCATED -> allocated;
            default -> more.getOrDefault(metric, Double.NaN);
        };
    }

    private double percentile(double which) {
        return percentiles.isEmpty() ? Double.NaN : percentiles.get(PERCENTILES.indexOf(which));
    }
}
