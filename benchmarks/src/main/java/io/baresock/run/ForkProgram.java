package io.baresock.run;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The program of a fork: runs a few benchmarks through JMH in turns of hundredths of a second each. Ratios of neighbours
 * are right within some percent on a machine whose speed changes by more than that from one second to the next, where forks
 * one after another differed by 15 % (ADR 19).
 */
final class ForkProgram {

    /** How much longer than undisturbed it may take, if turns are disturbed. */
    private static final int PATIENCE = 3;

    /** As many turns give a median, if time is short. */
    private static final int ENOUGH = 7;

    /** Turns in a row in which the compilers had next to nothing to do. */
    private static final int QUIET = 3;

    /** What is next to nothing: a tenth of the time. */
    private static final int QUIET_PART = 10;

    /** How often what an operation allocates is counted, at most. */
    private static final int COUNTS = 3;

    private static final int SETTLE_MILLIS = 5;
    private static final long SETTLE_AT_MOST = 8_000_000_000L; // ns

    private final ForkTask task;
    private final Jmh jmh = new Jmh(new Benchmarks());
    private final List<Cell> cells = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<List<Sample>> turns = new ArrayList<>();
    private final Map<Cell, RunResult> last = new LinkedHashMap<>();
    private final Map<Cell, List<BenchmarkResult>> raw = new LinkedHashMap<>();
    private final Random random = new Random(1);
    private int rejected;

    private ForkProgram(ForkTask task) {
        this.task = task;
    }

    /** Its argument is a {@link ForkTask}, in JSON. */
    public static void main(String[] args) throws IOException, RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // JMH's lock keeps the runs of others out, not those of one's own
        MeasuringThread.use();
        ForkTask task = new Gson().fromJson(args[0], ForkTask.class);
        new ForkProgram(task).run();
    }

    private void run() throws IOException, RunnerException {
        for (String text : task.cells()) {
            Cell cell = Cell.parse(text);
            try {
                jmh.run(cell, task.warmUp(), false);
                cells.add(cell);
            } catch (RunnerException e) {
                if (cells.isEmpty()) {
                    throw e; // without the first the others say nothing
                }
                failed.add(text);
            }
        }
        jmh.beSilent();
        settle();
        takeTurns();
        ForkResult result = new ForkResult(turns, failed, allocated(), rejected);
        Files.writeString(Path.of(task.result()), new Gson().toJson(result));
        keep();
    }

    /**
     * Short turns that do not count, until the compilers are done. JMH's own code, which begins and ends each turn, keeps them busy for
     * three seconds and more, on the core beside the one that is measured: the first 15 turns were of another machine.
     */
    private void settle() throws RunnerException {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null || !compilers.isCompilationTimeMonitoringSupported()) {
            return;
        }
        long start = System.nanoTime();
        int quiet = 0;
        while (quiet < QUIET && System.nanoTime() - start < SETTLE_AT_MOST) {
            long begin = System.nanoTime();
            long before = compilers.getTotalCompilationTime();
            for (int k : order()) {
                jmh.run(cells.get(k), SETTLE_MILLIS, false);
            }
            long compiled = TimeUnit.MILLISECONDS.toNanos(compilers.getTotalCompilationTime() - before);
            quiet = compiled * QUIET_PART <= System.nanoTime() - begin ? quiet + 1 : 0;
        }
    }

    private void takeTurns() throws IOException, RunnerException {
        long start = System.nanoTime();
        long longest = 0;
        for (int i = 0; turns.size() < task.turns() && i < PATIENCE * task.turns(); i++) {
            long begin = System.nanoTime();
            Steal before = Steal.now();
            Map<Cell, RunResult> results = new LinkedHashMap<>();
            Sample[] turn = new Sample[cells.size()];
            for (int k : order()) {
                RunResult result = jmh.run(cells.get(k), task.millis(), false);
                results.put(cells.get(k), result);
                turn[k] = Jmh.sample(result);
            }
            if (Steal.now().since(before) <= task.steal()) {
                turns.add(List.of(turn));
                results.forEach(this::note);
            } else {
                rejected++;
            }
            longest = Math.max(longest, System.nanoTime() - begin);
            if (turns.size() >= ENOUGH && System.nanoTime() - start + longest > budget()) {
                return; // where it takes long to set a benchmark up, such as to open 10 000 sockets
            }
        }
    }

    /**
     * Another one each turn: what the one before leaves behind, such as 10 000 closed sockets that the kernel still frees, or work for
     * the collector, is not always the same one's burden.
     */
    private List<Integer> order() {
        List<Integer> order = IntStream.range(0, cells.size()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        return order;
    }

    private long budget() {
        return 2_000_000L * task.turns() * task.millis() * cells.size();
    }

    private void note(Cell cell, RunResult result) {
        last.put(cell, result);
        raw.computeIfAbsent(cell, c -> new ArrayList<>()).addAll(result.getBenchmarkResults());
    }

    private List<Double> allocated() throws RunnerException {
        List<Double> all = new ArrayList<>();
        for (Cell cell : task.allocation() == 0 ? List.<Cell>of() : cells) {
            int millis = all.isEmpty() ? task.allocation() : task.allocation() / 5;
            all.add(allocated(cell, millis));
        }
        return all;
    }

    /**
     * The least of some counts: what an operation allocates is in each of them, but what the threads of JMH and of the JVM allocate meanwhile,
     * some KiB now and then, is one byte for each of the few operations that take 30 µs.
     */
    private double allocated(Cell cell, int millis) throws RunnerException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < COUNTS && least >= 1; i++) {
            Double bytes = Jmh.sample(jmh.run(cell, millis, true)).allocated();
            least = Math.min(least, bytes == null ? 0 : bytes); // the profiler says nothing of what allocates nothing
        }
        return least;
    }

    /** JMH's own JSON of all turns that count, as if they had been forks. */
    private void keep() throws IOException {
        List<RunResult> results = new ArrayList<>();
        last.forEach((cell, one) -> results.add(new RunResult(one.getParams(), raw.getOrDefault(cell, List.of()))));
        try (PrintStream out = new PrintStream(task.jmh(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }
}
