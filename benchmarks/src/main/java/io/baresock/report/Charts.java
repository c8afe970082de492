package io.baresock.report;

import io.baresock.run.Cell;
import io.baresock.run.Paired;
import io.baresock.run.Sample;
import io.baresock.run.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which charts a run gets: bars for each class of benchmarks, curves where single operations were timed, lines where one number varies. */
final class Charts {

    /** A turn of 10 ms has one or two thousand round trips. */
    private static final String CURVES =
            ": latency by percentile, the median of the turns; beyond 99.9, the slowest of a turn";

    private final StringBuilder out = new StringBuilder();

    private Charts() {}

    static String of(List<Series> all) {
        Map<String, List<Series>> groups = new LinkedHashMap<>();
        for (Series series : all) {
            groups.computeIfAbsent(series.cell().group(), g -> new ArrayList<>())
                    .add(series);
        }
        Charts charts = new Charts();
        groups.forEach(charts::bars);
        groups.forEach(charts::lines);
        groups.forEach(charts::curves);
        return charts.out.toString();
    }

    private void figure(String caption, String svg) {
        out.append("<figure>\n<figcaption>").append(Svg.escaped(caption)).append("</figcaption>\n");
        out.append(svg).append("</figure>\n");
    }

    private static String label(Series series, String without) {
        StringBuilder label = new StringBuilder(series.cell().method());
        series.params().forEach((name, value) -> {
            if (name.equals("backend")) {
                label.append(", ").append(value);
            } else if (!name.equals(without)) {
                label.append(", ").append(name).append(' ').append(value);
            }
        });
        return label.toString();
    }

    /** Short: without the names of the parameters. */
    private static String name(Cell cell) {
        return (cell.method() + " " + String.join(" ", cell.params().values())).strip();
    }

    /** Of some a chart for each value of the parameter by which they are compared. */
    private void bars(String group, List<Series> members) {
        Subject subject = Subject.of(group);
        Map<String, List<BarChart.Bar>> charts = new LinkedHashMap<>();
        for (Series series : members) {
            Paired value = series.median(subject.metric());
            if (value.count() > 0) {
                String style = Style.of(series.cell()).id();
                charts.computeIfAbsent(series.params().getOrDefault(subject.param(), ""), p -> new ArrayList<>())
                        .add(new BarChart.Bar(
                                label(series, subject.param()), style, value.median(), value.low(), value.high()));
            }
        }
        charts.forEach((param, bars) -> {
            String name = param.isEmpty() ? group : group + ", " + subject.param() + " " + param;
            figure(name + ": " + subject.title(), BarChart.svg(name, bars, subject.text()));
        });
    }

    /** A line for each benchmark with otherwise equal parameters, where one parameter takes three numbers or more. */
    private void lines(String group, List<Series> members) {
        Subject subject = Subject.of(group);
        Map<String, Map<Cell, TreeMap<Double, Double>>> byParam = new LinkedHashMap<>();
        for (Series series : members) {
            series.params().forEach((name, param) -> {
                double value = series.median(subject.metric()).median();
                if (param.matches("[1-9][0-9]*") && Double.isFinite(value)) {
                    byParam.computeIfAbsent(name, n -> new LinkedHashMap<>())
                            .computeIfAbsent(series.cell().with(name, ""), c -> new TreeMap<>())
                            .put(Double.valueOf(param), value);
                }
            });
        }
        byParam.forEach((name, lines) -> {
            List<LineChart.Line> drawn = new ArrayList<>();
            lines.forEach((cell, points) -> {
                if (points.size() > 2) {
                    drawn.add(new LineChart.Line(name(cell), Style.of(cell).id(), points));
                }
            });
            if (!drawn.isEmpty()) {
                figure(group + ": " + subject.title() + " by " + name, LineChart.svg(group, name, drawn));
            }
        });
    }

    /** A chart for each set of parameters other than the backend, so that it shows whom to compare. */
    private void curves(String group, List<Series> members) {
        Map<String, List<PercentileChart.Curve>> charts = new LinkedHashMap<>();
        for (Series series : members) {
            List<Double> nanos = medians(series);
            if (!nanos.isEmpty()) {
                Map<String, String> params = new TreeMap<>(series.params());
                params.remove("backend");
                String style = Style.of(series.cell()).id();
                charts.computeIfAbsent(params.isEmpty() ? "" : " " + params, p -> new ArrayList<>())
                        .add(new PercentileChart.Curve(label(series, ""), style, Sample.PERCENTILES, nanos));
            }
        }
        charts.forEach(
                (params, curves) -> figure(group + params + CURVES, PercentileChart.svg(group + params, curves)));
    }

    /** At each percentile the median over the forks, each of which has the median over its turns. */
    private static List<Double> medians(Series series) {
        List<Double> medians = new ArrayList<>();
        for (int i = 0; i < Sample.PERCENTILES.size(); i++) {
            int index = i;
            double[] forks = series.samples().stream()
                    .filter(s -> !s.percentiles().isEmpty())
                    .mapToDouble(s -> s.percentiles().get(index))
                    .sorted()
                    .toArray();
            if (forks.length > 0) {
                medians.add(forks[forks.length / 2]);
            }
        }
        return medians;
    }
}
