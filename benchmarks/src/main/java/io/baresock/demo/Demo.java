package io.baresock.demo;

import io.baresock.flow.FlowResults;
import io.baresock.flow.FlowTable;
import io.baresock.tool.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The demo: says what it runs on, plays ping-pong over TCP, UDP and Unix sockets by Baresock, NIO and C, then lets datagrams
 * flow from one thread to another as fast as each can, and shows the outcome as tables here and drawn on a page. Usage: {@code Demo DIRECTORY [ROUNDS [ROUND_TRIPS]]}.
 */
public final class Demo {

    /** How long a flow is sent in one go. */
    private static final long FLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private Demo() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "demo");
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 25;
        int roundTrips = args.length > 2 ? Integer.parseInt(args[2]) : 8_000;

        System.out.println(Report.text());
        Tournament tournament = new Tournament(rounds, roundTrips);
        int flowRounds = Math.max(1, rounds / 5);
        boolean flows = System.getProperty("os.name").equals("Linux"); // sendmmsg, GSO, GRO
        int steps = tournament.steps() + (flows ? FlowResults.steps(flowRounds) : 0);
        Meter meter = new Meter(System.out, onTerminal(), steps);
        long start = System.nanoTime();
        Results results = tournament.play(meter::step);
        FlowResults flow = flows ? FlowResults.run(flowRounds, FLOW_NANOS, meter::step) : null;
        meter.end();

        Machine machine = Machine.current();
        System.out.println(Table.text(results));
        if (flow != null) {
            System.out.println(FlowTable.text(flow));
        }
        Caveats.lines().forEach(line -> System.out.println("* " + line));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), Json.text(machine, results, flow));
        Path page = directory.resolve("index.html");
        Files.writeString(page, Page.html(machine, results, flow));
        System.out.printf(
                "%nPlayed for %d s. Drawn: %s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), page.toAbsolutePath());
    }

    /** Null without a terminal before JDK 22, from JDK 25 on, and between them with the -Djdk.console=java.base of the POM. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        return System.console() != null;
    }
}
