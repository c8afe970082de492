package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TurnsTest {

    private static final Cell A = Cell.parse("E.a");
    private static final Cell B = Cell.parse("E.b");
    private static final Cell BROKEN = Cell.parse("E.broken");
    private static final Cell OTHER = Cell.parse("F.a");

    @TempDir
    Path directory = Path.of("");

    private final List<String> events = new ArrayList<>();
    private final Measured measured = new Measured();
    private final List<Integer> disturbed = new ArrayList<>(); // which of the measurements, counted from 0
    private int measurements;
    private long stolen;

    /** Everything takes a nanosecond, except what is broken. */
    private final class Fake implements Contest {
        @Override
        public void warmUp(Cell cell) {
            events.add("warm " + cell.method());
        }

        @Override
        public Sample measure(Cell cell) throws IOException {
            events.add(cell.method());
            if (disturbed.contains(measurements++)) {
                stolen += 10;
            }
            if (cell.equals(BROKEN)) {
                throw new IOException("no server");
            }
            return Sample.of(1, null, Map.of());
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    private Set<Cell> run(Cell... wanted) throws IOException, InterruptedException {
        Plan plan = new Plan("standard", Suite.ALL, 1, 0, 1, 1, 1, 1, 2, 0.05);
        Progress progress =
                new Progress(new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
        Contest.Rules rules = new Contest.Rules(Set.of(A, B, BROKEN), 2, 1, log -> {
            events.add("begin");
            return new Fake();
        });
        Turns turns = new Turns(rules, plan, measured, progress, () -> new Steal(stolen, stolen + 100L * measurements));
        Set<Cell> cells = new LinkedHashSet<>(List.of(wanted));
        turns.take(cells);
        turns.run(directory);
        return cells;
    }

    @Test
    void run_hasThemTakeTurns_inAnotherOrder_andKeepsOneSampleARound() throws IOException, InterruptedException {
        assertEquals(Set.of(OTHER), run(A, OTHER, B));
        assertEquals(
                List.of(
                        "begin", "warm a", "warm b", "a", "b", "b", "a", "close", "begin", "warm a", "warm b", "a", "b",
                        "b", "a", "close"),
                events);
        Map<Cell, List<Integer>> rounds = measured.series().stream()
                .collect(Collectors.toMap(
                        Series::cell,
                        s -> s.samples().stream().map(Sample::round).toList()));
        assertEquals(Map.of(A, List.of(0, 1), B, List.of(0, 1)), rounds);
    }

    @Test
    void run_measuresAgain_whatWasDisturbed() throws IOException, InterruptedException {
        disturbed.addAll(List.of(1, 2));
        run(A, B);
        assertEquals(List.of("a", "b", "b", "b", "b", "a", "close"), events.subList(3, 10));
        assertEquals(2, measured.rejected());
    }

    @Test
    void run_dropsATurn_inWhichOneWasDisturbedEachTime() throws IOException, InterruptedException {
        disturbed.addAll(List.of(1, 2, 3, 4)); // of b three, of its next turn one
        run(A, B);
        assertEquals(List.of("a", "b", "b", "b", "b", "b", "a", "a", "b", "close"), events.subList(3, 13));
        assertEquals(4, measured.rejected());
    }

    @Test
    void run_givesUp_whatIsAlwaysDisturbed() throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            disturbed.add(i);
        }
        run(A, B);
        assertEquals(24, measured.rejected()); // 3 measurements of the first in 2 x 2 turns, in 2 rounds
        assertTrue(measured.series().isEmpty());
        assertEquals(Set.of(A, B), measured.reasons().keySet());
    }

    @Test
    void run_leavesOutWhatFails_andGoesOn() throws IOException, InterruptedException {
        run(BROKEN, A);
        assertEquals(
                List.of(
                        "begin",
                        "warm broken",
                        "warm a",
                        "broken",
                        "a",
                        "a",
                        "close",
                        "begin",
                        "warm a",
                        "a",
                        "a",
                        "close"),
                events);
        assertEquals(Map.of(BROKEN, "failed: E.broken"), measured.reasons());
    }

    @Test
    void run_startsNothing_whenNothingIsWanted() throws IOException, InterruptedException {
        assertEquals(Set.of(OTHER), run(OTHER));
        assertTrue(events.isEmpty(), events::toString);
    }
}
