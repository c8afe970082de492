package io.baresock.run;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that is measured.
 *
 * @param benchmark class and method, {@code EagainBench.socketRecv}
 * @param params the values of JMH's parameters
 */
public record Cell(String benchmark, SortedMap<String, String> params) {

    /** Reads the form of the table of gates: {@code EagainBench.socketRecv backend=ffm}. */
    public static Cell parse(String text) {
        String[] words = text.strip().split(" +", -1);
        SortedMap<String, String> params = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not name=value: " + words[i]);
            }
            params.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Cell(words[0], params);
    }

    /** The same with one parameter set. */
    public Cell with(String name, String value) {
        SortedMap<String, String> changed = new TreeMap<>(params);
        changed.put(name, value);
        return new Cell(benchmark, changed);
    }

    /** The simple name of the JMH class. */
    public String group() {
        return benchmark.substring(0, benchmark.indexOf('.'));
    }

    public String method() {
        return benchmark.substring(benchmark.indexOf('.') + 1);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(benchmark);
        for (Map.Entry<String, String> param : params.entrySet()) {
            out.append(' ').append(param.getKey()).append('=').append(param.getValue());
        }
        return out.toString();
    }
}
