package io.baresock.tails;

import io.baresock.echo.NettyListener;
import io.baresock.gate.Jvm;
import io.baresock.run.Cell;
import io.baresock.tails.TailsContest.Task;
import io.baresock.tails.Workload.Beside;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers with one event loop: ours, Netty's, and one in C. Each serves 255 polite connections alone, beside a greedy one that sends
 * without end, beside one whose callback takes 5 ms, and beside timers. All of that takes turns, so the name of a cell says what goes on
 * beside the polite ones.
 */
enum LoopServer {
    EPOLL("eventLoop", EventLoopServer.class, "epoll"),
    RING("eventLoopRing", EventLoopServer.class, "io_uring"),
    POLLER("poller", PollerServer.class, ""),
    NETTY_EPOLL("nettyEpoll", NettyServer.class, "epoll"),
    NETTY_IO_URING("nettyIoUring", NettyServer.class, "io_uring"),
    C("c", null, "");

    /** The server in C. */
    static final String PROGRAM = "tails_server";

    private static final int POLITE = 255;
    private static final List<LoopServer> OURS = List.of(EPOLL, RING, POLLER);
    private static final List<LoopServer> PEERS = List.of(NETTY_EPOLL, NETTY_IO_URING, C);

    private final String name;
    private final @Nullable Class<?> main;
    private final String argument;

    LoopServer(String name, @Nullable Class<?> main, String argument) {
        this.name = name;
        this.main = main;
        this.argument = argument;
    }

    /** Whether it does that; a timer is something that a loop has. */
    private boolean does(Beside beside) {
        boolean isLoop = this != POLLER && this != C;
        return beside != Beside.ACCEPTS && (isLoop || beside != Beside.TIMERS);
    }

    private Cell cell(Beside beside) {
        String suffix = beside == Beside.NOTHING ? "" : "+" + beside.name().toLowerCase(Locale.ROOT);
        String backend = OURS.contains(this) ? " backend=ffm" : "";
        return Cell.parse("TailsBench." + name + suffix + backend).with("connections", Integer.toString(POLITE));
    }

    static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (Beside beside : Beside.values()) {
            for (LoopServer server : values()) {
                if (server.does(beside)) {
                    tasks.put(server.cell(beside), new Task(server.name(), new Workload(POLITE, 0, 0, beside)));
                }
            }
        }
        return tasks;
    }

    /** What must hold, as a table of gates: what the greedy connection changes for the polite ones. The rest has no limit. */
    static String gates() {
        StringBuilder gates = new StringBuilder();
        for (LoopServer server : values()) {
            String[] limits = OURS.contains(server)
                    ? new String[] {"p99 <= 1.20", "rounds <= 1.20"}
                    : new String[] {"p99", "rounds"};
            for (String limit : limits) {
                gates.append(gate(server, Beside.GREEDY, "without it", server.cell(Beside.NOTHING), limit));
            }
        }
        for (LoopServer server : OURS) {
            for (LoopServer peer : PEERS) {
                for (Beside beside : Beside.values()) {
                    if (server.does(beside) && peer.does(beside)) {
                        gates.append(gate(server, beside, peer.name, peer.cell(beside), "p99"));
                        gates.append(gate(server, beside, peer.name, peer.cell(beside), "worst"));
                    }
                }
            }
        }
        return gates.toString();
    }

    private static String gate(LoopServer ours, Beside beside, String peer, Cell theirs, String limit) {
        return String.join(
                        " | ",
                        "one loop, " + ours.name + ", " + beside,
                        ours.cell(beside).toString(),
                        peer,
                        theirs.toString(),
                        limit)
                + "\n";
    }

    /** The command; {@code program} is where the server in C is. */
    List<String> command(String program) {
        if (main == null) {
            return List.of(program);
        }
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx512m"));
        options.addAll(OURS.contains(this) ? List.of("-Dbaresock.backend=ffm") : NettyListener.options());
        return Jvm.command(options, main, argument.isEmpty() ? List.of() : List.of(argument));
    }
}
