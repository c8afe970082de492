package io.baresock.run;

import io.baresock.demo.Machine;
import io.baresock.report.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One of the runs: measures, judges, keeps, draws, and prints a line a gate. */
final class GatedRun {

    private final Plan plan;
    private final Pattern only;
    private final boolean integers;

    GatedRun(Plan plan, Pattern only, boolean integers) {
        this.plan = plan;
        this.only = only;
        this.integers = integers;
    }

    /**
     * Runs it.
     *
     * @return whether all gates hold; smoke, which every change has to pass, judges only what is there
     */
    boolean run(Path out) throws IOException, InterruptedException {
        // The runs before may have left JMH's lock; two runs at once are visible in the numbers anyway.
        System.setProperty("jmh.ignoreLock", "true");
        Machine machine = Machine.current();
        Path directory = out.resolve(machine.time().replace(':', '-') + "-" + plan.name() + "-" + machine.commit());
        Files.createDirectories(directory);
        Progress progress = new Progress(System.out, onTerminal());
        progress.say(plan.name() + " on " + machine.cpus() + " x " + machine.cpu() + ", " + machine.kernel() + ", JDK "
                + machine.jdk() + ", commit " + machine.commit());
        long start = System.nanoTime();

        List<Gate> gates = gates();
        List<Verdict> verdicts = new ArrayList<>();
        if (integers) {
            verdicts.addAll(Integers.run(progress));
        }
        Rounds rounds = new Rounds(plan, directory, progress);
        Set<Cell> cells = new LinkedHashSet<>(plan.name().equals(Plan.SMOKE.name()) ? ours(gates) : Gates.cells(gates));
        if (plan.name().equals(Plan.FULL.name())) {
            rounds.benchmarks().all().stream().filter(this::isWanted).forEach(cells::add);
        }
        rounds.run(cells);
        Judge judge = new Judge(rounds.series(), rounds.reasons());
        gates.forEach(gate -> verdicts.add(judge.judge(gate)));

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        RunFile file = new RunFile(
                plan.name(), settings(), rounds.done(), seconds, rounds.rejected(), machine, verdicts, rounds.series());
        file.write(directory);
        Files.writeString(directory.resolve("report.html"), ReportPage.html(file));
        progress.say("");
        verdicts.forEach(verdict -> System.out.println(verdict.line()));
        return summary(verdicts, file, directory);
    }

    private static boolean summary(List<Verdict> verdicts, RunFile file, Path directory) {
        long ok = verdicts.stream().filter(Verdict::isOk).count();
        long missing =
                verdicts.stream().filter(v -> v.state().equals(Verdict.MISSING)).count();
        System.out.printf(
                "%n%d gates: %d ok, %d short, %d missing. %d s, %d rounds, %d forks rejected for stolen time. Results: %s%n",
                verdicts.size(),
                ok,
                verdicts.size() - ok - missing,
                missing,
                file.seconds(),
                file.rounds(),
                file.rejected(),
                directory.toAbsolutePath());
        return ok == verdicts.size() || (file.plan().equals(Plan.SMOKE.name()) && ok + missing == verdicts.size());
    }

    /** In a smoke run nothing is judged by the clock. */
    private List<Gate> gates() throws IOException {
        return Gates.load().stream()
                .filter(gate ->
                        !plan.name().equals(Plan.SMOKE.name()) || gate.metric().equals(Sample.ALLOCATED))
                .filter(gate -> only.matcher(gate.workload()).find() || isWanted(gate.ours()))
                .filter(gate ->
                        Integers.backends().contains(gate.ours().params().getOrDefault("backend", "jni")))
                .toList();
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
        return "at most " + plan.rounds() + " rounds of one fork each, " + plan.warmUps() + " + " + plan.iterations()
                + " iterations of " + plan.millis() + " ms";
    }

    @SuppressWarnings("SystemConsoleNull") // as in the demo
    private static boolean onTerminal() {
        return System.console() != null;
    }
}
