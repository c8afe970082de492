package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Patience;
import io.baresock.text.SocketText;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heap buffers far larger than the memory that they are copied through. */
@DisplayName("large heap buffers")
class LargeHeapIT {

    private static final int SIZE = (3 << 20) + 17;

    private interface Transfer {
        /** Moves what remains in the buffer; returns how many bytes. */
        int move(Socket s, ByteBuffer b) throws Exception;
    }

    private static byte at(int i) {
        return (byte) (i * 31 + (i >> 12));
    }

    private static ByteBuffer filled() {
        ByteBuffer b = ByteBuffer.allocate(SIZE);
        for (int i = 0; i < SIZE; i++) {
            b.put(i, at(i));
        }
        return b;
    }

    private static Map<String, Transfer> sends() {
        Map<String, Transfer> all = new LinkedHashMap<>();
        all.put("send", (s, b) -> s.send(b, 0));
        all.put("send byte[]", (s, b) -> s.send(b.array(), 0, SIZE, 0));
        all.put("sendFully", (s, b) -> {
            s.sendFully(b, -1);
            return SIZE;
        });
        all.put("sendFully, timed", (s, b) -> {
            s.sendFully(b, Patience.NANOS);
            return SIZE;
        });
        all.put("sendmsg", (s, b) -> {
            ByteBuffer first = b.duplicate().limit(1000);
            ByteBuffer middle = ByteBuffer.allocateDirect(500_000).put(0, b, 1000, 500_000);
            try (Message m =
                    new Message().add(first).add(middle).add(b.duplicate().position(501_000))) {
                return s.sendmsg(m, 0);
            }
        });
        all.put("Bsd.send", (s, b) -> Bsd.send(s.fd(), b, 0));
        all.put(
                "Bsd.writev",
                (s, b) ->
                        Bsd.writev(s.fd(), b.duplicate().limit(7), b.duplicate().position(7)));
        all.put("Bsd.sendmsg", (s, b) -> {
            try (Message m = new Message().add(b)) {
                return Bsd.sendmsg(s.fd(), m, 0);
            }
        });
        return all;
    }

    private static Map<String, Transfer> receives() {
        Map<String, Transfer> all = new LinkedHashMap<>();
        all.put("recvFully", (s, b) -> s.recvFully(b, -1));
        all.put("recv, MSG_WAITALL", (s, b) -> s.recv(b, MSG_WAITALL));
        all.put("recv byte[], MSG_WAITALL", (s, b) -> s.recv(b.array(), 0, SIZE, MSG_WAITALL));
        all.put("recvmsg, MSG_WAITALL", (s, b) -> {
            try (Message m =
                    new Message().add(b.duplicate().limit(9)).add(b.duplicate().position(9))) {
                return s.recvmsg(m, MSG_WAITALL);
            }
        });
        all.put("Bsd.recv, MSG_WAITALL", (s, b) -> Bsd.recv(s.fd(), b, MSG_WAITALL));
        all.put("recv", (s, b) -> {
            int n = 0;
            while (b.hasRemaining()) {
                n += s.recv(b, 0);
            }
            return n;
        });
        all.put("SocketText.read", (s, b) -> {
            b.put(0, new SocketText(s).read(SIZE));
            return SIZE;
        });
        return all;
    }

    private static void check(String name, ByteBuffer got) {
        for (int i = 0; i < SIZE; i++) {
            if (got.get(i) != at(i)) {
                assertEquals(at(i), got.get(i), name + " at " + i);
            }
        }
    }

    private static void transfer(String name, Transfer send, Transfer receive) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            CompletableFuture<Object> sent = new CompletableFuture<>();
            Thread t = new Thread(() -> {
                try {
                    sent.complete(send.move(a, filled()));
                } catch (Throwable e) {
                    sent.complete(e);
                }
            });
            t.start();
            ByteBuffer got = ByteBuffer.allocate(SIZE);
            assertEquals(SIZE, receive.move(b, got), name);
            assertEquals(SIZE, sent.get(Patience.SECONDS, TimeUnit.SECONDS), name);
            check(name, got);
        }
    }

    @Test
    void blockingSends_sendAll() throws Exception {
        for (Map.Entry<String, Transfer> e : sends().entrySet()) {
            transfer(e.getKey(), e.getValue(), receives().get("recvFully"));
        }
    }

    @Test
    void receivesOfAll_receiveAll() throws Exception {
        for (Map.Entry<String, Transfer> e : receives().entrySet()) {
            transfer(e.getKey(), sends().get("sendFully"), e.getValue());
        }
    }

    @Test
    void nonblockingSends_sendWhatFits_andTheRestLater() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0].setNonblocking(true);
                Socket b = pair[1]) {
            ByteBuffer out = filled();
            ByteBuffer got = ByteBuffer.allocate(SIZE);
            int n = 0;
            while (n < SIZE) {
                int sent = a.send(out, 0);
                assertTrue(sent > 0);
                n += sent;
                assertEquals(n, out.position());
                got.limit(n);
                assertEquals(sent, b.recvFully(got, -1));
            }
            check("send", got);
        }
    }

    @Test
    void withALoop() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (EventLoop loop = EventLoop.start("large");
                Socket b = pair[1]) {
            AsyncSocket a = loop.adopt(pair[0]);
            CompletableFuture<?> sent = a.send(filled(), null).toCompletableFuture();
            ByteBuffer got = ByteBuffer.allocate(SIZE);
            assertEquals(SIZE, b.recvFully(got, -1));
            sent.get(Patience.SECONDS, TimeUnit.SECONDS);
            check("async", got);
        }
    }

    @Test
    void aPeek_isOneLook() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            a.send(ByteBuffer.allocate(1000), 0);
            assertEquals(1000, b.recv(ByteBuffer.allocate(SIZE), MSG_PEEK));
            assertEquals(1000, b.recv(ByteBuffer.allocate(SIZE), 0));
        }
    }

    @Test
    void controlData_isSentOnce() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            CompletableFuture<Object> sent = new CompletableFuture<>();
            Thread t = new Thread(() -> {
                try (Message m = new Message().add(filled())) {
                    m.control().rights(a.fd());
                    int n = a.sendmsg(m, 0);
                    sent.complete(n + " " + m.bytes() + " " + m.control().count());
                } catch (Throwable e) {
                    sent.complete(e);
                }
            });
            t.start();
            ByteBuffer got = ByteBuffer.allocate(SIZE);
            int fds = 0;
            try (Message m = new Message().add(got)) {
                while (got.hasRemaining()) {
                    assertTrue(b.recvmsg(m, 0) > 0);
                    fds += m.fdCount();
                }
            }
            assertEquals(1, fds);
            assertEquals(SIZE + " " + SIZE + " 1", sent.get(Patience.SECONDS, TimeUnit.SECONDS));
            check("sendmsg", got);
        }
    }

    private interface Next {
        int with(Socket s) throws ErrnoException;
    }

    private static Map<String, Next> next() {
        Map<String, Next> all = new LinkedHashMap<>();
        all.put("recv", s -> s.recv(ByteBuffer.allocate(10), 0));
        all.put("recv of a direct buffer", s -> s.recv(ByteBuffer.allocateDirect(10), 0));
        all.put("recvFully", s -> s.recvFully(ByteBuffer.allocate(10)));
        all.put("recvmsg", s -> {
            try (Message m = new Message().add(ByteBuffer.allocate(10))) {
                return s.recvmsg(m);
            }
        });
        all.put("recvmmsg", s -> {
            try (MessageBatch m = new MessageBatch(1, 10)) {
                return s.recvmmsg(m);
            }
        });
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"recv", "recv of a direct buffer", "recvFully", "recvmsg", "recvmmsg"})
    void anErrorAfterAPiece_isToldByTheNextCall(String next) throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.inet("127.0.0.1", 0))
                        .listen(1);
                Socket a = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            a.connect(listener.localAddress());
            try (Socket b = listener.accept()) {
                a.setOption(SocketOptions.SO_LINGER, Linger.RESET);
                CompletableFuture<Object> got = new CompletableFuture<>();
                Thread t = new Thread(
                        () -> {
                            try {
                                got.complete(b.recv(ByteBuffer.allocate(SIZE), MSG_WAITALL));
                            } catch (Throwable e) {
                                got.complete(e);
                            }
                        },
                        "waits-for-all");
                t.start();
                a.sendFully(ByteBuffer.allocate(256 * 1024), Patience.NANOS); // one piece
                awaitTaken(a, b);
                Calls.awaitBlocked(t);
                a.close(); // with a reset
                assertEquals(256 * 1024, got.get(Patience.SECONDS, TimeUnit.SECONDS));
                int errno = 0;
                try {
                    next().get(next).with(b);
                } catch (ErrnoException e) {
                    errno = e.errno();
                }
                assertEquals(ECONNRESET, errno);
                assertEquals(0, b.recv(ByteBuffer.allocate(10), 0));
            }
        }
    }

    /** Returns when the peer has acknowledged all, and the receiver has taken it. */
    private static void awaitTaken(Socket sender, Socket receiver) throws ErrnoException {
        ByteBuffer unsent = ByteBuffer.allocate(4).order(java.nio.ByteOrder.nativeOrder());
        long end = System.nanoTime() + Patience.NANOS;
        do {
            assertEquals(0, Bsd.ioctl(sender.fd(), SIOCOUTQ, unsent.clear()));
            assertTrue(System.nanoTime() < end, "not taken");
        } while (unsent.getInt(0) > 0 || receiver.available() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 8 << 20})
    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    void nothingIsAllocated(int size) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            long id = Thread.currentThread().getId();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20 && least > 0; round++) {
                long before = threads.getThreadAllocatedBytes(id);
                for (int i = 0; i < 2000; i++) {
                    a.send(buffer.clear(), MSG_DONTWAIT);
                    buffer.clear();
                    while (b.recv(buffer, MSG_DONTWAIT) > 0) {
                        buffer.clear();
                    }
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
            }
            assertEquals(0, least);
        }
    }

    @Test
    void manyWaitingReceives_holdLittle() {
        Program.run(Closers.class, "waiting");
    }

    @Test
    void moreThanDirectMemory_canBeMoved() {
        Program.run(Closers.class, "large");
    }

    /** recv(2) stops at the out-of-band mark, and so does a receive that has a piece behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"recv, MSG_WAITALL", "recv byte[], MSG_WAITALL", "recvmsg, MSG_WAITALL"})
    void waitingForAll_stopsAtTheMark_whereAPieceEnds(String receive) throws Exception {
        int piece = 256 * 1024;
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket a = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assumeTrue(
                    setsockopt(listener.fd(), SOL_SOCKET, SO_RCVBUFFORCE, 8 * SIZE) == 0); // all waits before it begins
            a.connect(listener.listen(1).localAddress());
            try (Socket b = listener.accept()) {
                a.sendFully(ByteBuffer.allocate(piece), Patience.NANOS);
                assertEquals(1, a.send(new byte[1], 0, 1, MSG_OOB));
                assertEquals(5, a.send(new byte[5]));
                assertTrue(b.poll(Socket.PRIORITY, Duration.ofMinutes(1)) > 0);
                assertEquals(piece, receives().get(receive).move(b, ByteBuffer.allocate(SIZE)));
                assertEquals(5, b.recv(new byte[10]));
            }
        }
    }

    /** Also if the mark comes while it waits for the next piece. */
    @ParameterizedTest
    @ValueSource(strings = {"recv, MSG_WAITALL", "recv byte[], MSG_WAITALL", "recvmsg, MSG_WAITALL"})
    void waitingForAll_stopsAtAMarkThatComesAfterAPiece(String receive) throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket a = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            a.connect(listener.listen(1).localAddress());
            try (Socket b = listener.accept()) {
                CompletableFuture<Object> got = new CompletableFuture<>();
                Thread t = new Thread(
                        () -> {
                            try {
                                got.complete(receives().get(receive).move(b, ByteBuffer.allocate(SIZE)));
                            } catch (Throwable e) {
                                got.complete(e);
                            }
                        },
                        "awaits-mark");
                t.start();
                a.sendFully(ByteBuffer.allocate(256 * 1024), Patience.NANOS); // one piece
                awaitTaken(a, b);
                Calls.awaitBlocked(t);
                assertEquals(1, a.send(new byte[1], 0, 1, MSG_OOB));
                assertEquals(5, a.send(new byte[5]));
                a.shutdown(SHUT_WR); // so that a receive that goes on ends, too
                assertEquals(256 * 1024, got.get(Patience.SECONDS, TimeUnit.SECONDS));
                assertEquals(5, b.recv(new byte[10]));
            }
        }
    }

    @Test
    void aReadThatTheHeapCannotHold_losesNothing() {
        Program.Ended ended = Program.end(List.of(LittleHeap.LIMIT, "-XX:+UseSerialGC"), LittleHeap.class);
        assertEquals(0, ended.status(), ended.output());
    }

    @Test
    void moreThanAnInt_isNotSentByOneCall() {
        Program.run(MoreThanAnInt.class);
    }

    /** What is sent, and what is received with MSG_WAITALL: four calls a MiB, each byte copied once. */
    @Test
    void largeOnes_goInPiecesOf256KiB() {
        Program.Ended ended = Program.end(List.of(), Pieces.class);
        assertEquals(0, ended.status(), ended.output());
        Map<String, String> whole = new LinkedHashMap<>();
        for (String line : ended.output().strip().split("\n")) {
            String[] words = line.split(" ");
            long calls = Long.parseLong(words[1]);
            long largest = Long.parseLong(words[3]);
            if (List.of("recvFully", "recvmsg", "read", "async-recv", "async-send")
                    .contains(words[0])) {
                int most = words[0].equals("async-send") ? 64 * 1024 : 256 * 1024; // a try: the kernel may take little
                assertTrue(largest <= most && calls >= Pieces.SIZE / most, line);
                whole.put(words[0], "in pieces");
            } else {
                whole.put(words[0], calls + " " + words[2] + " " + largest);
            }
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (String name : List.of("send", "send-array", "sendFully", "sendmsg", "puts", "recv-all", "recvmsg-all")) {
            expected.put(name, "32 " + Pieces.SIZE + " " + 256 * 1024);
        }
        for (String name : List.of("recvFully", "recvmsg", "read", "async-recv", "async-send")) {
            expected.put(name, "in pieces");
        }
        assertEquals(expected, whole);
    }
}
