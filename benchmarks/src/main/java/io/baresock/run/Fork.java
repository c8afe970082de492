package io.baresock.run;

import java.nio.file.Path;
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

/** Runs one fork of one benchmark through JMH, with its profiler of allocation. */
final class Fork {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Benchmarks benchmarks;
    private final Plan plan;

    Fork(Benchmarks benchmarks, Plan plan) {
        this.benchmarks = benchmarks;
        this.plan = plan;
    }

    RunResult run(Cell cell, Path log) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmarks.fullName(cell).replace(".", "\\.") + "$")
                .forks(1)
                .warmupForks(0)
                .warmupIterations(plan.warmUps())
                .warmupTime(TimeValue.milliseconds(plan.millis()))
                .measurementIterations(plan.iterations())
                .measurementTime(TimeValue.milliseconds(plan.millis()))
                .timeout(TimeValue.minutes(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log.toString());
        cell.params().forEach(options::param);
        benchmarks.otherParams(cell).forEach(options::param);
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
        double bytes = allocated == null ? 0 : allocated.getScore();
        return new Sample(0, nanos, bytes, percentiles, more, 0);
    }
}
