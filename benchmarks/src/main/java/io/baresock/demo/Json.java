package io.baresock.demo;

import io.baresock.bench.Transport;
import io.baresock.flow.FlowResults;
import io.baresock.flow.FlowTable;
import java.util.Locale;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The results for programs; durations in nanoseconds. */
final class Json {

    private Json() {}

    static String text(Machine machine, Results results, @Nullable FlowResults flow) {
        StringJoiner rows = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (Transport transport : Transport.COMMON) {
            for (Contestant contestant : Contestant.values()) {
                rows.add(row(results, transport, contestant));
            }
        }
        return """
                {
                  "commit": %s,
                  "time": %s,
                  "jdk": %s,
                  "kernel": %s,
                  "cpu": %s,
                  "cpus": %d,
                  "messageBytes": %d,
                  "results": %s,
                  "throughput": %s
                }
                """
                .formatted(
                        quoted(machine.commit()),
                        quoted(machine.time()),
                        quoted(machine.jdk()),
                        quoted(machine.kernel()),
                        quoted(machine.cpu()),
                        machine.cpus(),
                        PingPong.MESSAGE,
                        rows,
                        flow == null ? "[]" : FlowTable.json(flow));
    }

    private static String row(Results results, Transport transport, Contestant contestant) {
        Histogram h = results.of(transport, contestant);
        return String.format(
                Locale.ROOT,
                "{\"transport\": \"%s\", \"contestant\": \"%s\", \"count\": %d, \"min\": %d, \"p50\": %d, \"p90\": %d,"
                        + " \"p99\": %d, \"p99.9\": %d, \"p99.99\": %d, \"max\": %d, \"p50ToC\": %.3f}",
                transport.name().toLowerCase(Locale.ROOT),
                contestant.id(),
                h.getTotalCount(),
                h.getMinValue(),
                h.getValueAtPercentile(50),
                h.getValueAtPercentile(90),
                h.getValueAtPercentile(99),
                h.getValueAtPercentile(99.9),
                h.getValueAtPercentile(99.99),
                h.getMaxValue(),
                results.ratio(transport, contestant));
    }

    private static String quoted(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
