package io.baresock.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rounds of a {@link Contest}. In each round, cells with the same work take turns, in another order each turn. A measurement from
 * which the hypervisor took time is repeated. If that does not help, the turn does not count.
 */
final class Turns {

    /** How many turns are tried for each turn that must count. */
    private static final int ATTEMPTS = 2;

    /** How often one cell of a turn is measured at most. */
    private static final int MEASUREMENTS = 3;

    /** The time that was stolen so far. */
    @FunctionalInterface
    interface StealClock {
        Steal now() throws IOException;
    }

    @FunctionalInterface
    private interface Step {
        void take(Cell cell) throws IOException, InterruptedException;
    }

    private final Contest.Rules contest;
    private final Plan plan;
    private final Measured measured;
    private final Progress progress;
    private final StealClock steal;
    private final Map<Object, List<Cell>> groups = new LinkedHashMap<>();

    Turns(Contest.Rules contest, Plan plan, Measured measured, Progress progress, StealClock steal) {
        this.contest = contest;
        this.plan = plan;
        this.measured = measured;
        this.progress = progress;
        this.steal = steal;
    }

    private int rounds() {
        return contest.times() * plan.contests();
    }

    /** Removes its own cells from {@code wanted}, and measures them. */
    void take(Collection<Cell> wanted) {
        Set<Cell> own = contest.cells();
        wanted.stream().filter(own::contains).forEach(cell -> {
            Map<String, String> task = new TreeMap<>(cell.params());
            task.remove("backend");
            groups.computeIfAbsent(task, t -> new ArrayList<>()).add(cell);
        });
        wanted.removeAll(own);
        progress.add(groups.size() * rounds() * contest.turns());
    }

    void run(Path directory) throws IOException, InterruptedException {
        if (groups.isEmpty()) {
            return;
        }
        Cell any = groups.values().iterator().next().get(0);
        Path log = Files.createDirectories(directory.resolve("logs")).resolve(any.group() + ".log");
        for (int round = 0; round < rounds(); round++) {
            try (Contest begun = contest.beginning().begin(log)) {
                for (List<Cell> cells : groups.values()) {
                    round(begun, cells, round, log);
                }
            }
        }
    }

    private void round(Contest begun, List<Cell> cells, int round, Path log) throws IOException, InterruptedException {
        String label = "round " + (round + 1) + ": ";
        progress.begin(label + "warm-up for " + cells.get(0) + " and its peers");
        each(cells, log, begun::warmUp);
        List<Map<Cell, Sample>> turns = new ArrayList<>();
        int steps = contest.turns();
        Steal start = steal.now();
        for (int i = 0; turns.size() < contest.turns() && i < ATTEMPTS * contest.turns(); i++) {
            if (steps > 0) {
                progress.begin(label + cells.get(0) + " and its peers");
            }
            Map<Cell, Sample> turn = turn(begun, cells, i, log);
            if (cells.stream().allMatch(cell -> turn.containsKey(cell) || measured.isLeftOut(cell))) {
                turns.add(turn);
            }
            if (steps-- > 0) {
                progress.end();
            }
        }
        progress.drop(Math.max(steps, 0));
        add(turns, cells, round, steal.now().since(start));
    }

    /** Ends at the first cell that is disturbed at each attempt. */
    private Map<Cell, Sample> turn(Contest begun, List<Cell> cells, int number, Path log) throws InterruptedException {
        List<Cell> order = new ArrayList<>(cells);
        Collections.rotate(order, number);
        Map<Cell, Sample> turn = new HashMap<>();
        boolean[] disturbed = new boolean[1];
        each(order, log, cell -> {
            for (int i = 0; i < MEASUREMENTS && !disturbed[0] && !turn.containsKey(cell); i++) {
                Steal before = steal.now();
                Sample sample = begun.measure(cell);
                if (steal.now().since(before) <= plan.steal()) {
                    turn.put(cell, sample);
                } else {
                    measured.reject(1);
                }
            }
            disturbed[0] = !turn.containsKey(cell);
        });
        return turn;
    }

    private void each(List<Cell> cells, Path log, Step step) throws InterruptedException {
        for (Cell cell : cells) {
            if (!measured.isLeftOut(cell)) {
                try {
                    step.take(cell);
                } catch (IOException e) {
                    measured.leaveOut(cell, "failed: " + cell);
                    progress.say(cell + " failed and is left out (" + e.getMessage() + "); more may be in " + log);
                }
            }
        }
    }

    private void add(List<Map<Cell, Sample>> turns, List<Cell> cells, int round, double stolen) {
        List<Cell> there =
                cells.stream().filter(cell -> !measured.isLeftOut(cell)).toList();
        if (turns.isEmpty()) {
            there.forEach(measured::giveUp);
            return;
        }
        List<Sample> medians = TurnMedians.of(turns.stream()
                .map(turn -> there.stream().map(turn::get).toList())
                .toList());
        for (int i = 0; i < there.size(); i++) {
            measured.add(there.get(i), medians.get(i).in(round, 0, stolen));
        }
    }
}
