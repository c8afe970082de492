package io.baresock.report;

import io.baresock.run.Paired;
import io.baresock.run.RunFile;
import io.baresock.run.Series;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The medians of a run as a table for a terminal. */
public final class Medians {

    private Medians() {}

    /** @param unit how many nanoseconds, or what else the metric counts, are shown as 1 */
    public record Column(String head, String metric, double unit, int decimals) {

        /** Empty if it was not measured. */
        private String of(Series s) {
            Paired p = s.median(metric);
            return p.count() == 0 ? "" : String.format(Locale.ROOT, "%." + decimals + "f", p.median() / unit);
        }
    }

    public static String table(RunFile run, Column... columns) {
        int widest = run.series().stream().mapToInt(s -> name(s).length()).max().orElse(0);
        return line(widest, "", columns, Column::head)
                + run.series().stream()
                        .map(s -> line(widest, name(s), columns, c -> c.of(s)))
                        .collect(Collectors.joining());
    }

    private static String line(int widest, String name, Column[] columns, Function<Column, String> cell) {
        return name
                + " ".repeat(widest - name.length())
                + Stream.of(columns)
                        .map(c -> String.format(" %9s", cell.apply(c)))
                        .collect(Collectors.joining("", "", "\n"));
    }

    private static String name(Series s) {
        return s.cell().toString();
    }
}
