package io.baresock.run;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the forks: one of each group per round. So the result includes the differences between JVMs (compiled code, place of memory), and
 * times when the machine is disturbed.
 */
final class Rounds {

    /** Measures a group in a separate JVM. */
    interface Forks {
        ForkResult run(Group group, int round) throws IOException, InterruptedException;
    }

    private final Plan plan;
    private final Measured measured;
    private final Progress progress;
    private final Predicate<Cell> exists;
    private final Forks fork;
    private final long start = System.nanoTime();
    private int done;
    private int forks;
    private long longestFork;

    Rounds(Plan plan, Measured measured, Progress progress, Predicate<Cell> exists, Forks fork) {
        this.plan = plan;
        this.measured = measured;
        this.progress = progress;
        this.exists = exists;
        this.fork = fork;
    }

    /**
     * Measures each group in each planned round, as long as there is time, and then the undecided groups in the rest of the time.
     *
     * @param open gives our cells that are still undecided
     * @return how many whole rounds were run
     */
    int run(Collection<Group> wanted, Supplier<Set<Cell>> open) throws IOException, InterruptedException {
        List<Group> groups = wanted.stream().flatMap(this::existing).toList();
        for (int i = 0; i < plan.rounds(); i++) {
            progress.add(due(groups, i).size());
        }
        long[] longest = new long[2];
        while (done < plan.rounds() && (done == 0 || isTimeFor(longest[done % 2]))) {
            long begin = System.nanoTime();
            Map<Cell, Map<Cell, Sample>> round = new HashMap<>();
            for (Group group : due(groups, done)) {
                measure(group, round, "round " + (done + 1));
            }
            longest[done % 2] = Math.max(longest[done % 2], System.nanoTime() - begin);
            done++;
        }
        for (int i = done; i < plan.rounds(); i++) {
            progress.drop(due(groups, i).size());
        }
        int all = done;
        settle(groups, open);
        return all;
    }

    private void settle(List<Group> groups, Supplier<Set<Cell>> open) throws IOException, InterruptedException {
        for (int more = 0; more < plan.more(); more++, done++) {
            List<Group> again = among(groups, open.get());
            progress.add(again.size());
            Map<Cell, Map<Cell, Sample>> round = new HashMap<>();
            for (int i = 0; i < again.size(); i++) {
                if (!isTimeFor(longestFork)) {
                    progress.drop(again.size() - i);
                    return;
                }
                measure(again.get(i), round, "still open");
            }
        }
    }

    /** The groups of these cells. For a comparison with the other backend both groups are in, because they must be in the same round. */
    private static List<Group> among(List<Group> groups, Set<Cell> ours) {
        Set<Cell> all = groups.stream()
                .filter(group -> ours.contains(group.ours()))
                .map(Group::like)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        all.addAll(ours);
        return groups.stream().filter(group -> all.contains(group.ours())).toList();
    }

    private boolean isTimeFor(long nanos) {
        return System.nanoTime() - start + nanos <= plan.nanos();
    }

    private void measure(Group group, Map<Cell, Map<Cell, Sample>> round, String label)
            throws IOException, InterruptedException {
        progress.begin(label + ": " + group.ours());
        if (!measured.isLeftOut(group.ours())) {
            long begin = System.nanoTime();
            round.put(group.ours(), one(group, group.like() == null ? null : round.get(group.like())));
            longestFork = Math.max(longestFork, System.nanoTime() - begin);
        }
        progress.end();
    }

    private static List<Group> due(List<Group> groups, int round) {
        return groups.stream().filter(group -> group.isDue(round)).toList();
    }

    /** The group without missing cells; empty if ours is missing. */
    private Stream<Group> existing(Group group) {
        for (Cell cell : group.cells()) {
            if (!exists.test(cell) && !measured.isLeftOut(cell)) {
                measured.leaveOut(cell, "there is no " + cell.benchmark());
            }
        }
        List<Cell> cells = group.cells().stream().filter(exists).toList();
        return Stream.of(new Group(cells, group.like())).filter(g -> cells.contains(group.ours()));
    }

    /** The samples of one fork. If all turns were disturbed they have bytes but no times. Empty if nothing counts. */
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
        List<Cell> cells = group.cells().stream()
                .filter(cell -> !result.failed().contains(cell.toString()))
                .toList();
        List<Sample> all = result.samples();
        Map<Cell, Sample> samples = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            samples.put(cells.get(i), all.get(i).in(done, forks, share));
        }
        add(group, samples, like);
        return samples;
    }

    /**
     * From a group with {@link Group#like} only our cell is added, scaled as if the common peer were as fast as in the other group. Of
     * that peer only the allocation is added.
     */
    private void add(Group group, Map<Cell, Sample> samples, @Nullable Map<Cell, Sample> like) {
        if (group.like() == null) {
            samples.forEach(measured::add);
            return;
        }
        samples.forEach((cell, sample) -> {
            if (!cell.equals(group.ours())) {
                measured.add(cell, cell.equals(group.via()) ? sample.bytes() : sample);
            }
        });
        Sample ours = samples.get(group.ours());
        Sample here = group.cells().size() > 1 ? samples.get(group.via()) : null;
        Sample there = like == null || here == null ? null : like.get(group.via());
        if (ours != null) {
            measured.add(group.ours(), here == null || there == null ? ours.bytes() : ours.at(here, there));
        }
    }
}
