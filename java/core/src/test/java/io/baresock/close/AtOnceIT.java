package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.option.IpOptions;
import io.baresock.option.PortRange;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What C says at once is said at once, on a thread of any kind and with any timeout: only what can still happen is waited for. */
@EnabledOnOs(OS.LINUX)
class AtOnceIT {

    private static final long BOUND = TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
    private static final long[] TIMEOUTS = {-1, BOUND, 0};
    private static final Set<Syscalls> ANYWHERE = EnumSet.complementOf(EnumSet.of(Syscalls.OTHER));

    private static int result(boolean virtual, CallThread.Call call) throws Exception {
        return (virtual ? CallThread.startVirtual(call) : CallThread.start(call))
                .await()
                .result();
    }

    private static int accepted(Socket s, int flags, long timeout) throws ErrnoException {
        try (Socket connection = s.accept(null, flags, timeout)) {
            return connection == null ? Socket.WOULD_BLOCK : 0;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accept_onASocketThatDoesNotListen_isAnError(boolean virtual) throws Exception {
        Map<Kind, Integer> errors = Map.of(
                Kind.TCP_CLIENT, EINVAL,
                Kind.TCP_UNCONNECTED, EINVAL,
                Kind.UNIX_STREAM, EINVAL,
                Kind.UNIX_SEQPACKET, EINVAL,
                Kind.UNIX_DGRAM, EOPNOTSUPP,
                Kind.UDP_UNCONNECTED, EOPNOTSUPP,
                Kind.UDP_CONNECTED, EOPNOTSUPP);
        for (Kind kind : errors.keySet()) {
            for (boolean shared : new boolean[] {false, true}) {
                try (Rig rig = shared ? kind.open().adopted() : kind.open()) {
                    for (long timeout : TIMEOUTS) {
                        assertEquals(
                                -errors.get(kind),
                                result(virtual, () -> accepted(rig.socket, 0, timeout)),
                                kind + ", timeout " + timeout);
                    }
                }
            }
        }
    }

    /** An accept that does not wait says EAGAIN there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accept_onAUnixListenerWhoseInputIsShutDown_isAnError(boolean virtual) throws Exception {
        for (boolean nonblocking : new boolean[] {false, true}) {
            try (Rig rig = Kind.UNIX_LISTENER.open()) {
                rig.socket.setNonblocking(nonblocking).shutdown(SHUT_RD);
                assertEquals(
                        -EINVAL,
                        result(virtual, () -> accepted(rig.socket, 0, BOUND)),
                        nonblocking ? "non-blocking" : "blocking");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accept_withAFlagThatDoesNotExist_isAnError(boolean virtual) throws Exception {
        try (Rig rig = Kind.TCP_LISTENER.open()) {
            for (long timeout : TIMEOUTS) {
                assertEquals(Socket.WOULD_BLOCK, accepted(rig.socket, SOCK_NONBLOCK, 0));
                assertEquals(-EINVAL, result(virtual, () -> accepted(rig.socket, 1 << 20, timeout)));
            }
        }
    }

    /** UDP ignores the flag: there is no urgent data to wait for. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recv_withMsgOob_takesWhatComes_whereNothingIsUrgent(boolean virtual) throws Exception {
        for (long timeout : TIMEOUTS) {
            try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0))) {
                s.connect(s.localAddress());
                s.shutdown(SHUT_RD);
                int end = timeout == 0 ? Socket.WOULD_BLOCK : 0;
                assertEquals(end, result(virtual, () -> s.recv(ByteBuffer.allocateDirect(1), MSG_OOB, timeout)));
            }
        }
    }

    /** udp(7): "EAGAIN: the socket is in no state to be bound". It is not the EAGAIN of a listener without room. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connect_withoutAFreePort_isAnError(boolean virtual) throws Exception {
        Assumptions.assumeTrue(IpOptions.IP_LOCAL_PORT_RANGE.isSupported(), "this kernel has no IP_LOCAL_PORT_RANGE");
        try (Socket taker = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.any4(0))) {
            int taken = taker.localAddress().port();
            for (long timeout : TIMEOUTS) {
                try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
                    s.setOption(IpOptions.IP_LOCAL_PORT_RANGE, new PortRange(taken, taken));
                    assertEquals(
                            -EAGAIN,
                            result(virtual, () -> s.connect(Sockaddr.loopback4(9), timeout) ? 1 : 0),
                            "timeout " + timeout);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connect_thatIsOver_doesNotLookAtInterrupts(boolean virtual) throws Exception {
        try (Rig rig = Kind.TCP_LISTENER.open()) {
            Sockaddr address = rig.socket.localAddress();
            for (int i = 0; i < 50; i++) {
                int r = result(virtual, () -> {
                    try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                        Thread.currentThread().interrupt();
                        return s.connect(address, BOUND)
                                        && Thread.currentThread().isInterrupted()
                                ? 1
                                : 0;
                    }
                });
                assertEquals(1, r);
                rig.socket.accept().close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void finishConnect_isNoSuccess_withoutAConnection(boolean virtual) throws Exception {
        CallThread.Call[] calls = new CallThread.Call[1];
        try (Rig rig = Kind.TCP_UNCONNECTED.open()) { // never connected
            assertEquals(-ENOTCONN, result(virtual, () -> rig.socket.finishConnect() ? 1 : 0));
        }
        try (Rig rig = Kind.TCP_CLIENT.open()) {
            assertTrue(rig.socket.finishConnect());
        }
        try (Socket gone = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket s = Socket.open(AF_INET, SOCK_STREAM, 0).setNonblocking(true)) { // refused
            assertFalse(s.connect(gone.localAddress()));
            assertEquals(Socket.WRITABLE, s.poll(Socket.WRITABLE, Duration.ofNanos(BOUND)));
            calls[0] = () -> s.finishConnect() ? 1 : 0;
            assertEquals(-ECONNREFUSED, result(virtual, calls[0]));
            assertEquals(-ENOTCONN, result(virtual, calls[0])); // the kernel says the reason once
        }
    }

    /**
     * SO_RCVTIMEO is how long a recvmmsg waits for each message, in C. The attempt counts only if the sender was in time; else it is made
     * again with more time.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recvmmsg_waitsAsLongForEachMessage(boolean virtual) throws Exception {
        boolean wasInTime = false;
        for (long millis = 100; !wasInTime && millis < 60_000; millis *= 2) {
            try (Rig rig = Kind.UNIX_DGRAM.open();
                    MessageBatch batch = new MessageBatch(4, 8)) {
                rig.socket.setOption(SocketOptions.SO_RCVTIMEO, Duration.ofMillis(millis));
                long longest = 0;
                long start = System.nanoTime();
                CallThread.Call call = () -> rig.socket.recvmmsg(batch);
                CallThread caller = virtual ? CallThread.startVirtual(call) : CallThread.start(call);
                caller.awaitBlockedIn(ANYWHERE);
                for (int i = 0; i < batch.capacity(); i++) {
                    long before = System.nanoTime();
                    rig.peer().send(ByteBuffer.allocate(1));
                    longest = Math.max(longest, System.nanoTime() - start);
                    start = before; // it may wait for the next one from now on, before this thread goes on
                    rig.peer().recv(ByteBuffer.allocate(1), Duration.ofMillis(millis * 2 / 3)); // nothing comes
                }
                wasInTime = longest < TimeUnit.MILLISECONDS.toNanos(millis);
                int got = caller.await().result();
                assertTrue(!wasInTime || got == batch.capacity(), got + " came within " + millis + " ms each");
            }
        }
        assertTrue(wasInTime, "the sender was never in time");
    }
}
