package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConnectBindIT {

    private EventLoop loop;

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    @DisplayName("P6, Z20: connect returns only a status; its callback gets the status and the socket")
    void connect_callsBack_withStatusAndSocket() throws ErrnoException {
        AsyncSocket listener = listener(loop, 8);
        AsyncSocket client = tcp(loop);
        List<Object> got = new ArrayList<>();
        Status status = client.connect(address(listener), (s, socket) -> {
            assertTrue(loop.inLoop());
            assertTrue(s.isDone());
            got.add(s);
            got.add(socket);
        });
        assertFalse(status.isDone());
        assertEquals(List.of(), got);
        succeed(status);
        assertEquals(List.of(status, client), got);
        assertEquals(address(listener), client.socket().peerAddress());
        settle(loop);
        assertEquals(2, got.size());
    }

    @Test
    @DisplayName("P6: a connect that fails has the error of SO_ERROR, and the address")
    void connect_refused_saysSo() throws ErrnoException {
        Sockaddr nobody = Sockaddr.of(Ports.refusing("127.0.0.1"));
        AsyncSocket client = tcp(loop);
        Status status = client.connect(nobody, null);
        fail(ECONNREFUSED, status);
        assertEquals("connect(" + nobody + "): ECONNREFUSED (Connection refused)", why(status));
        assertEquals(nobody, requireNonNull(status.cause()).peer());
    }

    @Test
    void connect_ofUdp_isThereAtOnce_andStillCallsBackLater() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        List<Object> order = new ArrayList<>();
        loop.execute(() -> {
            udp.connect(Sockaddr.inet("127.0.0.1", 9), (s, socket) -> order.add("called back"));
            order.add("returned");
        });
        until(loop, () -> order.size() == 2);
        assertEquals(List.of("returned", "called back"), order);
    }

    @Test
    void secondConnect_isRefused_whileTheFirstIsUnderWay() throws ErrnoException {
        AsyncSocket listener = listener(loop, 8);
        AsyncSocket client = tcp(loop);
        Status first = client.connect(address(listener), null);
        Status second = client.connect(address(listener), null);
        fail(EALREADY, second);
        succeed(first);
    }

    @Test
    @DisplayName("Z20: a connect in progress has a deadline; it cannot be taken back any more")
    void connect_hasADeadline() throws ErrnoException {
        AsyncSocket listener = listener(loop, 0);
        List<Status> connects = new ArrayList<>();
        for (int i = 0; i < 4; i++) { // more than the backlog holds: the kernel drops the SYNs of the last ones
            connects.add(tcp(loop).connect(address(listener), null));
        }
        Status last = connects.get(3);
        loop.runOnce(0);
        assertFalse(last.isDone());
        assertFalse(last.cancel());
        last.deadline(MILLI);
        fail(ETIMEDOUT, last);
    }

    @Test
    void connect_notBegun_isTakenBack() throws ErrnoException {
        AsyncSocket listener = listener(loop, 1);
        AsyncSocket client = tcp(loop);
        Status status = client.connect(address(listener), null);
        assertTrue(status.cancel());
        assertFalse(status.cancel());
        fail(ECANCELED, status);
        assertEquals(
                ENOTCONN,
                assertThrows(ErrnoException.class, () -> client.socket().peerAddress())
                        .errno());
    }

    @Test
    void connect_toAFullUnixBacklog_waitsForRoom() throws Exception {
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(Sockaddr.unixAbstract(new byte[0]))) {
            listener.listen(0);
            Sockaddr address = listener.localAddress();
            try (Socket occupant = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
                occupant.connect(address, LONG_TIME);
                AsyncSocket client = loop.open(AF_UNIX, SOCK_STREAM, 0);
                Status status = client.connect(address, null);
                settle(loop);
                assertFalse(status.isDone());
                Socket accepted = requireNonNull(listener.accept(null, 0, LONG_TIME));
                succeed(status);
                accepted.close();
            }
        }
    }

    @Test
    void sendsAndReceives_waitForTheConnection() throws ErrnoException {
        AsyncSocket listener = listener(loop, 8);
        List<AsyncSocket> accepted = new ArrayList<>();
        listener.accept((s, c) -> {
            if (c != null) {
                accepted.add(c);
            }
        });
        AsyncSocket client = tcp(loop);
        Status connect = client.connect(address(listener), null);
        Status send = client.send(text("hello"), null);
        Status recv = client.recv(java.nio.ByteBuffer.allocate(10), null);
        succeed(connect);
        succeed(send);
        until(loop, () -> accepted.size() == 1);
        accepted.get(0).send(text("you too"), null);
        assertEquals(7, succeed(recv).bytes());
    }

    @Test
    @DisplayName("P9: bind's callback gets the status and the socket")
    void bind_callsBack_withStatusAndSocket() throws ErrnoException {
        AsyncSocket a = tcp(loop);
        List<Object> got = new ArrayList<>();
        Status status = a.bind(Sockaddr.inet("127.0.0.1", 0), (s, socket) -> {
            got.add(s);
            got.add(socket);
        });
        succeed(status);
        assertEquals(List.of(status, a), got);
        assertTrue(address(a).port() > 0);
    }

    @Test
    @DisplayName("P9: an error of bind carries the address")
    void bind_toAnAddressInUse_saysWhich() throws ErrnoException {
        AsyncSocket listener = listener(loop, 1);
        Sockaddr taken = address(listener);
        Status status = tcp(loop).bind(taken, null);
        fail(EADDRINUSE, status);
        assertTrue(why(status).startsWith("bind(" + taken + "): EADDRINUSE"), status::toString);
        assertEquals(taken, requireNonNull(status.cause()).local());
    }

    @Test
    void status_isAFuture_onDemand() throws Exception {
        AsyncSocket listener = listener(loop, 8);
        Status good = tcp(loop).connect(address(listener), null);
        assertFalse(good.toCompletableFuture().isDone());
        finish(good);
        assertSame(good, good.toCompletableFuture().get());
        Status bad = tcp(loop).bind(address(listener), null);
        CompletableFuture<Throwable> thrown = bad.toCompletableFuture().handle((s, e) -> e);
        finish(bad);
        assertSame(bad.cause(), thrown.get());
        assertTrue(bad.toCompletableFuture().isCompletedExceptionally());
    }
}
