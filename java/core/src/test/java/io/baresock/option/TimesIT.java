package io.baresock.option;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.async.EventLoop;
import io.baresock.async.LoopTimer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in options and timeouts: a part of a unit counts as a whole one, a negative one is refused. */
class TimesIT {

    private static final Duration TICK = Duration.ofMillis(10); // the longest there is: 100 Hz

    static List<SocketOption<Duration>> limits() {
        List<SocketOption<Duration>> options =
                new ArrayList<>(List.of(SocketOptions.SO_RCVTIMEO, SocketOptions.SO_SNDTIMEO));
        if (VsockOptions.SO_VM_SOCKETS_CONNECT_TIMEOUT.isSupported()) {
            options.add(VsockOptions.SO_VM_SOCKETS_CONNECT_TIMEOUT);
        }
        return options;
    }

    private static Socket socket(SocketOption<?> option) throws Exception {
        boolean vsock = option.label().startsWith("SO_VM");
        return Socket.open(vsock ? AF_VSOCK : AF_INET, SOCK_STREAM, 0);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void timeBetweenTwoUnits_becomesTheLongerOne(SocketOption<Duration> option) throws Exception {
        try (Socket s = socket(option)) {
            for (long nanos : new long[] {1, 999, 1000, 1001, 999_999_000, 999_999_001, 999_999_999, 1_999_999_999}) {
                s.setOption(option, Duration.ofNanos(nanos));
                Duration set = s.getOption(option);
                assertTrue(set.compareTo(Duration.ofNanos(nanos)) >= 0, nanos + " ns became " + set);
                assertTrue(
                        set.minus(TICK).minusNanos(1000).compareTo(Duration.ofNanos(nanos)) <= 0,
                        nanos + " ns: " + set);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void negativeTime_isRefused_andNothingChanges(SocketOption<Duration> option) throws Exception {
        try (Socket s = socket(option)) {
            s.setOption(option, Duration.ofSeconds(7));
            for (Duration negative : List.of(
                    Duration.ofNanos(-1),
                    Duration.ofNanos(-999),
                    Duration.ofSeconds(-1),
                    Duration.ofSeconds(Long.MIN_VALUE))) {
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> s.setOption(option, negative));
                assertTrue(e.getMessage().contains(option.label()), e.getMessage());
                assertTrue(e.getMessage().contains(negative.toString()), e.getMessage());
            }
            assertEquals(Duration.ofSeconds(7), s.getOption(option));
        }
    }

    @Test
    void negativeNumberOfAUnitOfTime_isRefused_andNothingChanges() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            s.setOption(TcpOptions.TCP_DEFER_ACCEPT, 1);
            for (int negative : new int[] {-1, Integer.MIN_VALUE}) {
                // This one the kernel would take for 0; the others it refuses itself.
                IllegalArgumentException e = assertThrows(
                        IllegalArgumentException.class, () -> s.setOption(TcpOptions.TCP_DEFER_ACCEPT, negative));
                assertTrue(e.getMessage().contains("TCP_DEFER_ACCEPT = " + negative + " seconds"), e.getMessage());
                for (SocketOption<Integer> option : List.of(
                        TcpOptions.TCP_KEEPIDLE,
                        TcpOptions.TCP_KEEPINTVL,
                        TcpOptions.TCP_USER_TIMEOUT,
                        SocketOptions.SO_BUSY_POLL)) {
                    assertEquals(
                            EINVAL,
                            assertThrows(ErrnoException.class, () -> s.setOption(option, negative))
                                    .errno());
                }
            }
            assertEquals(1, s.getOption(TcpOptions.TCP_DEFER_ACCEPT));
        }
    }

    @Test
    void longestTime_isForEver() throws Exception {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            s.setOption(SocketOptions.SO_RCVTIMEO, Duration.ofSeconds(7)).setOption(SocketOptions.SO_RCVTIMEO, longest);
            assertEquals(Duration.ZERO, s.getOption(SocketOptions.SO_RCVTIMEO));
        }
    }

    @Test
    void linger_takesWholeSecondsUpwards_andNoNegativeOnes() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> new Linger(true, -1));
        assertThrows(IllegalArgumentException.class, () -> new Linger(false, Integer.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Linger.of(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> Linger.of(Duration.ofSeconds(Integer.MAX_VALUE, 1)));
        assertEquals(new Linger(true, 1), Linger.of(Duration.ofNanos(1)));
        assertEquals(new Linger(true, 2), Linger.of(Duration.ofMillis(1001)));
        assertEquals(new Linger(true, Integer.MAX_VALUE), Linger.of(Duration.ofSeconds(Integer.MAX_VALUE)));
        assertEquals(Linger.RESET, Linger.of(Duration.ZERO));
        ByteBuffer raw = ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(1)
                .putInt(-1)
                .flip();
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertEquals(0, (int) s.withFd(fd -> setsockopt(fd, SOL_SOCKET, SO_LINGER, raw))); // as another program may
            assertEquals(new Linger(true, Integer.MAX_VALUE), s.getOption(SocketOptions.SO_LINGER));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -999, Long.MIN_VALUE})
    void timeOfALoop_isNotInThePast(long nanos) throws Exception {
        try (EventLoop loop = EventLoop.start("times")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> loop.schedule(() -> {}, nanos))
                    .getMessage()
                    .contains(nanos + " ns"));
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            CompletableFuture<LoopTimer> timer = new CompletableFuture<>();
            timer.complete(loop.schedule(
                    () -> thrown.complete(assertThrows(
                            IllegalArgumentException.class, () -> timer.join().again(nanos))),
                    0));
            assertTrue(thrown.join().getMessage().startsWith("again"));
            assertFalse(timer.join().isWaiting());
        }
    }
}
