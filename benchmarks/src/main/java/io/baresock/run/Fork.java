package io.baresock.run;

import com.google.gson.Gson;
import io.baresock.gate.Jvm;
import io.baresock.gate.OwnNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.CompilerHints;

/** Runs {@link ForkProgram}s. */
final class Fork {

    /** In a short count, JMH's own garbage would be too much: it is some kilobytes per iteration. */
    private static final int ALLOCATION_MILLIS = 1500;

    /**
     * JMH's loop is entered once per turn, and the loop of a partner thread once per fork. By default the JVM interprets a loop for 60
     * 000 iterations before it compiles it, and C2 compiles it 40 000 later. That is more blocking round trips than the warm-up has. Here
     * it is 3000 and 2000. If a loop is interpreted again, the JVM looks for the compiled code after 4 iterations; after the default of
     * 1024, most of a turn is over.
     */
    private static final List<String> COMPILED_LOOPS = List.of(
            "-XX:Tier3BackEdgeThreshold=3000", "-XX:Tier4BackEdgeThreshold=2000", "-XX:Tier0BackedgeNotifyFreqLog=2");

    private final Benchmarks benchmarks;
    private final Plan plan;
    private final Path logs;

    Fork(Benchmarks benchmarks, Plan plan, Path directory) throws IOException {
        this.benchmarks = benchmarks;
        this.plan = plan;
        logs = Files.createDirectories(directory.resolve("logs"));
    }

    /**
     * Runs one fork.
     *
     * @param round of the run; the first round counts allocation
     * @throws IOException if the first of the group cannot be measured, with the log's name
     */
    ForkResult run(Group group, int round) throws IOException, InterruptedException {
        String name = (round + 1) + "-" + group.ours().toString().replaceAll("[^A-Za-z0-9.=]+", "_");
        Path result = logs.resolve(name + ".result");
        ForkProgram.Task task = new ForkProgram.Task(
                group.cells().stream().map(Cell::toString).toList(),
                plan.warmUp(),
                plan.turns(),
                plan.millis(),
                plan.steal(),
                round == 0 ? ALLOCATION_MILLIS : 0,
                result.toString(),
                logs.resolve(name + ".json").toString());
        Path log = logs.resolve(name + ".log");
        boolean ended = Jvm.run(OwnNetwork.in(command(group, new Gson().toJson(task))), log);
        if (!ended || !Files.exists(result)) {
            throw new IOException("see " + log);
        }
        ForkResult measured = new Gson().fromJson(Files.readString(result), ForkResult.class);
        Files.delete(result);
        return measured;
    }

    /** With the options that the benchmarks need, and those that JMH gives its own forks. */
    private List<String> command(Group group, String task) {
        Set<String> command = new LinkedHashSet<>(List.of(
                Jvm.java(),
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+UnlockExperimentalVMOptions",
                "-DcompilerBlackholesEnabled=true",
                "-XX:CompileCommandFile=" + CompilerHints.hintsFile()));
        command.addAll(COMPILED_LOOPS);
        group.cells().forEach(cell -> command.addAll(benchmarks.jvmArguments(cell)));
        command.addAll(Jvm.options());
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-classpath", System.getProperty("java.class.path"), ForkProgram.class.getName(), task));
        return all;
    }
}
