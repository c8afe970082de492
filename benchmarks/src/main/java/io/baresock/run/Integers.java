package io.baresock.run;

import io.baresock.bench.SwitchesProgram;
import io.baresock.gate.Allocation;
import io.baresock.gate.Operation;
import io.baresock.gate.Operations;
import io.baresock.gate.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gates on integers: no allocation and exactly the expected system calls, for every hot operation and both backends; and one wait per
 * blocking round trip for each contestant.
 */
final class Integers {

    private final Path directory;
    private final Progress progress;
    private final List<Operation> operations;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Integers(Path directory, Progress progress, List<Operation> operations) {
        this.directory = directory;
        this.progress = progress;
        this.operations = operations;
    }

    static List<Verdict> run(Progress progress) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("baresock-gates");
        try (Operations operations = new Operations()) {
            Integers integers = new Integers(directory, progress, operations.all());
            long alone = integers.operations.stream()
                    .filter(Allocation::isMeasuredAlone)
                    .count();
            progress.add(Backends.here().size() * (3 + (int) alone));
            for (String backend : Backends.here()) {
                integers.allocations(backend);
                integers.systemCalls(backend);
                integers.switches(backend);
            }
            return integers.verdicts;
        } finally {
            Files.deleteIfExists(directory.resolve("output"));
            Files.deleteIfExists(directory.resolve("trace"));
            Files.delete(directory);
        }
    }

    private void add(String name, String measured, String limit, boolean ok) {
        verdicts.add(Verdict.integer(name, name, measured, limit, ok));
    }

    private void allocations(String backend) throws IOException, InterruptedException {
        progress.begin("allocation of every operation, " + backend);
        long[] bytes = Allocation.ofAll(directory, backend);
        progress.end();
        for (int i = 0; i < bytes.length; i++) {
            allocation(operations.get(i), ", " + backend, bytes[i]);
        }
        for (int i = 0; i < operations.size(); i++) {
            if (Allocation.isMeasuredAlone(operations.get(i))) {
                progress.begin("allocation, alone: " + operations.get(i) + ", " + backend);
                allocation(operations.get(i), ", alone, " + backend, Allocation.ofOne(directory, backend, i));
                progress.end();
            }
        }
    }

    private void allocation(Operation operation, String where, long bytes) {
        double each = (double) bytes / Allocation.runs(operation);
        add(operation + where, bytes == 0 ? "0" : String.format(Locale.ROOT, "%.2f", each), "B/op <= 0", bytes == 0);
    }

    private void systemCalls(String backend) throws IOException, InterruptedException {
        progress.begin("system calls of every operation, " + backend);
        Map<Integer, Map<String, Integer>> counted = SystemCalls.count(directory, backend);
        progress.end();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Map<String, Integer> made = counted.getOrDefault(i, Map.of());
            boolean ok = SystemCalls.areExact(operation, made); // a few calls of the JVM, among thousands, are allowed
            String expected = new TreeMap<>(operation.systemCalls()).toString();
            String measured = ok ? expected : new TreeMap<>(made) + " in " + SystemCalls.operations();
            add(operation + ", " + backend, measured, "syscalls/op = " + expected, ok);
        }
    }

    /** A contestant that waits more than once per round trip, or loses its CPU, must not be compared with the others. */
    private void switches(String backend) throws IOException, InterruptedException {
        progress.begin("context switches of blocking round trips, " + backend);
        for (SwitchesProgram.Counted one : SwitchesProgram.count(directory, backend)) {
            String name = "blocking round trips, " + one.name() + ", " + backend;
            add(
                    name,
                    one.ok() ? "1" : one.waits() + " waits, " + one.taken() + " taken",
                    "waits/round trip = 1",
                    one.ok());
        }
        progress.end();
    }
}
