package io.baresock.run;

import io.baresock.latency.LatencyCommand;
import io.baresock.report.ReportCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The jar's main class: {@code smoke|standard|full|report|latency}; anything else goes to JMH. */
@Command(
        name = "benchmarks.jar",
        mixinStandardHelpOptions = true,
        description = "Measures Baresock. Anything but these commands goes to JMH: try -l.",
        subcommands = {
            RunCommands.Smoke.class,
            RunCommands.Standard.class,
            RunCommands.Full.class,
            ReportCommand.class,
            LatencyCommand.class
        })
public final class Main {

    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    private Main() {}

    public static void main(String[] args) throws IOException {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!(e instanceof IOException)) {
                throw e;
            }
            System.err.println(e.getMessage()); // what the network or the disk said; no fault of the program's
            return 1;
        });
        boolean help = args.length == 0 || HELP.contains(args[0]);
        if (help || commands.getSubcommands().containsKey(args[0])) {
            System.exit(commands.execute(args.length == 0 ? new String[] {"--help"} : args));
        }
        org.openjdk.jmh.Main.main(Arrays.copyOf(args, args.length));
    }
}
