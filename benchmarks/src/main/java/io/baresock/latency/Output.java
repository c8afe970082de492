package io.baresock.latency;

import io.baresock.report.Chart;
import io.baresock.report.Page;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/** What a client shows and writes: a line per second, and PREFIX.hlog (an interval per second), .hgrm and .html. */
final class Output implements AutoCloseable {

    private static final double NANOS_IN_MICRO = 1000;
    private static final List<Double> PERCENTILES =
            List.of(0.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 100.0);

    private final @Nullable Path prefix;
    private final @Nullable PrintStream log;
    private final @Nullable HistogramLogWriter writer;
    private final Histogram total = new Histogram(3);
    private final String title;

    Output(@Nullable Path prefix, String title) throws IOException {
        this.prefix = prefix;
        this.title = title;
        log = prefix == null ? null : new PrintStream(file(prefix, ".hlog").toFile(), StandardCharsets.UTF_8);
        writer = log == null ? null : new HistogramLogWriter(log);
        if (writer != null) {
            writer.outputComment("[" + title + "; round trips; interval maximum in microseconds]");
            writer.outputLogFormatVersion();
            writer.outputStartTime(System.currentTimeMillis());
            writer.outputLegend();
        }
        System.out.println(title);
    }

    private static Path file(Path prefix, String ending) {
        return prefix.resolveSibling(prefix.getFileName() + ending);
    }

    /** Shows the last second. */
    void interval(Histogram interval) {
        total.add(interval);
        if (writer != null) {
            writer.outputIntervalHistogram(
                    interval.getStartTimeStamp() / 1000.0,
                    interval.getEndTimeStamp() / 1000.0,
                    interval,
                    NANOS_IN_MICRO);
        }
        if (interval.getTotalCount() > 0) {
            double seconds = (interval.getEndTimeStamp() - interval.getStartTimeStamp()) / 1000.0;
            System.out.printf(Locale.ROOT, "%,12.0f/s  %s%n", interval.getTotalCount() / seconds, micros(interval));
        }
    }

    private static String micros(Histogram h) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f µs",
                h.getValueAtPercentile(50) / NANOS_IN_MICRO,
                h.getValueAtPercentile(90) / NANOS_IN_MICRO,
                h.getValueAtPercentile(99) / NANOS_IN_MICRO,
                h.getValueAtPercentile(99.9) / NANOS_IN_MICRO,
                h.getMaxValue() / NANOS_IN_MICRO);
    }

    /** Shows the whole measurement. */
    Histogram end(long sent, long received) throws IOException {
        System.out.println();
        System.out.println(total.getTotalCount() + " round trips counted: " + micros(total));
        System.out.println(sent + " sent, " + received + " answered, " + (sent - received) + " lost");
        if (prefix != null) {
            try (PrintStream hgrm = new PrintStream(file(prefix, ".hgrm").toFile(), StandardCharsets.UTF_8)) {
                total.outputPercentileDistribution(hgrm, NANOS_IN_MICRO);
            }
            Path page = file(prefix, ".html");
            Files.writeString(page, page(sent, received));
            System.out.println(page.toAbsolutePath());
        }
        return total;
    }

    private String page(long sent, long received) throws IOException {
        List<double[]> points = new ArrayList<>();
        PERCENTILES.forEach(p -> points.add(new double[] {p, total.getValueAtPercentile(p)}));
        var curve = new Chart.Mark(total.getTotalCount() + " round trips", "ffm", points);
        return Page.of(
                "latency.html",
                Map.of(
                        "title",
                        Page.escaped(title),
                        "numbers",
                        micros(total) + "; " + sent + " sent, " + received + " answered"),
                List.of(new Chart("percentiles", title, "ns", "percentile", List.of(curve))));
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
