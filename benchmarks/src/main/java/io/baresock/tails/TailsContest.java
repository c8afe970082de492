package io.baresock.tails;

import io.baresock.bench.NativeFile;
import io.baresock.gate.Child;
import io.baresock.gate.Jvm;
import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import io.baresock.tails.Workload.Beside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How long a request takes when a server has all it can do. One kind of server has a virtual thread for each connection, by Baresock's
 * sockets or by those of the JDK, with the JDK's poller as it is by default and in each of its modes. The other kind is an event loop
 * ({@link LoopServer}). All servers run at the same time, and one is under load. The load is on CPU 0, the server on the last CPU, or on
 * the last two if it has two carriers. Linux.
 *
 * <p>Times are in nanoseconds. Counts do not depend on how busy the machine is: {@code least} is how often the least served connection
 * was served, in percent of the mean. {@code rounds} is how many answers others got between a request and its answer, in percent of the
 * number of connections, at the 99th percentile; {@code rounds worst} at most.
 */
public final class TailsContest implements Contest {

    private static final List<String> PEERS = List.of("jdk", "jdkMode1", "jdkMode2", "jdkMode3");
    private static final int TURNS = 3;
    private static final int WARM_UPS = 60; // at most
    private static final long WARM_UP_MILLIS = 500;
    private static final long WARM_UP_REQUESTS = 200_000; // not a time: on a busy machine C2 needs longer
    private static final long SETTLE_MILLIS = 100;
    private static final int CYCLES = 8; // at least, of all connections

    private static final Map<Cell, Task> TASKS = tasks();

    private final NativeFile program = NativeFile.extract(LoopServer.PROGRAM);
    private final Path log;
    private final int millis;
    private final Child load;
    private final Map<String, Child> servers = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();

    private TailsContest(Path log, int millis) throws IOException {
        this.log = log;
        this.millis = millis;
        load = new Child(onCpus("0", Jvm.command(List.of(), TailsLoad.class, List.of())), log);
    }

    /** What a cell measures. */
    record Task(String contestant, Workload workload) {
        private String server() {
            return contestant + " " + workload.carriers();
        }
    }

    private static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        for (int carriers : new int[] {1, 2}) {
            for (int connections : new int[] {64, 256, 1024}) {
                for (int micros : new int[] {0, 40, 1000}) {
                    all.add(new Workload(connections, micros, carriers, Beside.NOTHING));
                }
            }
            for (Beside beside : List.of(Beside.ACCEPTS, Beside.SLOW, Beside.TIMERS)) {
                all.add(new Workload(256, 40, carriers, beside));
            }
        }
        return all;
    }

    private static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (Workload w : workloads()) {
            tasks.put(cell("baresock backend=ffm", w), new Task("baresock ffm", w));
            PEERS.forEach(peer -> tasks.put(cell(peer, w), new Task(peer, w)));
        }
        tasks.putAll(LoopServer.tasks());
        return tasks;
    }

    private static Cell cell(String contestant, Workload w) {
        return Cell.parse("TailsBench." + contestant)
                .with("connections", Integer.toString(w.connections()))
                .with("micros", Integer.toString(w.micros()))
                .with("carriers", Integer.toString(w.carriers()))
                .with("beside", w.beside().toString());
    }

    /** Nothing is started yet. */
    public static Rules rules(int millis) {
        return new Rules(TASKS.keySet(), TURNS, 1, log -> new TailsContest(log, millis));
    }

    /** What must hold, as a table of gates: ours beside each of the JDK's, and event loops with and without a greedy connection. */
    public static String gates() {
        return workloads().stream()
                        .flatMap(w -> PEERS.stream().map(peer -> gates(w, peer)))
                        .collect(Collectors.joining())
                + LoopServer.gates();
    }

    private static String gates(Workload w, String peer) {
        String line = w.connections() + " connections, " + w.micros() + " us, carriers " + w.carriers()
                + (w.beside() == Beside.NOTHING ? "" : ", " + w.beside()) + " | " + cell("baresock backend=ffm", w)
                + " | " + peer + " | " + cell(peer, w) + " | ";
        String all = line + "rate >= 0.98\n" + line + "p99 <= 1.00\n" + line + "worst <= 1.00\n" + line + "least\n";
        return w.beside() == Beside.NOTHING ? all : all + line + "beside <= 1.00\n";
    }

    @Override
    public void warmUp(Cell cell) throws IOException {
        Task task = task(cell);
        boolean isNew = !servers.containsKey(task.server());
        if (isNew) {
            start(task);
        }
        double requests = 0;
        for (int i = 0; requests < (isNew ? WARM_UP_REQUESTS : 1) && i < WARM_UPS; i++) {
            Tails tails = ask(task, new Workload(64, 0, task.workload().carriers(), Beside.NOTHING), 0, WARM_UP_MILLIS);
            requests += WARM_UP_MILLIS * 1e6 / tails.nanos();
        }
        ask(task, task.workload(), 0, WARM_UP_MILLIS);
    }

    private void start(Task task) throws IOException {
        Workload w = task.workload();
        List<String> command = w.carriers() == 0
                ? LoopServer.valueOf(task.contestant()).command(program.toString())
                : threads(task.contestant(), w.carriers());
        int last = Runtime.getRuntime().availableProcessors() - 1;
        String cpus = Math.max(0, last + 1 - Math.max(1, w.carriers())) + "-" + last;
        Child server = new Child(onCpus(cpus, command), log);
        servers.put(task.server(), server);
        ports.put(task.server(), Integer.parseInt(server.line()));
    }

    /** The command of a server with a virtual thread for each connection. */
    private static List<String> threads(String contestant, int carriers) {
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx512m"));
        options.add("-Djdk.virtualThreadScheduler.parallelism=" + carriers);
        options.add("-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
        String[] words = contestant.split(" ", -1);
        boolean ours = words.length > 1;
        if (ours) {
            options.add("-Dbaresock.backend=" + words[1]);
        } else if (contestant.contains("Mode")) {
            options.add("-Djdk.pollerMode=" + contestant.replaceFirst(".*Mode", ""));
        }
        return Jvm.command(options, TailsServer.class, List.of(ours ? "baresock" : "jdk"));
    }

    private static List<String> onCpus(String cpus, List<String> command) {
        List<String> all = new ArrayList<>(List.of("taskset", "-c", cpus));
        all.addAll(command);
        return all;
    }

    private static Task task(Cell cell) {
        return Objects.requireNonNull(TASKS.get(cell));
    }

    private Tails ask(Task task, Workload w, long settle, long counted) throws IOException {
        int port = Objects.requireNonNull(ports.get(task.server()));
        return load.ask(new TailsLoad.Question(port, settle, counted, w), Tails.class);
    }

    @Override
    public Sample measure(Cell cell) throws IOException {
        Task task = task(cell);
        long cycle = task.workload().cycleMillis();
        return ask(task, task.workload(), SETTLE_MILLIS + cycle, Math.max(millis, CYCLES * cycle))
                .sample();
    }

    @Override
    public void close() throws IOException {
        servers.values().forEach(Child::close);
        load.close();
        program.close();
    }
}
