package io.baresock.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that was measured of one cell.
 *
 * @param benchmark class and method
 * @param params the values of its parameters
 * @param samples one per fork that counts
 */
public record Series(String benchmark, Map<String, String> params, List<Sample> samples) {

    static Series of(Cell cell) {
        return new Series(cell.benchmark(), cell.params(), new ArrayList<>());
    }

    /** The cell that was measured. */
    public Cell cell() {
        return new Cell(benchmark, new TreeMap<>(params));
    }

    /** The median of a metric with its interval; NaN if it was not measured. */
    public Paired median(String metric) {
        return Paired.of(samples.stream()
                .mapToDouble(s -> s.value(metric))
                .filter(Double::isFinite)
                .toArray());
    }
}
