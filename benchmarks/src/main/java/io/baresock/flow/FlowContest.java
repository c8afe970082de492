package io.baresock.flow;

import io.baresock.gate.Child;
import io.baresock.gate.Jvm;
import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How many datagrams per second go from one thread to another over UDP, and their CPU time in both threads. In a round each backend gets
 * a JVM; C and NIO share another one. Linux.
 */
public final class FlowContest implements Contest {

    private static final int TURNS = 4; // the scheduler places two threads differently each time
    private static final List<Integer> SIZES = List.of(64, 1200);
    private static final Map<Cell, Task> TASKS = tasks();

    private final Path log;
    private final Map<List<String>, Child> processes = new HashMap<>();

    private FlowContest(Path log) {
        this.log = log;
    }

    private record Task(Kind kind, int size, List<String> options) {}

    private static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (int size : SIZES) {
            for (Kind kind : Kind.values()) {
                Cell cell = Cell.parse(kind.benchmark()).with("size", Integer.toString(size));
                if (kind.isOurs()) {
                    for (String backend : List.of("ffm", "jni")) {
                        List<String> options = List.of("-Dbaresock.backend=" + backend);
                        tasks.put(cell.with("backend", backend), new Task(kind, size, options));
                    }
                } else {
                    tasks.put(cell, new Task(kind, size, List.of()));
                }
            }
        }
        return tasks;
    }

    /** The rules; nothing is started yet. */
    public static Rules rules() {
        return new Rules(TASKS.keySet(), TURNS, 1, FlowContest::new);
    }

    @Override
    public void warmUp(Cell cell) throws IOException {
        measure(cell); // the first run of a kind is its warm-up
    }

    @Override
    public Sample measure(Cell cell) throws IOException {
        Task task = Objects.requireNonNull(TASKS.get(cell));
        Child process = processes.get(task.options());
        if (process == null) {
            process = new Child(Jvm.command(task.options(), FlowProgram.class, List.of()), log);
            processes.put(task.options(), process);
        }
        try {
            FlowRun run = process.ask(new FlowProgram.Question(task.kind(), task.size()), FlowRun.class);
            return Sample.of(1e9 / run.perSecond(), run.allocated(), Map.of(Sample.CPU, run.cpuNanos()));
        } catch (IOException e) {
            processes.remove(task.options());
            process.close();
            throw e;
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Child::close);
    }
}
