package io.baresock.mediadriver;

import io.baresock.run.Sample;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What one load brought.
 *
 * @param messages that counted
 * @param nanos that all of them took
 * @param cpu nanoseconds of CPU time that all threads of the process took meanwhile
 * @param bytes that all threads of the process allocated meanwhile
 * @param percentiles nanoseconds of a message at {@link Sample#PERCENTILES}; empty if single ones are not timed
 */
record Result(long messages, long nanos, long cpu, long bytes, List<Double> percentiles) {

    /** How the answer to a load that failed begins. */
    static final String FAILED = "failed: ";

    static Result of(long messages, long nanos, long cpu, long bytes, Histogram times) {
        List<Double> percentiles = times.getTotalCount() == 0
                ? List.of()
                : Sample.PERCENTILES.stream()
                        .map(p -> (double) times.getValueAtPercentile(p))
                        .toList();
        return new Result(messages, nanos, cpu, bytes, percentiles);
    }

    String words() {
        return messages + " " + nanos + " " + cpu + " " + bytes
                + percentiles.stream().map(p -> " " + p).collect(Collectors.joining());
    }

    static Result parse(String words) throws IOException {
        if (words.startsWith(FAILED)) {
            throw new IOException(words);
        }
        String[] all = words.split(" ", -1);
        return new Result(
                Long.parseLong(all[0]),
                Long.parseLong(all[1]),
                Long.parseLong(all[2]),
                Long.parseLong(all[3]),
                Arrays.stream(all).skip(4).map(Double::valueOf).toList());
    }

    Sample sample() {
        double all = Math.max(1, messages);
        return new Sample(0, 0, nanos / all, bytes / all, percentiles, Map.of(Sample.CPU, cpu / all), 0);
    }
}
