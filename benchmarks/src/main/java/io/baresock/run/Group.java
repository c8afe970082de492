package io.baresock.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one fork measures in turns: our benchmark, and its peers. A JVM has one backend, so JNI and FFM cannot share one: each is measured
 * beside the same peer, {@link #via}.
 *
 * @param cells ours first
 * @param like the cell of the other backend with which ours is compared; null if it is compared with its peers
 */
record Group(List<Cell> cells, @Nullable Cell like) {

    Cell ours() {
        return cells.get(0);
    }

    /** The peer that is also in the fork of {@link #like}. */
    Cell via() {
        return cells.get(1);
    }

    /**
     * Whether it is measured in this round, counted from 0. A group with {@link #like} runs in every second round only. JVMs differ more
     * than turns, so the ratios to peers need many forks, and come first.
     */
    boolean isDue(int round) {
        return like == null || round % 2 == 0;
    }

    static Group alone(Cell cell) {
        return new Group(List.of(cell), null);
    }

    /** The groups that the gates need, in their order. */
    static List<Group> of(List<Gate> gates) {
        Map<Cell, Set<Cell>> peers = new LinkedHashMap<>();
        Map<Cell, Cell> likes = new LinkedHashMap<>();
        for (Gate gate : gates) {
            Cell theirs = gate.theirs();
            if (theirs == null) {
                continue;
            }
            if (isOtherBackend(gate.ours(), theirs)) {
                likes.put(gate.ours(), theirs);
            } else {
                peers.computeIfAbsent(gate.ours(), c -> new LinkedHashSet<>()).addAll(Gates.peers(gate));
            }
        }
        List<Group> groups = new ArrayList<>();
        peers.forEach((ours, theirs) -> {
            if (likes.containsKey(ours)) {
                return; // it runs together with the one that it is like
            }
            groups.add(new Group(concat(ours, theirs), null));
            likes.forEach((cell, like) -> {
                if (like.equals(ours)) {
                    Set<Cell> beside =
                            new LinkedHashSet<>(List.of(theirs.iterator().next()));
                    beside.addAll(peers.getOrDefault(cell, Set.of()));
                    groups.add(new Group(concat(cell, beside), like));
                }
            });
        });
        return groups;
    }

    /** Whether the two have different backends, so that no JVM can have both. */
    static boolean isOtherBackend(Cell ours, Cell theirs) {
        String backend = theirs.params().get("backend");
        return backend != null && !backend.equals(ours.params().get("backend"));
    }

    private static List<Cell> concat(Cell first, Set<Cell> rest) {
        List<Cell> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
