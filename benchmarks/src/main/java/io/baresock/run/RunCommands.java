package io.baresock.run;

import io.baresock.gate.Jvm;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that measure and judge. They exit with 1 unless every gate holds. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class RunCommands {

    private RunCommands() {}

    /** What they have in common. */
    abstract static class Run implements Callable<Integer> {

        @Option(names = "--out", description = "directory for results", defaultValue = "benchmark-results")
        private Path out;

        @Option(names = "--only", description = "only gates whose workload or benchmark this regular expression finds")
        private Pattern only = Pattern.compile("");

        @Option(names = "--rounds", description = "forks of each benchmark, and rounds of the echo servers")
        private int rounds;

        @Option(
                names = "--more",
                description = "forks at most of what is still open after the rounds; none if --rounds is given")
        private int more = -1;

        @Option(names = "--turns", description = "that the benchmarks of a fork take")
        private int turns;

        @Option(names = "--minutes", description = "no round of forks begins that would not end in so many")
        private double minutes;

        @Option(names = "--millis", description = "of a benchmark in a turn")
        private int millis;

        @Option(names = "--steal", description = "percent of CPU time that may be stolen from a turn that counts")
        private double steal;

        @Option(names = "--no-integers", description = "without the gates on allocation and system calls by operation")
        private boolean noIntegers;

        @Option(
                names = "--jvm",
                description = "options for every JVM that is measured, such as -XX:+UseSystemMemoryBarrier",
                defaultValue = "")
        private String jvm;

        abstract Plan plan();

        @Override
        public Integer call() throws Exception {
            System.setProperty(Jvm.OPTIONS, jvm);
            Plan p = plan();
            Plan chosen = new Plan(
                    p.name(),
                    rounds > 0 ? rounds : p.rounds(),
                    more >= 0 ? more : rounds > 0 ? 0 : p.more(),
                    minutes > 0 ? minutes : p.minutes(),
                    p.warmUp(),
                    turns > 0 ? turns : p.turns(),
                    millis > 0 ? millis : p.millis(),
                    rounds > 0 ? rounds : p.contests(),
                    steal > 0 ? steal / 100 : p.steal());
            return new GatedRun(chosen, only, !noIntegers).run(out) ? 0 : 1;
        }
    }

    /** Minutes. */
    @Command(
            name = "smoke",
            mixinStandardHelpOptions = true,
            description = "The integers, in minutes: bytes allocated and system calls an operation.")
    static final class Smoke extends Run {
        @Override
        Plan plan() {
            return Plan.SMOKE;
        }
    }

    /** Under 40 minutes. */
    @Command(
            name = "standard",
            mixinStandardHelpOptions = true,
            description = "Every gate, in less than 40 minutes on a quiet machine.")
    static final class Standard extends Run {
        @Override
        Plan plan() {
            return Plan.STANDARD;
        }
    }

    /** Hours. */
    @Command(
            name = "full",
            mixinStandardHelpOptions = true,
            description = "Every gate and every benchmark, with more and longer rounds: hours.")
    static final class Full extends Run {
        @Override
        Plan plan() {
            return Plan.FULL;
        }
    }
}
