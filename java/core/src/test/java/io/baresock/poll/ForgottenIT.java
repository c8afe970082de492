package io.baresock.poll;

import static io.baresock.poll.Fixture.pair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is forgotten is closed by the collector, also when it is registered: a registration keeps its two ends only for each other. */
class ForgottenIT {

    private static final int TIMES = 20;
    private static final long BOUND = Patience.NANOS;

    private interface Use {
        void run() throws Exception;
    }

    /** After it the same descriptors are open as before, once the collector has found out. */
    private static void assertNothingIsLeftOf(Use use) throws Exception {
        List<String> before = Fds.open();
        for (int i = 0; i < TIMES; i++) {
            use.run();
        }
        long start = System.nanoTime();
        while (!before.containsAll(Fds.open()) && System.nanoTime() - start < BOUND) {
            System.gc();
        }
        Fds.assertNoOthersThan(before);
    }

    @Test
    void socketsOfAForgottenPoller() throws Exception {
        assertNothingIsLeftOf(() -> {
            Poller poller = Poller.open(16);
            Socket[] pair = pair();
            poller.register(pair[0], Poller.WRITABLE, pair);
            poller.register(pair[1], Poller.READABLE | Poller.CLOSED, poller);
            poller.poll(0);
            assertTrue(poller.next());
        });
    }

    @Test
    void pollerOfSocketsThatLive_andTheyCanBeRegisteredElsewhere() throws Exception {
        Socket[] pair = pair();
        assertNothingIsLeftOf(() -> Poller.open(16).register(pair[0], Poller.WRITABLE, null));
        try (Poller poller = Poller.open()) {
            Registration r = poller.register(pair[0], Poller.WRITABLE, null);
            assertEquals(Poller.WRITABLE, Fixture.expectOne(poller, r));
        }
        Fixture.close(pair);
    }

    @Test
    void pollersInPollers() throws Exception {
        if (Fixture.FORCED_POLL) {
            return; // which have no descriptor to be polled
        }
        assertNothingIsLeftOf(() -> {
            Poller outer = Poller.open(16);
            Poller inner = Poller.open(16);
            outer.register(inner, outer);
            inner.register(pair()[0], Poller.WRITABLE, inner);
        });
    }

    /** The other way round the poller keeps them: somebody may still wait for them. */
    @Test
    void socketThatIsRegistered_livesAsLongAsItsPoller() throws Exception {
        try (Poller poller = Poller.open(16)) {
            Socket other = registerOneOfAPair(poller);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            assertEquals(0, poller.poll(0));
            Fixture.sendByte(other);
            assertEquals(1, poller.poll(Fixture.LONG_TIME));
            assertTrue(poller.next());
            Socket forgotten = poller.registration().socket();
            assertTrue(forgotten.isOpen());
            Fixture.close(other, forgotten);
        }
    }

    private static Socket registerOneOfAPair(Poller poller) throws Exception {
        Socket[] pair = pair();
        poller.register(pair[0], Poller.READABLE, null);
        return pair[1];
    }
}
