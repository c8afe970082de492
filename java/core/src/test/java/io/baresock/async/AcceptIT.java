package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AcceptIT {

    /** {@code -Dbaresock.test.connects=100000} takes its time. */
    private static final int CONNECTS = Integer.getInteger("baresock.test.connects", 10_000);

    private EventLoop loop;
    private final List<AsyncSocket> accepted = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void note(Status s, @Nullable AsyncSocket connection) {
        if (connection != null) {
            assertFalse(s.isDone());
            accepted.add(connection);
        } else {
            assertTrue(s.isDone());
            ends.add(s.errnoName());
        }
    }

    private void connect(Sockaddr to, int count) throws ErrnoException {
        for (int i = 0; i < count; i++) {
            tcp(loop).connect(to, null);
        }
    }

    @Test
    @DisplayName("P11: accept is called once, fires for each connection, and ends once, with the listener")
    void accept_keepsFiring_untilTheListenerIsClosed() throws ErrnoException {
        AsyncSocket listener = listener(loop, 100);
        Status status = listener.accept(this::note);
        connect(address(listener), 50);
        until(loop, () -> accepted.size() == 50);
        connect(address(listener), 5);
        until(loop, () -> accepted.size() == 55);
        assertFalse(status.isDone());
        assertEquals(List.of(), ends);
        listener.close();
        fail(EBADF, status);
        settle(loop);
        assertEquals(List.of("EBADF"), ends);
        assertEquals(55, accepted.size());
        assertTrue(accepted.stream().allMatch(a -> a.isOpen() && a.socket().isNonblocking() && a.loop() == loop));
    }

    @Test
    void close_betweenTwoConnections_leavesTheSecondAlone() throws ErrnoException {
        AsyncSocket listener = listener(loop, 100);
        connect(address(listener), 10);
        settle(loop); // all in the backlog
        Status status = listener.accept((s, c) -> {
            note(s, c);
            if (accepted.size() == 3) {
                listener.close();
            }
        });
        fail(EBADF, status);
        settle(loop);
        assertEquals(3, accepted.size());
        assertEquals(List.of("EBADF"), ends);
    }

    @Test
    void cancel_endsTheAccept_andAnotherMayFollow() throws ErrnoException {
        AsyncSocket listener = listener(loop, 100);
        Status first = listener.accept(this::note);
        Status second = listener.accept(this::note);
        fail(EALREADY, second);
        assertTrue(first.cancel());
        fail(ECANCELED, first);
        connect(address(listener), 3);
        settle(loop);
        assertEquals(List.of(), accepted);
        listener.accept(this::note);
        until(loop, () -> accepted.size() == 3);
        assertEquals(List.of("EALREADY", "ECANCELED"), ends);
    }

    @Test
    void accept_ofWhatDoesNotListen_ends() throws ErrnoException {
        fail(EINVAL, tcp(loop).accept(this::note));
        fail(EOPNOTSUPP, loop.open(AF_INET, SOCK_DGRAM, 0).accept(this::note));
        assertEquals(List.of("EINVAL", "EOPNOTSUPP"), ends);
    }

    @Test
    void exceptionInTheCallback_killsNothing() throws ErrnoException {
        AsyncSocket listener = listener(loop, 100);
        List<Throwable> thrown = new ArrayList<>();
        loop.exceptionHandler((t, e) -> thrown.add(e));
        listener.accept((s, c) -> {
            note(s, c);
            throw new AssertionError("the user's mistake");
        });
        connect(address(listener), 5);
        until(loop, () -> accepted.size() == 5);
        listener.close();
        settle(loop);
        assertEquals(6, thrown.size());
        assertEquals(List.of("EBADF"), ends);
    }

    @Test
    @DisplayName("fairness: a turn accepts 16 connections of one listener and goes on to the next")
    void listeners_takeTurns() throws ErrnoException {
        AsyncSocket busy = listener(loop, 100);
        AsyncSocket other = listener(loop, 100);
        connect(address(busy), 60);
        connect(address(other), 1);
        settle(loop);
        StringBuilder order = new StringBuilder();
        busy.accept((s, c) -> order.append(c == null ? "" : "b"));
        other.accept((s, c) -> order.append(c == null ? "" : "o"));
        until(loop, () -> order.length() == 61);
        assertTrue(order.indexOf("o") <= 16, order::toString);
    }

    @Test
    @DisplayName(
            "P11, G15: 10^4 connects (10^5 on request) fire exactly once each, then comes one end; no descriptor is left")
    void manyConnects_fireOnceEach() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        try (EventLoop own = EventLoop.start("acceptor")) {
            AsyncSocket listener = listener(own, 4096);
            Status status = listener.accept((s, c) -> {
                if (c != null) {
                    fired.incrementAndGet();
                    c.close();
                } else {
                    ended.incrementAndGet();
                    end.countDown();
                }
            });
            Sockaddr to = address(listener);
            for (int i = 0; i < CONNECTS; i++) {
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    client.setOption(SocketOptions.SO_LINGER, Linger.RESET); // no TIME_WAIT: ports are few
                    client.connect(to, LONG_TIME);
                    client.recv(java.nio.ByteBuffer.allocate(1), 0, LONG_TIME); // until it was accepted and closed
                }
            }
            assertEquals(CONNECTS, fired.get());
            FutureTask<Integer> size = new FutureTask<>(own::size); // when the last callback is over
            own.execute(size);
            assertEquals(1, size.get());
            listener.close();
            end.await();
            assertEquals("EBADF", status.errnoName());
        }
        assertEquals(CONNECTS, fired.get());
        assertEquals(1, ended.get());
    }
}
