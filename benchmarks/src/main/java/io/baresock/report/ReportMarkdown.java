package io.baresock.report;

import io.baresock.run.Paired;
import io.baresock.run.RunFile;
import io.baresock.run.Sample;
import io.baresock.run.Series;
import io.baresock.run.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as Markdown: docs/benchmarks.md. */
public final class ReportMarkdown {

    private ReportMarkdown() {}

    /** The whole file. */
    public static String text(RunFile run) {
        return text(run, null);
    }

    /** The same with a column for a second run, such as one with other options for the JVM. */
    public static String text(RunFile run, @Nullable RunFile beside) {
        StringBuilder out = new StringBuilder("# Benchmarks\n\n");
        out.append(
                "Generated from the `run.json` of a run by `java -jar benchmarks/target/benchmarks.jar report run.json"
                        + (beside == null ? "" : " --beside second.json")
                        + " --markdown docs/benchmarks.md`: do not edit, run again.\n\n");
        out.append(run.machine().time(), 0, 10)
                .append(". ")
                .append(Rows.machine(run))
                .append(".\n");
        out.append(Rows.how(run)).append("\n\n");
        if (beside != null) {
            out.append("The last column is of a second run, which says nothing of the rows it did not have: ")
                    .append(beside.machine().time())
                    .append(", commit ")
                    .append(beside.machine().commit())
                    .append(". ")
                    .append(Rows.how(beside))
                    .append("\n\n");
        }
        out.append("## What these numbers are not\n\n");
        Caveats.lines().forEach(line -> out.append("* ").append(line).append('\n'));
        List<Verdict> ratios = Rows.ratios(run);
        out.append("\n## Ratios to C and to the peers: ")
                .append(Rows.summary(ratios))
                .append("\n\n");
        out.append("Ours / theirs; of times the lower is better, of a rate the higher.\n\n");
        out.append("| workload | peer | measured | limit | |")
                .append(beside == null ? "" : " second run |")
                .append("\n|---|---|---|---|---|")
                .append(beside == null ? "" : "---|")
                .append('\n');
        ratios.forEach(v -> row(out, v, beside));
        integers(out, Rows.integers(run));
        out.append(
                "\n## Medians\n\n| benchmark | ns/op | interval | CPU ns | p50 ns | p99 ns | B/op | rounds |\n|---|--:|---|--:|--:|--:|--:|--:|\n");
        run.series().forEach(s -> median(out, s));
        return out.toString();
    }

    private static void row(StringBuilder out, Verdict v, @Nullable RunFile beside) {
        out.append("| ").append(v.line()).append(" |");
        if (beside != null) {
            String second = beside.verdicts().stream()
                    .filter(other -> other.workload().equals(v.workload())
                            && other.peer().equals(v.peer())
                            && other.metric().equals(v.metric()))
                    .map(other -> other.measured() + ", " + other.state())
                    .findFirst()
                    .orElse("");
            out.append(' ').append(second).append(" |");
        }
        out.append('\n');
    }

    private static void integers(StringBuilder out, List<Verdict> integers) {
        out.append("\n## Bytes allocated and system calls an operation: ")
                .append(Rows.summary(integers))
                .append("\n\n");
        if (Rows.count(integers, Verdict.OK) < integers.size()) {
            out.append("| workload | peer | measured | limit | |\n|---|---|---|---|---|\n");
            integers.stream().filter(v -> !v.state().equals(Verdict.OK)).forEach(v -> row(out, v, null));
        }
    }

    private static void median(StringBuilder out, Series series) {
        Paired time = series.median("time");
        out.append(String.format(
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
                time.count()));
    }

    /** Nothing where it was not measured. */
    private static String number(Series series, String metric, String format) {
        Paired p = series.median(metric);
        return p.count() == 0 ? "" : String.format(Locale.ROOT, format, p.median());
    }
}
