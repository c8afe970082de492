package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Buffers whose memory belongs to an arena: used while it is open and by whom it belongs to, and never otherwise. */
@DisplayName("buffers of arenas")
@EnabledIf("io.baresock.memory.Arenas#areThere")
class ArenaIT {

    private static final int LENGTH = 40;

    private Socket left;
    private Socket right;
    private Sockaddr address;

    @BeforeEach
    void open() throws ErrnoException {
        left = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        right = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        address = right.localAddress();
        left.connect(address);
        right.connect(left.localAddress());
    }

    @AfterEach
    void close() throws ErrnoException {
        left.close();
        right.close();
    }

    /** A call with a buffer; how many bytes it moved. */
    private interface Use {
        int with(ByteBuffer b) throws ErrnoException;
    }

    private int message(ByteBuffer b, boolean sends) throws ErrnoException {
        try (Message m = new Message().add(ByteBuffer.allocate(0)).add(b)) {
            return sends ? left.sendmsg(m, 0) : right.recvmsg(m, MSG_DONTWAIT);
        }
    }

    private Map<String, Use> sends() {
        Map<String, Use> uses = new LinkedHashMap<>();
        uses.put("send", b -> left.send(b, 0));
        uses.put("send, timed", b -> left.send(b, 0, 1_000_000_000L));
        uses.put("sendto", b -> left.sendto(b, 0, address));
        uses.put("sendFully", b -> {
            int n = b.remaining();
            left.sendFully(b, -1);
            return n;
        });
        uses.put("sendmsg", b -> message(b, true));
        uses.put("sendSegments", b -> left.sendSegments(new Gso(), b, 1000, 0, null));
        uses.put("Bsd.send", b -> Bsd.send(left.fd(), b, 0));
        uses.put("Bsd.sendto", b -> Bsd.sendto(left.fd(), b, 0, address));
        uses.put("Bsd.writev", b -> Bsd.writev(left.fd(), ByteBuffer.allocateDirect(0), b));
        return uses;
    }

    private Map<String, Use> receives() {
        Map<String, Use> uses = new LinkedHashMap<>();
        uses.put("recv", b -> right.recv(b, 0));
        uses.put("recv, timed", b -> right.recv(b, 0, 1_000_000_000L));
        uses.put("recvfrom", b -> right.recvfrom(b, 0, new SockaddrStorage()));
        uses.put("recvmsg", b -> message(b, false));
        uses.put("Bsd.recv", b -> Bsd.recv(right.fd(), b, MSG_DONTWAIT));
        uses.put("Bsd.recvfrom", b -> Bsd.recvfrom(right.fd(), b, MSG_DONTWAIT, new SockaddrStorage()));
        uses.put("Bsd.readv", b -> Bsd.readv(right.fd(), ByteBuffer.allocateDirect(0), b));
        return uses;
    }

    private int take() throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(100);
        int n = right.recv(b, MSG_DONTWAIT);
        for (int i = 0; i < n; i++) {
            assertEquals(7, b.get(i));
        }
        return n;
    }

    private void put() throws ErrnoException {
        left.send(sevens(ByteBuffer.allocate(LENGTH)), 0);
    }

    private static ByteBuffer sevens(ByteBuffer b) {
        b.clear();
        while (b.hasRemaining()) {
            b.put((byte) 7);
        }
        return b.flip();
    }

    private static Throwable thrown(Use use, ByteBuffer b) {
        try {
            use.with(b);
            return null;
        } catch (ErrnoException | RuntimeException e) {
            return e;
        }
    }

    @Test
    void sending_fromAnOpenOne_andNotFromAClosedOne() throws ErrnoException {
        for (Map.Entry<String, Use> e : sends().entrySet()) {
            Arenas arena = Arenas.shared();
            ByteBuffer b = sevens(arena.allocate(LENGTH));
            for (int i = 0; i < 3; i++) { // what is known of a buffer is remembered
                assertEquals(LENGTH, e.getValue().with(b.rewind()), e.getKey());
                assertEquals(LENGTH, b.position(), e.getKey());
                assertEquals(LENGTH, take(), e.getKey());
            }
            arena.close();
            b.clear();
            Throwable t = thrown(e.getValue(), b);
            assertTrue(t instanceof IllegalStateException, e.getKey() + " threw " + t);
            assertEquals(-EAGAIN, take(), e.getKey());
            assertEquals(0, b.position(), e.getKey());
        }
    }

    @Test
    void receiving_intoAnOpenOne_andNotIntoAClosedOne() throws ErrnoException {
        for (Map.Entry<String, Use> e : receives().entrySet()) {
            Arenas arena = Arenas.shared();
            ByteBuffer b = arena.allocate(100);
            for (int i = 0; i < 3; i++) {
                put();
                assertEquals(LENGTH, e.getValue().with(b.clear()), e.getKey());
                assertEquals(LENGTH, b.position(), e.getKey());
                assertEquals(7, b.get(LENGTH - 1), e.getKey());
            }
            arena.close();
            put();
            b.clear();
            Throwable t = thrown(e.getValue(), b);
            assertTrue(t instanceof IllegalStateException, e.getKey() + " threw " + t);
            assertEquals(LENGTH, take(), e.getKey() + ": what came is still there");
        }
    }

    @Test
    void anotherThreadsArena_isRefused() throws Exception {
        try (Arenas arena = Arenas.confined()) {
            ByteBuffer b = sevens(arena.allocate(LENGTH));
            for (Map.Entry<String, Use> e : sends().entrySet()) {
                assertWrongThread(e.getKey(), e.getValue(), b.duplicate());
                assertEquals(-EAGAIN, take(), e.getKey());
                assertEquals(LENGTH, e.getValue().with(b.duplicate()), e.getKey());
                assertEquals(LENGTH, take(), e.getKey());
            }
            for (Map.Entry<String, Use> e : receives().entrySet()) {
                put();
                assertWrongThread(e.getKey(), e.getValue(), b.duplicate());
                assertEquals(LENGTH, take(), e.getKey());
            }
        }
    }

    private static void assertWrongThread(String name, Use use, ByteBuffer b) throws Exception {
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread t = new Thread(() -> result.complete(thrown(use, b)));
        t.start();
        Throwable thrown = result.get(Patience.SECONDS, TimeUnit.SECONDS);
        assertEquals(
                "WrongThreadException",
                thrown == null ? null : thrown.getClass().getSimpleName(),
                name);
    }

    /** What waits into it does not keep the arena from being closed, and never writes to it afterwards. */
    @Test
    void closedWhileAReceiveWaits_theReceiveEndsWithAnException() throws Exception {
        Arenas arena = Arenas.shared();
        ByteBuffer b = arena.allocate(100);
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread t = new Thread(() -> result.complete(thrown(receives().get("recv"), b)), "arena-receiver");
        t.start();
        Calls.awaitBlocked(t);
        arena.close();
        put();
        Throwable thrown = result.get(Patience.SECONDS, TimeUnit.SECONDS);
        assertTrue(thrown instanceof IllegalStateException, String.valueOf(thrown));
    }

    @Test
    void withALoop_itEndsWithAnError() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (EventLoop loop = EventLoop.start("arenas");
                Socket peer = pair[1]) {
            AtomicInteger told = new AtomicInteger();
            loop.exceptionHandler((thread, thrown) -> told.incrementAndGet());
            AsyncSocket socket = loop.adopt(pair[0]);
            Arenas arena = Arenas.shared();
            ByteBuffer b = sevens(arena.allocate(LENGTH));
            Status sent = socket.send(b, null);
            sent.toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
            ByteBuffer got = ByteBuffer.allocate(LENGTH);
            assertEquals(LENGTH, peer.recvFully(got, -1));
            assertEquals(7, got.get(LENGTH - 1));
            Status waits = socket.recv(b.clear(), null);
            CompletableFuture<Void> begun = new CompletableFuture<>();
            loop.execute(() -> begun.complete(null));
            begun.get(Patience.SECONDS, TimeUnit.SECONDS);
            arena.close();
            peer.send(got.flip(), 0);
            assertThrows(Exception.class, () -> waits.toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS));
            Status again = socket.send(b.clear(), null);
            assertThrows(Exception.class, () -> again.toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(2, told.get());
            for (Status failed : new Status[] {waits, again}) {
                assertTrue(
                        failed.cause().getMessage().contains("Already closed"),
                        failed.cause().getMessage());
            }
        }
    }

    @Test
    void globalAndAutomaticOnes_areAlwaysThere() throws ErrnoException {
        for (ByteBuffer b : new ByteBuffer[] {Arenas.ofGlobal(LENGTH), Arenas.ofAutomatic(LENGTH)}) {
            for (Map.Entry<String, Use> e : sends().entrySet()) {
                assertEquals(LENGTH, e.getValue().with(sevens(b)), e.getKey());
                assertEquals(LENGTH, take(), e.getKey());
            }
            for (Map.Entry<String, Use> e : receives().entrySet()) {
                put();
                assertEquals(LENGTH, e.getValue().with(b.clear()), e.getKey());
            }
        }
    }

    @Test
    void controlDataFromAClosedOne_leavesNothingInTheMessage() {
        Arenas arena = Arenas.shared();
        ByteBuffer value = arena.allocate(8);
        arena.close();
        try (Message m = new Message()) {
            assertThrows(IllegalStateException.class, () -> m.control().append(SOL_SOCKET, SCM_RIGHTS, value));
            assertEquals(0, m.control().count());
            assertEquals(0, m.control().length());
        }
    }
}
