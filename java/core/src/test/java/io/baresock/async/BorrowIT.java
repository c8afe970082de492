package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Receives into the loop's own buffer. */
class BorrowIT {

    private static final int MUCH = 8 << 20; // more than the buffers of both sides take

    private EventLoop loop;
    private final List<Socket> peers = new ArrayList<>();
    private final List<String> got = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
    }

    @AfterEach
    void close() {
        peers.forEach(Socket::close);
        loop.close();
    }

    private AsyncSocket connected() throws ErrnoException {
        Socket[] pair = connection();
        peers.add(pair[0]);
        return loop.adopt(pair[1]);
    }

    private void send(int peer, String message) throws ErrnoException {
        peers.get(peer).sendFully(text(message), LONG_TIME);
    }

    private void note(Status status, ByteBuffer b) {
        got.add(status.errnoName() + text(b));
    }

    @Test
    @DisplayName("P7: recv without a buffer gets the loop's, in the callback alone")
    void recv_lendsTheLoopsBuffer() throws ErrnoException {
        AsyncSocket a = connected();
        AsyncSocket b = connected();
        List<ByteBuffer> buffers = new ArrayList<>();
        RecvCallback callback = (s, buffer) -> {
            note(s, buffer);
            buffers.add(buffer);
        };
        Status first = a.recv(callback);
        Status second = b.recv(callback);
        send(0, "one");
        send(1, "another");
        succeed(first);
        succeed(second);
        got.sort(null);
        assertEquals(List.of("another", "one"), got);
        if (loop.engine() == EventLoop.Engine.EPOLL) { // a ring has a buffer for each piece
            assertSame(buffers.get(0), buffers.get(1));
        }
        assertEquals(3, first.bytes());
        assertEquals(0, first.buffer().capacity());
    }

    @Test
    void receives_ofBothKinds_keepTheirOrder() throws ErrnoException {
        AsyncSocket a = connected();
        List<Status> all = new ArrayList<>();
        int[] next = new int[1];
        for (int i = 0; i < 40; i++) {
            int mine = i;
            RecvCallback callback = (s, b) -> {
                assertEquals(mine, next[0]++);
                assertEquals(1, s.bytes());
                got.add(text(b).substring(0, 1));
            };
            if (i % 3 == 0) {
                all.add(a.recv(callback));
                send(0, Character.toString('a' + i % 26));
                settle(loop); // the loop's buffer takes all that is there
            } else {
                all.add(a.recv(ByteBuffer.allocate(1), callback));
                send(0, Character.toString('a' + i % 26));
            }
        }
        succeed(all.get(39));
        assertEquals(40, next[0]);
    }

    @Test
    void end_and_errors_haveAnEmptyBuffer() throws ErrnoException {
        AsyncSocket a = connected();
        Status ended = a.recv(this::note);
        peers.get(0).close();
        assertTrue(succeed(ended).isEnd());
        AsyncSocket b = connected();
        Status cancelled = b.recv(this::note);
        assertTrue(cancelled.cancel());
        finish(cancelled);
        Status late = b.recv(this::note).deadline(1);
        finish(late);
        Status closed = b.recv(this::note);
        settle(loop);
        b.close();
        until(loop, closed::isDone);
        assertEquals(List.of("", "ECANCELED", "ETIMEDOUT", "EBADF"), got);
    }

    @Test
    void callback_mayReceiveAndSendAgain_andWhatItThrows_isHandled() throws ErrnoException {
        AsyncSocket a = connected();
        List<String> handled = new ArrayList<>();
        loop.exceptionHandler((thread, e) -> handled.add(e.getMessage()));
        Status status = new Status();
        int[] times = new int[1];
        RecvCallback[] echo = new RecvCallback[1];
        echo[0] = (s, b) -> {
            note(s, b);
            a.send(b.flip(), null);
            if (++times[0] < 100) {
                a.recv(echo[0], status);
            }
            throw new IllegalStateException("the user's own");
        };
        a.recv(echo[0], status);
        for (int i = 0; i < 100; i++) {
            String message = "message " + i;
            send(0, message);
            until(loop, () -> got.size() == times[0] && got.contains(message));
            ByteBuffer in = ByteBuffer.allocate(message.length());
            peers.get(0).recvFully(in, LONG_TIME);
            assertEquals(message, text(in));
        }
        assertEquals(100, handled.size());
        assertTrue(a.isOpen());
    }

    @Test
    @DisplayName("what of the loop's buffer cannot be sent at once is copied: also slices, and what is queued behind")
    void unsentRest_isCopied() throws ErrnoException {
        AsyncSocket a = connected();
        AsyncSocket other = connected();
        a.socket().setOption(SocketOptions.SO_SNDBUF, 4096);
        ByteBuffer all = pattern(MUCH);
        FutureTask<ByteBuffer> reader = new FutureTask<>(() -> {
            ByteBuffer b = ByteBuffer.allocateDirect(MUCH);
            peers.get(0).recvFully(b, LONG_TIME);
            return b.flip();
        });
        // What comes from the one goes to the other, which nobody reads before all has come.
        int[] came = new int[1];
        RecvCallback[] forward = new RecvCallback[1];
        forward[0] = (s, b) -> {
            came[0] += s.bytes();
            b.flip();
            int half = b.limit() / 2;
            a.send(b.slice(0, half), null);
            a.send(b.position(half), null);
            if (came[0] < MUCH) {
                other.recv(forward[0]);
            }
        };
        a.watermarks(1, 2, MUCH * 2L);
        other.recv(forward[0]);
        FutureTask<Void> writer = new FutureTask<>(() -> {
            peers.get(1).sendFully(all.duplicate().clear(), LONG_TIME);
            return null;
        });
        new Thread(writer, "writer").start();
        until(loop, () -> came[0] == MUCH);
        assertTrue(a.queuedBytes() > 0);
        new Thread(reader, "reader").start();
        until(loop, () -> a.queuedBytes() == 0);
        assertDoesNotThrow(() -> writer.get());
        assertEquals(all.clear(), assertDoesNotThrow(() -> reader.get()));
    }

    @Test
    void recvfrom_lendsTheLoopsBuffer_andTellsWhoSent() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        udp.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        SockaddrStorage from = new SockaddrStorage();
        Status status = new Status();
        try (Socket client = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            client.connect(udp.socket().localAddress());
            for (int size : new int[] {1, 0, 65_507}) {
                client.send(ByteBuffer.allocate(size), 0);
                udp.recvfrom(from, (s, b) -> assertEquals(size, b.position()), status);
                assertEquals(size, succeed(status).bytes());
                assertFalse(status.isEnd());
                assertEquals(client.localAddress(), from.toSockaddr());
            }
            client.send(text("its own status"), 0);
            Status own = udp.recvfrom(from, this::note);
            succeed(own);
            assertEquals(List.of("its own status"), got);
            assertEquals(client.localAddress(), from.toSockaddr());
        }
    }

    @Test
    void withoutACallback_isRefused() throws ErrnoException {
        AsyncSocket a = connected();
        RecvCallback none = null;
        assertTrue(assertThrows(NullPointerException.class, () -> a.recv(none))
                .getMessage()
                .contains("callback"));
    }
}
