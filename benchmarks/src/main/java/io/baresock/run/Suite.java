package io.baresock.run;

import io.baresock.echo.EchoContest;
import io.baresock.flow.FlowContest;
import io.baresock.mediadriver.AeronContest;
import io.baresock.report.Medians;
import io.baresock.report.Medians.Column;
import io.baresock.startup.StartupContest;
import io.baresock.tails.TailsContest;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What can be measured together.
 *
 * @param contests the contests that it has; the argument is how many milliseconds of a measurement count
 * @param gates its table
 * @param medians the medians for a terminal; empty if it prints only the gates
 * @param hasIntegers whether it has the gates on bytes, system calls and waits by operation
 */
record Suite(
        IntFunction<List<Contest.Rules>> contests,
        Table gates,
        Function<RunFile, String> medians,
        boolean hasIntegers) {

    /** The gates of a suite. */
    @FunctionalInterface
    interface Table {
        List<Gate> read() throws IOException;
    }

    static final Suite ALL = new Suite(Suite::standard, Suite::standardGates, run -> "", true);
    static final Suite TIMES = new Suite(Suite::standard, Suite::standardGates, run -> "", false);
    static final Suite DEMO = new Suite(
            Suite::standard,
            () -> Gates.load("demo.txt"),
            run -> Medians.table(
                    run,
                    new Column("us", "time", 1e3, 2),
                    new Column("p50", "p50", 1e3, 2),
                    new Column("p99", "p99", 1e3, 2),
                    new Column("p99.9", "p99.9", 1e3, 2),
                    new Column("CPU ns", Sample.CPU, 1, 0),
                    new Column("B/op", Sample.ALLOCATED, 1, 0)),
            false);

    /** Servers under full load. */
    static final Suite TAILS = new Suite(
            millis -> List.of(TailsContest.rules(millis)),
            () -> Gates.parse(TailsContest.gates()),
            run -> Medians.table(
                    run,
                    new Column("/s", "rate", 1, 0),
                    new Column("p50 ms", "p50", 1e6, 2),
                    new Column("p99", "p99", 1e6, 2),
                    new Column("p99.9", "p99.9", 1e6, 2),
                    new Column("worst", "worst", 1e6, 2),
                    new Column("least %", "least", 1, 0),
                    new Column("rounds %", "rounds", 1, 0),
                    new Column("beside", "beside", 1e6, 2),
                    new Column("worst", "beside worst", 1e6, 2)),
            false);

    /** Aeron's media driver. */
    static final Suite AERON = new Suite(
            millis -> List.of(AeronContest.rules(millis)),
            () -> Gates.parse(AeronContest.gates()),
            run -> Medians.table(
                    run,
                    new Column("/s", "rate", 1, 0),
                    new Column("p50 us", "p50", 1e3, 1),
                    new Column("p99", "p99", 1e3, 1),
                    new Column("p99.9", "p99.9", 1e3, 1),
                    new Column("CPU ns", Sample.CPU, 1, 0),
                    new Column("B/msg", Sample.ALLOCATED, 1, 2)),
            false);

    private static List<Contest.Rules> standard(int millis) {
        return List.of(EchoContest.rules(), FlowContest.rules(), StartupContest.rules());
    }

    private static List<Gate> standardGates() throws IOException {
        return Gates.withConsequences(Gates.load("gates.txt"));
    }
}
