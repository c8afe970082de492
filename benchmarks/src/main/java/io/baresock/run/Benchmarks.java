package io.baresock.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The JMH benchmarks in this jar. */
final class Benchmarks {

    private final Map<String, BenchmarkListEntry> byName = new LinkedHashMap<>();

    Benchmarks() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
            byName.putIfAbsent(entry.getUsername().replaceAll(".*\\.(\\w+\\.\\w+)", "$1"), entry);
        }
    }

    boolean has(Cell cell) {
        return byName.containsKey(cell.benchmark());
    }

    /** Its name in JMH. */
    String fullName(Cell cell) {
        return entry(cell).getUsername();
    }

    /** The parameters of the benchmark that the cell does not name, each with its first value. */
    Map<String, String> otherParams(Cell cell) {
        Map<String, String> others = new HashMap<>();
        params(entry(cell)).forEach((name, values) -> others.put(name, values[0]));
        others.keySet().removeAll(cell.params().keySet());
        return others;
    }

    /** The options for its fork's JVM. */
    Collection<String> jvmArguments(Cell cell) {
        return entry(cell).getJvmArgsAppend().orElse(List.of());
    }

    /** Every benchmark with every combination of its parameters. */
    Collection<Cell> all() {
        List<Cell> all = new ArrayList<>();
        byName.forEach((name, entry) -> {
            List<Cell> cells = List.of(Cell.parse(name));
            for (Map.Entry<String, String[]> param : params(entry).entrySet()) {
                cells = cells.stream()
                        .flatMap(cell -> List.of(param.getValue()).stream().map(v -> cell.with(param.getKey(), v)))
                        .toList();
            }
            all.addAll(cells);
        });
        return all;
    }

    private BenchmarkListEntry entry(Cell cell) {
        BenchmarkListEntry entry = byName.get(cell.benchmark());
        if (entry == null) {
            throw new IllegalArgumentException("there is no benchmark " + cell.benchmark());
        }
        return entry;
    }

    private static Map<String, String[]> params(BenchmarkListEntry entry) {
        return entry.getParams().hasValue() ? entry.getParams().get() : Map.of();
    }
}
