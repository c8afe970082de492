package io.baresock.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements so far, and why others are missing. */
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

    /** A cell cannot be measured, now or in a later round. */
    void leaveOut(Cell cell, String reason) {
        absent.put(cell, reason);
    }

    boolean isLeftOut(Cell cell) {
        return absent.containsKey(cell);
    }

    /** Notes how many turns of a fork, or measurements of a contest, do not count because the hypervisor took time. */
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
