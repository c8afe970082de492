package io.baresock.tails;

import io.baresock.run.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one load brought.
 *
 * @param nanos the mean time from one answer to the next, of all connections together
 * @param least how often the least served connection was served, in percent of the mean
 * @param besideP99 nanoseconds of what goes on beside; 0 if nothing does
 * @param besideWorst nanoseconds
 * @param roundsP99 how many answers others got between a request and its own, in percent of the number of connections
 * @param roundsWorst the same at most
 * @param percentiles nanoseconds of a request at {@link Sample#PERCENTILES}
 */
record Tails(
        double nanos,
        double least,
        double besideP99,
        double besideWorst,
        double roundsP99,
        double roundsWorst,
        List<Double> percentiles) {

    static Tails of(long nanos, Histogram times, Histogram beside, Histogram between, long[] counts) {
        long all = Math.max(1, Arrays.stream(counts).sum());
        double least = 100.0 * Arrays.stream(counts).min().orElse(0) * counts.length / all;
        return new Tails(
                (double) nanos / all,
                least,
                beside.getValueAtPercentile(99),
                beside.getMaxValue(),
                100.0 * between.getValueAtPercentile(99) / counts.length,
                100.0 * between.getMaxValue() / counts.length,
                Sample.percentiles(times));
    }

    Sample sample() {
        Map<String, Double> more = new HashMap<>(Map.of(
                "least",
                least,
                "worst",
                percentiles.get(percentiles.size() - 1),
                "rounds",
                roundsP99,
                "rounds worst",
                roundsWorst));
        if (besideWorst > 0) {
            more.put("beside", besideP99);
            more.put("beside worst", besideWorst);
        }
        return new Sample(0, 0, nanos, null, percentiles, more, 0);
    }
}
