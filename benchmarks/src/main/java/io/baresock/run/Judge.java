package io.baresock.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what was measured with the gates. Ratios are made within a fork, where both sides took turns. */
final class Judge {

    private final Map<Cell, Series> measured = new HashMap<>();
    private final Map<Cell, String> reasons;

    /**
     * A judge.
     *
     * @param reasons why a cell was not measured, where that is known
     */
    Judge(List<Series> series, Map<Cell, String> reasons) {
        series.forEach(s -> measured.put(s.cell(), s));
        this.reasons = reasons;
    }

    Verdict judge(Gate gate) {
        Cell theirs = gate.theirs();
        String limit = gate.metric() + limit(gate);
        double[] values = theirs == null ? values(gate) : ratios(gate, theirs);
        if (values.length == 0) {
            String state = gate.isStated() ? Verdict.STATED : Verdict.MISSING;
            return verdict(gate, reason(gate, theirs), Paired.of(values), limit, state);
        }
        if (theirs == null) {
            double median = Paired.median(values);
            boolean ok = gate.holds(Math.floor(median));
            return verdict(gate, Verdict.number(median), Paired.of(new double[0]), limit, state(ok));
        }
        Paired paired = Paired.of(values);
        String text = Verdict.number(paired.median()) + " [" + Verdict.number(paired.low()) + ", "
                + Verdict.number(paired.high()) + "] n=" + paired.count();
        String state = gate.isStated() ? Verdict.STATED : state(gate.holds(paired.median()));
        return verdict(gate, text, paired, limit, state);
    }

    private static String state(boolean ok) {
        return ok ? Verdict.OK : Verdict.SHORT;
    }

    private static String limit(Gate gate) {
        if (gate.isStated()) {
            return ", no limit";
        }
        if (gate.theirs() == null) {
            // What JMH and its profiler allocate themselves is divided by few operations in a short run; an object of
            // ours has 16.
            return " < " + (int) (gate.limit() + 1);
        }
        return (gate.atMost() ? " <= " : " >= ") + Verdict.number(gate.limit()) + " x " + gate.peer();
    }

    private static Verdict verdict(Gate gate, String measured, Paired paired, String limit, String state) {
        // NaN is no JSON.
        Paired ratio = paired.count() == 0 ? new Paired(0, 0, 0, 0) : paired;
        return new Verdict(
                gate.workload(), gate.ours().toString(), gate.peer(), gate.metric(), measured, ratio, limit, state);
    }

    private String reason(Gate gate, @Nullable Cell theirs) {
        for (Cell cell : theirs == null ? List.of(gate.ours()) : List.of(gate.ours(), theirs)) {
            if (!measured.containsKey(cell) || measured.get(cell).samples().isEmpty()) {
                return reasons.getOrDefault(cell, "not measured: " + cell);
            }
        }
        return "no " + gate.metric() + " in a round of both";
    }

    private double[] values(Gate gate) {
        return samples(gate.ours()).stream()
                .mapToDouble(s -> s.value(gate.metric()))
                .filter(Double::isFinite)
                .toArray();
    }

    private double[] ratios(Gate gate, Cell theirs) {
        boolean apart = Group.isOtherBackend(gate.ours(), theirs);
        Map<List<Integer>, Double> beside = new HashMap<>();
        samples(theirs).forEach(s -> beside.put(place(s, apart), s.value(gate.metric())));
        double[] ratios = samples(gate.ours()).stream()
                .mapToDouble(s -> s.value(gate.metric()) / beside.getOrDefault(place(s, apart), Double.NaN))
                .toArray();
        return Arrays.stream(ratios).filter(Double::isFinite).toArray();
    }

    /** The fork, which both sides shared unless they have different backends; and else the round. */
    private static List<Integer> place(Sample s, boolean apart) {
        return apart ? List.of(s.round()) : List.of(s.round(), s.fork());
    }

    private List<Sample> samples(Cell cell) {
        Series series = measured.get(cell);
        return series == null ? List.of() : series.samples();
    }
}
