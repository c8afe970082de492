package io.baresock.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The rounds of a {@link Contest}: in each all take turns, in an order that changes by the round. */
final class Turns {

    private final Contest contest;
    private final Plan plan;
    private final Measured measured;
    private final Progress progress;
    private final List<Cell> cells = new ArrayList<>();

    Turns(Contest contest, Plan plan, Measured measured, Progress progress) {
        this.contest = contest;
        this.plan = plan;
        this.measured = measured;
        this.progress = progress;
    }

    /** Takes out of {@code wanted} what is its own. */
    void take(Collection<Cell> wanted) {
        List<Cell> own = contest.cells();
        wanted.stream().filter(own::contains).forEach(cells::add);
        wanted.removeAll(own);
        progress.add(cells.size() * contest.rounds(plan.contests()));
    }

    void run(Path directory) throws IOException {
        if (cells.isEmpty()) {
            return;
        }
        Path log = Files.createDirectories(directory.resolve("logs"))
                .resolve(cells.get(0).group() + ".log");
        for (int round = 0; round < contest.rounds(plan.contests()); round++) {
            List<Cell> order = new ArrayList<>(cells);
            Collections.rotate(order, round);
            try (Contest.Turn turn = contest.begin(log)) {
                for (Cell cell : order) {
                    progress.begin("round " + (round + 1) + ": " + cell);
                    if (!measured.isLeftOut(cell)) {
                        one(turn, cell, round, log);
                    }
                    progress.end();
                }
            }
        }
    }

    private void one(Contest.Turn turn, Cell cell, int round, Path log) throws IOException {
        for (int attempt = 1; attempt <= Rounds.ATTEMPTS; attempt++) {
            Steal before = Steal.now();
            Sample sample;
            try {
                sample = turn.measure(cell);
            } catch (IOException e) {
                measured.leaveOut(cell, "failed: " + cell);
                progress.say(cell + " failed and is left out (" + e.getMessage() + "); more may be in " + log);
                return;
            }
            double share = Steal.now().since(before);
            if (share <= plan.steal()) {
                measured.add(cell, sample.in(round, 0, share));
                return;
            }
            measured.reject();
        }
        measured.giveUp(cell);
    }
}
