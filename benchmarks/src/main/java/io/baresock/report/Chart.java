package io.baresock.report;

import java.util.List;

/**
 * A chart of a page; charts.js draws it.
 *
 * @param kind {@code bars}, {@code lines} (both axes are logarithmic) or {@code percentiles}
 * @param caption above it
 * @param unit of the values: {@code ns}, or {@code /s}
 * @param axis the text below it; unused for bars
 * @param marks its bars or lines
 */
public record Chart(String kind, String caption, String unit, String axis, List<Mark> marks) {

    /**
     * A bar or a line.
     *
     * @param label its name
     * @param style its colour in style.css
     * @param points for a bar, one point: its length and interval; for a line, x and y of each point
     */
    public record Mark(String label, String style, List<double[]> points) {}
}
