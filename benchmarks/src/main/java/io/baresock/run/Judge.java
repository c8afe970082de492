package io.baresock.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the measurements with the gates. A ratio is made within a fork, where both sides took turns. */
final class Judge {

    private final Map<Cell, List<Sample>> measured = new HashMap<>();
    private final Map<Cell, String> reasons;

    /**
     * A judge.
     *
     * @param reasons why a cell was not measured, if that is known
     */
    Judge(List<Series> series, Map<Cell, String> reasons) {
        series.forEach(s -> measured.put(s.cell(), s.samples()));
        this.reasons = reasons;
    }

    /**
     * Our cells of gates that are undecided: gates on a ratio of times, whose limit is inside the interval. It does not matter on which
     * side of the limit the median is.
     */
    Set<Cell> open(List<Gate> gates) {
        Set<Cell> open = new HashSet<>();
        for (Gate gate : gates) {
            if (gate.theirs() != null && !gate.metric().equals(Sample.ALLOCATED) && !gate.isStated()) {
                Paired ratio = Paired.of(ratios(gate, gate.ours(), gate.theirs()));
                if (ratio.count() > 0 && ratio.leavesOpen(limit(gate))) {
                    open.add(gate.ours());
                }
            }
        }
        return open;
    }

    Verdict judge(Gate gate) {
        Cell theirs = gate.theirs();
        double limit = limit(gate);
        double[] values = theirs == null ? values(gate) : ratios(gate, gate.ours(), theirs);
        if (values.length == 0 || (gate.reference() != null && Double.isNaN(limit))) {
            return verdict(gate, reason(gate), Paired.NONE, limit, gate.isStated() ? Verdict.STATED : Verdict.MISSING);
        }
        if (theirs == null) {
            double median = Paired.median(values);
            return verdict(gate, number(median), Paired.NONE, limit, state(gate.holds(Math.floor(median), limit)));
        }
        Paired paired = Paired.of(values);
        String text = number(paired.median()) + " [" + number(paired.low()) + ", " + number(paired.high()) + "] n="
                + paired.count();
        String state = gate.isStated() ? Verdict.STATED : state(gate.holds(paired.median(), limit));
        return verdict(gate, text, paired, limit, state);
    }

    private static String number(double value) {
        return Verdict.number(value);
    }

    private static String state(boolean ok) {
        return ok ? Verdict.OK : Verdict.SHORT;
    }

    /** The limit; NaN if there is none, or if the reference was not measured. */
    private double limit(Gate gate) {
        Cell reference = gate.reference();
        Cell theirs = gate.theirs();
        if (reference == null || theirs == null) {
            return gate.limit();
        }
        return gate.limit() * Paired.of(ratios(gate, reference, theirs)).median();
    }

    private static Verdict verdict(Gate gate, String measured, Paired ratio, double limit, String state) {
        return new Verdict(
                gate.workload(),
                gate.ours().toString(),
                gate.peer(),
                gate.metric(),
                measured,
                ratio,
                gate.metric() + text(gate, limit),
                state);
    }

    private static String text(Gate gate, double limit) {
        if (gate.isStated()) {
            return ", no limit";
        }
        if (gate.theirs() == null) {
            // In a short run, the allocation of JMH and its profiler is divided by few operations. An object of ours
            // has 16 bytes or more.
            return " < " + (int) (limit + 1);
        }
        String own = gate.reference() == null ? "" : number(gate.limit()) + " of C's own ratio";
        String ratio = Double.isNaN(limit) ? "" : number(limit) + " x " + gate.peer();
        return (gate.atMost() ? " <= " : " >= ") + ratio + (own.isEmpty() || ratio.isEmpty() ? "" : ", ") + own;
    }

    private String reason(Gate gate) {
        return Stream.of(gate.ours(), gate.theirs(), gate.reference())
                .filter(cell -> cell != null && samples(cell).isEmpty())
                .map(cell -> reasons.getOrDefault(cell, "not measured: " + cell))
                .findFirst()
                .orElse("no " + gate.metric() + " in a round of both");
    }

    private double[] values(Gate gate) {
        return samples(gate.ours()).stream()
                .mapToDouble(s -> s.value(gate.metric()))
                .filter(Double::isFinite)
                .toArray();
    }

    private double[] ratios(Gate gate, Cell ours, Cell theirs) {
        boolean apart = Group.isOtherBackend(ours, theirs);
        Map<List<Integer>, Double> beside = new HashMap<>();
        samples(theirs).forEach(s -> beside.put(place(s, apart), s.value(gate.metric())));
        double[] ratios = samples(ours).stream()
                .mapToDouble(s -> s.value(gate.metric()) / beside.getOrDefault(place(s, apart), Double.NaN))
                .toArray();
        return Arrays.stream(ratios).filter(Double::isFinite).toArray();
    }

    /** The fork, which both sides shared; or the round, if they have different backends. */
    private static List<Integer> place(Sample s, boolean apart) {
        return apart ? List.of(s.round()) : List.of(s.round(), s.fork());
    }

    private List<Sample> samples(@Nullable Cell cell) {
        return measured.getOrDefault(cell, List.of());
    }
}
