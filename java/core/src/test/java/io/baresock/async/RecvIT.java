package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecvIT {

    private EventLoop loop;
    private Socket peer;
    private AsyncSocket socket;

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
        Socket[] pair = connection();
        peer = pair[0];
        socket = loop.adopt(pair[1]);
    }

    @AfterEach
    void close() {
        peer.close();
        loop.close();
        assertFalse(socket.isOpen());
    }

    private void peerSends(String s) throws ErrnoException {
        peer.sendFully(text(s), LONG_TIME);
    }

    @Test
    @DisplayName("P7: recv's callback gets the status and the buffer")
    void recv_callsBack_withStatusAndBuffer() throws ErrnoException {
        List<Object> got = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        Status status = socket.recv(buffer, (s, b) -> {
            got.add(s);
            got.add(b);
        });
        settle(loop);
        assertFalse(status.isDone());
        assertEquals(0, status.bytes());
        peerSends("test message");
        succeed(status);
        assertEquals(2, got.size());
        assertSame(status, got.get(0));
        assertSame(buffer, got.get(1));
        assertEquals(12, status.bytes());
        assertEquals("test message", text(buffer));
        assertFalse(status.isEnd());
    }

    @Test
    void receives_areServed_inTheOrderOfTheCalls() throws ErrnoException {
        List<ByteBuffer> buffers = new ArrayList<>();
        List<Status> all = new ArrayList<>();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 100; i++) { // more than a turn's share
            buffers.add(ByteBuffer.allocate(1));
            all.add(socket.recv(buffers.get(i), (s, b) -> order.append((char) b.get(0))));
        }
        String sent = "0123456789".repeat(10);
        peerSends(sent);
        finish(all.get(99));
        assertEquals(sent, order.toString());
    }

    @Test
    @DisplayName("P7: the end of the stream is told apart, again and again, and data before it is not lost")
    void end_comesAfterTheData() throws ErrnoException {
        peerSends("last words");
        peer.close();
        ByteBuffer buffer = ByteBuffer.allocate(4);
        StringBuilder all = new StringBuilder();
        Status status = succeed(socket.recv(buffer, null));
        while (!status.isEnd()) {
            all.append(text(buffer));
            buffer.clear();
            status = succeed(socket.recv(buffer, null));
        }
        assertEquals("last words", all.toString());
        assertEquals(0, status.bytes());
        assertTrue(succeed(socket.recv(buffer, null)).isEnd());
    }

    @Test
    @DisplayName("P7: an empty datagram is no end")
    void emptyDatagram_isAMessage() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        udp.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        try (Socket client = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            client.connect(udp.socket().localAddress());
            client.send(ByteBuffer.allocate(0), 0);
            SockaddrStorage from = new SockaddrStorage();
            Status status = succeed(udp.recvfrom(ByteBuffer.allocate(10), from, null));
            assertEquals(0, status.bytes());
            assertFalse(status.isEnd());
            assertEquals(client.localAddress(), from.toSockaddr());
        }
    }

    @Test
    void datagramThatIsTooLong_saysHowLongItWas() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        udp.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        try (Socket client = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            client.sendto(ByteBuffer.allocate(50), 0, udp.socket().localAddress());
            ByteBuffer small = ByteBuffer.allocateDirect(10);
            assertEquals(50, succeed(udp.recv(small, null)).bytes());
            assertEquals(0, small.remaining());
        }
    }

    @Test
    void refusedDatagram_isToldToTheReceiver_andTheSocketLives() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        succeed(udp.connect(Sockaddr.of(Ports.refusing("127.0.0.1")), null));
        Status recv = udp.recv(ByteBuffer.allocate(10), null);
        succeed(udp.send(text("anybody?"), null));
        fail(ECONNREFUSED, recv);
        Status next = udp.recv(ByteBuffer.allocate(10), null);
        settle(loop);
        assertFalse(next.isDone());
    }

    @Test
    @DisplayName("data before a RST is not lost, and the RST is told as ECONNRESET")
    void dataBeforeAReset_isNotLost() throws ErrnoException {
        succeed(socket.send(text("never read by the peer"), null));
        peerSends("last words");
        peer.close(); // with unread data: RST
        ByteBuffer buffer = ByteBuffer.allocate(4);
        StringBuilder all = new StringBuilder();
        Status status = finish(socket.recv(buffer, null));
        while (status.isSuccess()) {
            assertTrue(status.bytes() > 0, "a reset is no clean end");
            all.append(text(buffer));
            buffer.clear();
            status = finish(socket.recv(buffer, null));
        }
        assertEquals("last words", all.toString());
        assertEquals("ECONNRESET", status.errnoName());
    }

    @Test
    @DisplayName("a reset that a send was told first is no clean end for the receiver")
    void resetToldToASend_isToldToTheReceiverToo() throws ErrnoException {
        peer.setOption(SocketOptions.SO_LINGER, Linger.RESET);
        peer.close();
        Status send = finish(socket.send(text("x"), null));
        while (send.isSuccess()) { // until the RST is here
            send = finish(socket.send(text("x"), null));
        }
        assertEquals("ECONNRESET", send.errnoName());
        fail(ECONNRESET, socket.recv(ByteBuffer.allocate(4), null));
    }

    @Test
    void cancel_takesAReceiveBack_andTheDataStays() throws ErrnoException {
        Status first = socket.recv(ByteBuffer.allocate(10), null);
        Status second = socket.recv(ByteBuffer.allocate(10), null);
        settle(loop);
        assertTrue(first.cancel());
        fail(ECANCELED, first);
        peerSends("hello");
        assertEquals(5, succeed(second).bytes());
        assertFalse(second.cancel());
    }

    @Test
    void deadline_endsAReceive_andTheNextGetsTheData() throws ErrnoException {
        Status late = socket.recv(ByteBuffer.allocate(10), null).deadline(MILLI);
        fail(ETIMEDOUT, late);
        Status inTime = socket.recv(ByteBuffer.allocate(10), null).deadline(LONG_TIME);
        peerSends("hello");
        assertEquals(5, succeed(inTime).bytes());
        assertTrue(loop.timers.isEmpty());
    }

    @Test
    void unreadData_isNotPolledFor() throws ErrnoException {
        succeed(socket.send(text("x"), null));
        Status first = socket.recv(ByteBuffer.allocate(1), null);
        peerSends("ab");
        succeed(first);
        settle(loop); // an event nobody waits for, and then none
        assertFalse(socket.operations().readiness.isArmed(io.baresock.poll.Poller.READABLE));
        assertEquals(1, succeed(socket.recv(ByteBuffer.allocate(1), null)).bytes());
    }

    @Test
    void badArguments_areThrown() {
        assertThrows(IllegalArgumentException.class, () -> socket.recv(ByteBuffer.allocate(0), null));
        assertThrows(
                IllegalArgumentException.class,
                () -> socket.recv(ByteBuffer.allocate(1).asReadOnlyBuffer(), null));
        assertThrows(IllegalArgumentException.class, () -> socket.watermarks(10, 5, 100));
    }

    @Test
    void statusInFlight_isRefused_byTheNameOfTheCall() throws ErrnoException {
        Status mine = new Status();
        socket.recv(ByteBuffer.allocate(1), null, mine);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> socket.send(ByteBuffer.allocate(1), null, mine));
        assertEquals(
                "send: the status is still in flight, for a recv; use one status for each operation", e.getMessage());
        peerSends("x");
        succeed(mine);
        succeed(socket.send(ByteBuffer.allocate(1), null, mine));
    }

    @Test
    @DisplayName("P7: after close a receive gets EBADF, as SocketClosedException")
    void close_endsTheReceives_once() throws ErrnoException {
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            socket.recv(ByteBuffer.allocate(1), (s, b) -> ends.add(why(s)));
        }
        settle(loop);
        socket.close();
        Status after = socket.recv(ByteBuffer.allocate(1), null);
        finish(after);
        assertEquals(List.of("recv: socket is closed", "recv: socket is closed", "recv: socket is closed"), ends);
        assertInstanceOf(SocketClosedException.class, after.cause());
        assertEquals(0, loop.size());
    }
}
