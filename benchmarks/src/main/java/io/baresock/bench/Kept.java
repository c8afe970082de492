package io.baresock.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the benchmarks of a process keep from turn to turn, until it ends. JMH sets a benchmark up for each of its turns; but new
 * connections are not equally fast, by more than contestants differ (ADR 19), and the programs that these stand for keep theirs.
 */
final class Kept {

    private static final Map<List<Object>, Object> ALL = new HashMap<>();

    private Kept() {}

    /** How it is made. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /** What was opened for the same state and parameters before, or else is now. */
    static synchronized <T> T of(Class<T> type, Opening<? extends T> opening, Object state, Object... params)
            throws IOException {
        List<Object> key = List.of(type, state.getClass(), List.of(params));
        Object kept = ALL.get(key);
        if (kept == null) {
            kept = opening.open();
            ALL.put(key, kept);
        }
        return type.cast(kept);
    }
}
