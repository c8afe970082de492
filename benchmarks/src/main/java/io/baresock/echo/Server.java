package io.baresock.echo;

import io.baresock.gate.OwnNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of a server, and the load on it. */
final class Server implements AutoCloseable {

    /**
     * One measurement.
     *
     * @param compilerNanos CPU time of the JVM's compilers, while it was settling too
     */
    record Measured(long echoes, long nanos, long serverCpuNanos, long compilerNanos) {
        /** Whether the compilers took more than a hundredth. */
        boolean compiled() {
            return compilerNanos > serverCpuNanos / 100;
        }

        double cpuNanosPerEcho() {
            return (double) serverCpuNanos / echoes;
        }

        double nanosPerEcho() {
            return (double) nanos / echoes;
        }
    }

    private final Process process;
    private final String load;
    private final Path log;
    private final int port;

    private Server(Process process, String load, Path log, int port) {
        this.process = process;
        this.load = load;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @throws IOException if it ends at once; what it has to say is in {@code log}
     */
    static Server start(Contestant contestant, Programs programs, Path log) throws IOException {
        Process process = new ProcessBuilder(onOneCpu(contestant.command(programs)))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        String line = firstLine(process);
        if (line == null) {
            process.destroy();
            throw new IOException("the server did not start");
        }
        return new Server(process, programs.load(), log, Integer.parseInt(line.strip()));
    }

    /** Puts it under load for a while and then measures. */
    Measured load(int connections, long settleMillis, long measureMillis) throws IOException {
        List<String> command = onOneCpu(List.of(
                load,
                Integer.toString(port),
                Integer.toString(connections),
                Long.toString(settleMillis),
                Long.toString(measureMillis),
                Long.toString(process.pid())));
        long before = Compilers.cpuNanos(process.pid());
        Process p = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        String line = firstLine(p);
        if (line == null) {
            throw new IOException("the load ended without a result");
        }
        String[] numbers = line.strip().split(" ");
        return new Measured(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Compilers.cpuNanos(process.pid()) - before);
    }

    private static @Nullable String firstLine(Process p) throws IOException {
        return new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    /**
     * The server and the load share a CPU, and neither takes it from the other (SCHED_BATCH, sched(7)). So a server is called when the
     * load has sent on all connections: every server polls once for as many echoes as there are connections, or as many as it takes
     * at once. On a CPU each they are about equally fast, and it is chance how often a server finds how little to do; with one
     * connection three quarters of its time were the hypervisor's, for a CPU that slept and was woken (ADR 19).
     */
    private static List<String> onOneCpu(List<String> command) {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        List<String> all = new ArrayList<>(List.of("taskset", "-c", Integer.toString(last), "chrt", "--batch", "0"));
        all.addAll(command);
        return OwnNetwork.in(all);
    }

    /** Ends the process: it sees the end of its standard input. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
