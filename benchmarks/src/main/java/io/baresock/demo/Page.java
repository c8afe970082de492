package io.baresock.demo;

import io.baresock.bench.Transport;
import io.baresock.flow.FlowChart;
import io.baresock.flow.FlowResults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as one HTML page that needs nothing else: the frame is page.html beside this class. */
final class Page {

    private Page() {}

    static String html(Machine machine, Results results, @Nullable FlowResults flow) throws IOException {
        StringBuilder charts = new StringBuilder();
        for (Transport transport : Transport.COMMON) {
            charts.append("<figure>\n<figcaption>").append(transport.title()).append("</figcaption>\n");
            charts.append(Chart.svg(results, transport)).append("</figure>\n");
        }
        return frame().replace("{{charts}}", charts)
                .replace("{{flows}}", flow == null ? "" : flows(flow))
                .replace("{{legend}}", legend())
                .replace("{{rows}}", rows(results))
                .replace("{{caveats}}", caveats())
                .replace("{{machine}}", machine(machine));
    }

    private static String flows(FlowResults flow) {
        StringBuilder out = new StringBuilder();
        for (int size : flow.sizes()) {
            out.append("<figure>\n<figcaption>Datagrams of ").append(size).append(" bytes</figcaption>\n");
            out.append(FlowChart.svg(flow, size)).append("</figure>\n");
        }
        return out.toString();
    }

    private static String legend() {
        StringBuilder out = new StringBuilder();
        for (Contestant contestant : Contestant.values()) {
            out.append("<li><svg viewBox=\"0 0 28 10\" aria-hidden=\"true\"><polyline class=\"curve ")
                    .append(contestant.id())
                    .append("\" points=\"0,5 28,5\"/></svg>")
                    .append(contestant.label())
                    .append("</li>\n");
        }
        return out.toString();
    }

    private static String rows(Results results) {
        StringBuilder out = new StringBuilder();
        for (Transport transport : Transport.COMMON) {
            out.append("<tr><th colspan=\"5\" scope=\"rowgroup\">")
                    .append(transport)
                    .append("</th></tr>\n");
            for (Contestant contestant : Contestant.values()) {
                out.append(String.format(
                        Locale.ROOT,
                        "<tr><th scope=\"row\">%s</th><td>%.2f</td><td>%.2f</td><td>%.2f</td><td>%.2f</td></tr>%n",
                        contestant.label(),
                        results.micros(transport, contestant, 50),
                        results.micros(transport, contestant, 99),
                        results.micros(transport, contestant, 99.9),
                        results.ratio(transport, contestant)));
            }
        }
        return out.toString();
    }

    private static String caveats() {
        StringBuilder out = new StringBuilder();
        Caveats.lines().forEach(line -> out.append("<li>").append(escaped(line)).append("</li>\n"));
        return out.toString();
    }

    private static String machine(Machine machine) {
        return escaped(machine.cpus() + " CPUs, " + machine.cpu() + "; " + machine.kernel() + "; JDK " + machine.jdk()
                + "; commit " + machine.commit() + "; " + machine.time());
    }

    private static String escaped(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String frame() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("page.html")) {
            if (in == null) {
                throw new IOException("page.html is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
