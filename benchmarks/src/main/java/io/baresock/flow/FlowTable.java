package io.baresock.flow;

import java.util.Locale;
import java.util.StringJoiner;

/** The results for a terminal, and for programs. */
public final class FlowTable {

    private static final String ROW = "%-7s %-32s %9s %9s %7s %7s%n";

    private FlowTable() {}

    /** A table. */
    public static String text(FlowResults results) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(ROW, "bytes", "UDP, one thread to another", "M/s", "CPU ns", "/ NIO", "/ C"));
        for (int size : results.sizes()) {
            out.append("-".repeat(76)).append(System.lineSeparator());
            for (Kind kind : Kind.values()) {
                out.append(String.format(
                        ROW,
                        kind == Kind.NIO ? size : "",
                        kind.label(),
                        number("%.2f", results.perSecond(size, kind) / 1e6),
                        number("%.0f", results.cpuNanos(size, kind)),
                        number("%.2f", results.ratio(size, kind, Kind.NIO)),
                        kind.twin() == kind ? "" : number("%.2f", results.ratio(size, kind, kind.twin()))));
            }
        }
        return out.toString();
    }

    /** Rows of a JSON array. */
    public static String json(FlowResults results) {
        StringJoiner rows = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (int size : results.sizes()) {
            for (Kind kind : Kind.values()) {
                rows.add(String.format(
                        Locale.ROOT,
                        "{\"bytes\": %d, \"kind\": \"%s\", \"perSecond\": %.0f, \"cpuNanos\": %.1f, \"toNio\": %.3f,"
                                + " \"toC\": %.3f}",
                        size,
                        kind.name().toLowerCase(Locale.ROOT),
                        results.perSecond(size, kind),
                        results.cpuNanos(size, kind),
                        results.ratio(size, kind, Kind.NIO),
                        results.ratio(size, kind, kind.twin())));
            }
        }
        return rows.toString();
    }

    static String number(String format, double n) {
        return String.format(Locale.ROOT, format, n);
    }
}
