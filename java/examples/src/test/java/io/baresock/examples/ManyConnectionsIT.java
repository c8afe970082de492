package io.baresock.examples;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManyConnectionsIT {

    private static final int CONNECTIONS = 10_000;
    private static final int ROUNDS = 3;

    private final ByteBuffer message = pattern();
    private int connected;
    private int echoed;
    private int wrong;

    private static int limit() throws Exception {
        Path limits = Path.of("/proc/self/limits");
        assumeTrue(Files.exists(limits), "tells how many descriptors there may be");
        return Files.readAllLines(limits).stream()
                .filter(line -> line.startsWith("Max open files"))
                .mapToInt(line -> Integer.parseInt(line.split("\\s+")[3]))
                .findFirst()
                .orElse(0);
    }

    @Test
    @DisplayName("10 000 connections held and echoed on one loop, with a heap of 64 MiB")
    void tenThousand_areHeldAndEchoed() throws Exception {
        assumeTrue(limit() > CONNECTIONS + 500, "ulimit -n is too low");
        Process server = Program.start(0, EchoLoop.class, "-Xmx64m");
        try (BufferedReader out = server.inputReader(UTF_8);
                OutputStream in = server.getOutputStream();
                EventLoop loop = EventLoop.create()) {
            Sockaddr to = Sockaddr.parse(out.readLine().replace("listening on ", ""));
            List<AsyncSocket> clients = connect(loop, to);
            in.write('\n');
            in.flush();
            String held = out.readLine();
            assertTrue(held.startsWith(CONNECTIONS + 1 + " sockets"), held);
            for (int round = 1; round <= ROUNDS; round++) {
                for (AsyncSocket c : clients) {
                    ask(c);
                }
                int all = round * CONNECTIONS;
                until(loop, () -> echoed + wrong >= all);
            }
            assertEquals(0, wrong);
            assertEquals(ROUNDS * CONNECTIONS, echoed);
            clients.forEach(AsyncSocket::close);
            for (int i = 0; i < 10; i++) {
                loop.runOnce(0);
            }
            String left = "";
            for (int i = 0; i < 100_000 && !left.startsWith("1 sockets"); i++) { // until it has seen the ends
                in.write('\n');
                in.flush();
                left = out.readLine();
            }
            assertTrue(left.startsWith("1 sockets"), left);
            System.out.println("held: " + held + "; after: " + left);
        }
        assertEquals(0, server.waitFor());
    }

    private static ByteBuffer pattern() {
        ByteBuffer b = ByteBuffer.allocateDirect(64);
        for (int i = 0; i < b.capacity(); i++) {
            b.put(i, (byte) (i * 31 >> 3));
        }
        return b;
    }

    private static void until(EventLoop loop, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            assertTrue(loop.runOnce(Patience.NANOS), "the loop is closed");
        }
    }

    /** No more at once than the listener's backlog holds. */
    private List<AsyncSocket> connect(EventLoop loop, Sockaddr to) throws ErrnoException {
        List<AsyncSocket> clients = new ArrayList<>();
        while (clients.size() < CONNECTIONS) {
            for (int i = 0; i < 1000; i++) {
                AsyncSocket c = loop.open(AF_INET, SOCK_STREAM, 0);
                clients.add(c);
                c.connect(to, (s, socket) -> {
                    connected += s.isSuccess() ? 1 : 0;
                    wrong += s.isSuccess() ? 0 : 1;
                });
            }
            until(loop, () -> connected + wrong == clients.size());
        }
        assertEquals(0, wrong);
        for (AsyncSocket c : clients) { // each served once, and so accepted
            ask(c);
        }
        until(loop, () -> echoed + wrong == CONNECTIONS);
        echoed = 0;
        return clients;
    }

    private void ask(AsyncSocket c) {
        c.send(message.duplicate(), s -> wrong += s.isSuccess() ? 0 : 1);
        c.recv(ByteBuffer.allocate(64), (s, b) -> {
            boolean right = s.bytes() == 64 && b.flip().equals(message);
            echoed += right ? 1 : 0;
            wrong += right ? 0 : 1;
        });
    }
}
