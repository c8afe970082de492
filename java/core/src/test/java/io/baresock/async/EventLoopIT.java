package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EventLoopIT {

    private static final int FIRES = 300;

    @Test
    void execute_runsOnTheLoop_inOrder() throws Exception {
        List<Integer> order = new ArrayList<>();
        AtomicReference<String> thread = new AtomicReference<>("");
        try (EventLoop loop = EventLoop.start("my loop")) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                loop.execute(() -> {
                    assertTrue(loop.inLoop());
                    thread.set(Thread.currentThread().getName() + ", daemon: "
                            + Thread.currentThread().isDaemon());
                    order.add(number);
                });
            }
            assertFalse(loop.inLoop());
        } // waits for them
        assertEquals(1000, order.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, order.get(i));
        }
        assertEquals("my loop, daemon: false", thread.get());
    }

    @Test
    @DisplayName("no wake-up is lost: 10^5 tasks of 4 threads, each waited for now and then")
    void tasks_areNeverLost() throws Exception {
        int each = 25_000;
        AtomicInteger ran = new AtomicInteger();
        try (EventLoop loop = EventLoop.start("tasks")) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        if (i % 16 != 0) {
                            loop.execute(ran::incrementAndGet);
                        } else {
                            FutureTask<Integer> task = new FutureTask<>(ran::incrementAndGet);
                            loop.execute(task);
                            assertDoesNotThrow(() -> task.get()); // hangs if it is lost
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread t : threads) {
                t.join();
            }
        }
        assertEquals(4 * each, ran.get());
    }

    @Test
    void timers_fireInTheirOrder_onceEach() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            List<Long> order = new ArrayList<>(); // the times that they are due
            Random random = new Random(1);
            List<LoopTimer> cancelled = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                LoopTimer[] self = new LoopTimer[1];
                LoopTimer t = loop.schedule(() -> order.add(self[0].entry.at), random.nextInt(50) * MILLI);
                self[0] = t;
                if (i % 5 == 0) {
                    assertTrue(t.cancel());
                    assertFalse(t.cancel());
                    cancelled.add(t);
                }
            }
            until(loop, () -> order.size() == 400);
            settle(loop);
            assertEquals(400, order.size());
            assertTrue(loop.timers.isEmpty());
            for (int i = 1; i < 400; i++) {
                assertTrue(order.get(i - 1) - order.get(i) <= 0, order::toString);
            }
            assertTrue(cancelled.stream().noneMatch(LoopTimer::isWaiting));
        }
    }

    @Test
    void timer_setsItselfAgain() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            int[] fired = new int[1];
            LoopTimer[] timer = new LoopTimer[1];
            timer[0] = loop.schedule(
                    () -> {
                        if (++fired[0] < 5) {
                            timer[0].again(1000);
                        }
                    },
                    0);
            until(loop, () -> fired[0] == 5);
            assertFalse(timer[0].cancel());
            assertThrows(IllegalStateException.class, () -> timer[0].again(1));
        }
    }

    @Test
    void times_areDurationsToo() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            int[] fired = new int[1];
            LoopTimer[] timer = new LoopTimer[1];
            timer[0] = loop.schedule(
                    () -> {
                        if (++fired[0] < 3) {
                            timer[0].again(Duration.ofNanos(1000));
                        }
                    },
                    Duration.ZERO);
            until(loop, () -> fired[0] == 3);
            Duration past = Duration.ofNanos(-1);
            Status status = new Status();
            for (Executable misuse : List.<Executable>of(
                    () -> loop.schedule(() -> {}, past), () -> timer[0].again(past), () -> status.deadline(past))) {
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, misuse);
                assertTrue(e.getMessage().endsWith("is in the past; 0 is at once"), e.getMessage());
            }
            assertThrows(NullPointerException.class, () -> loop.schedule(() -> {}, null));
        }
    }

    @Test
    void exceptions_goToTheHandler_andKillNothing() throws Exception {
        List<String> thrown = new ArrayList<>();
        CountDownLatch alive = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.start("throws")) {
            loop.exceptionHandler((thread, e) -> {
                thrown.add(e.getMessage());
                throw new IllegalStateException("and so does the handler");
            });
            loop.execute(() -> {
                throw new IllegalStateException("task");
            });
            loop.schedule(
                    () -> {
                        throw new StackOverflowError("timer");
                    },
                    0);
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            AsyncSocket a = loop.adopt(pair[0]);
            a.send(text("x"), s -> {
                throw new IllegalArgumentException("send");
            });
            a.recv(ByteBuffer.allocate(1), (s, b) -> {
                alive.countDown();
                throw new AssertionError("recv");
            });
            pair[1].send(text("y"), 0);
            alive.await();
            pair[1].close();
        }
        thrown.sort(null);
        assertEquals(List.of("recv", "send", "task", "timer"), thrown);
    }

    @Test
    void close_fromACallback_takesEffectAfterTheTurn() throws Exception {
        EventLoop loop = EventLoop.start("closes itself");
        List<String> got = new ArrayList<>();
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        AsyncSocket a = loop.adopt(pair[0]);
        a.recv(ByteBuffer.allocate(1), (s, b) -> got.add("recv " + s.errnoName()));
        loop.execute(() -> {
            loop.close();
            loop.close();
            assertTrue(a.isOpen());
            got.add("goes on");
        });
        loop.close(); // waits
        assertEquals(List.of("goes on", "recv EBADF"), got);
        assertFalse(a.isOpen());
        pair[1].close();
    }

    @Test
    @DisplayName("close with thousands pending: each ends exactly once, by callbacks of the loop, then nothing is left")
    void close_endsAllThatIsPending_once() throws Exception {
        int sockets = 500;
        AtomicInteger[] calls = new AtomicInteger[sockets * 4];
        AtomicInteger wrong = new AtomicInteger();
        List<Socket> peers = new ArrayList<>();
        EventLoop loop = EventLoop.start("closed under fire");
        for (int i = 0; i < sockets; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            peers.add(pair[1]);
            AsyncSocket a = loop.adopt(pair[0]);
            for (int k = 0; k < 4; k++) {
                AtomicInteger count = new AtomicInteger();
                calls[i * 4 + k] = count;
                a.recv(ByteBuffer.allocate(1), (s, b) -> {
                    count.incrementAndGet();
                    if (!loop.inLoop() || s.errno() != EBADF) {
                        wrong.incrementAndGet();
                    }
                });
            }
        }
        AsyncSocket one = loop.open(AF_INET, SOCK_DGRAM, 0);
        loop.close();
        for (AtomicInteger count : calls) {
            assertEquals(1, count.get());
        }
        assertEquals(0, wrong.get());
        assertEquals(0, loop.size());
        assertThrows(IllegalStateException.class, () -> one.recv(ByteBuffer.allocate(1), null));
        assertThrows(IllegalStateException.class, () -> loop.execute(() -> {}));
        assertThrows(IllegalStateException.class, () -> loop.open(AF_INET, SOCK_DGRAM, 0));
        peers.forEach(Socket::close);
        loop.close();
    }

    @Test
    @DisplayName(
            "stress: operations, cancels, deadlines and closes of several threads; each callback comes exactly once")
    void everyOperation_endsOnce_underFire() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            EventLoop loop = EventLoop.start("fire");
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                int seed = round * 3 + t;
                Thread thread = new Thread(() -> fire(loop, new Random(seed), begun, ended));
                threads.add(thread);
                thread.start();
            }
            if (round % 2 == 0) {
                loop.close(); // among them
            }
            for (Thread t : threads) {
                t.join();
            }
            loop.close();
            assertEquals(begun.get(), ended.get());
            if (round % 2 != 0) {
                assertEquals(3 * FIRES * 2, begun.get(), "nothing ended them before");
            }
            assertEquals(0, loop.size());
        }
    }

    private static void fire(EventLoop loop, Random random, AtomicInteger begun, AtomicInteger ended) {
        for (int i = 0; i < FIRES; i++) {
            try {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                try (Socket peer = pair[1];
                        AsyncSocket a = adopt(loop, pair[0])) {
                    Status recv = a.recv(ByteBuffer.allocate(1), (s, b) -> ended.incrementAndGet());
                    begun.incrementAndGet();
                    Status send = a.send(ByteBuffer.allocate(100), s -> ended.incrementAndGet());
                    begun.incrementAndGet();
                    switch (random.nextInt(5)) {
                        case 0 -> recv.cancel();
                        case 1 -> send.cancel();
                        case 2 -> recv.deadline(random.nextInt(100_000));
                        case 3 -> peer.send(text("x"), 0);
                        default -> peer.close();
                    }
                }
            } catch (IllegalStateException e) {
                return; // the loop is closed
            } catch (ErrnoException e) {
                assertEquals(EPIPE, e.errno(), e::toString); // by the loop, which closes what it has
                return;
            }
        }
    }

    private static AsyncSocket adopt(EventLoop loop, Socket s) throws ErrnoException {
        boolean adopted = false;
        try {
            AsyncSocket a = loop.adopt(s);
            adopted = true;
            return a;
        } finally {
            if (!adopted) {
                s.close();
            }
        }
    }

    @Test
    @DisplayName("a status that another thread cancels was taken back, or not, as cancel says: in 10^4 races with data")
    void cancel_tellsTheTruth_inARace() throws Exception {
        try (EventLoop loop = EventLoop.start("cancel")) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            AsyncSocket a = loop.adopt(pair[0]);
            Status status = new Status();
            int received = 0;
            for (int i = 0; i < 10_000; i++) {
                a.recv(ByteBuffer.allocate(1), null, status);
                pair[1].send(text("x"), 0);
                boolean back = status.cancel();
                assertEquals(back ? "ECANCELED" : "", await(status).errnoName());
                received += status.bytes();
                if (back) { // the byte is still there, for the next one
                    assertEquals(0, status.bytes());
                    a.recv(ByteBuffer.allocate(1), null, status);
                    received += await(status).bytes();
                }
            }
            assertEquals(10_000, received);
            pair[1].close();
        }
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // only to be done in time on one CPU, where spinning takes a tick each time
    private static Status await(Status s) {
        while (!s.isDone()) {
            Thread.yield();
        }
        return s;
    }

    @Test
    @DisplayName("fairness: a socket that always has data starves no other")
    void busySocket_starvesNobody() throws ErrnoException {
        try (EventLoop loop = EventLoop.create();
                Socket busyPeer = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Socket calmPeer = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            AsyncSocket busy = loop.open(AF_INET, SOCK_DGRAM, 0);
            AsyncSocket calm = loop.open(AF_INET, SOCK_DGRAM, 0);
            busyPeer.connect(busy.socket().bind(Sockaddr.inet("127.0.0.1", 0)).localAddress());
            calmPeer.connect(calm.socket().bind(Sockaddr.inet("127.0.0.1", 0)).localAddress());
            int[] received = new int[1];
            RecvCallback[] again = new RecvCallback[1];
            again[0] = (s, b) -> {
                received[0]++;
                if (!s.isSuccess()) {
                    return; // the loop is closed
                }
                assertDoesNotThrow(() -> busyPeer.send(ByteBuffer.allocate(1), 0)); // never runs dry
                busy.recv(b.clear(), again[0]);
            };
            for (int i = 0; i < 100; i++) {
                busyPeer.send(ByteBuffer.allocate(1), 0);
                busy.recv(ByteBuffer.allocate(1), again[0]);
            }
            Status other = calm.recv(ByteBuffer.allocate(1), null);
            for (int i = 0; i < 5; i++) {
                loop.runOnce(0);
            }
            int before = received[0];
            calmPeer.send(ByteBuffer.allocate(1), 0);
            for (int i = 0; i < 2; i++) {
                loop.runOnce(0);
            }
            assertTrue(other.isDone());
            assertTrue(received[0] - before <= 2 * 16 && received[0] > before, received[0] + " of the busy one");
        }
    }

    @Test
    void run_isForLoopsWithoutAThread_andOneThreadAtATime() throws Exception {
        try (EventLoop own = EventLoop.start("own", true)) {
            assertThrows(IllegalStateException.class, () -> own.runOnce(0));
        }
        EventLoop loop = EventLoop.create();
        List<Throwable> thrown = new ArrayList<>();
        loop.exceptionHandler((t, e) -> thrown.add(e));
        loop.execute(() -> loop.runOnce(0));
        assertTrue(loop.runOnce(0));
        assertEquals(1, thrown.size());
        assertTrue(loop.runOnce(MILLI));
        CountDownLatch running = new CountDownLatch(1);
        loop.execute(running::countDown);
        FutureTask<Boolean> turns = new FutureTask<>(() -> {
            boolean open = true;
            while (open) {
                open = loop.runOnce(-1);
            }
            return open;
        });
        new Thread(turns).start();
        running.await();
        loop.close(); // from another thread, while it waits
        assertFalse(turns.get());
        assertTrue(loop.isClosed());
    }

    @Test
    void errorQueue_doesNotMakeTheLoopSpin() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            AsyncSocket a = loop.adopt(pair[0]);
            Status receive = a.recv(ByteBuffer.allocate(1), null);
            loop.runOnce(0);
            for (int i = 0; i < 5; i++) {
                a.operations().event(io.baresock.poll.Poller.ERROR); // as the poller would say again and again
            }
            Readiness r = a.operations().readiness;
            assertEquals(AsyncErrorsIT.hasEdges(loop), r.isEdge());
            assertEquals(!AsyncErrorsIT.hasEdges(loop), r.isPaused());
            pair[1].send(text("x"), 0);
            succeed(receive);
            until(loop, () -> !r.isPaused());
            assertFalse(r.isEdge());
            pair[1].close();
        }
    }

    @Test
    void controlCharactersOfAName_areNotPrinted() throws ErrnoException {
        EventLoop loop = EventLoop.start("a\nb", true);
        assertEquals("EventLoop[a\\x0ab, 0 sockets]", loop.toString());
        loop.close();
        String message = assertThrows(IllegalStateException.class, () -> loop.open(AF_INET, SOCK_DGRAM, 0))
                .getMessage();
        assertTrue(message.contains("\"a\\x0ab\""), message);
    }
}
