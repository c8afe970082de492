package io.baresock.run;

import io.baresock.gate.Jvm;
import io.baresock.latency.LatencyCommand;
import io.baresock.report.ReportCommand;
import io.baresock.tool.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The jar's main class: the commands that measure and judge, which exit with 1 unless every gate holds; anything else goes to JMH. */
@Command(
        name = "benchmarks.jar",
        mixinStandardHelpOptions = true,
        description = "Measures Baresock. All other arguments go to JMH: try -l.",
        subcommands = {ReportCommand.class, LatencyCommand.class})
public final class Main {

    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    private Main() {}

    public static void main(String[] args) throws IOException {
        CommandLine commands = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        add(
                commands,
                Plan.DEMO,
                "What this machine supports, and a comparison with NIO and C in a minute, without limits.");
        add(commands, Plan.SMOKE, "Some minutes: bytes allocated and system calls per operation.");
        add(
                commands,
                Plan.STARTUP,
                "The README's hello as a whole process, by the default backend, by FFM, by JNI and by NIO.");
        add(
                commands,
                Plan.TAILS,
                "Virtual threads under full load beside the JDK's sockets: the slowest requests, and whether all are served alike.");
        add(
                commands,
                Plan.AERON,
                "Aeron's Java media driver on Baresock's endpoints and on its own: round trips and rates.");
        add(commands, Plan.STANDARD, "Every gate, in less than 40 minutes on a quiet machine.");
        add(commands, Plan.FULL, "Every gate and every benchmark, with more and longer rounds; it takes hours.");
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!(e instanceof IOException)) {
                throw e;
            }
            System.err.println(e.getMessage()); // an error of the network or the disk, not of the program
            return 1;
        });
        boolean help = args.length == 0 || HELP.contains(args[0]);
        if (help || commands.getSubcommands().containsKey(args[0])) {
            System.exit(commands.execute(args.length == 0 ? new String[] {"--help"} : args));
        }
        org.openjdk.jmh.Main.main(Arrays.copyOf(args, args.length));
    }

    private static void add(CommandLine commands, Plan plan, String what) {
        CommandLine run = new CommandLine(new Run(plan));
        run.getCommandSpec().usageMessage().description(what);
        commands.addSubcommand(plan.name(), run);
    }

    /** The command of a plan. */
    @Command(mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets them
    private static final class Run implements Callable<Integer> {

        private final Plan p;

        @Option(names = "--out", description = "directory for results", defaultValue = "benchmark-results")
        private Path out;

        @Option(
                names = "--only",
                description = "only gates whose workload or benchmark matches this regular expression")
        private @Nullable Pattern only;

        @Option(names = "--rounds", description = "how many forks of each benchmark, and rounds of the echo servers")
        private int rounds;

        @Option(
                names = "--more",
                description = "how many forks undecided gates get at most after the rounds; none if --rounds is given")
        private int more = -1;

        @Option(names = "--turns", description = "how many turns the benchmarks of a fork take")
        private int turns;

        @Option(
                names = "--minutes",
                description = "the time limit for forks: a round begins only if it would end in time")
        private double minutes;

        @Option(names = "--millis", description = "milliseconds of a benchmark in a turn")
        private int millis;

        @Option(names = "--steal", description = "how much CPU time may be stolen from a turn that counts, in percent")
        private double steal;

        @Option(names = "--no-integers", description = "without the gates on allocation and system calls by operation")
        private boolean noIntegers;

        @Option(
                names = "--jvm",
                description = "options for every JVM that is measured, such as -XX:+UseSystemMemoryBarrier",
                defaultValue = "")
        private String jvm;

        Run(Plan p) {
            this.p = p;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (p.isA(Plan.DEMO)) {
                System.out.println(Report.text());
            }
            System.setProperty(Jvm.OPTIONS, jvm);
            Plan chosen = new Plan(
                    p.name(),
                    p.suite(),
                    rounds > 0 ? rounds : p.rounds(),
                    more >= 0 ? more : rounds > 0 ? 0 : p.more(),
                    minutes > 0 ? minutes : p.minutes(),
                    p.warmUp(),
                    turns > 0 ? turns : p.turns(),
                    millis > 0 ? millis : p.millis(),
                    rounds > 0 ? rounds : p.contests(),
                    steal > 0 ? steal / 100 : p.steal());
            Pattern wanted = only == null ? Pattern.compile(p.only()) : only;
            return new GatedRun(chosen, wanted, p.suite().hasIntegers() && !noIntegers).run(out) ? 0 : 1;
        }
    }
}
