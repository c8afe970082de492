package io.baresock.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured so far, and why the rest was not. */
final class Measured {

    private final Map<Cell, Series> series = new LinkedHashMap<>();
    private final Map<Cell, String> absent = new LinkedHashMap<>();
    private final Map<Cell, String> stolen = new LinkedHashMap<>();
    private int rejected;

    List<Series> series() {
        return List.copyOf(series.values());
    }

    /** Why a cell was not measured. */
    Map<Cell, String> reasons() {
        Map<Cell, String> all = new LinkedHashMap<>(stolen);
        all.putAll(absent);
        return all;
    }

    void add(Cell cell, Sample sample) {
        series.computeIfAbsent(cell, Series::of).samples().add(sample);
    }

    /** It cannot be measured: not now and not in a later round. */
    void leaveOut(Cell cell, String reason) {
        absent.put(cell, reason);
    }

    boolean isLeftOut(Cell cell) {
        return absent.containsKey(cell);
    }

    /** So many turns of a fork, or measurements of a contest, do not count, because the hypervisor took time meanwhile. */
    void reject(int count) {
        rejected += count;
    }

    int rejected() {
        return rejected;
    }

    /** No turn of a round counted. */
    void giveUp(Cell cell) {
        stolen.put(cell, "time was stolen whenever it was measured: " + cell);
    }
}
