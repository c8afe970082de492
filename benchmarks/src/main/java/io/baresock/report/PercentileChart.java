package io.baresock.report;

import java.util.ArrayList;
import java.util.List;

/** Latency by percentile: to the right the rarer, on a scale where each step is ten times as rare; both axes logarithmic. */
public final class PercentileChart {

    /**
     * A curve.
     *
     * @param label for people
     * @param style a class of the style sheet
     * @param percentiles ascending
     * @param nanos the latency at each
     */
    public record Curve(String label, String style, List<Double> percentiles, List<Double> nanos) {}

    private static final double[] LABELLED = {50, 90, 99, 99.9, 99.99, 99.999};
    private static final int WIDTH = 420;
    private static final int HEIGHT = 280;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 10;
    private static final int BOTTOM = 36;

    private final List<Curve> curves;
    private final double decades;
    private final double bottom;
    private final double top;

    private PercentileChart(List<Curve> curves) {
        this.curves = curves;
        double low = Double.MAX_VALUE;
        double high = 1;
        double rarest = 1;
        for (Curve curve : curves) {
            for (int i = 0; i < curve.nanos().size(); i++) {
                low = Math.min(low, Math.max(1, curve.nanos().get(i)));
                high = Math.max(high, curve.nanos().get(i));
                if (curve.percentiles().get(i) < 100) {
                    rarest = Math.max(rarest, decade(curve.percentiles().get(i)));
                }
            }
        }
        bottom = Ticks.atMost(low);
        top = Math.max(Ticks.atLeast(high), Ticks.next(bottom));
        decades = Math.ceil(rarest - 0.01) + 0.15;
    }

    /** Draws it. */
    public static String svg(String title, List<Curve> curves) {
        return new PercentileChart(curves).draw(title);
    }

    private String draw(String title) {
        Svg svg = new Svg(title, WIDTH, HEIGHT);
        boolean all = top / bottom < 1000;
        for (double tick = bottom; tick <= top * 1.001; tick = all ? Ticks.next(tick) : tick * 10) {
            svg.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)).text(LEFT - 5, y(tick) + 4, "end", Svg.time(tick));
        }
        for (double percentile : LABELLED) {
            if (decade(percentile) <= decades) {
                double x = x(percentile);
                svg.line("grid", x, TOP, x, HEIGHT - BOTTOM);
                String label = percentile > 99.9 ? Double.toString(percentile) : Svg.number(percentile);
                svg.text(x, HEIGHT - BOTTOM + 15, "middle", label + "%");
            }
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 5, "middle", "percentile");
        for (Curve curve : curves) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < curve.nanos().size(); i++) {
                double nanos = Math.max(1, curve.nanos().get(i));
                points.add(new double[] {x(curve.percentiles().get(i)), y(nanos)});
            }
            svg.curve(curve.style(), points, curve.label());
        }
        return svg.toString();
    }

    /** 0 is the least, 1 is 90 %, 2 is 99 %. */
    private static double decade(double percentile) {
        return percentile >= 100 ? Double.MAX_VALUE : -Math.log10(1 - percentile / 100);
    }

    /** The greatest of all stands at the right edge. */
    private double x(double percentile) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, decade(percentile) / decades);
    }

    private double y(double nanos) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Ticks.share(nanos, bottom, top);
    }
}
