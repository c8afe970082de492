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

    private static String median(Series series) {
        Paired time = series.median("time");
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f–%.1f | %s | %s | %s | %s | %d |%n",
                series.cell(),
                time.median(),
                time.low(),
                time.high(),
                number(series, Sample.CPU, "%.1f"),
                number(series, "p50", "%.0f"),
                number(series, "p99", "%.0f"),
                number(series, Sample.ALLOCATED, "%.2f"),
                time.count());
    }

    /** Empty if it was not measured. */
    private static String number(Series series, String metric, String format) {
        Paired p = series.median(metric);
        return p.count() == 0 ? "" : String.format(Locale.ROOT, format, p.median());
    }
}
