package io.baresock.flow;

import static io.baresock.flow.FlowTable.number;

/** Bars, a size each: as long as the rate, on a logarithmic scale, since the rates lie so far apart; the numbers beside them. */
public final class FlowChart {

    private static final int WIDTH = 420;
    private static final int BAR = 34;
    private static final int TOP = 8;
    private static final int BOTTOM = 34;
    private static final int LEFT = 10;
    private static final int RIGHT = 96;

    private final FlowResults results;
    private final int size;
    private final double least;
    private final double most;

    private FlowChart(FlowResults results, int size) {
        this.results = results;
        this.size = size;
        double low = Double.MAX_VALUE;
        double high = 0;
        for (Kind kind : Kind.values()) {
            low = Math.min(low, results.perSecond(size, kind));
            high = Math.max(high, results.perSecond(size, kind));
        }
        least = Math.pow(10, Math.floor(Math.log10(low * 0.8)));
        most = Math.pow(10, Math.ceil(Math.log10(high)));
    }

    /** One chart. */
    public static String svg(FlowResults results, int size) {
        return new FlowChart(results, size).draw();
    }

    private String draw() {
        int height = TOP + Kind.values().length * BAR + BOTTOM;
        StringBuilder out = new StringBuilder();
        out.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\" role=\"img\">\n<title>");
        out.append("Datagrams of ").append(size).append(" bytes a second</title>\n");
        for (double tick = least; tick <= most * 1.001; tick *= 10) {
            String x = number("%.1f", x(tick));
            out.append("<line x1=\"")
                    .append(x)
                    .append("\" y1=\"")
                    .append(TOP)
                    .append("\" x2=\"")
                    .append(x);
            out.append("\" y2=\"").append(height - BOTTOM).append("\"/>\n");
            text(out, x(tick), height - BOTTOM + 14, "middle", number(tick < 1e5 ? "%.2f" : "%.1f", tick / 1e6));
        }
        text(out, (LEFT + WIDTH - RIGHT) / 2.0, height - 4, "middle", "million datagrams a second");
        int y = TOP;
        for (Kind kind : Kind.values()) {
            bar(out, kind, y);
            y += BAR;
        }
        return out.append("</svg>\n").toString();
    }

    private void bar(StringBuilder out, Kind kind, int y) {
        double rate = results.perSecond(size, kind);
        double end = x(rate);
        text(out, LEFT, y + 12, "start", kind.label());
        out.append("<rect class=\"bar ").append(kind.style()).append("\" x=\"").append(LEFT);
        out.append("\" y=\"").append(y + 16).append("\" height=\"12\" width=\"");
        out.append(number("%.1f", end - LEFT)).append("\"/>\n");
        String cpu = number("%.0f", results.cpuNanos(size, kind));
        text(out, end + 5, y + 26, "start", number("%.2f", rate / 1e6) + " M/s, " + cpu + " ns");
    }

    private double x(double rate) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(rate / least) / Math.log(most / least);
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String text) {
        out.append("<text x=\"").append(number("%.1f", x)).append("\" y=\"").append(number("%.1f", y));
        out.append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(text)
                .append("</text>\n");
    }
}
