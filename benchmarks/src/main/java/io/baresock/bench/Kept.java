package io.baresock.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the benchmarks of a process keep between turns, until the process ends. JMH sets a benchmark up for each turn. But new connections
 * differ in speed more than the contestants do (ADR 19), and real programs keep their connections.
 */
final class Kept {

    private static final Map<List<Object>, Object> ALL = new HashMap<>();

    private Kept() {}

    interface Opening<T> {
        T open() throws IOException;
    }

    /** Returns what was opened before for the same state and parameters, or opens it now. */
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
