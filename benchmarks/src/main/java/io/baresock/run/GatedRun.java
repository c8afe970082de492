package io.baresock.run;

import io.baresock.gate.Jvm;
import io.baresock.gate.OwnNetwork;
import io.baresock.report.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the runs: measures, judges, stores, draws, and prints a line per gate. */
final class GatedRun {

    private final Plan plan;
    private final Pattern only;
    private final boolean integers;
    private final List<Contest.Rules> contests;
    private final Measured measured = new Measured();
    private final Progress progress = new Progress(System.out, onTerminal());

    GatedRun(Plan plan, Pattern only, boolean integers) {
        this.plan = plan;
        this.only = only;
        this.integers = integers;
        contests = plan.suite().contests().apply(plan.millis());
    }

    /**
     * Runs it.
     *
     * @return whether all gates hold; smoke ignores missing results
     */
    boolean run(Path out) throws IOException, InterruptedException {
        // Earlier runs may have left JMH's lock. Two runs at the same time would show in the numbers anyway.
        System.setProperty("jmh.ignoreLock", "true");
        Machine machine = Machine.current();
        Path directory = out.resolve(machine.time().replace(':', '-') + "-" + plan.name() + "-" + machine.commit());
        Files.createDirectories(directory);
        progress.say(plan.name() + " on " + machine.cpus() + " x " + machine.cpu() + ", " + machine.kernel() + ", JDK "
                + machine.jdk() + ", commit " + machine.commit());
        if (!Backends.here().contains("ffm")) {
            progress.say("JDK " + Runtime.version().feature()
                    + " has no FFM: what needs it is left out. Run with JDK 22 or newer for all of it.");
        }
        long start = System.nanoTime();
        List<Gate> gates = gates();
        List<Verdict> verdicts = new ArrayList<>();
        if (integers) {
            verdicts.addAll(Integers.run(progress));
        }
        int rounds = measure(gates, directory);
        Judge judge = new Judge(measured.series(), measured.reasons());
        gates.forEach(gate -> verdicts.add(judge.judge(gate)));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        RunFile file = new RunFile(
                plan.name(), settings(), rounds, seconds, measured.rejected(), machine, verdicts, measured.series());
        file.write(directory);
        Path page = Files.writeString(directory.resolve("report.html"), ReportPage.html(file));
        progress.say("");
        String medians = plan.suite().medians().apply(file);
        if (!medians.isEmpty()) {
            System.out.println(medians);
        }
        if (plan.isA(Plan.DEMO)) {
            Files.copy(page, out.resolve("index.html"), StandardCopyOption.REPLACE_EXISTING);
        }
        verdicts.forEach(verdict -> System.out.println(verdict.line()));
        return summary(verdicts, file, plan.isA(Plan.DEMO) ? out.resolve("index.html") : directory);
    }

    /** Runs the forks first, and then the contests. Returns how many rounds of forks there was time for. */
    private int measure(List<Gate> gates, Path directory) throws IOException, InterruptedException {
        Benchmarks benchmarks = new Benchmarks();
        Set<Cell> cells = new LinkedHashSet<>(isSmoke() ? ours(gates) : Gates.cells(gates));
        List<Group> groups = Group.of(gates); // in a smoke run, only the groups whose bytes are compared with a peer's
        if (plan.isA(Plan.FULL)) {
            Stream.concat(benchmarks.all().stream(), contests.stream().flatMap(c -> c.cells().stream()))
                    .filter(this::isWanted)
                    .forEach(cells::add);
        }
        cells.removeIf(cell -> {
            boolean absent = !Backends.canRun(cell, Backends.here());
            if (absent) {
                measured.leaveOut(cell, Backends.ABSENT);
            }
            return absent;
        });
        List<Turns> all = new ArrayList<>();
        for (Contest.Rules contest : contests) {
            Turns turns = new Turns(contest, plan, measured, progress, Steal::now);
            turns.take(cells);
            all.add(turns);
        }
        groups.removeIf(group -> !cells.contains(group.ours()));
        groups.forEach(group -> cells.removeAll(group.cells()));
        cells.forEach(cell -> groups.add(Group.alone(cell)));
        Fork fork = new Fork(benchmarks, plan, directory);
        int rounds = new Rounds(plan, measured, progress, benchmarks::has, fork::run)
                .run(groups, () -> new Judge(measured.series(), measured.reasons()).open(gates));
        for (Turns turns : all) {
            turns.run(directory);
        }
        return rounds;
    }

    private static boolean summary(List<Verdict> verdicts, RunFile file, Path results) {
        long judged = verdicts.stream().filter(Verdict::isJudged).count();
        long ok = verdicts.stream().filter(Verdict::isOk).count();
        long missing =
                verdicts.stream().filter(v -> v.state().equals(Verdict.MISSING)).count();
        System.out.printf(
                "%n%d gates: %d ok, %d short, %d missing. %d s, %d rounds, %d turns or measurements rejected for stolen time. Results: %s%n",
                judged,
                ok,
                judged - ok - missing,
                missing,
                file.seconds(),
                file.rounds(),
                file.rejected(),
                results.toAbsolutePath());
        return ok == judged
                || file.plan().equals(Plan.DEMO.name())
                || (file.plan().equals(Plan.SMOKE.name()) && ok + missing == judged);
    }

    private List<Gate> gates() throws IOException {
        return plan.suite().gates().read().stream()
                .filter(gate -> !isSmoke() || isForSmoke(gate))
                .filter(gate -> only.matcher(gate.workload()).find() || isWanted(gate.ours()))
                .toList();
    }

    private boolean isSmoke() {
        return plan.isA(Plan.SMOKE);
    }

    /** Whether a smoke run has this gate: it is about allocation, and JMH measures it. */
    private boolean isForSmoke(Gate gate) {
        return gate.metric().equals(Sample.ALLOCATED)
                && Backends.canRun(gate.ours(), Backends.here())
                && contests.stream().noneMatch(c -> c.cells().contains(gate.ours()));
    }

    private boolean isWanted(Cell cell) {
        return only.matcher(cell.toString()).find();
    }

    private static Set<Cell> ours(List<Gate> gates) {
        Set<Cell> cells = new LinkedHashSet<>();
        gates.forEach(gate -> cells.add(gate.ours()));
        return cells;
    }

    private String settings() {
        String jvm = String.join(" ", Jvm.options());
        String more = plan.more() == 0
                ? ""
                : "and within " + Math.round(plan.minutes()) + " minutes up to " + plan.more()
                        + " forks more of what has its limit in the interval, ";
        return "at most " + plan.rounds() + " rounds of one fork each, " + more + plan.warmUp()
                + " ms of warm-up and " + plan.turns() + " turns of " + plan.millis() + " ms; " + plan.contests()
                + " rounds of the echo servers and the flows; " + OwnNetwork.describe()
                + (jvm.isEmpty() ? "" : "; every JVM with " + jvm);
    }

    /**
     * System.console() is null without a terminal before JDK 22 and from JDK 25 on. Between them the POM's -Djdk.console=java.base does
     * that.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        return System.console() != null;
    }
}
