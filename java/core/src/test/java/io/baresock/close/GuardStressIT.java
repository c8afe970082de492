package io.baresock.close;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.close.CallThread.Call;
import io.baresock.testkit.Fds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * In the manner of jcstress: in each round all kinds of calls meet two closes on one real socket, and each call must have
 * one of the outcomes that are allowed to it; afterwards exactly the socket's own descriptors are gone.
 */
@EnabledOnOs(OS.LINUX)
class GuardStressIT {

    private static final int ROUNDS = 2_000;

    private final Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
    private volatile Socket target = new Socket();

    @Test
    void everyCall_hasAnAllowedOutcome_whenItMeetsClose() throws Exception {
        Map<String, Call> actors = actors();
        CyclicBarrier gate = new CyclicBarrier(actors.size() + 1);
        List<CallThread> threads = new ArrayList<>();
        try (Socket canary = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            actors.forEach((name, call) -> threads.add(CallThread.start(() -> act(name, call, gate))));
            List<String> before = Fds.open();
            for (int round = 0; round < ROUNDS; round++) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                target = pair[0];
                meet(gate); // all begin
                meet(gate); // all have ended
                assertEquals(-1, pair[0].fd());
                pair[1].close();
                assertEquals(SOCK_STREAM, canary.getsockopt(Bsd.SOL_SOCKET, Bsd.SO_TYPE), "a stranger was closed");
            }
            Fds.assertNoOthersThan(before);
        }
        for (CallThread thread : threads) {
            assertEquals(ROUNDS, thread.await().result());
        }
        System.out.println("calls that met a close, and their outcomes: " + outcomes);
        assertEquals(ALLOWED.keySet(), outcomes.keySet());
        outcomes.forEach((call, seen) -> {
            assertTrue(ALLOWED.get(call).containsAll(seen.keySet()), call + ": " + seen);
            assertEquals(
                    ROUNDS, seen.values().stream().mapToInt(Integer::intValue).sum(), call + " in every round");
        });
    }

    /** 0 and up: the call was before the close. -EAGAIN: likewise, with nothing to do. Only waiting calls may not say so. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "close", List.of("done"),
            "close too", List.of("done"),
            "recv", List.of("closed"),
            "recv timed", List.of("closed"),
            "recv now", List.of("closed", "EAGAIN"),
            "send", List.of("closed", "done"),
            "getsockopt", List.of("closed", "done"),
            "dup", List.of("closed", "done"),
            "poll", List.of("closed"));

    private Map<String, Call> actors() {
        return Map.of(
                "close", () -> close(target),
                "close too", () -> close(target),
                "recv", () -> target.recv(ByteBuffer.allocateDirect(8), 0),
                "recv timed", () -> target.recv(ByteBuffer.allocateDirect(8), 0, TimeUnit.HOURS.toNanos(1)),
                "recv now", () -> target.recv(ByteBuffer.allocateDirect(8), Bsd.MSG_DONTWAIT),
                "send", () -> target.send(ByteBuffer.allocateDirect(8), 0),
                "getsockopt", () -> target.getsockopt(Bsd.SOL_SOCKET, Bsd.SO_TYPE),
                "dup", () -> close(target.dup()),
                "poll", () -> target.poll(Socket.READABLE, -1, 0));
    }

    private static int close(Socket s) {
        s.close();
        return 0;
    }

    private int act(String name, Call call, CyclicBarrier gate) throws ErrnoException {
        for (int round = 0; round < ROUNDS; round++) {
            meet(gate);
            String outcome;
            try {
                outcome = call.run() == Socket.WOULD_BLOCK ? "EAGAIN" : "done";
            } catch (SocketClosedException e) {
                outcome = "closed";
            } catch (ErrnoException e) {
                outcome = e.errnoName();
            }
            synchronized (outcomes) {
                outcomes.computeIfAbsent(name, n -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
            }
            meet(gate);
        }
        return ROUNDS;
    }

    private static void meet(CyclicBarrier gate) {
        try {
            gate.await(CallThread.BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("a call hangs", e);
        }
    }
}
