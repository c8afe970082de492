package io.baresock.close;

import static io.baresock.close.Kind.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.close.Kind.Rig;
import io.baresock.poll.Poller;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Closing while a call is blocked, on every type of socket, by platform and by virtual threads, whatever else refers to the
 * socket; and ending one half of it.
 */
class UnderFireIT {

    /** What else there is to a socket beside the call. */
    enum Circumstance {
        ALONE,
        DUPED {
            @Override
            AutoCloseable bring(Rig rig) throws Exception {
                Socket copy = rig.socket.dup();
                return () -> {
                    assertTrue(copy.isOpen());
                    copy.getsockopt(Bsd.SOL_SOCKET, Bsd.SO_TYPE);
                    copy.close();
                };
            }
        },
        ADOPTED {
            @Override
            Rig rig(Kind kind) throws Exception {
                return kind.open().adopted();
            }
        },
        REGISTERED {
            @Override
            AutoCloseable bring(Rig rig) throws Exception {
                Poller poller = Poller.open();
                poller.register(rig.socket, Poller.READABLE | Poller.CLOSED, rig);
                return () -> {
                    assertEquals(1, poller.poll(0)); // its last event, and no other
                    assertTrue(poller.next());
                    assertEquals(Poller.CLOSED, poller.ready());
                    assertFalse(poller.next());
                    assertEquals(0, poller.size());
                    assertEquals(0, poller.staleEvents());
                    poller.close();
                };
            }
        };

        Rig rig(Kind kind) throws Exception {
            return kind.open();
        }

        /** Makes the circumstance; closing it checks that it is as it should be after the close of the socket. */
        AutoCloseable bring(Rig rig) throws Exception {
            return () -> {};
        }
    }

    /** All but ALONE and DUPED on platform threads, which CloseIT and SharedCloseIT have. */
    static Stream<Arguments> everyCell() {
        List<Arguments> cells = new ArrayList<>();
        CloseIT.everyBlockedCall().forEach(a -> {
            for (Circumstance c : Circumstance.values()) {
                if (c == Circumstance.ADOPTED || c == Circumstance.REGISTERED) {
                    cells.add(Arguments.of(a.get()[0], a.get()[1], c, false));
                }
                cells.add(Arguments.of(a.get()[0], a.get()[1], c, true));
            }
        });
        return cells.stream();
    }

    private static CallThread start(boolean virtual, CallThread.Call call) {
        return virtual ? CallThread.startVirtual(call) : CallThread.start(call);
    }

    @ParameterizedTest
    @MethodSource("everyCell")
    @DisplayName("G10, G11: close ends the blocked call, whatever the type, the thread, and who else has the socket")
    void close_endsTheBlockedCall(Blocking blocking, Kind kind, Circumstance circumstance, boolean virtual)
            throws Exception {
        try (Rig rig = circumstance.rig(kind)) {
            AutoCloseable others = circumstance.bring(rig);
            blocking.prepare(rig);
            CallThread caller = start(virtual, () -> blocking.call(rig));
            caller.awaitBlockedIn(blocking.sleepsIn());
            rig.socket.close();
            CloseIT.assertClosed(caller.await());
            others.close();
            assertThrows(SocketClosedException.class, () -> blocking.call(rig));
        }
    }

    static Stream<Arguments> everyBlockedCall() {
        return CloseIT.everyBlockedCall();
    }

    /** As in CloseIT: the close finds the call anywhere on its way. */
    @ParameterizedTest
    @MethodSource("everyBlockedCall")
    void close_endsTheVirtualThreadsCall_whereverItIs(Blocking blocking, Kind kind) throws Exception {
        CloseIT.race(blocking, kind, 30, 2000, CallThread::startVirtual);
    }

    /** A mixed crowd on one socket, all of whom are to be woken: the kernel's sleepers, the pollers and the parked. */
    @ParameterizedTest
    @EnumSource(
            names = {"TCP_CLIENT", "UDP_UNCONNECTED", "UDP_CONNECTED", "UNIX_STREAM", "UNIX_DGRAM", "UNIX_SEQPACKET"})
    void close_endsAllOfThem_onOneSocket(Kind kind) throws Exception {
        try (Rig rig = kind.open()) {
            List<CallThread> callers = new ArrayList<>();
            for (Blocking b : Arrays.asList(Blocking.RECV, Blocking.RECV_TIMED, Blocking.POLL_FOREVER)) {
                for (boolean virtual :
                        Virtual.AVAILABLE ? new boolean[] {false, true, true} : new boolean[] {false, false}) {
                    CallThread caller = start(virtual, () -> b.call(rig));
                    caller.awaitBlockedIn(b.sleepsIn());
                    callers.add(caller);
                }
            }
            rig.socket.close();
            for (CallThread caller : callers) {
                CloseIT.assertClosed(caller.await());
            }
        }
    }

    private static final Set<Kind> CONNECTED =
            EnumSet.of(TCP_CLIENT, TCP6_CLIENT, UDP_CONNECTED, UNIX_STREAM, UNIX_DGRAM, UNIX_SEQPACKET);

    static Stream<Arguments> halves() {
        return CONNECTED.stream()
                .filter(Kind.here()::contains)
                .flatMap(k -> Stream.of(Arguments.of(k, false), Arguments.of(k, true)));
    }

    /** One's own shutdown of the receiving half is the end of input, not a close: 0, and the other half goes on. */
    @ParameterizedTest
    @MethodSource("halves")
    void shutdownOfInput_endsTheBlockedReceive_withZero(Kind kind, boolean virtual) throws Exception {
        boolean datagram = kind == UDP_CONNECTED || kind == UNIX_DGRAM;
        try (Rig rig = kind.open()) {
            List<CallThread> callers = new ArrayList<>();
            callers.add(start(virtual, () -> rig.socket.recv(ByteBuffer.allocateDirect(8), 0)));
            callers.get(0).awaitBlockedIn(Blocking.RECV.sleepsIn());
            if (!datagram || virtual) { // Linux tells a timed datagram receive nothing of it
                callers.add(start(virtual, () -> Blocking.RECV_TIMED.call(rig)));
                callers.get(1).awaitBlockedIn(Blocking.RECV_TIMED.sleepsIn());
            }
            rig.socket.shutdown(Bsd.SHUT_RD);
            for (CallThread caller : callers) {
                assertEquals(0, caller.await().result());
            }
            assertTrue(rig.socket.isOpen());
            assertEquals(3, rig.socket.send(ByteBuffer.allocate(3), 0));
            assertEquals(3, rig.peer().recv(ByteBuffer.allocate(8), 0));
        }
    }

    /** The peer ends its sending half: the receive gets the end, and the connection still carries data the other way. */
    @ParameterizedTest
    @EnumSource(names = {"TCP_CLIENT", "TCP6_CLIENT", "UNIX_STREAM", "UNIX_SEQPACKET"})
    void peersHalfClose_endsTheBlockedReceive_andTheOtherHalfGoesOn(Kind kind) throws Exception {
        for (boolean virtual : Virtual.AVAILABLE ? new boolean[] {false, true} : new boolean[] {false}) {
            try (Rig rig = kind.open()) {
                CallThread receiver = start(virtual, () -> rig.socket.recv(ByteBuffer.allocateDirect(8), 0));
                receiver.awaitBlockedIn(Blocking.RECV.sleepsIn());
                rig.peer().shutdown(Bsd.SHUT_WR);
                assertEquals(0, receiver.await().result());
                CallThread back = start(virtual, () -> rig.peer().recv(ByteBuffer.allocateDirect(8), 0));
                back.awaitBlockedIn(Blocking.RECV.sleepsIn());
                assertEquals(5, rig.socket.send(ByteBuffer.allocate(5), 0));
                assertEquals(5, back.await().result());
            }
        }
    }
}
