package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
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

class SendIT {

    private static final int MUCH = 8 << 20; // more than the buffers of both sides take

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
    }

    /** Reads so many bytes on a thread of its own. */
    private FutureTask<ByteBuffer> reader(int count) {
        FutureTask<ByteBuffer> task = new FutureTask<>(() -> {
            ByteBuffer b = ByteBuffer.allocateDirect(count);
            peer.recvFully(b, LONG_TIME);
            return b;
        });
        new Thread(task, "reader").start();
        return task;
    }

    @Test
    @DisplayName("P8: 'test message' is 12 bytes; send's callback gets the status")
    void send_callsBack_withTheStatus() throws ErrnoException {
        List<Status> got = new ArrayList<>();
        ByteBuffer message = text("test message");
        Status status = socket.send(message, got::add);
        succeed(status);
        assertEquals(List.of(status), got);
        assertEquals(12, status.bytes());
        assertSame(message, status.buffer());
        assertSame(socket, status.socket());
        assertFalse(message.hasRemaining());
        ByteBuffer in = ByteBuffer.allocate(12);
        assertEquals(12, peer.recvFully(in, LONG_TIME));
        assertEquals("test message", text(in));
    }

    @Test
    void calls_withoutACallback_haveAStatus() throws ErrnoException {
        AsyncSocket listener = listener(loop, 1);
        AsyncSocket client = tcp(loop);
        succeed(client.connect(address(listener)));
        assertEquals(4, succeed(socket.send(text("ping"))).bytes());
        assertEquals(4, peer.recvFully(ByteBuffer.allocate(4), LONG_TIME));
        peer.send(new byte[3]);
        Status status = succeed(socket.recv(ByteBuffer.allocate(8)));
        assertEquals(3, status.bytes());
        succeed(socket.shutdownOutput());
        assertEquals(0, peer.recvFully(ByteBuffer.allocate(1), LONG_TIME));
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        udp.socket().bind(Sockaddr.loopback4(0));
        assertEquals(4, succeed(udp.sendto(text("self"), address(udp))).bytes());
        assertEquals(4, succeed(udp.recv(ByteBuffer.allocate(8))).bytes());
    }

    @Test
    void callback_neverRuns_insideTheCall() throws ErrnoException {
        int[] depth = new int[2]; // now, deepest
        int[] sent = new int[1];
        SendCallback[] again = new SendCallback[1];
        again[0] = s -> {
            depth[0]++;
            depth[1] = Math.max(depth[1], depth[0]);
            if (++sent[0] < 20_000) { // would overflow the stack
                socket.send(ByteBuffer.allocate(0), again[0]);
            }
            depth[0]--;
        };
        socket.send(ByteBuffer.allocate(0), again[0]);
        until(loop, () -> sent[0] == 20_000);
        assertEquals(1, depth[1]);
    }

    @Test
    @DisplayName("P8: with a tiny SO_SNDBUF partial writes go on, in the order of the calls")
    void partialWrites_goOn_inOrder() throws Exception {
        socket.socket().setOption(SocketOptions.SO_SNDBUF, 4608);
        socket.watermarks(1, 2, Long.MAX_VALUE);
        ByteBuffer all = pattern(1 << 20);
        List<Status> sends = new ArrayList<>();
        StringBuilder order = new StringBuilder();
        for (int at = 0, i = 0; at < all.capacity(); i++) {
            int length = Math.min(1 + i * 997 % 50_000, all.capacity() - at);
            ByteBuffer part = all.slice(at, length);
            if (i % 3 == 0) {
                part = ByteBuffer.allocate(length).put(part).flip();
            }
            at += length;
            int number = i;
            sends.add(socket.send(part, s -> order.append(number).append(' ')));
        }
        FutureTask<ByteBuffer> read = reader(all.capacity());
        finish(sends.get(sends.size() - 1));
        StringBuilder expected = new StringBuilder();
        int total = 0;
        for (int i = 0; i < sends.size(); i++) {
            expected.append(i).append(' ');
            total += sends.get(i).bytes();
            assertTrue(sends.get(i).isSuccess());
        }
        assertEquals(expected.toString(), order.toString());
        assertEquals(all.capacity(), total);
        assertEquals(all, read.get().flip());
        assertEquals(0, socket.queuedBytes());
    }

    @Test
    void heapBuffer_largerThanAChunk_arrivesIntact() throws Exception {
        ByteBuffer direct = pattern(MUCH);
        ByteBuffer heap = ByteBuffer.allocate(MUCH).put(direct).flip();
        FutureTask<ByteBuffer> read = reader(MUCH);
        assertEquals(MUCH, succeed(socket.send(heap, null)).bytes());
        assertEquals(direct.flip().limit(MUCH), read.get().flip());
    }

    @Test
    @DisplayName("watermarks: not writable at the high one, called back at the low one, ENOBUFS beyond the limit")
    void backpressure_isTold_andLimited() throws Exception {
        List<Long> writable = new ArrayList<>();
        socket.watermarks(1000, MUCH, 2 * MUCH).onWritable(s -> writable.add(s.queuedBytes()));
        assertTrue(socket.isWritable());
        Status first = socket.send(pattern(MUCH), null);
        assertFalse(socket.isWritable());
        Status second = socket.send(pattern(MUCH), null);
        Status third = socket.send(pattern(1), null);
        fail(ENOBUFS, third);
        assertTrue(why(third).contains("already queued, and the limit is " + 2 * MUCH), why(third));
        assertEquals(List.of(), writable);
        FutureTask<ByteBuffer> read = reader(2 * MUCH);
        succeed(first);
        succeed(second);
        settle(loop);
        assertEquals(2 * MUCH, read.get().position());
        assertEquals(List.of(0L), writable);
        assertTrue(socket.isWritable());
        succeed(socket.send(pattern(1), null));
    }

    @Test
    void oneSendAlone_mayBeLargerThanTheLimit() throws Exception {
        socket.watermarks(1, 2, 3);
        FutureTask<ByteBuffer> read = reader(1000);
        succeed(socket.send(pattern(1000), null));
        read.get();
    }

    @Test
    @DisplayName("half close: the end comes after all that was sent before")
    void shutdownOutput_comesAfterTheSends() throws Exception {
        Status send = socket.send(pattern(MUCH), null);
        Status end = socket.shutdownOutput(null);
        Status after = socket.send(text("x"), null);
        settle(loop);
        assertFalse(end.isDone());
        FutureTask<ByteBuffer> read = reader(MUCH + 1); // ends early, at the end of the stream
        succeed(send);
        succeed(end);
        fail(EPIPE, after);
        assertEquals(MUCH, read.get().position());
        peer.sendFully(text("still here"), LONG_TIME);
        assertEquals(10, succeed(socket.recv(ByteBuffer.allocate(20), null)).bytes());
    }

    @Test
    void cancel_takesBackWhatHasNotBegun_andTellsTheTruth() throws Exception {
        Status first = socket.send(pattern(MUCH), null);
        Status second = socket.send(text("never sent"), null);
        Status third = socket.send(text("end"), null);
        settle(loop);
        assertFalse(first.cancel()); // a part has gone
        assertTrue(second.cancel());
        fail(ECANCELED, second);
        assertEquals(0, second.bytes());
        FutureTask<ByteBuffer> read = reader(MUCH + 3);
        succeed(third);
        assertTrue(first.isSuccess());
        ByteBuffer all = read.get();
        assertEquals(MUCH + 3, all.position());
        assertEquals('e', all.get(MUCH));
    }

    @Test
    void deadline_halfWay_endsTheStream() throws ErrnoException {
        Status half = socket.send(pattern(MUCH), null);
        Status behind = socket.send(text("x"), null);
        half.deadline(MILLI);
        fail(ETIMEDOUT, half);
        assertTrue(half.bytes() > 0 && half.bytes() < MUCH, half::toString);
        fail(EPIPE, behind);
        Status later = socket.send(text("x"), null);
        fail(EPIPE, later);
        assertTrue(why(later).endsWith("ended half way"));
        assertEquals(0, socket.queuedBytes());
    }

    @Test
    @DisplayName("P8: sendto sends one datagram; an error ends only that one")
    void sendto_sendsDatagrams() throws ErrnoException {
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        try (Socket server = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
            Sockaddr to = server.localAddress();
            assertEquals(5, succeed(udp.sendto(text("hello"), to, null)).bytes());
            fail(EMSGSIZE, udp.sendto(ByteBuffer.allocate(70_000), to, null));
            assertEquals(
                    0, succeed(udp.sendto(ByteBuffer.allocate(0), to, null)).bytes());
            assertEquals(5, server.recv(ByteBuffer.allocate(10), 0, LONG_TIME));
            assertEquals(0, server.recv(ByteBuffer.allocate(10), 0, LONG_TIME));
        }
        fail(EDESTADDRREQ, udp.send(text("to whom?"), null));
    }

    @Test
    void unixDatagrams_toAFullQueue_doNotSpin() throws Exception {
        AsyncSocket sender = loop.open(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket full = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixAbstract(new byte[0]))) {
            Sockaddr to = full.localAddress();
            List<Status> sends = new ArrayList<>();
            for (int i = 0; i < 2000; i++) { // net.unix.max_dgram_qlen is less
                sends.add(sender.sendto(ByteBuffer.allocate(1), to, null));
            }
            until(loop, () -> sender.operations().readiness.isPaused()); // epoll says writable, the queue is full
            Status last = sends.get(1999);
            assertFalse(last.isDone());
            FutureTask<Integer> reader = new FutureTask<>(() -> {
                int n = 0;
                while (n < 2000 && full.recv(ByteBuffer.allocate(1), 0, LONG_TIME) == 1) {
                    n++;
                }
                return n;
            });
            new Thread(reader).start();
            succeed(last);
            assertEquals(2000, reader.get());
        }
    }

    @Test
    void close_endsTheSends_once() throws ErrnoException {
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            socket.send(pattern(20_000), s -> ends.add(s.errnoName()));
        }
        settle(loop);
        int sent = ends.size();
        socket.socket().close(); // as good as the other close
        until(loop, () -> ends.size() == 1000);
        settle(loop);
        assertEquals(1000, ends.size());
        assertTrue(ends.subList(sent, 1000).stream().allMatch("EBADF"::equals));
        assertEquals(0, socket.queuedBytes());
        assertEquals(0, loop.size());
    }
}
