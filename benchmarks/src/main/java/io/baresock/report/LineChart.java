package io.baresock.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Time of an operation by a number, such as of connections or bytes: both axes logarithmic. */
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
    private static final int RIGHT = 18;
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
        return svg.toString();
    }

    private static double x(double value, double low, double high) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Ticks.share(value, low, high);
    }

    private static double y(double value, double bottom, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Ticks.share(value, bottom, top);
    }
}
