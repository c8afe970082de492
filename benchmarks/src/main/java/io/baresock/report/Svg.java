package io.baresock.report;

import java.util.List;
import java.util.Locale;

/** A drawing: elements are classed, the page's style sheet colours them. */
final class Svg {

    private final StringBuilder out = new StringBuilder();

    Svg(String title, double width, double height) {
        out.append("<svg viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\" role=\"img\">\n<title>")
                .append(escaped(title))
                .append("</title>\n");
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return element(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    Svg rect(String style, double x, double y, double width, double height, String title) {
        return element(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                style,
                x,
                y,
                width,
                height,
                escaped(title)));
    }

    Svg text(double x, double y, String anchor, String text) {
        return element(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text)));
    }

    /** A smaller text: the name of a line. */
    Svg label(double x, double y, String text) {
        return element(String.format(
                Locale.ROOT, "<text class=\"label\" x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, escaped(text)));
    }

    /** A curve through points of x and y. */
    Svg curve(String style, List<double[]> points, String title) {
        StringBuilder path = new StringBuilder();
        points.forEach(p -> path.append(String.format(Locale.ROOT, "%.1f,%.1f ", p[0], p[1])));
        return element(String.format(
                Locale.ROOT,
                "<polyline class=\"curve %s\" points=\"%s\"><title>%s</title></polyline>",
                style,
                path,
                escaped(title)));
    }

    private Svg element(String element) {
        out.append(element).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>\n";
    }

    /** With three digits, and no zeros behind the point. */
    static String number(double n) {
        String s = String.format(Locale.ROOT, Math.abs(n) >= 100 ? "%.0f" : Math.abs(n) >= 10 ? "%.1f" : "%.2f", n);
        return s.contains(".") ? s.replaceAll("\\.?0+$", "") : s;
    }

    /** Nanoseconds with the unit that suits them. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        return nanos < 1e6 ? number(nanos / 1e3) + " µs" : number(nanos / 1e6) + " ms";
    }

    /** How many a second. */
    static String rate(double perSecond) {
        if (perSecond < 1e3) {
            return number(perSecond) + "/s";
        }
        return perSecond < 1e6 ? number(perSecond / 1e3) + " k/s" : number(perSecond / 1e6) + " M/s";
    }

    static String escaped(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
