package io.baresock.report;

import java.util.List;
import java.util.function.DoubleFunction;

/** Bars from zero; the interval as a whisker, the number beside it. */
final class BarChart {

    /**
     * A bar.
     *
     * @param label for people
     * @param style a class of the style sheet
     * @param value its length
     * @param low of the interval
     * @param high of the interval
     */
    record Bar(String label, String style, double value, double low, double high) {}

    private static final int WIDTH = 420;
    private static final int STEP = 34;
    private static final int LEFT = 6;
    private static final int RIGHT = 76;

    private BarChart() {}

    /** Draws them, with each value as {@code text} says it. */
    static String svg(String title, List<Bar> bars, DoubleFunction<String> text) {
        double most = bars.stream()
                .mapToDouble(b -> Math.max(b.value(), b.high()))
                .max()
                .orElse(1);
        Svg svg = new Svg(title, WIDTH, 4.0 + STEP * bars.size());
        double y = 0;
        for (Bar bar : bars) {
            double scale = (WIDTH - LEFT - RIGHT) / most;
            double end = LEFT + bar.value() * scale;
            svg.text(LEFT, y + 13, "start", bar.label());
            svg.rect("bar " + bar.style(), LEFT, y + 18, end - LEFT, 11, bar.label() + ": " + text.apply(bar.value()));
            double middle = y + 23.5;
            svg.line("whisker", LEFT + bar.low() * scale, middle, LEFT + bar.high() * scale, middle);
            svg.text(Math.max(end, LEFT + bar.high() * scale) + 5, y + 28, "start", text.apply(bar.value()));
            y += STEP;
        }
        return svg.toString();
    }
}
