package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.abort;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.async.EventLoop.Engine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to a loop with a ring. The other tests of this package run on it as well, with {@code -Dbaresock.engine=io_uring}. */
class RingIT {

    private static final int MANY = 40; // connections in one turn: more than the sends that are worth a command

    private EventLoop loop;
    private final List<Socket> peers = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        try {
            loop = EventLoop.builder().engine(Engine.IO_URING).create();
        } catch (ErrnoException e) {
            abort("no io_uring here: " + e.getMessage());
        }
    }

    @AfterEach
    void close() {
        peers.forEach(Socket::close);
        if (loop != null) {
            loop.close();
        }
    }

    private AsyncSocket connected() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        peers.add(pair[0]);
        return loop.adopt(pair[1]);
    }

    private List<AsyncSocket> connected(int count) throws ErrnoException {
        List<AsyncSocket> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(connected());
        }
        return all;
    }

    private void peerSends(int peer, String s) throws ErrnoException {
        peers.get(peer).sendFully(text(s), LONG_TIME);
    }

    private String peerGets(int peer, int length) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(length);
        while (b.hasRemaining() && peers.get(peer).recv(b, 0, LONG_TIME) > 0) {
            // the rest
        }
        return text(b);
    }

    @Test
    void loop_saysWhichEngineItHas_andWhyNoRing() throws ErrnoException {
        assertEquals(Engine.IO_URING, loop.engine());
        assertEquals("", loop.whyNoRing());
        try (EventLoop polls = EventLoop.builder().engine(Engine.EPOLL).create()) {
            assertEquals(Engine.EPOLL, polls.engine());
            assertEquals("the engine EPOLL was asked for", polls.whyNoRing());
        }
        String wish = System.getProperty("baresock.engine", "auto");
        try (EventLoop auto = EventLoop.start("auto")) {
            assertEquals(wish.equals("io_uring") ? Engine.IO_URING : Engine.EPOLL, auto.engine());
            assertEquals(wish.equals("io_uring"), auto.whyNoRing().isEmpty());
        }
    }

    @Test
    void whyNoRing_namesTheCause() {
        assertTrue(WhyNoRing.text(ENOSYS).contains("seccomp"));
        assertTrue(WhyNoRing.text(EPERM).contains("forbidden"));
        assertTrue(WhyNoRing.text(EINVAL).contains("6.1"));
        assertTrue(WhyNoRing.text(ENOMEM).contains("ulimit -l"));
        assertTrue(WhyNoRing.text(EMFILE).contains("EMFILE"));
    }

    @Test
    void echoes_ofManyConnectionsInOneTurn_keepTheirBytes() throws ErrnoException {
        RecvCallback[] echo = new RecvCallback[1];
        echo[0] = (s, b) -> {
            if (s.isSuccess() && !s.isEnd()) {
                s.socket().send(b.flip(), null);
                s.socket().recv(echo[0]);
            }
        };
        for (AsyncSocket a : connected(MANY)) {
            a.recv(echo[0]);
        }
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < MANY; i++) {
                peerSends(i, "round " + round + " of " + i + ".");
            }
            settle(loop);
            for (int i = 0; i < MANY; i++) {
                String sent = "round " + round + " of " + i + ".";
                assertEquals(sent, peerGets(i, sent.length()));
            }
        }
    }

    @Test
    void sends_ofOneTurn_areInOrder_andEachIsTold() throws ErrnoException {
        List<AsyncSocket> all = connected(MANY);
        List<Status> sends = new ArrayList<>();
        for (AsyncSocket a : all) {
            a.recv((s, b) -> {
                sends.add(s.socket().send(direct("one "), null));
                sends.add(s.socket().send(text("two "), null)); // on the heap
                sends.add(s.socket().send(direct("three"), null));
                assertFalse(sends.get(sends.size() - 3).cancel(), "it has begun");
            });
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "go");
        }
        until(loop, () -> sends.size() == 3 * MANY && sends.stream().allMatch(Status::isDone));
        for (int i = 0; i < MANY; i++) {
            assertEquals("one two three", peerGets(i, 13));
            assertEquals(0, all.get(i).queuedBytes());
        }
        assertTrue(sends.stream().allMatch(Status::isSuccess));
    }

    @Test
    void sends_ofOneTurn_thatFail_areToldApart() throws ErrnoException {
        List<AsyncSocket> all = connected(MANY);
        List<Status> sends = new ArrayList<>();
        for (AsyncSocket a : all) {
            a.recv((s, b) -> sends.add(s.socket().send(b.flip(), null)));
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "words");
            if (i % 3 == 0) {
                peers.get(i).close();
            }
        }
        until(loop, () -> sends.size() == MANY && sends.stream().allMatch(Status::isDone));
        for (int i = 0; i < MANY; i++) {
            Status s = sends.get(i);
            int peer = all.indexOf(s.socket());
            assertEquals(peer % 3 == 0 ? "EPIPE" : "", s.errnoName());
            assertEquals(peer % 3 == 0 ? 0 : 5, s.bytes());
            assertEquals(0, s.socket().queuedBytes());
        }
    }

    @Test
    void sends_ofOneTurn_areTold_withoutAnotherEvent() throws ErrnoException {
        int[] asked = new int[1];
        int[] told = new int[1];
        for (AsyncSocket a : connected(MANY)) {
            a.recv((s, b) -> {
                asked[0]++;
                s.socket().send(b.flip(), t -> told[0]++);
            });
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "words");
        }
        until(loop, () -> asked[0] == MANY);
        long start = System.nanoTime();
        until(loop, () -> told[0] == MANY);
        assertTrue(System.nanoTime() - start < LONG_TIME, "a turn waited while a callback was due");
    }

    @Test
    void closeOfOthers_inTheCallbackOfASend_neverCallsBackInside() throws ErrnoException {
        List<AsyncSocket> all = connected(MANY);
        int[] inside = new int[1];
        int[] told = new int[1];
        SendCallback sent = s -> {
            assertEquals(0, inside[0]++, "a callback inside another");
            assertEquals("", s.errnoName()); // the kernel had it
            told[0]++;
            all.forEach(AsyncSocket::close);
            inside[0]--;
        };
        for (AsyncSocket a : all) {
            a.recv((s, b) -> s.socket().send(b.flip(), sent));
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "words");
        }
        until(loop, () -> told[0] == MANY);
        for (int i = 0; i < MANY; i++) {
            assertEquals("words", peerGets(i, 100));
        }
    }

    @Test
    void sendAndClose_inOneCallback_sendsAll() throws ErrnoException {
        for (AsyncSocket a : connected(MANY)) {
            a.recv((s, b) -> {
                s.socket().send(b.flip(), null);
                s.socket().close();
            });
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "last words");
        }
        until(loop, () -> loop.size() == 0);
        for (int i = 0; i < MANY; i++) {
            assertEquals("last words", peerGets(i, 100)); // and then the end
        }
    }

    @Test
    void fullSend_isGoneOnWith() throws ErrnoException {
        int size = 1 << 20;
        List<AsyncSocket> all = connected(MANY);
        List<Status> sends = new ArrayList<>();
        for (AsyncSocket a : all) {
            a.recv((s, b) -> sends.add(s.socket().send(pattern(size), null)));
        }
        for (int i = 0; i < MANY; i++) {
            peerSends(i, "go");
        }
        until(loop, () -> sends.size() == MANY);
        ByteBuffer got = ByteBuffer.allocate(size);
        for (int i = 0; i < MANY; i++) {
            got.clear();
            while (got.hasRemaining()) {
                loop.runOnce(0);
                peers.get(i).recv(got, MSG_DONTWAIT);
            }
            assertEquals(pattern(size), got.flip());
        }
        until(loop, () -> sends.stream().allMatch(Status::isDone));
        assertTrue(sends.stream().allMatch(s -> s.isSuccess() && s.bytes() == size));
    }

    @Test
    void moreConnectionsThanBuffers_allReceive() throws ErrnoException {
        int count = RingMemory.BUFFERS + 100;
        int[] got = new int[1];
        for (AsyncSocket a : connected(count)) {
            a.recv((s, b) -> got[0] += s.bytes());
        }
        for (int i = 0; i < count; i++) {
            peerSends(i, "x");
        }
        until(loop, () -> got[0] == count);
    }

    @Test
    void aConnectionWithManyPieces_letsTheOthersGoBetween() throws ErrnoException {
        StringBuilder order = new StringBuilder();
        RecvCallback greedy = new RecvCallback() {
            @Override
            public void received(Status status, ByteBuffer b) {
                if (status.isSuccess()) {
                    order.append('g');
                    status.socket().recv(this);
                }
            }
        };
        connected().recv(greedy);
        for (AsyncSocket polite : connected(MANY)) {
            polite.recv((s, b) -> order.append('p'));
        }
        settle(loop);
        ByteBuffer piece = ByteBuffer.allocateDirect(RingMemory.BUFFER);
        int pieces = 0;
        while (peers.get(0).send(piece.clear(), MSG_DONTWAIT) > 0) {
            pieces++;
        }
        assertTrue(pieces > 32, pieces + " pieces");
        for (int i = 1; i <= MANY; i++) {
            peerSends(i, "x");
        }
        int told = pieces + MANY;
        until(loop, () -> order.length() >= told);
        String before = order.substring(0, order.lastIndexOf("p")).replace("p", "");
        assertTrue(before.length() < 32, order::toString);
    }

    @Test
    void whatCameTooEarly_isKept_andThenNoMoreIsTaken() throws ErrnoException {
        AsyncSocket a = connected();
        a.recv(ByteBuffer.allocate(1), null);
        peerSends(0, "abc");
        settle(loop);
        peerSends(0, "defg");
        settle(loop);
        assertFalse(a.operations().readiness.isArmed(io.baresock.poll.Poller.READABLE));
        ByteBuffer b = ByteBuffer.allocate(10);
        succeed(a.recv(b, null));
        while (b.position() < 6) {
            succeed(a.recv(b, null));
        }
        assertEquals("bcdefg", text(b));
        peers.get(0).close();
        assertTrue(succeed(a.recv(b, null)).isEnd());
        assertTrue(succeed(a.recv(b, null)).isEnd()); // as recv(2)
    }

    @Test
    void greedyStream_starvesNoOther() throws ErrnoException {
        AsyncSocket greedy = connected();
        AsyncSocket polite = connected();
        peers.get(0).setNonblocking(true);
        ByteBuffer noise = ByteBuffer.allocate(1 << 16);
        long[] took = new long[1];
        RecvCallback[] again = new RecvCallback[1];
        again[0] = (s, b) -> {
            took[0] += s.bytes();
            if (s.isSuccess()) {
                assertDoesNotThrow(() -> peers.get(0).send(noise.clear(), 0)); // never runs dry
                greedy.recv(again[0]);
            }
        };
        greedy.recv(again[0]);
        peers.get(0).send(noise.clear(), 0);
        for (int i = 0; i < 20; i++) {
            Status s = polite.recv(ByteBuffer.allocate(1), null);
            peerSends(1, "x");
            long before = took[0];
            for (int turn = 0; turn < 3 && !s.isDone(); turn++) {
                loop.runOnce(0);
            }
            assertTrue(s.isDone());
            assertTrue(took[0] - before <= 3L * RingMemory.BUFFERS * RingMemory.BUFFER, "a turn has an end");
        }
        assertTrue(took[0] > 0);
    }

    @Test
    void closeByAnotherThread_endsTheConnection_withTheNextTurn() throws Exception {
        AsyncSocket a = connected();
        Status pending = a.recv(ByteBuffer.allocate(1), null);
        settle(loop);
        int fd = a.socket().withFd(n -> n);
        Thread t = new Thread(a::close);
        t.start();
        t.join();
        assertFalse(a.isOpen());
        try (Socket other = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            assertNotEquals(fd, (int) other.withFd(n -> n), "the kernel still has a request for it");
        }
        fail(EBADF, pending);
        assertEquals(0, peers.get(0).recv(ByteBuffer.allocate(1), 0, LONG_TIME));
    }

    @Test
    void socketThatReceives_cannotBeDetached_andLosesNothing() throws ErrnoException {
        AsyncSocket a = connected();
        Status s = a.recv(ByteBuffer.allocate(1), null);
        settle(loop);
        assertThrows(IllegalStateException.class, () -> a.socket().detach());
        assertTrue(s.cancel());
        fail(ECANCELED, s);
        peerSends(0, "x"); // nobody waits for it, so that the kernel is told to receive no more
        settle(loop);
        assertThrows(IllegalStateException.class, () -> a.socket().detach());
        assertEquals(1, succeed(a.recv(ByteBuffer.allocate(1), null)).bytes());
        assertEquals(0, io.baresock.Bsd.close(a.socket().detach())); // nothing is left here
    }

    @Test
    void descriptors_areUsedAgain_withoutAMixUp() throws ErrnoException {
        for (int i = 0; i < 300; i++) {
            AsyncSocket a = connected();
            Status pending = a.recv(ByteBuffer.allocate(10), null);
            loop.runOnce(0);
            if (i % 2 == 0) {
                peerSends(0, "late");
            }
            if (i % 3 == 0) {
                a.close();
            } else {
                loop.execute(a::close);
            }
            AsyncSocket b = connected();
            Status mine = b.recv(ByteBuffer.allocate(10), null);
            peerSends(1, "mine");
            assertEquals(4, succeed(mine).bytes());
            assertEquals("mine", text(mine.buffer()));
            finish(pending);
            assertTrue(pending.errno() == EBADF || pending.bytes() == 4, pending::toString);
            b.close();
            peers.forEach(Socket::close);
            peers.clear();
        }
        until(loop, () -> loop.size() == 0);
    }

    @Test
    void anotherThread_mayMakeTheTurns() throws Exception {
        AsyncSocket a = connected();
        List<String> got = new ArrayList<>();
        RecvCallback[] again = new RecvCallback[1];
        again[0] = (s, b) -> {
            if (s.isSuccess()) { // otherwise the loop is closed
                got.add(text(b));
                a.send(b.flip(), null);
                a.recv(again[0]);
            }
        };
        a.recv(again[0]);
        settle(loop);
        for (int i = 0; i < 5; i++) {
            peerSends(0, "turn" + i);
            int turns = i + 1;
            CompletableFuture.runAsync(() -> until(loop, () -> got.size() == turns), r -> new Thread(r).start())
                    .get();
            assertEquals("turn" + i, peerGets(0, 5));
        }
        assertEquals(List.of("turn0", "turn1", "turn2", "turn3", "turn4"), got);
    }

    private static ByteBuffer direct(String s) {
        ByteBuffer b = text(s);
        return ByteBuffer.allocateDirect(b.remaining()).put(b).flip();
    }
}
