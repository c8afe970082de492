package io.baresock.report;

import io.baresock.run.Paired;
import io.baresock.run.RunFile;
import io.baresock.run.Sample;
import io.baresock.run.Series;
import io.baresock.run.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as Markdown: docs/benchmarks.md. */
public final class ReportMarkdown {

    private static final String MEDIANS =
            """

            ## Medians

            | benchmark | ns/op | interval | CPU ns | p50 ns | p99 ns | B/op | rounds |
            |---|--:|---|--:|--:|--:|--:|--:|
            """;

    private static final String TERMINAL = "%-58s %8s %8s %8s %8s %8s %6s%n";

    private static final String AERON = "%-70s %10s %8s %8s %8s %8s %8s%n";

    private static final String TAILS = "%-78s %8s %8s %8s %8s %8s %8s %8s %8s %8s%n";

    private ReportMarkdown() {}

    /** The whole file. If there is a second run, such as one with other options for the JVM, it gets a column. */
    public static String text(RunFile run, @Nullable RunFile beside) throws IOException {
        StringBuilder out = new StringBuilder("# Benchmarks\n\nGenerated from the `run.json` of a run by `java -jar"
                + " benchmarks/target/benchmarks.jar report run.json" + (beside == null ? "" : " --beside second.json")
                + " --markdown docs/benchmarks.md`: do not edit, run again.\n\n");
        out.append(run.machine().time(), 0, 10)
                .append(". ")
                .append(Rows.machine(run))
                .append(".\n");
        out.append(Rows.how(run)).append("\n\n");
        if (beside != null) {
            out.append("The last column is of a second run, which says nothing of the rows it did not have: ")
                    .append(beside.machine().time() + ", commit "
                            + beside.machine().commit() + ". ")
                    .append(Rows.how(beside) + "\n\n");
        }
        out.append("## What these numbers are not\n\n");
        Rows.caveats().forEach(line -> out.append("* ").append(line).append('\n'));
        List<Verdict> ratios = Rows.ratios(run);
        out.append("\n## Ratios to C and to the peers: " + Rows.summary(ratios) + "\n\n")
                .append("Ours / theirs; of times the lower is better, of a rate the higher.\n\n");
        table(out, ratios, beside);
        List<Verdict> integers = Rows.integers(run);
        out.append("\n## Bytes allocated and system calls an operation: " + Rows.summary(integers) + "\n\n");
        List<Verdict> bad = integers.stream().filter(v -> !v.isOk()).toList();
        if (!bad.isEmpty()) {
            table(out, bad, null);
        }
        out.append(MEDIANS);
        run.series().forEach(s -> out.append(median(s)));
        return out.toString();
    }

    private static void table(StringBuilder out, List<Verdict> verdicts, @Nullable RunFile beside) {
        out.append("| workload | peer | measured | limit | |" + (beside == null ? "" : " second run |"))
                .append("\n|---|---|---|---|---|" + (beside == null ? "" : "---|") + "\n");
        for (Verdict v : verdicts) {
            out.append("| " + v.line() + " |" + (beside == null ? "" : " " + second(v, beside) + " |") + "\n");
        }
    }

    private static String second(Verdict v, RunFile beside) {
        return beside.verdicts().stream()
                .filter(other -> other.workload().equals(v.workload())
                        && other.peer().equals(v.peer())
                        && other.metric().equals(v.metric()))
                .map(other -> other.measured() + ", " + other.state())
                .findFirst()
                .orElse("");
    }

    /** The medians for a terminal; times are in microseconds. */
    public static String medians(RunFile run) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(TERMINAL, "", "us", "p50", "p99", "p99.9", "CPU ns", "B/op"));
        for (Series s : run.series()) {
            out.append(String.format(
                    TERMINAL,
                    s.cell(),
                    number(s, "time", 1e3, "%.2f"),
                    number(s, "p50", 1e3, "%.2f"),
                    number(s, "p99", 1e3, "%.2f"),
                    number(s, "p99.9", 1e3, "%.2f"),
                    number(s, Sample.CPU, 1, "%.0f"),
                    number(s, Sample.ALLOCATED, 1, "%.0f")));
        }
        return out.toString();
    }

    /** The medians of virtual threads under full load, for a terminal: times in milliseconds, counts in percent. */
    public static String tails(RunFile run) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                TAILS, "", "/s", "p50 ms", "p99", "p99.9", "worst", "least %", "rounds %", "beside", "worst"));
        for (Series s : run.series()) {
            out.append(String.format(
                    TAILS,
                    s.cell().toString().replace("TailsBench.", ""),
                    number(s, "rate", 1, "%.0f"),
                    number(s, "p50", 1e6, "%.2f"),
                    number(s, "p99", 1e6, "%.2f"),
                    number(s, "p99.9", 1e6, "%.2f"),
                    number(s, "worst", 1e6, "%.2f"),
                    number(s, "least", 1, "%.0f"),
                    number(s, "rounds", 1, "%.0f"),
                    number(s, "beside", 1e6, "%.2f"),
                    number(s, "beside worst", 1e6, "%.2f")));
        }
        return out.toString();
    }

    /** The medians of the media drivers, for a terminal: times in microseconds. */
    public static String aeron(RunFile run) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(AERON, "", "/s", "p50 us", "p99", "p99.9", "CPU ns", "B/msg"));
        for (Series s : run.series()) {
            out.append(String.format(
                    AERON,
                    s.cell().toString().replace("AeronBench.", ""),
                    number(s, "rate", 1, "%.0f"),
                    number(s, "p50", 1e3, "%.1f"),
                    number(s, "p99", 1e3, "%.1f"),
                    number(s, "p99.9", 1e3, "%.1f"),
                    number(s, Sample.CPU, 1, "%.0f"),
                    number(s, Sample.ALLOCATED, 1, "%.2f")));
        }
        return out.toString();
    }

    private static String median(Series series) {
        Paired time = series.median("time");
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f–%.1f | %s | %s | %s | %s | %d |%n",
                series.cell(),
                time.median(),
                time.low(),
                time.high(),
                number(series, Sample.CPU, 1, "%.1f"),
                number(series, "p50", 1, "%.0f"),
                number(series, "p99", 1, "%.0f"),
                number(series, Sample.ALLOCATED, 1, "%.2f"),
                time.count());
    }

    /** Empty if it was not measured. */
    private static String number(Series series, String metric, double unit, String format) {
        Paired p = series.median(metric);
        return p.count() == 0 ? "" : String.format(Locale.ROOT, format, p.median() / unit);
    }
}
