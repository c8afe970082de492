package io.baresock.report;

import static io.baresock.report.Page.escaped;

import io.baresock.run.RunFile;
import io.baresock.run.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as a page: report.html. */
public final class ReportPage {

    private ReportPage() {}

    public static String html(RunFile run) throws IOException {
        List<Verdict> ratios = Rows.ratios(run);
        List<Verdict> integers = Rows.integers(run);
        return Page.of(
                "report.html",
                Map.of(
                        "how", escaped(Rows.how(run)),
                        "summary", Rows.summary(ratios),
                        "ratios", lines(ratios.stream(), ReportPage::ratio),
                        "integers", integers(integers),
                        "caveats", lines(Rows.caveats().stream(), line -> "<li>" + escaped(line) + "</li>"),
                        "machine", escaped(Rows.machine(run))),
                Charts.of(run.series()));
    }

    private static <T> String lines(Stream<T> all, Function<T, String> line) {
        return all.map(line).collect(Collectors.joining("\n"));
    }

    private static String ratio(Verdict v) {
        String colour = v.ratio().count() == 0 ? "none" : Rows.isAhead(v) ? "ahead" : "behind";
        return "<tr><th scope=\"row\">" + escaped(v.workload()) + "<small>" + escaped(v.ours()) + "</small></th><td>"
                + escaped(v.peer()) + "</td><td class=\"" + colour + "\">" + measured(v) + "</td>" + limit(v);
    }

    /** Nothing for a run that has none, such as the demo. */
    private static String integers(List<Verdict> all) {
        return all.isEmpty()
                ? ""
                : "<h2>Bytes allocated and system calls an operation: " + Rows.summary(all) + "</h2>\n<table><tbody>\n"
                        + lines(all.stream().filter(v -> !v.isOk()), ReportPage::integer)
                        + "</tbody></table>\n<details><summary>Those that are as they must be</summary>\n<table><tbody>\n"
                        + lines(all.stream().filter(Verdict::isOk), ReportPage::integer)
                        + "</tbody></table>\n</details>\n";
    }

    private static String integer(Verdict v) {
        return "<tr><th scope=\"row\">" + escaped(v.workload()) + "</th><td>" + escaped(v.measured()) + "</td>"
                + limit(v);
    }

    private static String measured(Verdict v) {
        if (v.ratio().count() == 0) {
            return "<small>" + escaped(v.measured()) + "</small>";
        }
        String[] ratio = v.measured().split(" ", 2);
        return "<b>" + ratio[0] + "</b> <small>" + escaped(ratio[1]) + "</small>";
    }

    /** Without the peer, which has its own column. */
    private static String limit(Verdict v) {
        String limit = escaped(v.limit().replace(" x " + v.peer(), ""))
                .replace("&lt;= ", "≤\u00a0")
                .replace("&gt;= ", "≥\u00a0");
        return "<td>" + limit + "</td><td class=\"" + v.state() + "\">" + v.state() + "</td></tr>";
    }
}
