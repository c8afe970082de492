package io.baresock.echo;

import io.baresock.bench.NativeFile;
import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a 64-byte echo over TCP costs a server in CPU time, for all its threads. The load generator is one C program. It and each server
 * have their own processes, all on one CPU ({@link Server}). In a round every server is started again, and warmed up until its JVM's
 * compilers are done: in the first half minute they took 3 to 12 % of the CPU time.
 *
 * <p>Only the CPU time counts: the load also uses the machine, so the rate would depend on the load as much as on the server. Linux.
 */
public final class EchoContest implements Contest {

    private static final List<Integer> CONNECTIONS = List.of(1, 64, 1024);
    private static final int TURNS = 3;
    private static final int WARM_UP_CONNECTIONS = 64;
    // A number and not a time, because C2 compiles the loop later on a busy machine.
    private static final long WARM_UP_ECHOES = 200_000;
    private static final int WARM_UP_SECONDS = 60; // at most
    // With the measured number of connections. The loads are short, so that connections are often opened and closed.
    private static final long WARM_UP_MILLIS = 200;
    private static final int WARM_UP_LOADS = 5; // at least this many
    private static final int WARM_UP_LOADS_AT_MOST = 80;
    private static final int QUIET_LOADS = 4; // in a row, without compiler activity
    private static final int MEASUREMENTS = 3; // at most, until one has no compiler activity
    private static final long SETTLE_MILLIS = 250;
    private static final long MEASURE_MILLIS = 300;

    private static final Map<Cell, Task> TASKS = tasks();

    private final Map<String, NativeFile> programs =
            Map.of("echo_server", NativeFile.extract("echo_server"), "echo_ring", NativeFile.extract("echo_ring"));
    private final NativeFile load = NativeFile.extract("echo_load");
    private final Path log;
    private final Map<Contestant, List<Server>> servers = new EnumMap<>(Contestant.class);

    private EchoContest(Path log) throws IOException {
        this.log = log;
    }

    private record Task(Contestant contestant, int connections) {}

    private static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (int connections : CONNECTIONS) {
            for (Contestant contestant : Contestant.values()) {
                tasks.put(contestant.cell(connections), new Task(contestant, connections));
            }
        }
        return tasks;
    }

    private static Task task(Cell cell) {
        return Objects.requireNonNull(TASKS.get(cell));
    }

    /** The rules; nothing is started yet. */
    public static Rules rules() {
        return new Rules(TASKS.keySet(), TURNS, 1, EchoContest::new);
    }

    @Override
    public void warmUp(Cell cell) throws IOException {
        Task task = task(cell);
        for (Server server : servers(task.contestant())) {
            int quiet = 0;
            for (int i = 0; i < WARM_UP_LOADS_AT_MOST && (i < WARM_UP_LOADS || quiet < QUIET_LOADS); i++) {
                boolean compiled =
                        server.load(task.connections(), 0, WARM_UP_MILLIS).compiled();
                quiet = compiled ? 0 : quiet + 1;
            }
        }
    }

    /** The mean over its processes. */
    @Override
    public Sample measure(Cell cell) throws IOException {
        Task task = task(cell);
        List<Server> all = servers(task.contestant());
        double nanos = 0;
        double cpu = 0;
        for (Server server : all) {
            Server.Measured m = server.load(task.connections(), SETTLE_MILLIS, MEASURE_MILLIS);
            for (int i = 1; i < MEASUREMENTS && m.compiled(); i++) {
                m = server.load(task.connections(), SETTLE_MILLIS, MEASURE_MILLIS);
            }
            nanos += (double) m.nanos() / m.echoes() / all.size();
            cpu += (double) m.serverCpuNanos() / m.echoes() / all.size();
        }
        return Sample.of(nanos, null, Map.of(Sample.CPU, cpu));
    }

    private List<Server> servers(Contestant contestant) throws IOException {
        List<Server> running = servers.computeIfAbsent(contestant, x -> new ArrayList<>());
        while (running.size() < contestant.processes()) {
            Server server = new Server(
                    contestant.command(
                            name -> Objects.requireNonNull(programs.get(name)).toString()),
                    load.toString(),
                    log);
            running.add(server);
            long echoes = 0;
            for (int i = 0; echoes < WARM_UP_ECHOES && i < WARM_UP_SECONDS; i++) {
                echoes += server.load(WARM_UP_CONNECTIONS, 0, 1000).echoes();
            }
        }
        return running;
    }

    @Override
    public void close() throws IOException {
        servers.values().forEach(all -> all.forEach(Server::close));
        for (NativeFile program : programs.values()) {
            program.close();
        }
        load.close();
    }
}
