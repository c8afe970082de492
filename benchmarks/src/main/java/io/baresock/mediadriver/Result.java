package io.baresock.mediadriver;

import io.baresock.run.Sample;
import java.util.List;
import java.util.Map;

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

    Sample sample() {
        double all = Math.max(1, messages);
        return new Sample(0, 0, nanos / all, bytes / all, percentiles, Map.of(Sample.CPU, cpu / all), 0);
    }
}
