package io.baresock.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The forks, in turn: one of each benchmark a round, so that what disturbs the machine for a while disturbs all alike, and
 * ratios are of neighbours. A fork from which the hypervisor took time does not count and is repeated.
 */
final class Rounds {

    /** How often something is measured again in a round if time was stolen. */
    static final int ATTEMPTS = 3;

    private final Benchmarks benchmarks = new Benchmarks();
    private final Plan plan;
    private final Measured measured;
    private final Path directory;
    private final Progress progress;
    private final Fork fork;
    private final Map<Cell, List<BenchmarkResult>> raw = new LinkedHashMap<>();
    private final Map<Cell, RunResult> last = new LinkedHashMap<>();
    private int done;

    Rounds(Plan plan, Measured measured, Path directory, Progress progress) {
        this.plan = plan;
        this.measured = measured;
        this.directory = directory;
        this.progress = progress;
        fork = new Fork(benchmarks, plan);
    }

    Benchmarks benchmarks() {
        return benchmarks;
    }

    /** How many rounds were run. */
    int done() {
        return done;
    }

    void run(Collection<Cell> wanted) throws IOException {
        List<Cell> cells = existing(wanted);
        progress.add(cells.size() * plan.rounds());
        long start = System.nanoTime();
        long longest = 0;
        while (done < plan.rounds() && (done == 0 || System.nanoTime() - start + longest <= plan.nanos())) {
            long begin = System.nanoTime();
            for (Cell cell : cells) {
                progress.begin("round " + (done + 1) + ": " + cell);
                if (!measured.isLeftOut(cell)) {
                    one(cell);
                }
                progress.end();
            }
            longest = Math.max(longest, System.nanoTime() - begin);
            done++;
            write();
        }
        progress.drop(cells.size() * (plan.rounds() - done));
    }

    private List<Cell> existing(Collection<Cell> wanted) {
        List<Cell> cells = new ArrayList<>();
        for (Cell cell : wanted) {
            if (benchmarks.has(cell)) {
                cells.add(cell);
            } else if (!measured.isLeftOut(cell)) {
                measured.leaveOut(cell, "there is no " + cell.benchmark());
            }
        }
        return cells;
    }

    private void one(Cell cell) throws IOException {
        Path log = directory.resolve("logs").resolve(cell.toString().replaceAll("[^A-Za-z0-9.=]+", "_") + ".log");
        Files.createDirectories(directory.resolve("logs"));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Steal before = Steal.now();
            RunResult result;
            try {
                result = fork.run(cell, log);
            } catch (RunnerException e) {
                measured.leaveOut(cell, "failed: " + cell);
                progress.say(cell + " failed and is left out; JMH's output is in " + log);
                return;
            }
            double share = Steal.now().since(before);
            if (share <= plan.steal()) {
                measured.add(cell, Fork.sample(result).in(done, share));
                raw.computeIfAbsent(cell, c -> new ArrayList<>()).addAll(result.getBenchmarkResults());
                last.put(cell, result);
                return;
            }
            measured.reject();
        }
        measured.giveUp(cell);
    }

    /** JMH's own JSON of all forks that count, as if it had run them one after another. */
    private void write() throws IOException {
        List<RunResult> results = new ArrayList<>();
        raw.forEach((cell, forks) -> {
            RunResult one = last.get(cell);
            if (one != null) {
                results.add(new RunResult(one.getParams(), forks));
            }
        });
        try (PrintStream out = new PrintStream(directory.resolve("jmh.json").toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }
}
