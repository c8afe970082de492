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
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The program of a fork. It runs a few benchmarks through JMH in turns of some hundredths of a second. The speed of a shared machine
 * changes from one second to the next, and separate forks differed by 15 %. Ratios between neighbouring turns are right within some
 * percent (ADR 19).
 */
final class ForkProgram {

    /**
     * Its task.
     *
     * @param cells the cells to measure in turns, ours first
     * @param warmUp milliseconds for each, which do not count
     * @param turns how many turns must count
     * @param millis of each cell in a turn
     * @param steal the share of the CPUs' time that the hypervisor may take from a turn that counts
     * @param allocation how many milliseconds the allocation of the first cell is counted; a fifth of that for each other cell; 0 for
     *     none
     * @param result the file for the {@link ForkResult}
     * @param jmh the file for JMH's own results
     */
    record Task(
            List<String> cells,
            int warmUp,
            int turns,
            int millis,
            double steal,
            int allocation,
            String result,
            String jmh) {}

    /** How many times longer it may take if turns are disturbed. */
    private static final int PATIENCE = 3;

    /** If time is short, this many turns are enough for a median. */
    private static final int ENOUGH = 7;

    /** The compilers are done when they take less than a tenth of the time, in this many turns in a row. */
    private static final int QUIET = 3;

    private static final int SETTLE_MILLIS = 5;
    private static final long SETTLE_AT_MOST = TimeUnit.SECONDS.toNanos(8);

    /** How often the allocation is counted at most. */
    private static final int COUNTS = 3;

    private final Task task;
    private final Jmh jmh = new Jmh(new Benchmarks());
    private final List<Cell> cells = new ArrayList<>();
    private final List<List<Sample>> turns = new ArrayList<>();
    private final Map<Cell, RunResult> last = new LinkedHashMap<>();
    private final Map<Cell, List<BenchmarkResult>> raw = new LinkedHashMap<>();
    private final Random random = new Random(1);
    private int rejected;

    private ForkProgram(Task task) {
        this.task = task;
    }

    /** Its argument is a {@link Task}, in JSON. */
    public static void main(String[] args) throws IOException, RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // JMH's lock is against other programs' runs; these are our own
        MeasuringThread.use();
        new ForkProgram(new Gson().fromJson(args[0], Task.class)).run();
    }

    private void run() throws IOException, RunnerException {
        List<String> failed = new ArrayList<>();
        for (String text : task.cells()) {
            try {
                jmh.run(Cell.parse(text), task.warmUp(), false);
                cells.add(Cell.parse(text));
            } catch (RunnerException e) {
                if (cells.isEmpty()) {
                    throw e; // without the first cell the others are of no use
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
     * Short turns that do not count, until the compilers are done. JMH's code at the beginning and end of each turn keeps them busy for
     * three seconds or more, on the core beside the measured one. The first 15 turns were as if from another machine.
     */
    private void settle() throws RunnerException {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null || !compilers.isCompilationTimeMonitoringSupported()) {
            return;
        }
        long start = System.nanoTime();
        for (int quiet = 0; quiet < QUIET && System.nanoTime() - start < SETTLE_AT_MOST; ) {
            long begin = System.nanoTime();
            long before = compilers.getTotalCompilationTime();
            for (Cell cell : shuffled()) {
                jmh.run(cell, SETTLE_MILLIS, false);
            }
            long compiled = TimeUnit.MILLISECONDS.toNanos(compilers.getTotalCompilationTime() - before);
            quiet = 10 * compiled <= System.nanoTime() - begin ? quiet + 1 : 0;
        }
    }

    private void takeTurns() throws IOException, RunnerException {
        long budget = 2_000_000L * task.turns() * task.millis() * cells.size();
        long start = System.nanoTime();
        long longest = 0;
        for (int i = 0; turns.size() < task.turns() && i < PATIENCE * task.turns(); i++) {
            long begin = System.nanoTime();
            Steal before = Steal.now();
            Map<Cell, RunResult> results = new LinkedHashMap<>();
            for (Cell cell : shuffled()) {
                results.put(cell, jmh.run(cell, task.millis(), false));
            }
            if (Steal.now().since(before) <= task.steal()) {
                turns.add(cells.stream().map(results::get).map(Jmh::sample).toList());
                results.forEach((cell, result) ->
                        raw.computeIfAbsent(cell, c -> new ArrayList<>()).addAll(result.getBenchmarkResults()));
                last.putAll(results);
            } else {
                rejected++;
            }
            longest = Math.max(longest, System.nanoTime() - begin);
            if (turns.size() >= ENOUGH && System.nanoTime() - start + longest > budget) {
                return; // the setup of some benchmarks takes long, such as to open 10 000 sockets
            }
        }
    }

    /**
     * Another order each turn. A cell may leave work behind, such as 10 000 closed sockets that the kernel still frees, or work for the
     * collector. So it does not always hit the same cell.
     */
    private List<Cell> shuffled() {
        List<Cell> order = new ArrayList<>(cells);
        Collections.shuffle(order, random);
        return order;
    }

    private List<Double> allocated() throws RunnerException {
        List<Double> all = new ArrayList<>();
        for (Cell cell : task.allocation() == 0 ? List.<Cell>of() : cells) {
            all.add(allocated(cell, all.isEmpty() ? task.allocation() : task.allocation() / 5));
        }
        return all;
    }

    /**
     * The least of some counts. What an operation allocates is in each count. The threads of JMH and of the JVM also allocate some KiB
     * now and then; for operations of 30 µs, which are few, that would be one byte each.
     */
    private double allocated(Cell cell, int millis) throws RunnerException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < COUNTS && least >= 1; i++) {
            Double bytes = Jmh.sample(jmh.run(cell, millis, true)).allocated();
            least = Math.min(least, bytes == null ? 0 : bytes); // the profiler has no result if nothing is allocated
        }
        return least;
    }

    /** JMH's own JSON of all turns that count, as if they were forks. */
    private void keep() throws IOException {
        List<RunResult> results = new ArrayList<>();
        last.forEach((cell, one) -> results.add(new RunResult(one.getParams(), raw.getOrDefault(cell, List.of()))));
        try (PrintStream out = new PrintStream(task.jmh(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }
}
