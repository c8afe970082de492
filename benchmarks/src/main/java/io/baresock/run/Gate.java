package io.baresock.run;

import org.jspecify.annotations.Nullable;

/**
 * What must hold.
 *
 * @param workload for people
 * @param ours our benchmark
 * @param peer the name of the peer, or {@code -}
 * @param theirs the peer's benchmark; null if the limit is on the value itself
 * @param metric of {@link Sample#value}
 * @param atMost whether the limit is an upper one
 * @param limit for the ratio ours / theirs, or for the value; NaN if there is none
 * @param reference if not null, the limit is a multiple of this benchmark's ratio to theirs
 */
public record Gate(
        String workload,
        Cell ours,
        String peer,
        @Nullable Cell theirs,
        String metric,
        boolean atMost,
        double limit,
        @Nullable Cell reference) {

    /**
     * Reads a line of the table: {@code workload | ours | peer | theirs | metric <= limit [of reference]}, or with the metric alone. A
     * limit on the value itself has {@code -} in place of theirs.
     */
    static Gate parse(String line) {
        String[] columns = line.split("\\|", -1);
        String[] limit = columns.length == 5 ? columns[4].strip().split(" +", 5) : new String[0];
        boolean stated = limit.length == 1 && !limit[0].isEmpty();
        boolean relative = limit.length == 5 && limit[3].equals("of");
        if (!stated && ((limit.length != 3 && !relative) || !limit[1].matches("[<>]="))) {
            throw new IllegalArgumentException("not a gate: " + line);
        }
        return new Gate(
                columns[0].strip(),
                Cell.parse(columns[1]),
                columns[2].strip(),
                columns[3].strip().equals("-") ? null : Cell.parse(columns[3]),
                limit[0],
                stated || limit[1].equals("<="),
                stated ? Double.NaN : Double.parseDouble(limit[2]),
                relative ? Cell.parse(limit[4]) : null);
    }

    /** The same limit for another benchmark of ours. */
    Gate of(String itsWorkload, Cell other) {
        return new Gate(itsWorkload, other, peer, theirs, metric, atMost, limit, reference);
    }

    /** Whether there is no limit: the ratio is shown and not judged. */
    boolean isStated() {
        return Double.isNaN(limit);
    }

    boolean holds(double value, double itsLimit) {
        return atMost ? value <= itsLimit : value >= itsLimit;
    }
}
