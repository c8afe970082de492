package io.baresock.latency;

import io.baresock.Baresock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latency server|client}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        subcommands = {LatencyCommand.ServerCommand.class, LatencyCommand.ClientCommand.class},
        description =
                "Measures round trips in your own network; talks to sockperf's server and serves sockperf's client.",
        footer = "To pin it to a CPU, run it by taskset: taskset -c 1 java -jar benchmarks.jar latency ...")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class LatencyCommand {

    private LatencyCommand() {}

    abstract static class Common implements Callable<Integer> {

        @Parameters(paramLabel = "ADDRESS", description = "HOST:PORT, [IPv6]:PORT, or a path with -t unix")
        private String address;

        @Option(
                names = {"-t", "--transport"},
                defaultValue = "udp",
                description = "tcp, udp or unix; default: udp")
        private Endpoint.Transport transport;

        @Option(names = "--spin", description = "ask again and again instead of sleeping in the kernel")
        boolean spin;

        @Option(names = "--backend", description = "ffm, jni or auto")
        private @Nullable String backend;

        Endpoint endpoint() throws IOException {
            if (backend != null) {
                System.setProperty("baresock.backend", backend);
            }
            return Endpoint.of(transport, address);
        }
    }

    @Command(name = "server", mixinStandardHelpOptions = true, description = "Answers until it is stopped.")
    static final class ServerCommand extends Common {
        @Override
        public Integer call() throws Exception {
            try (Server server = new Server(endpoint(), spin)) {
                System.out.println("serving at " + server.address() + ", " + Baresock.backend());
                server.run();
            }
            return 0;
        }
    }

    @Command(
            name = "client",
            mixinStandardHelpOptions = true,
            description = {
                "Asks and times the answers. Without --rate one message at a time; with --rate by the clock, whether or not"
                        + " answers come, and latency counts from when a message was to be sent.",
                "These are round trips; sockperf prints half of them."
            })
    static final class ClientCommand extends Common {

        @Option(
                names = {"-m", "--size"},
                defaultValue = "64",
                description = "bytes of a message, from 14; default: 64")
        private int size;

        @Option(
                names = {"-r", "--rate"},
                description = "messages a second")
        private long rate;

        @Option(
                names = {"-d", "--duration"},
                defaultValue = "10",
                description = "seconds that count; default: 10")
        private double seconds;

        @Option(names = "--warm-up", defaultValue = "2", description = "seconds before that; default: 2")
        private double warmUp;

        @Option(
                names = {"-o", "--out"},
                description = "writes PREFIX.hgrm, PREFIX.hlog and PREFIX.html")
        private @Nullable Path out;

        @Override
        public Integer call() throws Exception {
            Endpoint endpoint = endpoint();
            long warm = (long) (warmUp * TimeUnit.SECONDS.toNanos(1));
            Load load = new Load(size, rate, warm + (long) (seconds * TimeUnit.SECONDS.toNanos(1)), warm, spin);
            String title = endpoint.transport() + " " + endpoint.address() + ", " + size + " bytes, "
                    + (rate == 0 ? "ping-pong" : rate + " a second") + (spin ? ", spinning" : ", blocking") + ", "
                    + Baresock.backend() + ", JDK " + Runtime.version();
            try (Client client = new Client(endpoint, load);
                    Output output = new Output(out, title)) {
                return follow(client, output) > 0 ? 0 : 1;
            }
        }

        /** Shows a line per second while it runs. Returns how many round trips counted; 0 if it was stopped. */
        private static long follow(Client client, Output output) throws IOException, InterruptedException {
            FutureTask<Long> running = new FutureTask<>(() -> {
                client.run();
                return 1L;
            });
            Thread thread = new Thread(running);
            thread.start();
            while (thread.isAlive()) {
                thread.join(TimeUnit.SECONDS.toMillis(1));
                output.interval(client.recorder().getIntervalHistogram());
            }
            long counted = output.end(client.sent(), client.received()).getTotalCount();
            try {
                return running.get() * counted;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                System.err.println("stopped: " + (cause == null ? e : cause).getMessage());
                return 0;
            }
        }
    }
}
