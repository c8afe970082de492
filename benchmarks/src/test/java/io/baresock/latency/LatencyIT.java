package io.baresock.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LatencyIT {

    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);

    /** Longer than a test's threads have to wait for a processor. */
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(300);

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void openLoop_sendsByTheClock_andCountsEveryMessage(Endpoint.Transport transport) throws Exception {
        String address =
                transport == Endpoint.Transport.UNIX ? directory.resolve("s").toString() : "127.0.0.1:0";
        try (Server server = new Server(Endpoint.of(transport, address), false)) {
            FutureTask<Void> serving = new FutureTask<>(() -> {
                server.run();
                return null;
            });
            Thread thread = new Thread(serving);
            thread.start();
            Load load = new Load(200, 1000, 2 * TENTH, TENTH, false);
            try (Client client = new Client(new Endpoint(transport, server.address()), load, PATIENCE)) {
                client.run();
                Histogram counted = client.recorder().getIntervalHistogram();
                assertEquals(200, client.sent());
                assertEquals(200, client.received());
                assertEquals(100, counted.getTotalCount()); // the rest is warm-up
            }
            server.close();
            thread.join();
            serving.get(); // throws what it threw
        }
    }

    @Test
    void intended_doesNotDrift_whenTheIntervalIsNoWholeNumber() {
        Load load = new Load(14, 3, 10, 0, false);
        assertEquals(0, load.intended(1));
        assertEquals(333_333_333, load.intended(2));
        assertEquals(1_000_000_000L, load.intended(4));
        assertEquals(1_000_000_000_000L, load.intended(3001));
    }

    @Test
    void load_refuses_whatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new Load(13, 0, 10, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Load(65_508, 0, 10, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Load(64, -1, 10, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Load(64, 0, 10, 10, false));
    }

    /** The bytes that sockperf 3.7 was seen to send and to answer with. */
    @Test
    void header_isSockperfs() {
        ByteBuffer message = ByteBuffer.allocate(32);
        Header.question(message, 5, 32);
        assertEquals("0000000000000005000300000020", hex(message));
        assertTrue(Header.isQuestion(message));
        assertFalse(Header.isAnswer(message));
        Header.answer(message);
        assertEquals("0000000000000005000200000020", hex(message));
        assertTrue(Header.isAnswer(message));
        message.putShort(8, (short) 7); // of a warm-up
        assertFalse(Header.isQuestion(message));
        message.putShort(8, (short) 1); // no answer wanted
        assertFalse(Header.isQuestion(message));
    }

    private static String hex(ByteBuffer message) {
        return HexFormat.of().formatHex(message.array(), 0, Header.SIZE);
    }
}
