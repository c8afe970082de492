package io.baresock.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One iteration of one benchmark, by JMH, in this JVM. */
final class Jmh {

    private static final TimeValue SET_UP = TimeValue.milliseconds(100);
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Benchmarks benchmarks;
    private VerboseMode verbosity = VerboseMode.NORMAL;

    Jmh(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    /**
     * From here on nothing is printed. Formatting output at the beginning and end of each turn gave the JIT compilers work for a second
     * beside the measurement. If the setup of a benchmark fails, the warm-up has printed that already.
     */
    void beSilent() {
        verbosity = VerboseMode.SILENT;
    }

    RunResult run(Cell cell, int millis, boolean countsBytes) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmarks.fullName(cell).replace(".", "\\.") + "$")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(millis))
                .timeout(TimeValue.minutes(1))
                .shouldFailOnError(true)
                .verbosity(verbosity);
        cell.params().forEach(options::param);
        benchmarks.otherParams(cell).forEach(options::param);
        if (countsBytes) {
            // JMH's threads set the benchmark up as a part of the first iteration.
            options.warmupIterations(1).warmupTime(SET_UP).addProfiler(GCProfiler.class);
        }
        return new Runner(options.build()).runSingle();
    }

    static Sample sample(RunResult result) {
        BenchmarkParams params = result.getParams();
        Result<?> primary = result.getPrimaryResult();
        double unit = params.getTimeUnit().toNanos(1);
        boolean rate = params.getMode() == Mode.Throughput;
        double nanos = rate ? unit / primary.getScore() : unit * primary.getScore();
        List<Double> percentiles = new ArrayList<>();
        if (params.getMode() == Mode.SampleTime) {
            for (double p : Sample.PERCENTILES) {
                percentiles.add(unit * primary.getStatistics().getPercentile(p));
            }
        }
        Map<String, Double> more = new TreeMap<>();
        result.getSecondaryResults().forEach((label, r) -> {
            if (Double.isFinite(r.getScore()) && !label.startsWith("gc.")) {
                more.put(label, r.getScore());
            }
        });
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Sample(0, 0, nanos, allocated == null ? null : allocated.getScore(), percentiles, more, 0);
    }
}
