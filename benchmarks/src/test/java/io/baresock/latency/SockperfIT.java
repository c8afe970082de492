package io.baresock.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real sockperf(1) at the other end, in both directions; skipped where it is not installed. */
final class SockperfIT {

    private static final Pattern COUNTS = Pattern.compile("SentMessages=(\\d+); ReceivedMessages=(\\d+)");
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void needsSockperf() {
        boolean there = false;
        for (String path : System.getenv("PATH").split(":", -1)) {
            there |= Files.isExecutable(Path.of(path, "sockperf"));
        }
        Assumptions.assumeTrue(there, "sockperf is not installed");
    }

    private Process sockperf(Endpoint.Transport transport, String command, int port, String... more)
            throws IOException {
        List<String> words = new ArrayList<>(
                List.of("sockperf", command, "-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "64"));
        if (transport == Endpoint.Transport.TCP) {
            words.add("--tcp");
        }
        words.addAll(List.of(more));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sockperf").toFile())
                .start();
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void server_answersSockperf(Endpoint.Transport transport) throws Exception {
        try (Server server = new Server(Endpoint.of(transport, "127.0.0.1:0"), false)) {
            FutureTask<Void> serving = new FutureTask<>(() -> {
                server.run();
                return null;
            });
            Thread thread = new Thread(serving);
            thread.start();
            int port = server.address().port();
            Process client = sockperf(transport, "ping-pong", port, "-t", "1");
            assertTrue(client.waitFor(300, TimeUnit.SECONDS));
            String printed = Files.readString(directory.resolve("sockperf"));
            Matcher counts = COUNTS.matcher(printed);
            assertTrue(counts.find(), printed);
            long received = Long.parseLong(counts.group(2));
            assertTrue(received > 0, printed);
            assertTrue(Long.parseLong(counts.group(1)) - received <= 1, printed); // the last one may be on its way
            server.close();
            thread.join();
            serving.get(); // throws what it threw
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void client_isAnsweredBySockperf(Endpoint.Transport transport) throws Exception {
        int port = freePort();
        Process server = sockperf(transport, "server", port);
        try {
            Endpoint endpoint = Endpoint.of(transport, "127.0.0.1:" + port);
            awaitServer(endpoint, server);
            for (long rate : new long[] {0, 200}) {
                // Without a rate, whether anything is sent after a warm-up depends on the scheduler.
                Load load = new Load(64, rate, SHORT, rate == 0 ? 0 : SHORT / 2, false);
                try (Client client = new Client(endpoint, load, LatencyIT.PATIENCE)) {
                    client.run();
                    assertTrue(client.sent() > 0);
                    assertEquals(client.sent(), client.received(), "rate " + rate);
                    assertTrue(client.recorder().getIntervalHistogram().getTotalCount() > 0);
                }
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (Socket s = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
            return s.localAddress().port();
        }
    }

    /** Until a first message is answered; sockperf says that it listens before it does. */
    private static void awaitServer(Endpoint endpoint, Process server) throws Exception {
        do {
            try (Client client = new Client(endpoint, new Load(64, 0, SHORT / 20, 0, false))) {
                client.run();
                if (client.received() > 0) {
                    return;
                }
            } catch (ErrnoException e) {
                assertEquals(Bsd.ECONNREFUSED, e.errno());
            }
        } while (!server.waitFor(20, TimeUnit.MILLISECONDS));
        throw new AssertionError("sockperf's server ended with " + server.exitValue());
    }
}
