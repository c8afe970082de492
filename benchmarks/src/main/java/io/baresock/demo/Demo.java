package io.baresock.demo;

import io.baresock.tool.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The demo: says what it runs on, plays ping-pong over TCP, UDP and Unix sockets by Baresock, NIO and C, and shows the
 * outcome as a table here and as curves on a page. Usage: {@code Demo DIRECTORY [ROUNDS [ROUND_TRIPS]]}.
 */
public final class Demo {

    private Demo() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "demo");
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 25;
        int roundTrips = args.length > 2 ? Integer.parseInt(args[2]) : 8_000;

        System.out.println(Report.text());
        Tournament tournament = new Tournament(rounds, roundTrips);
        Meter meter = new Meter(System.out, onTerminal(), tournament.steps());
        long start = System.nanoTime();
        Results results = tournament.play(meter::step);
        meter.end();

        Machine machine = Machine.current();
        System.out.println(Table.text(results));
        Caveats.lines().forEach(line -> System.out.println("* " + line));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), Json.text(machine, results));
        Path page = directory.resolve("index.html");
        Files.writeString(page, Page.html(machine, results));
        System.out.printf(
                "%nPlayed for %d s. The latency curves: %s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), page.toAbsolutePath());
    }

    /** Null without a terminal before JDK 22, from JDK 25 on, and between them with the -Djdk.console=java.base of the POM. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        return System.console() != null;
    }
}
