package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals that interrupt system calls (signal(7), EINTR): every call goes on as if nothing had happened. */
@EnabledOnOs(OS.LINUX)
class EintrIT {

    private static final int SIGNALS = 20;
    private static final long HANGS = TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);

    @TestFactory
    @DisplayName("every blocked call is made again after EINTR, and close still ends it")
    List<DynamicTest> blockedCalls_goOn_afterASignal() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Blocking blocking : Blocking.values()) {
            Kind kind = blocking.kinds().iterator().next();
            tests.add(DynamicTest.dynamicTest(blocking + " on " + kind, () -> interrupted(blocking, kind)));
        }
        return tests;
    }

    private static void interrupted(Blocking blocking, Kind kind) throws Exception {
        try (Kind.Rig rig = kind.open()) {
            blocking.prepare(rig);
            CallThread t = CallThread.start(() -> blocking.call(rig));
            Set<Syscalls> sleeping = blocking.sleepsIn(false);
            for (int i = 0; i < SIGNALS; i++) {
                t.awaitBlockedIn(sleeping);
                int before = Interrupter.handled();
                assertTrue(Interrupter.interrupt(t.tid()), "the call has ended");
                while (Interrupter.handled() == before) {
                    Thread.onSpinWait(); // the handler ran: the system call was interrupted
                    assertFalse(t.isDone(), "the call came back");
                }
            }
            t.awaitBlockedIn(sleeping);
            rig.socket.close();
            assertTrue(t.await().isClosed());
        }
    }

    /** If each interruption started the time anew, a call under steady fire would never end. */
    @Test
    @DisplayName("the deadline stays where it was, under steady fire")
    void deadline_isKept_underSteadyFire() throws Exception {
        try (Kind.Rig rig = Kind.UDP_UNCONNECTED.open()) {
            for (CallThread.Call call : List.<CallThread.Call>of(
                    () -> rig.socket.recv(ByteBuffer.allocate(8), 0, 200_000_000),
                    () -> rig.socket.poll(Socket.POLL_READ, 0, 200_000) == 0 ? Socket.WOULD_BLOCK : 0)) {
                long start = System.nanoTime();
                CallThread t = CallThread.start(call);
                int tid = t.tid();
                while (!t.isDone()) {
                    assertTrue(System.nanoTime() - start < HANGS, "the deadline moves with each signal");
                    if (t.isInSyscall()) {
                        Interrupter.interrupt(tid); // or the deadline has come meanwhile
                    }
                }
                assertEquals(Socket.WOULD_BLOCK, t.await().result());
                assertTrue(System.nanoTime() - start >= 200_000_000, "came back before its time");
            }
        }
    }
}
