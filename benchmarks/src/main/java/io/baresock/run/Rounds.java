package io.baresock.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forks: in a round one of each group, so that what differs from one JVM to the next (how the code was compiled, where
 * its memory lies) is in the result, and so is what disturbs the machine for a while.
 */
final class Rounds {

    private final Benchmarks benchmarks = new Benchmarks();
    private final Plan plan;
    private final Measured measured;
    private final Progress progress;
    private final Fork fork;
    private int done;
    private int forks;

    Rounds(Plan plan, Measured measured, Path directory, Progress progress) throws IOException {
        this.plan = plan;
        this.measured = measured;
        this.progress = progress;
        fork = new Fork(benchmarks, plan, directory);
    }

    Benchmarks benchmarks() {
        return benchmarks;
    }

    /** How many rounds were run. */
    int done() {
        return done;
    }

    void run(Collection<Group> wanted) throws IOException, InterruptedException {
        List<Group> groups = existing(wanted);
        for (int i = 0; i < plan.rounds(); i++) {
            progress.add(due(groups, i).size());
        }
        long start = System.nanoTime();
        long[] longest = new long[2];
        while (done < plan.rounds() && (done == 0 || System.nanoTime() - start + longest[done % 2] <= plan.nanos())) {
            long begin = System.nanoTime();
            Map<Cell, Map<Cell, Sample>> round = new HashMap<>();
            for (Group group : due(groups, done)) {
                progress.begin("round " + (done + 1) + ": " + group.ours());
                if (!measured.isLeftOut(group.ours())) {
                    round.put(group.ours(), one(group, group.like() == null ? null : round.get(group.like())));
                }
                progress.end();
            }
            longest[done % 2] = Math.max(longest[done % 2], System.nanoTime() - begin);
            done++;
        }
        for (int i = done; i < plan.rounds(); i++) {
            progress.drop(due(groups, i).size());
        }
    }

    private static List<Group> due(List<Group> groups, int round) {
        return groups.stream().filter(group -> group.isDue(round)).toList();
    }

    /** Without those that are not there. */
    private List<Group> existing(Collection<Group> wanted) {
        List<Group> groups = new ArrayList<>();
        for (Group group : wanted) {
            List<Cell> cells = new ArrayList<>();
            for (Cell cell : group.cells()) {
                if (benchmarks.has(cell)) {
                    cells.add(cell);
                } else if (!measured.isLeftOut(cell)) {
                    measured.leaveOut(cell, "there is no " + cell.benchmark());
                }
            }
            if (cells.contains(group.ours())) {
                groups.add(new Group(cells, group.like()));
            }
        }
        return groups;
    }

    /** One fork's samples, without times if all turns were disturbed: bytes are not; empty if nothing counts. */
    private Map<Cell, Sample> one(Group group, @Nullable Map<Cell, Sample> like)
            throws IOException, InterruptedException {
        Steal before = Steal.now();
        ForkResult result;
        try {
            result = fork.run(group, done);
        } catch (IOException e) {
            measured.leaveOut(group.ours(), "failed: " + group.ours());
            progress.say(group.ours() + " failed and is left out (" + e.getMessage() + ")");
            return Map.of();
        }
        double share = Steal.now().since(before);
        measured.reject(result.rejected());
        for (String cell : result.failed()) {
            measured.leaveOut(Cell.parse(cell), "failed: " + cell);
            progress.say(cell + " failed and is left out; JMH's output is in the fork's log");
        }
        if (plan.turns() > 0 && result.turns().isEmpty()) {
            measured.giveUp(group.ours());
            if (result.allocated().isEmpty()) {
                return Map.of();
            }
        }
        forks++;
        Map<Cell, Sample> samples = samples(group, result, share);
        add(group, samples, like);
        return samples;
    }

    private Map<Cell, Sample> samples(Group group, ForkResult result, double share) {
        List<Cell> cells = new ArrayList<>(group.cells());
        cells.removeIf(cell -> result.failed().contains(cell.toString()));
        Map<Cell, Sample> samples = new HashMap<>();
        List<Sample> all = result.samples();
        for (int i = 0; i < cells.size(); i++) {
            samples.put(cells.get(i), all.get(i).in(done, forks, share));
        }
        return samples;
    }

    /** Of a group like another only ours is new, and as fast as it would be where the peer is as fast as in the other. */
    private void add(Group group, Map<Cell, Sample> samples, @Nullable Map<Cell, Sample> like) {
        if (group.like() == null) {
            samples.forEach(measured::add);
            return;
        }
        samples.forEach((cell, sample) -> {
            if (!cell.equals(group.ours()) && !cell.equals(group.via())) {
                measured.add(cell, sample);
            }
        });
        Sample ours = samples.get(group.ours());
        Sample here = group.cells().size() > 1 ? samples.get(group.via()) : null;
        Sample there = like == null || here == null ? null : like.get(group.via());
        if (ours != null && here != null && there != null) {
            measured.add(group.ours(), ours.at(here, there));
        } else if (ours != null) {
            measured.add(group.ours(), Sample.ofBytes(ours.allocated()).in(done, forks, ours.stolen()));
        }
    }
}
