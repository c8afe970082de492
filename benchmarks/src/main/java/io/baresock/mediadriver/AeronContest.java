package io.baresock.mediadriver;

import io.baresock.gate.Child;
import io.baresock.gate.Jvm;
import io.baresock.mediadriver.Workload.Kind;
import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Aeron's Java media driver on Baresock's endpoints and on its own, in turns: the round trips and the rate that Aeron's samples measure,
 * on loopback. Each driver has a process for all its loads, which includes the client.
 *
 * <p>Beside the times there is the CPU time of a message, of all threads of the process: it also means something on a machine that does other work.
 */
public final class AeronContest implements Contest {

    private static final String OURS = "baresock backend=ffm";
    private static final String THEIRS = "java";
    private static final int TURNS = 3;
    private static final int WARM_UPS = 20; // at most
    private static final long WARM_UP_MILLIS = 500;
    private static final long WARM_UP_MESSAGES = 200_000; // not a time: on a busy machine C2 needs longer
    private static final long SETTLE_MILLIS = 100;

    private static final Map<Cell, Task> TASKS = tasks();

    private final Path log;
    private final int millis;
    private final Map<String, Child> drivers = new HashMap<>();

    private AeronContest(Path log, int millis) {
        this.log = log;
        this.millis = millis;
    }

    private record Task(String contestant, Workload workload) {}

    /** Those of Aeron's samples have 32 bytes; 1344 fill a datagram. */
    private static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            all.add(new Workload(Kind.PING, 32, 1, threads));
            all.add(new Workload(Kind.THROUGHPUT, 32, 1, threads));
            all.add(new Workload(Kind.THROUGHPUT, 1344, 1, threads));
            all.add(new Workload(Kind.THROUGHPUT, 1344, 8, threads));
        }
        return all;
    }

    private static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (Workload w : workloads()) {
            tasks.put(cell(OURS, w), new Task(OURS, w));
            tasks.put(cell(THEIRS, w), new Task(THEIRS, w));
        }
        return tasks;
    }

    private static Cell cell(String contestant, Workload w) {
        return Cell.parse("AeronBench." + contestant)
                .with("load", w.kind().toString().toLowerCase(Locale.ROOT))
                .with("bytes", Integer.toString(w.bytes()))
                .with("senders", Integer.toString(w.senders()))
                .with("threads", Integer.toString(w.threads()));
    }

    /** Nothing is started yet. */
    public static Rules rules(int millis) {
        return new Rules(TASKS.keySet(), TURNS, 1, log -> new AeronContest(log, millis));
    }

    /** What must hold, as a table of gates: ours beside Aeron's own endpoints. */
    public static String gates() {
        return workloads().stream().map(AeronContest::gates).collect(Collectors.joining());
    }

    private static String gates(Workload w) {
        String name = w.kind() + " of " + w.bytes() + " bytes, senders " + w.senders() + ", threads " + w.threads();
        String ours = name + " | " + cell(OURS, w) + " | ";
        String line = ours + "Aeron's own | " + cell(THEIRS, w) + " | ";
        String speed = w.kind() == Kind.PING
                ? line + "p50 <= 1.00\n" + line + "p99 <= 1.00\n" + line + "p99.9 <= 1.00\n"
                : line + "rate >= 1.00\n";
        return speed + line + "cpu\n" + ours + "- | - | B/op <= 0\n";
    }

    @Override
    public void warmUp(Cell cell) throws IOException {
        long messages = 0;
        for (int i = 0; messages < WARM_UP_MESSAGES && i < WARM_UPS; i++) {
            messages += ask(task(cell), 0, WARM_UP_MILLIS).messages();
        }
    }

    private static Task task(Cell cell) {
        return Objects.requireNonNull(TASKS.get(cell));
    }

    private Result ask(Task task, long settle, long counted) throws IOException {
        Child driver = drivers.get(task.contestant());
        if (driver == null) {
            driver = new Child(command(task.contestant()), log);
            drivers.put(task.contestant(), driver);
        }
        return driver.ask(new DriverProcess.Question(settle, counted, task.workload()), Result.class);
    }

    private static List<String> command(String contestant) {
        // Agrona's buffers use the JDK's own Unsafe. Aeron's scripts run its samples without checks of bounds too.
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx256m",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dagrona.disable.bounds.checks=true",
                "-Dbaresock.backend=ffm"));
        return Jvm.command(options, DriverProcess.class, List.of(contestant.equals(THEIRS) ? "java" : "baresock"));
    }

    @Override
    public Sample measure(Cell cell) throws IOException {
        return ask(task(cell), SETTLE_MILLIS, millis).sample();
    }

    @Override
    public void close() {
        drivers.values().forEach(Child::close);
    }
}
