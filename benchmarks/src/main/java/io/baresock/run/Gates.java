package io.baresock.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of gates, and the gates that follow for every benchmark of ours. */
final class Gates {

    /** The limit of JNI's time to FFM's. */
    private static final double JNI = 1.05;

    /** The metrics of benchmarks whose bytes are counted too. For percentiles JMH's histogram makes garbage itself. */
    private static final Set<String> COUNTED = Set.of("time", "rate", Sample.ALLOCATED);

    private Gates() {}

    /** A table beside this class, as it is. */
    static List<Gate> load(String table) throws IOException {
        try (InputStream in = Gates.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IOException(table + " is not in the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return parse(text.replace("{backend}", Backends.here().get(0)));
        }
    }

    static List<Gate> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Gate::parse)
                .toList();
    }

    /**
     * For each of our benchmarks: JNI within 5 % of FFM, and no allocation by either if it is counted. If the table has a line about its
     * bytes, that line counts instead, also for JNI.
     */
    static List<Gate> withConsequences(List<Gate> table) {
        List<Gate> all = new ArrayList<>(table);
        Set<Cell> seen = new LinkedHashSet<>();
        for (Gate gate : table) {
            Cell ours = gate.ours();
            if (!seen.add(ours)) {
                continue;
            }
            boolean counted = COUNTED.contains(gate.metric());
            List<Gate> bytes = table.stream().filter(g -> isOfBytes(g, ours)).toList();
            if (counted && bytes.isEmpty()) {
                all.add(allocatesNothing(gate.workload(), ours));
            }
            if ("ffm".equals(ours.params().get("backend"))) {
                Cell jni = ours.with("backend", "jni");
                all.add(jniBesideFfm(table, gate, jni));
                if (counted && bytes.isEmpty()) {
                    all.add(allocatesNothing(gate.workload() + ", jni", jni));
                }
                bytes.forEach(g -> all.add(g.of(g.workload() + ", jni", jni)));
            }
        }
        return all;
    }

    private static boolean isOfBytes(Gate gate, Cell ours) {
        return gate.ours().equals(ours) && gate.metric().equals(Sample.ALLOCATED);
    }

    private static Gate jniBesideFfm(List<Gate> table, Gate gate, Cell jni) {
        Cell ffm = gate.ours();
        boolean byTime = gate.metric().equals("rate") || gate.metric().equals(Sample.ALLOCATED);
        boolean judged = table.stream().anyMatch(g -> g.ours().equals(ffm) && !isOfBytes(g, ffm) && !g.isStated());
        double limit = judged ? JNI : Double.NaN;
        return new Gate(gate.workload() + ", jni", jni, "ffm", ffm, byTime ? "time" : gate.metric(), true, limit, null);
    }

    private static Gate allocatesNothing(String workload, Cell ours) {
        return new Gate(workload, ours, "-", null, Sample.ALLOCATED, true, 0, null);
    }

    static List<Cell> peers(Gate gate) {
        return Stream.of(gate.theirs(), gate.reference())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** What must be measured for them: ours and the peers', in the order of the table. */
    static Set<Cell> cells(List<Gate> gates) {
        Set<Cell> cells = new LinkedHashSet<>();
        for (Gate gate : gates) {
            cells.add(gate.ours());
            for (Gate other : gates) {
                if (other.ours().equals(gate.ours())) {
                    cells.addAll(peers(other));
                }
            }
            if (gate.ours().params().containsKey("backend")) {
                Cell jni = gate.ours().with("backend", "jni");
                if (gates.stream().anyMatch(g -> g.ours().equals(jni))) {
                    cells.add(jni);
                }
            }
        }
        return cells;
    }
}
