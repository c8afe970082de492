package io.baresock.demo;

import io.baresock.bench.Transport;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One transport's latency curves as SVG, drawn the way HdrHistogram's plots are: across, the percentiles, each step to the
 * right ten times rarer; upwards, microseconds, on a logarithmic scale as well.
 */
final class Chart {

    /** Small, so that its letters are still readable when a phone scales it down. */
    private static final int WIDTH = 420;

    private static final int HEIGHT = 300;
    private static final int LEFT = 46;
    private static final int RIGHT = 24;
    private static final int TOP = 12;
    private static final int BOTTOM = 40;

    /** The rarest percentile is 100 - 10^(2 - DECADES): 99.99. */
    private static final int DECADES = 4;

    private static final int POINTS = 240;
    private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99};

    private final Results results;
    private final Transport transport;
    private final double bottomMicros;
    private final double topMicros;

    private Chart(Results results, Transport transport) {
        this.results = results;
        this.transport = transport;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Contestant contestant : Contestant.values()) {
            least = Math.min(least, results.micros(transport, contestant, 0));
            most = Math.max(most, results.micros(transport, contestant, percentile(DECADES)));
        }
        bottomMicros = roundDown(least);
        topMicros = roundUp(most);
    }

    static String svg(Results results, Transport transport) {
        return new Chart(results, transport).draw();
    }

    private String draw() {
        StringBuilder out = new StringBuilder();
        out.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\">\n");
        out.append("<title>Latency by percentile: ").append(transport.title()).append("</title>\n");
        for (double micros = bottomMicros; micros <= topMicros * 1.001; micros = nextTick(micros)) {
            double y = y(micros);
            line(out, LEFT, y, WIDTH - RIGHT, y);
            text(out, LEFT - 6, y + 4, "end", number(micros));
        }
        for (double percentile : PERCENTILES) {
            double x = x(-Math.log10(1 - percentile / 100));
            line(out, x, TOP, x, HEIGHT - BOTTOM);
            text(out, x, HEIGHT - BOTTOM + 16, "middle", number(percentile) + "%");
        }
        text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "percentile of the round trips");
        text(out, LEFT + 6, TOP + 12, "start", "µs");
        for (Contestant contestant : Contestant.values()) {
            curve(out, contestant);
        }
        return out.append("</svg>\n").toString();
    }

    private void curve(StringBuilder out, Contestant contestant) {
        Histogram histogram = results.of(transport, contestant);
        out.append("<polyline class=\"curve ").append(contestant.id()).append("\" points=\"");
        for (int i = 0; i <= POINTS; i++) {
            double decade = (double) DECADES * i / POINTS;
            double micros = histogram.getValueAtPercentile(percentile(decade)) / 1000.0;
            out.append(number(x(decade))).append(',').append(number(y(micros))).append(' ');
        }
        out.append("\"><title>").append(contestant.label()).append("</title></polyline>\n");
    }

    /** 0 is the least, 1 is 90 %, 2 is 99 %. */
    private static double percentile(double decade) {
        return 100 - 100 * Math.pow(10, -decade);
    }

    private static double x(double decade) {
        return LEFT + (WIDTH - LEFT - RIGHT) * decade / DECADES;
    }

    private double y(double micros) {
        double share = Math.log(micros / bottomMicros) / Math.log(topMicros / bottomMicros);
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
    }

    /** The next of 1, 2, 5, 10, 20, 50 and so on. */
    private static double nextTick(double tick) {
        double decade = Math.pow(10, Math.floor(Math.log10(tick * 1.001)));
        double leading = tick / decade;
        return decade * (leading < 1.5 ? 2 : leading < 3 ? 5 : 10);
    }

    private static double roundDown(double micros) {
        double tick = Math.pow(10, Math.floor(Math.log10(micros)));
        while (nextTick(tick) <= micros) {
            tick = nextTick(tick);
        }
        return tick;
    }

    private static double roundUp(double micros) {
        double tick = roundDown(micros);
        return tick < micros ? nextTick(tick) : tick;
    }

    private static void line(StringBuilder out, double x1, double y1, double x2, double y2) {
        out.append(String.format(
                Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String text) {
        out.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    /** With as many digits as it needs, two at most behind the point. */
    private static String number(double n) {
        String s = String.format(Locale.ROOT, "%.2f", n);
        return s.replaceAll("\\.?0+$", "");
    }
}
