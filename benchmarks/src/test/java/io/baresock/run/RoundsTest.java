package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoundsTest {

    private static final Cell FFM = Cell.parse("B.recv backend=ffm");
    private static final Cell JNI = Cell.parse("B.recv backend=jni");
    private static final Cell OTHER = Cell.parse("B.other");
    private static final List<Gate> GATES = Gates.withConsequences(
            Gates.parse(
                    """
            recv | B.recv backend=ffm | C | B.c | time <= 1.10
            other | B.other | C | B.c | time <= 1.10
            told | B.other | C | B.c | rate
            """));

    private final List<String> forks = new ArrayList<>();
    private final Map<Cell, List<Double>> ratios = new HashMap<>(); // by fork; the last one goes on
    private final Measured measured = new Measured();

    /** As a fork would say it where C takes 100 ns. */
    private ForkResult fork(Group group, int round) {
        forks.add(round + " " + group.ours());
        List<Double> all = ratios.getOrDefault(group.ours(), List.of(1.0));
        int before =
                (int) forks.stream().filter(f -> f.endsWith(" " + group.ours())).count() - 1;
        double ours = 100 * all.get(Math.min(before, all.size() - 1));
        List<Sample> turn = new ArrayList<>();
        group.cells().forEach(cell -> turn.add(Sample.of(cell.equals(group.ours()) ? ours : 100, null, Map.of())));
        return new ForkResult(List.of(turn), List.of(), Collections.nCopies(turn.size(), 7.0), 0);
    }

    private int run(int rounds, double minutes) throws Exception {
        Plan plan = new Plan("standard", Suite.ALL, rounds, 8, minutes, 1, 1, 1, 0, 1);
        Progress progress =
                new Progress(new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
        return new Rounds(plan, measured, progress, cell -> true, this::fork)
                .run(Group.of(GATES), () -> new Judge(measured.series(), measured.reasons()).open(GATES));
    }

    @Test
    void run_endsWithTheRounds_ifAllIsTold() throws Exception {
        assertEquals(3, run(3, 1));
        assertEquals(
                List.of(
                        "0 " + FFM,
                        "0 " + JNI,
                        "0 " + OTHER,
                        "1 " + FFM,
                        "1 " + OTHER,
                        "2 " + FFM,
                        "2 " + JNI,
                        "2 " + OTHER),
                forks);
    }

    @Test
    void run_measuresAgain_whatIsOkSoFar_ifItsIntervalHasTheLimitInIt() throws Exception {
        measuresAgain(List.of(1.0, 1.0, 1.2, 1.0));
    }

    @Test
    void run_measuresAgain_whatIsShortSoFar_ifItsIntervalHasTheLimitInIt() throws Exception {
        measuresAgain(List.of(1.2, 1.0, 1.2, 1.2));
    }

    private void measuresAgain(List<Double> all) throws Exception {
        ratios.put(OTHER, all);
        assertEquals(4, run(4, 1));
        List<String> again = forks.subList(10, forks.size());
        assertFalse(again.isEmpty());
        assertTrue(again.stream().allMatch(f -> f.endsWith(" " + OTHER)), again::toString);
        assertEquals("4 " + OTHER, again.get(0));
        assertTrue(again.size() < 8, "told in time: " + again);
    }

    @Test
    void run_measuresTheOtherBackendAgain_inOneRoundWithThisOne() throws Exception {
        ratios.put(JNI, List.of(1.0, 1.2, 1.0));
        run(4, 1);
        List<String> again = forks.subList(10, forks.size());
        assertEquals(List.of("4 " + FFM, "4 " + JNI), again.subList(0, 2));
        assertTrue(again.stream().noneMatch(f -> f.endsWith(" " + OTHER)), again::toString);
        List<Integer> rounds = measured.series().stream()
                .filter(s -> s.cell().equals(JNI))
                .flatMap(s -> s.samples().stream().map(Sample::round))
                .toList();
        assertEquals(List.of(0, 2, 4), rounds.subList(0, 3));
    }

    @Test
    void run_doesNotGoOnForEver_withATie() throws Exception {
        ratios.put(OTHER, List.of(1.1));
        assertEquals(4, run(4, 1));
        assertEquals(12, forks.stream().filter(f -> f.endsWith(" " + OTHER)).count());
    }

    @Test
    void run_measuresNothingAgain_ifThereIsNoTimeLeft() throws Exception {
        ratios.put(OTHER, List.of(1.1));
        assertEquals(1, run(4, 0));
        assertEquals(3, forks.size());
    }

    @Test
    void add_keepsOfThePeerOfBoth_whatItAllocates_butNoSecondTime() throws Exception {
        run(1, 0);
        List<Sample> c = measured.series().stream()
                .filter(s -> s.cell().equals(Cell.parse("B.c")))
                .findFirst()
                .orElseThrow()
                .samples();
        assertEquals(
                List.of(100.0, 0.0, 100.0),
                c.stream().map(Sample::nanos).toList()); // of FFM's fork, JNI's, the other's
        assertEquals(List.of(7.0, 7.0, 7.0), c.stream().map(Sample::allocated).toList());
    }
}
