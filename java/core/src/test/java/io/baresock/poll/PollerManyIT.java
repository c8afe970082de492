package io.baresock.poll;

import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Allocations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row G11: many descriptors, fairness, and no garbage. */
class PollerManyIT {

    @Test
    @DisplayName("one of 10^4 is ready")
    void oneOfTenThousand_isFound() throws ErrnoException {
        int idle = 9_000; // a pair is two descriptors, and 20000 is a usual limit
        List<Socket> sockets = new ArrayList<>();
        try (Poller poller = Poller.open()) {
            for (int i = 0; i < idle; i++) {
                Socket[] pair;
                try {
                    pair = pair();
                } catch (ErrnoException e) {
                    assumeTrue(i > 400, "too few descriptors");
                    break;
                }
                sockets.add(pair[0]);
                sockets.add(pair[1]);
                poller.register(pair[0], READABLE, Mode.LEVEL, i, null);
            }
            expectNone(poller);
            for (int i = 0; i < sockets.size(); i += sockets.size() / 7) {
                int even = i & ~1;
                sendByte(sockets.get(even + 1));
                assertEquals(1, poller.poll(LONG_TIME));
                assertTrue(poller.next());
                assertEquals(even / 2, poller.token());
                recvByte(sockets.get(even));
            }
            expectNone(poller);
            assertEquals(sockets.size() / 2, poller.size());
        } finally {
            sockets.forEach(Socket::close);
        }
    }

    @Test
    @DisplayName("fairness: more are ready than one poll returns; they take turns")
    void readyOnes_takeTurns() throws ErrnoException {
        int ready = 50;
        int capacity = 8;
        List<Socket> sockets = new ArrayList<>();
        try (Poller poller = Poller.open(capacity)) {
            for (int i = 0; i < ready; i++) {
                Socket[] pair = pair();
                sockets.add(pair[0]);
                sockets.add(pair[1]);
                poller.register(pair[0], WRITABLE, Mode.LEVEL, i, null);
            }
            for (int round = 0; round < 5; round++) {
                BitSet seen = new BitSet();
                for (int poll = 0; poll < (ready + capacity - 1) / capacity; poll++) {
                    assertEquals(capacity, poller.poll(LONG_TIME));
                    while (poller.next()) {
                        seen.set((int) poller.token());
                    }
                }
                // All in as many polls as it takes, wherever in the circle they begin.
                assertEquals(ready, seen.cardinality());
            }
        } finally {
            sockets.forEach(Socket::close);
        }
    }

    @Test
    @DisplayName("of many events of all kinds, some closed before their turn, each other one comes once")
    void readyOnes_ofAllKinds_comeOnce() throws ErrnoException {
        int ready = 40; // more than are looked at ahead
        List<Socket> sockets = new ArrayList<>();
        int[] foreign = new int[2];
        assertEquals(0, Bsd.socketpair(Bsd.AF_UNIX, Bsd.SOCK_STREAM, 0, foreign));
        try (Poller poller = Poller.open()) {
            for (int i = 0; i < ready; i++) {
                Socket[] pair = pair();
                sockets.add(pair[0]);
                sockets.add(pair[1]);
                Object attachment = i % 3 == 0 ? pair[0] : i % 3 == 1 ? "other" : null;
                poller.register(pair[0], WRITABLE, Mode.LEVEL, i, attachment);
            }
            poller.register(foreign[0], WRITABLE, Mode.LEVEL, ready, null);
            poller.register(foreign[1], WRITABLE, Mode.LEVEL, ready + 1, "foreign");
            assertEquals(ready + 2, poller.poll(LONG_TIME));
            List<Long> expected = new ArrayList<>();
            for (long i = 0; i < ready + 2; i++) {
                expected.add(i);
            }
            for (int i : new int[] {0, 17, 39}) {
                sockets.get(2 * i).close();
                expected.remove((Long) (long) i);
            }
            List<Long> seen = new ArrayList<>();
            while (poller.next()) {
                seen.add(poller.token());
                if (seen.size() == 20) { // in the middle of those that were looked at
                    long last = expected.stream()
                            .filter(i -> i < ready && !seen.contains(i))
                            .max(Long::compare)
                            .orElseThrow();
                    sockets.get(2 * (int) last).close();
                    expected.remove((Long) last);
                }
            }
            seen.sort(null);
            assertEquals(expected, seen);
            assertEquals(4, poller.staleEvents());
        } finally {
            sockets.forEach(Socket::close);
            Bsd.close(foreign[0]);
            Bsd.close(foreign[1]);
        }
    }

    @Test
    @DisplayName("0 bytes allocated per poll, dispatch and change of interest")
    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    void polling_allocatesNothing() throws Exception {
        Socket[] pair = pair();
        try (Poller poller = Poller.open()) {
            Registration r = poller.register(pair[0], WRITABLE, "a");
            long[] seen = new long[1];
            long thread = Thread.currentThread().getId();
            long least = Allocations.leastBytes(thread, 5_000, 4_999, () -> {
                poller.poll(0);
                while (poller.next()) {
                    seen[0] += poller.ready() + poller.token() + (poller.attachment() == null ? 1 : 0);
                }
                r.interest(READABLE);
                poller.wakeup();
                poller.poll(-1);
                r.interest(WRITABLE);
            });
            assertTrue(seen[0] > 0);
            assertTrue(least < 5_000, least + " bytes in 5000 rounds"); // less than a byte each: none
        } finally {
            Fixture.close(pair);
        }
    }
}
