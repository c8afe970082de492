package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.FdSet;
import io.baresock.Message;
import io.baresock.PollFds;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private static final int NANOS = 100_000_000;

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
            underFire(t, blocking.sleepsIn());
            rig.socket.close();
            assertTrue(t.await().isClosed());
        }
    }

    /** Interrupts a blocked call again and again; it is blocked still when this returns. */
    private static void underFire(CallThread t, Set<Syscalls> sleeping) throws Exception {
        for (int i = 0; i < SIGNALS; i++) {
            t.awaitBlockedIn(sleeping);
            assertTrue(Interrupter.lands(t), "the call has ended");
        }
        t.awaitBlockedIn(sleeping);
    }

    @TestFactory
    @DisplayName("every blocking function of Bsd goes on after EINTR, and then does what it was called for")
    List<DynamicTest> blockingFunctions_finish_afterSignals() {
        List<DynamicTest> tests = new ArrayList<>();
        for (BlockingFunction function : BlockingFunction.values()) {
            tests.add(DynamicTest.dynamicTest(function.name(), () -> {
                try (BlockingFunction.Fds fds = function.open()) {
                    CallThread t = CallThread.start(() -> function.call(fds));
                    underFire(t, Set.of(function.sleepsIn()));
                    function.unblock(fds);
                    assertEquals(function.expected(), t.await().result());
                    function.check(fds);
                }
            }));
        }
        return tests;
    }

    /** If each interruption started the time anew, a call under steady fire would never end. */
    @Test
    @DisplayName("the deadline stays where it was, under steady fire")
    void deadline_isKept_underSteadyFire() throws Exception {
        try (Kind.Rig rig = Kind.UDP_UNCONNECTED.open();
                Kind.Rig listener = Kind.UNIX_LISTENER.open();
                Kind.Rig full = Kind.UNIX_STREAM.open();
                Kind.Rig connecting = Kind.TCP_UNCONNECTED.open()) {
            fill(full.socket);
            for (CallThread.Call call : timed(rig.socket, listener.socket, full.socket, connecting)) {
                Interrupter.keepsItsDeadline(call, NANOS);
            }
        }
    }

    /** Every form that takes a time, each with what it says when the time has passed. */
    private static List<CallThread.Call> timed(Socket s, Socket listener, Socket full, Kind.Rig connecting) {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        PollFds fds = new PollFds();
        fds.add(s.fd(), Bsd.POLLIN);
        FdSet set = new FdSet();
        return List.of(
                () -> s.recv(b, 0, NANOS),
                () -> s.recvfrom(b, 0, new SockaddrStorage(), NANOS),
                () -> s.recvmsg(new Message().add(b), 0, NANOS),
                () -> full.send(b, 0, NANOS),
                () -> full.sendmsg(new Message().add(b), 0, NANOS),
                () -> listener.accept(new SockaddrStorage(), 0, NANOS) == null ? Socket.WOULD_BLOCK : 0,
                () -> passed(s.poll(Socket.READABLE, 0, NANOS / 1000)),
                () -> passed(Bsd.poll(s.fd(), Bsd.POLLIN, NANOS)),
                () -> passed(Bsd.poll(fds, NANOS)),
                () -> {
                    Bsd.FD_SET(s.fd(), set);
                    return passed(Bsd.select(s.fd() + 1, set, null, null, NANOS));
                },
                () -> connecting.socket.connect(connecting.fullPeer(), NANOS) ? 0 : Socket.WOULD_BLOCK);
    }

    private static int passed(int events) {
        return events == 0 ? Socket.WOULD_BLOCK : events;
    }

    private static void fill(Socket s) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(1024);
        int sends = 0;
        while (s.send(b.clear(), Bsd.MSG_DONTWAIT) > 0) {
            assertTrue(++sends < 100_000, "a socket that never fills");
        }
    }
}
