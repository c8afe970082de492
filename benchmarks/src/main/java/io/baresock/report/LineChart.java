package io.baresock.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Time by a number, such as of connections or bytes: both axes logarithmic, each line with its name at its end. */
final class LineChart {

    /**
     * A line.
     *
     * @param label for people
     * @param style a class of the style sheet
     * @param points nanoseconds by the number
     */
    record Line(String label, String style, SortedMap<Double, Double> points) {}

    private static final int WIDTH = 420;
    private static final int HEIGHT = 240;
    private static final int LEFT = 56;
    private static final int RIGHT = 124; // for the names at the ends of the lines
    private static final int LABEL = 11;
    private static final int TOP = 10;
    private static final int BOTTOM = 36;

    private LineChart() {}

    static String svg(String title, String axis, List<Line> lines) {
        TreeMap<Double, Boolean> xs = new TreeMap<>();
        TreeSet<Double> ys = new TreeSet<>();
        lines.forEach(line -> line.points().forEach((x, y) -> {
            xs.put(x, true);
            ys.add(y);
        }));
        double bottom = Ticks.atMost(ys.first());
        double top = Math.max(Ticks.atLeast(ys.last()), Ticks.next(bottom));
        Svg svg = new Svg(title, WIDTH, HEIGHT);
        for (double tick = bottom; tick <= top * 1.001; tick = Ticks.next(tick)) {
            double y = y(tick, bottom, top);
            svg.line("grid", LEFT, y, WIDTH - RIGHT, y).text(LEFT - 5, y + 4, "end", Svg.time(tick));
        }
        double low = xs.firstKey();
        double high = xs.lastKey();
        for (double x : xs.keySet()) {
            svg.line("grid", x(x, low, high), TOP, x(x, low, high), HEIGHT - BOTTOM);
            svg.text(x(x, low, high), HEIGHT - BOTTOM + 15, "middle", Svg.number(x));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 5, "middle", axis);
        for (Line line : lines) {
            List<double[]> points = new ArrayList<>();
            for (Map.Entry<Double, Double> p : line.points().entrySet()) {
                points.add(new double[] {x(p.getKey(), low, high), y(p.getValue(), bottom, top)});
            }
            svg.curve(line.style(), points, line.label());
        }
        labels(svg, lines, bottom, top);
        return svg.toString();
    }

    /** From top to bottom as the lines end, one below the other where they end close to each other. */
    private static void labels(Svg svg, List<Line> lines, double bottom, double top) {
        List<Line> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(LineChart::last).reversed());
        double free = TOP;
        for (int i = 0; i < sorted.size(); i++) {
            double lowest = HEIGHT - BOTTOM - 4 - LABEL * (sorted.size() - 1.0 - i);
            double y = Math.min(Math.max(free, y(last(sorted.get(i)), bottom, top)), lowest);
            svg.label(WIDTH - RIGHT + 5, y + 3, sorted.get(i).label());
            free = y + LABEL;
        }
    }

    private static double last(Line line) {
        return line.points().getOrDefault(line.points().lastKey(), 0.0);
    }

    private static double x(double value, double low, double high) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Ticks.share(value, low, high);
    }

    private static double y(double value, double bottom, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Ticks.share(value, bottom, top);
    }
}
