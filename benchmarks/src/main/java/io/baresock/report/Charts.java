package io.baresock.report;

import io.baresock.report.Chart.Mark;
import io.baresock.run.Cell;
import io.baresock.run.Paired;
import io.baresock.run.Sample;
import io.baresock.run.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The charts of a run: bars for each class of benchmarks, lines if a parameter is a number, curves if single operations were timed. */
final class Charts {

    /** A turn of 10 ms has one or two thousand round trips. */
    private static final String CURVES =
            ": latency by percentile, the median of the turns; beyond 99.9, the slowest of a turn";

    /** What to draw for a class of benchmarks. Each value of the parameter gets its own chart. */
    private record Subject(String metric, String title, String unit, String param) {
        static Subject of(String group) {
            return switch (group) {
                case "EchoBench" -> new Subject(Sample.CPU, "CPU time of the server for an echo", "ns", "connections");
                case "FlowBench" -> new Subject("rate", "datagrams a second, longer is better", "/s", "size");
                case "StreamBench" -> new Subject("time", "time of an operation", "ns", "size");
                case "PingPongBench" -> new Subject("time", "time of an operation", "ns", "transport");
                case "AeronBench" -> new Subject("time", "time of a message", "ns", "load");
                case "StartupBench" -> new Subject("time", "time of a whole process", "ns", "");
                default -> new Subject("time", "time of an operation", "ns", "");
            };
        }
    }

    private final List<Chart> charts = new ArrayList<>();

    private Charts() {}

    static List<Chart> of(List<Series> all) {
        Map<String, List<Series>> groups = new LinkedHashMap<>();
        all.forEach(s ->
                groups.computeIfAbsent(s.cell().group(), g -> new ArrayList<>()).add(s));
        Charts of = new Charts();
        groups.forEach(of::bars);
        groups.forEach(of::lines);
        groups.forEach(of::curves);
        return of.charts;
    }

    /** The owner of a benchmark: by its backend, else by the beginning of the method's name. */
    private static String style(Cell cell) {
        String backend = cell.params().getOrDefault("backend", "");
        if (!backend.isEmpty()) {
            return backend;
        }
        boolean c = cell.method().matches("(c|twin)([A-Z].*)?");
        return c ? "c" : cell.method().matches("(nio|java|jdk).*") ? "nio" : "peer";
    }

    private static String label(Series series, String without) {
        StringBuilder label = new StringBuilder(series.cell().method());
        series.params().forEach((name, value) -> {
            if (!name.equals(without)) {
                label.append(", ")
                        .append(name.equals("backend") ? "" : name + " ")
                        .append(value);
            }
        });
        return label.toString();
    }

    private static String curve(Series series) {
        String backend = series.params().get("backend");
        return series.cell().method() + (backend == null ? "" : ", " + backend);
    }

    private void bars(String group, List<Series> members) {
        Subject subject = Subject.of(group);
        Map<String, List<Mark>> byParam = new LinkedHashMap<>();
        for (Series series : members) {
            Paired value = series.median(subject.metric());
            if (value.count() > 0) {
                List<double[]> bar = List.of(new double[] {value.median(), value.low(), value.high()});
                byParam.computeIfAbsent(series.params().getOrDefault(subject.param(), ""), p -> new ArrayList<>())
                        .add(new Mark(label(series, subject.param()), style(series.cell()), bar));
            }
        }
        byParam.forEach((param, bars) -> {
            String name = param.isEmpty() ? group : group + ", " + subject.param() + " " + param;
            charts.add(new Chart("bars", name + ": " + subject.title(), subject.unit(), "", bars));
        });
    }

    /** If one parameter has three or more numbers: a line for each benchmark whose other parameters are equal. */
    private void lines(String group, List<Series> members) {
        Subject subject = Subject.of(group);
        Map<String, Map<Cell, TreeMap<Double, Double>>> byParam = new LinkedHashMap<>();
        for (Series series : members) {
            double value = series.median(subject.metric()).median();
            series.params().forEach((name, param) -> {
                if (param.matches("[1-9][0-9]*") && Double.isFinite(value)) {
                    byParam.computeIfAbsent(name, n -> new LinkedHashMap<>())
                            .computeIfAbsent(series.cell().with(name, ""), c -> new TreeMap<>())
                            .put(Double.valueOf(param), value);
                }
            });
        }
        byParam.forEach((name, lines) -> {
            List<Mark> drawn = new ArrayList<>();
            lines.forEach((cell, points) -> {
                if (points.size() > 2) {
                    List<double[]> line = new ArrayList<>();
                    points.forEach((x, y) -> line.add(new double[] {x, y}));
                    String label = (cell.method() + " "
                                    + String.join(" ", cell.params().values()))
                            .strip();
                    drawn.add(new Mark(label, style(cell), line));
                }
            });
            if (!drawn.isEmpty()) {
                charts.add(new Chart(
                        "lines", group + ": " + subject.title() + " by " + name, subject.unit(), name, drawn));
            }
        });
    }

    /** A chart for each set of parameters other than the backend. */
    private void curves(String group, List<Series> members) {
        Map<String, List<Mark>> byParams = new LinkedHashMap<>();
        for (Series series : members) {
            List<double[]> points = percentiles(series);
            if (!points.isEmpty()) {
                Map<String, String> params = new TreeMap<>(series.params());
                params.remove("backend");
                byParams.computeIfAbsent(params.isEmpty() ? "" : " " + params, p -> new ArrayList<>())
                        .add(new Mark(curve(series), style(series.cell()), points));
            }
        }
        byParams.forEach((params, marks) ->
                charts.add(new Chart("percentiles", group + params + CURVES, "ns", "percentile", marks)));
    }

    /** At each percentile the median over the forks; each fork has the median over its turns. */
    private static List<double[]> percentiles(Series series) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < Sample.PERCENTILES.size(); i++) {
            int index = i;
            double[] forks = series.samples().stream()
                    .filter(s -> !s.percentiles().isEmpty())
                    .mapToDouble(s -> s.percentiles().get(index))
                    .sorted()
                    .toArray();
            if (forks.length > 0) {
                points.add(new double[] {Sample.PERCENTILES.get(i), forks[forks.length / 2]});
            }
        }
        return points;
    }
}
