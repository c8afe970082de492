package io.baresock.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Makes one sample of each cell from all turns. For the first cell it has the medians. For each other cell it has the value that gives
 * the median of its ratios to the first, made within the turns. So a machine that is slow for a while does not look like a difference.
 */
final class TurnMedians {

    private TurnMedians() {}

    /** For turns that all have the same cells in the same order; empty if there are none. */
    static List<Sample> of(List<List<Sample>> turns) {
        List<Sample> all = new ArrayList<>();
        for (int cell = 0; !turns.isEmpty() && cell < turns.get(0).size(); cell++) {
            all.add(of(turns, cell));
        }
        return all;
    }

    private static Sample of(List<List<Sample>> turns, int cell) {
        Sample one = turns.get(0).get(cell);
        List<Double> percentiles = new ArrayList<>();
        for (int i = 0; i < one.percentiles().size(); i++) {
            int which = i;
            percentiles.add(paired(turns, s -> s.percentiles().get(which), cell));
        }
        Map<String, Double> more = new TreeMap<>(one.more());
        more.replaceAll((label, value) -> paired(turns, s -> s.value(label), cell));
        Double allocated = one.allocated() == null
                ? null
                : median(turns, turn -> turn.get(cell).value(Sample.ALLOCATED));
        return new Sample(0, 0, paired(turns, Sample::nanos, cell), allocated, percentiles, more, 0);
    }

    private static double paired(List<List<Sample>> turns, ToDoubleFunction<Sample> value, int cell) {
        double first = median(turns, turn -> value.applyAsDouble(turn.get(0)));
        if (cell == 0 || !(first > 0)) { // the first cell may not have this count
            return median(turns, turn -> value.applyAsDouble(turn.get(cell)));
        }
        return first * median(turns, turn -> value.applyAsDouble(turn.get(cell)) / value.applyAsDouble(turn.get(0)));
    }

    private static double median(List<List<Sample>> turns, ToDoubleFunction<List<Sample>> value) {
        return Paired.median(turns.stream().mapToDouble(value).toArray());
    }
}
