package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.SocketClosedException;
import io.baresock.close.CallThread.Outcome;
import io.baresock.close.Kind.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing ends every blocked call, on every type of socket. How soon is measured and printed, not asserted. */
class CloseIT {

    private static final int ROUNDS = 10;
    private static final Map<Blocking, List<Long>> WAKE_NANOS = new TreeMap<>();

    static Stream<Arguments> everyBlockedCall() {
        List<Kind> here = Kind.here();
        return Stream.of(Blocking.values())
                .flatMap(b -> b.kinds().stream().filter(here::contains).map(k -> Arguments.of(b, k)));
    }

    @ParameterizedTest
    @MethodSource("everyBlockedCall")
    void close_endsTheBlockedCall(Blocking blocking, Kind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (Rig rig = kind.open()) {
                blocking.prepare(rig);
                CallThread caller = CallThread.start(() -> blocking.call(rig));
                caller.awaitBlockedIn(blocking.sleepsIn());
                long begin = System.nanoTime();
                rig.socket.close();
                Outcome outcome = caller.await();
                assertClosed(outcome);
                WAKE_NANOS.computeIfAbsent(blocking, b -> new ArrayList<>()).add(outcome.nanoTime() - begin);
                assertFalse(rig.socket.isOpen());
                assertEquals(-1, rig.socket.fd());
            }
        }
    }

    /**
     * One thread makes the call on socket after socket, another closes them in the same order: close finds a call that has
     * not begun, one that is about to enter the kernel, or one that is in it.
     */
    @ParameterizedTest
    @MethodSource("everyBlockedCall")
    void close_endsTheCall_whereverItIs(Blocking blocking, Kind kind) throws Exception {
        race(blocking, kind, 50, 400, CallThread::start);
    }

    /**
     * Closes so many sockets.
     *
     * @param mostSpins before each close, at random
     * @param start starts the thread that makes the calls
     */
    static void race(
            Blocking blocking, Kind kind, int sockets, int mostSpins, Function<CallThread.Call, CallThread> start)
            throws Exception {
        List<Rig> rigs = new ArrayList<>();
        try {
            for (int i = 0; i < sockets; i++) {
                Rig rig = kind.open();
                rigs.add(rig);
                blocking.prepare(rig);
            }
            CallThread caller = start.apply(() -> {
                for (Rig rig : rigs) {
                    assertThrows(SocketClosedException.class, () -> blocking.call(rig));
                }
                return sockets;
            });
            caller.awaitBlockedIn(blocking.sleepsIn());
            for (Rig rig : rigs) {
                for (int spins = ThreadLocalRandom.current().nextInt(mostSpins); spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                rig.socket.close();
            }
            assertEquals(sockets, caller.await().result());
        } finally {
            rigs.forEach(Rig::close);
        }
    }

    /** All but the TCP connect: a second one beside it says EALREADY (connect(2)). */
    static Stream<Arguments> everyCallForTwo() {
        return everyBlockedCall().filter(a -> a.get()[1] != Kind.TCP_UNCONNECTED);
    }

    @ParameterizedTest
    @MethodSource("everyCallForTwo")
    void close_endsTwoCallsBlockedOnOneSocket(Blocking blocking, Kind kind) throws Exception {
        try (Rig rig = kind.open()) {
            blocking.prepare(rig);
            CallThread one = CallThread.start(() -> blocking.call(rig));
            CallThread two = CallThread.start(() -> blocking.call(rig));
            one.awaitBlockedIn(blocking.sleepsIn());
            two.awaitBlockedIn(blocking.sleepsIn());
            rig.socket.close();
            assertClosed(one.await());
            assertClosed(two.await());
        }
    }

    static void assertClosed(Outcome outcome) {
        assertTrue(outcome.isClosed(), () -> "ended with " + outcome);
        assertEquals(Bsd.EBADF, outcome.error().errno());
    }

    @AfterAll
    static void print() {
        System.out.println("close() to the end of the blocked call, microseconds, by the call:");
        WAKE_NANOS.forEach((blocking, nanos) -> {
            List<Long> sorted = nanos.stream().sorted().toList();
            System.out.printf(
                    "  %-17s median %6.0f  slowest %6.0f of %d%n",
                    blocking, sorted.get(sorted.size() / 2) / 1e3, sorted.get(sorted.size() - 1) / 1e3, sorted.size());
        });
    }
}
