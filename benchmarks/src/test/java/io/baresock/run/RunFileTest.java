package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.baresock.report.Chart;
import io.baresock.report.Page;
import io.baresock.report.ReportMarkdown;
import io.baresock.report.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFileTest {

    @TempDir
    Path directory = Path.of("");

    private static Series series(String cell, double nanos) {
        List<Double> percentiles = new ArrayList<>();
        for (int i = 0; i < Sample.PERCENTILES.size(); i++) {
            percentiles.add(nanos * (1 + i));
        }
        Cell parsed = Cell.parse(cell);
        List<Sample> samples = List.of(
                new Sample(0, 0, nanos, 0.0, percentiles, Map.of("cpu", 1.5), 0),
                new Sample(1, 0, nanos * 1.1, 0.0, percentiles, Map.of(), 0.01));
        return new Series(parsed.benchmark(), parsed.params(), samples);
    }

    /** Its CPU time is known, and not what it allocates. */
    private static Series server(String cell, double cpu) {
        Cell parsed = Cell.parse(cell);
        Sample sample = Sample.of(2 * cpu, null, Map.of(Sample.CPU, cpu)).in(0, 0, 0);
        return new Series(parsed.benchmark(), parsed.params(), List.of(sample));
    }

    private static RunFile run() throws IOException {
        List<Series> series = List.of(
                series("B.recv backend=ffm size=1", 120),
                series("B.recv backend=ffm size=64", 130),
                series("B.recv backend=ffm size=4096", 900),
                series("B.c", 100),
                series("B.nio", 400),
                server("EchoBench.poller backend=ffm connections=64", 7000),
                server("EchoBench.nio connections=64", 9000),
                series("FlowBench.gso backend=ffm size=1200", 250),
                series("FlowBench.nio size=1200", 2500));
        Judge judge = new Judge(series, Map.of());
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(Verdict.integer("recv <direct>, ffm", "recv", "0", "B/op <= 0", true));
        for (Gate gate : Gates.parse(
                """
                recv | B.recv backend=ffm size=1 | C | B.c | time <= 1.10
                recv | B.recv backend=ffm size=1 | NIO | B.nio | time <= 1.00
                accept | A.accept | C | A.c | time <= 1.00
                """)) {
            verdicts.add(judge.judge(gate));
        }
        Machine machine = new Machine("abc", "2026-01-02T03:04:05Z", "JDK", "Linux", "CPU", 2);
        return new RunFile("standard", "few", 2, 10, 1, machine, verdicts, series);
    }

    @Test
    void read_givesBackWhatWasWritten() throws IOException {
        RunFile run = run();
        run.write(directory);
        assertEquals(run, RunFile.read(directory.resolve(RunFile.NAME)));
    }

    @Test
    void read_refuses_whatIsNoRun() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{}");
        assertThrows(IOException.class, () -> RunFile.read(file));
    }

    @Test
    void page_showsWhoIsAheadAndWhatIsShort_andNeedsNothingElse() throws Exception {
        String page = ReportPage.html(run());
        assertTrue(page.contains("<td class=\"behind\"><b>1.20</b>"), page);
        assertTrue(page.contains("<td class=\"ahead\"><b>0.30</b>"), page);
        assertTrue(page.contains("class=\"missing\""), page);
        assertTrue(page.contains("recv &lt;direct&gt;, ffm"), page);
        String own = page.replace(Page.text(Page.CHART_JS).replaceFirst("(?s)//# sourceMappingURL.*", ""), "");
        assertTrue(own.length() < page.length(), "the library is not in the page as it is in its jar");
        assertFalse(own.contains("{{"), "a place in the frame was not filled");
        assertFalse(own.matches("(?s).*(http|src=|href=|url\\(|@import).*"), "something is fetched");
        assertFalse(page.contains("sourceMappingURL"), "something is fetched by a debugger");
        assertFalse(own.contains("NaN"), "something is drawn nowhere");
        assertEquals(3, own.split("</script>", -1).length - 1);
    }

    @Test
    void page_hasAChartForEachThatIsToBeCompared() throws Exception {
        Matcher data = Pattern.compile("id=\"data\">(.*?)</script>").matcher(ReportPage.html(run()));
        assertTrue(data.find());
        List<Chart> charts = List.of(new Gson().fromJson(data.group(1), Chart[].class));
        // Bars of B, echo and flow, lines by size, and percentiles for no parameters and for three sizes, and for the
        // flow.
        assertEquals(
                List.of(
                        "bars",
                        "bars",
                        "bars",
                        "lines",
                        "percentiles",
                        "percentiles",
                        "percentiles",
                        "percentiles",
                        "percentiles"),
                charts.stream().map(Chart::kind).toList());
        Chart echo = charts.get(1);
        assertEquals("EchoBench, connections 64: CPU time of the server for an echo", echo.caption());
        assertEquals(
                List.of("poller, ffm", "nio"),
                echo.marks().stream().map(Chart.Mark::label).toList());
        assertEquals(
                List.of("ffm", "nio"),
                echo.marks().stream().map(Chart.Mark::style).toList());
        assertArrayEquals(
                new double[] {7000, 7000, 7000}, echo.marks().get(0).points().get(0));
        Chart flow = charts.get(2);
        assertEquals("/s", flow.unit());
        assertEquals(3.82e6, flow.marks().get(0).points().get(0)[0], 1e4);
        Chart lines = charts.get(3);
        assertEquals(
                List.of(1.0, 64.0, 4096.0),
                lines.marks().get(0).points().stream().map(p -> p[0]).toList());
        Chart percentiles = charts.get(4);
        assertEquals(
                Sample.PERCENTILES,
                percentiles.marks().get(0).points().stream().map(p -> p[0]).toList());
    }

    @Test
    void markdown_hasARowAGate_andSaysHowItWasMade() throws IOException {
        String text = ReportMarkdown.text(run(), null);
        assertTrue(text.contains("| recv | C | 1.20 [1.20, 1.20] n=2 | time <= 1.10 x C | short |"), text);
        assertTrue(text.contains("| accept | C | not measured: A.accept | time <= 1.00 x C | missing |"), text);
        assertTrue(
                text.contains("| EchoBench.nio connections=64 | 18000.0 | 18000.0–18000.0 | 9000.0 |  |  |  | 1 |"),
                text);
        assertTrue(text.contains("2026-01-02"), text);
        assertTrue(text.contains("do not edit"), text);
        assertTrue(text.contains("Loopback"), text);
    }

    @Test
    void markdown_hasAColumnForASecondRun() throws IOException {
        RunFile run = run();
        List<Verdict> one = List.of(run.verdicts().get(1)); // recv and C
        Machine machine = new Machine("def", "2026-01-03T03:04:05Z", "JDK", "Linux", "CPU", 2);
        RunFile second = new RunFile("standard", "few; every JVM with -XX:+X", 1, 5, 0, machine, one, run.series());
        String text = ReportMarkdown.text(run, second);
        assertTrue(
                text.contains("| workload | peer | measured | limit | | second run |\n|---|---|---|---|---|---|\n"),
                text);
        assertTrue(text.contains("| time <= 1.10 x C | short | 1.20 [1.20, 1.20] n=2, short |"), text);
        assertTrue(text.contains("| accept | C | not measured: A.accept | time <= 1.00 x C | missing |  |"), text);
        assertTrue(text.contains("report run.json --beside second.json --markdown"), text);
        assertTrue(text.contains("commit def. Run \"standard\": few; every JVM with -XX:+X"), text);
    }
}
