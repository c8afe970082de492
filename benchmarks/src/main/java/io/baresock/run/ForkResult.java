package io.baresock.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a forked JVM measured.
 *
 * @param turns each with a sample of each cell
 * @param failed the cells that could not be measured, which no turn has
 * @param allocated bytes an operation of each cell; empty if they were not counted
 * @param rejected turns that did not count because of stolen time
 */
record ForkResult(List<List<Sample>> turns, List<String> failed, List<Double> allocated, int rejected) {

    /**
     * One sample a cell: of the first its medians, and of each other what gives the median of the ratios to the first, made
     * within the turns. So what slows the machine down for a while is not taken for a difference.
     */
    List<Sample> paired() {
        List<Sample> all = new ArrayList<>();
        int cells = turns.isEmpty() ? 0 : turns.get(0).size();
        for (int cell = 0; cell < cells; cell++) {
            int which = cell;
            int percentiles = turns.get(0).get(cell).percentiles().size();
            List<Double> paired = new ArrayList<>();
            for (int p = 0; p < percentiles; p++) {
                int percentile = p;
                paired.add(paired(turn -> turn.percentiles().get(percentile), which));
            }
            Double bytes = allocated.isEmpty() ? null : allocated.get(cell);
            Map<String, Double> more = turns.get(turns.size() - 1).get(cell).more();
            all.add(new Sample(0, 0, paired(Sample::nanos, which), bytes, paired, more, 0));
        }
        return all;
    }

    private double paired(ToDoubleFunction<Sample> value, int cell) {
        double first = median(turn -> value.applyAsDouble(turn.get(0)));
        if (cell == 0) {
            return first;
        }
        return first * median(turn -> value.applyAsDouble(turn.get(cell)) / value.applyAsDouble(turn.get(0)));
    }

    private double median(ToDoubleFunction<List<Sample>> value) {
        return Paired.median(turns.stream().mapToDouble(value).toArray());
    }
}
