package io.baresock.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Aeron Cluster: three members and a client on loopback, whose media drivers all have Baresock's endpoints. */
@EnabledOnOs(OS.LINUX)
class ClusterIT {

    private static final int MEMBERS = 3;
    private static final int MESSAGES = 200; // for each leader

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Path dir;

    ClusterIT() throws IOException {
        dir = Files.createTempDirectory("bs-cluster-");
    }

    @AfterEach
    void end() {
        List<AutoCloseable> all = new ArrayList<>(open);
        open.clear();
        CloseHelper.closeAll(all);
        IoUtil.delete(dir.toFile(), false);
    }

    private void onError(Throwable e) {
        errors.add(e.toString());
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(Ports.free());
        }
        return ports;
    }

    private void await(String what, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < Patience.NANOS, () -> what + " " + errors);
            Thread.onSpinWait();
        }
    }

    private ClusterNode leader(List<ClusterNode> nodes) {
        await("no leader", () -> nodes.stream().anyMatch(n -> n.service.leads()));
        return nodes.stream().filter(n -> n.service.leads()).findFirst().orElseThrow();
    }

    private void ask(ClusterClient client, int first, int last) {
        for (int i = first; i <= last; i++) {
            client.begin(i);
            await("no answer to " + i, client::isAnswered);
        }
    }

    private void awaitAll(ClusterNode node, int count) {
        await("a member has not all", () -> node.service.counted() == count);
    }

    @Test
    @DisplayName("a leader is elected and answers; it ends, another one is elected, and goes on with the next number")
    void leaderEnds() throws IOException {
        List<Integer> ports = freePorts(MEMBERS * ClusterNode.PORTS);
        List<ClusterNode> nodes = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            nodes.add(new ClusterNode(i, dir.resolve("node" + i), ports, this::onError));
            open.add(nodes.get(i));
        }
        ClusterNode first = leader(nodes);
        ClusterClient client = new ClusterClient(dir.resolve("client"), ClusterNode.ingress(ports), this::onError);
        open.add(0, client);
        ask(client, 1, MESSAGES);
        nodes.forEach(node -> awaitAll(node, MESSAGES));
        first.close();

        leader(nodes.stream().filter(node -> node != first).toList());
        ask(client, MESSAGES + 1, 2 * MESSAGES);
        nodes.stream().filter(node -> node != first).forEach(node -> awaitAll(node, 2 * MESSAGES));
        assertEquals(MESSAGES, first.service.counted());
        end();
        assertTrue(client.endpoints.sent() >= 2 * MESSAGES, "questions that left");
        assertTrue(nodes.stream().mapToLong(n -> n.endpoints.received()).sum() >= 2 * MESSAGES, "questions that came");
        assertTrue(nodes.stream().mapToLong(n -> n.endpoints.sent()).sum() >= 2 * MESSAGES, "answers that left");
        assertTrue(client.endpoints.received() >= 2 * MESSAGES, "answers that came");
    }
}
