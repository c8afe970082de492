package io.baresock.demo;

import io.baresock.bench.Transport;
import java.util.Locale;

/** The results for a terminal. */
final class Table {

    private static final String ROW = "%-5s %-15s %9s %9s %9s %9s%n";

    private Table() {}

    static String text(Results results) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(ROW, "", "64 B ping-pong", "p50 us", "p99 us", "p99.9 us", "p50 / C"));
        for (Transport transport : Transport.COMMON) {
            out.append("-".repeat(61)).append(System.lineSeparator());
            for (Contestant contestant : Contestant.values()) {
                out.append(String.format(
                        ROW,
                        contestant == Contestant.FFM ? transport : "",
                        contestant.label(),
                        micros(results, transport, contestant, 50),
                        micros(results, transport, contestant, 99),
                        micros(results, transport, contestant, 99.9),
                        String.format(Locale.ROOT, "%.2f", results.ratio(transport, contestant))));
            }
        }
        return out.toString();
    }

    private static String micros(Results results, Transport transport, Contestant contestant, double percentile) {
        return String.format(Locale.ROOT, "%.2f", results.micros(transport, contestant, percentile));
    }
}
