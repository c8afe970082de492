package io.baresock.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a 64-byte echo over TCP costs a server in CPU time, of all its threads, and how many there are in a second: one
 * load generator for all, in C, in a process of its own, and each server in its own. In each round every server is started
 * anew and warmed up, and then for each number of connections all take turns, in an order that changes by the round.
 *
 * <p>The CPU time is what counts: the load takes its share of the machine, so that the rate says as much of the load as of
 * the server.
 *
 * <pre>{@code java -cp benchmarks.jar io.baresock.echo.EchoBench [CONNECTIONS [SECONDS [ROUNDS [JSON-FILE]]]]}</pre>
 *
 * <p>The defaults are {@code 1,64,1024 2 5}. Ends with 1 if a gate is short. Linux.
 */
public final class EchoBench {

    private static final int WARM_UP_CONNECTIONS = 64;
    private static final long WARM_UP_ECHOES =
            200_000; // not a time: on a busy machine C2 needs longer to compile the loop
    private static final int WARM_UP_SECONDS = 60; // at most
    private static final long SETTLE_MILLIS = 300;

    private final List<Integer> connections;
    private final long measureMillis;
    private final Set<Contestant> contestants = EnumSet.allOf(Contestant.class);
    private final Results results = new Results();

    private EchoBench(List<Integer> connections, long measureMillis) {
        this.connections = connections;
        this.measureMillis = measureMillis;
    }

    public static void main(String[] args) throws IOException {
        List<Integer> connections = Stream.of((args.length > 0 ? args[0] : "1,64,1024").split(","))
                .map(Integer::valueOf)
                .toList();
        double seconds = Double.parseDouble(args.length > 1 ? args[1] : "2");
        int rounds = Integer.parseInt(args.length > 2 ? args[2] : "5");
        EchoBench bench = new EchoBench(connections, Math.round(seconds * 1000));
        try (Programs programs = Programs.extract()) {
            for (int i = 0; i < rounds; i++) {
                System.err.println("round " + (i + 1) + " of " + rounds);
                bench.round(i, programs);
            }
        }
        Report.table(bench.results).forEach(System.out::println);
        System.out.println();
        if (args.length > 3) {
            Files.writeString(Path.of(args[3]), Report.json(bench.results));
        }
        Gates gates = Gates.of(bench.results);
        gates.lines().forEach(System.out::println);
        if (!gates.hold()) {
            System.exit(1);
        }
    }

    private void round(int number, Programs programs) throws IOException {
        Map<Contestant, Server> servers = new EnumMap<>(Contestant.class);
        try {
            for (Contestant c : List.copyOf(contestants)) {
                start(c, programs, servers);
            }
            List<Contestant> order = new ArrayList<>(servers.keySet());
            Collections.rotate(order, number);
            for (int n : connections) {
                for (Contestant c : order) {
                    results.add(n, c, Objects.requireNonNull(servers.get(c)).load(n, SETTLE_MILLIS, measureMillis));
                }
            }
        } finally {
            for (Server s : servers.values()) {
                s.close();
            }
        }
    }

    /** Starts a server and warms it up. Of io_uring alone it may be that the system does not let it have one. */
    private void start(Contestant c, Programs programs, Map<Contestant, Server> servers) throws IOException {
        try {
            Server server = Server.start(c, programs);
            servers.put(c, server);
            long echoes = 0;
            for (int i = 0; echoes < WARM_UP_ECHOES && i < WARM_UP_SECONDS; i++) {
                echoes += server.load(WARM_UP_CONNECTIONS, 0, 1000).echoes();
            }
        } catch (IOException e) {
            if (c != Contestant.NETTY_IO_URING || servers.containsKey(c)) {
                throw e;
            }
            System.err.println(e.getMessage() + ": left out");
            contestants.remove(c);
        }
    }
}
