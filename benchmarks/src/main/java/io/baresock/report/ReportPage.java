package io.baresock.report;

import io.baresock.run.RunFile;
import io.baresock.run.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A run as one HTML page that needs nothing else: the frame is report.html beside this class. */
public final class ReportPage {

    private ReportPage() {}

    /** The page. */
    public static String html(RunFile run) throws IOException {
        List<Verdict> integers = Rows.integers(run);
        return frame("report.html")
                .replace("{{style}}", frame("style.css"))
                .replace("{{how}}", Svg.escaped(Rows.how(run)))
                .replace("{{summary}}", Rows.summary(Rows.ratios(run)))
                .replace("{{ratios}}", ratios(Rows.ratios(run)))
                .replace("{{integerSummary}}", Rows.summary(integers))
                .replace("{{integersBad}}", integers(integers, false))
                .replace("{{integersOk}}", integers(integers, true))
                .replace("{{legend}}", legend())
                .replace("{{charts}}", Charts.of(run.series()))
                .replace("{{caveats}}", caveats())
                .replace("{{machine}}", Svg.escaped(Rows.machine(run)));
    }

    private static String ratios(List<Verdict> verdicts) {
        StringBuilder out = new StringBuilder();
        for (Verdict v : verdicts) {
            String colour = v.ratio().count() == 0 ? "none" : Rows.isAhead(v) ? "ahead" : "behind";
            out.append("<tr><th scope=\"row\">").append(Svg.escaped(v.workload()));
            out.append("<small>").append(Svg.escaped(v.ours())).append("</small></th><td>");
            out.append(Svg.escaped(v.peer()))
                    .append("</td><td class=\"")
                    .append(colour)
                    .append("\">");
            out.append(measured(v)).append("</td><td>").append(limit(v));
            out.append("</td><td class=\"")
                    .append(v.state())
                    .append("\">")
                    .append(v.state())
                    .append("</td></tr>\n");
        }
        return out.toString();
    }

    private static String measured(Verdict v) {
        if (v.ratio().count() == 0) {
            return "<small>" + Svg.escaped(v.measured()) + "</small>";
        }
        int bracket = v.measured().indexOf(' ');
        return "<b>" + v.measured().substring(0, bracket) + "</b> <small>"
                + Svg.escaped(v.measured().substring(bracket + 1)) + "</small>";
    }

    /** Without the peer, who has a column. */
    private static String limit(Verdict v) {
        int peer = v.limit().indexOf(" x ");
        String limit = peer < 0 ? v.limit() : v.limit().substring(0, peer);
        return Svg.escaped(limit.replace("<= ", "≤\u00a0").replace(">= ", "≥\u00a0"));
    }

    private static String integers(List<Verdict> verdicts, boolean ok) {
        StringBuilder out = new StringBuilder();
        for (Verdict v : verdicts) {
            if (v.state().equals(Verdict.OK) == ok) {
                out.append("<tr><th scope=\"row\">")
                        .append(Svg.escaped(v.workload()))
                        .append("</th><td>");
                out.append(Svg.escaped(v.measured())).append("</td><td>").append(limit(v));
                out.append("</td><td class=\"")
                        .append(v.state())
                        .append("\">")
                        .append(v.state())
                        .append("</td></tr>\n");
            }
        }
        return out.toString();
    }

    private static String legend() {
        StringBuilder out = new StringBuilder();
        for (Style style : Style.values()) {
            out.append("<li><svg viewBox=\"0 0 28 10\" aria-hidden=\"true\"><polyline class=\"curve ")
                    .append(style.id())
                    .append("\" points=\"0,5 28,5\"/></svg>")
                    .append(style.label())
                    .append("</li>\n");
        }
        return out.toString();
    }

    private static String caveats() {
        StringBuilder out = new StringBuilder();
        Caveats.lines()
                .forEach(line -> out.append("<li>").append(Svg.escaped(line)).append("</li>\n"));
        return out.toString();
    }

    /** A resource beside this class. */
    public static String frame(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
