package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual.Body;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An interrupt ends a parked call with EINTR and nothing else: docs/adr/0006-virtual-threads.md. */
class InterruptIT {

    private static final int BYTES = 20_000;
    private static final int BETWEEN_INTERRUPTS = 200;

    @BeforeEach
    void virtualThreads() { // a platform thread's call does not look at interrupts
        Virtual.required();
    }

    /** What a call on an interrupted thread says, and whether the status is still set afterwards. */
    private static String outcome(Body<?> call) {
        try {
            return "result " + call.run();
        } catch (ErrnoException e) {
            return e.errnoName() + (Thread.currentThread().isInterrupted() ? ", interrupted" : ", not interrupted");
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static void assertInterruptible(Body<?> call) throws Exception {
        Task<String> task = Virtual.call(() -> outcome(call)).awaitParked();
        task.thread().interrupt();
        assertEquals("EINTR, interrupted", task.get());
    }

    @Test
    void interrupt_endsTheCall_andLeavesTheSocketOpen() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1];
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(1)) {
            assertInterruptible(() -> here.recv(ByteBuffer.allocate(8), 0));
            assertInterruptible(() -> here.recv(ByteBuffer.allocate(8), 0, Long.MAX_VALUE));
            assertInterruptible(() -> here.recvFully(ByteBuffer.allocate(8), -1));
            assertInterruptible(() -> here.poll(Socket.READABLE, -1, 0));
            assertInterruptible(listener::accept);
            ByteBuffer large = ByteBuffer.allocateDirect(64 << 20);
            assertInterruptible(() -> {
                here.sendFully(large, -1);
                return 0;
            });
            // what was sent is told by the position, and all of it arrives
            assertTrue(large.position() > 0);
            assertEquals(large.position(), there.recvFully(ByteBuffer.allocate(large.position()), -1));
            assertTrue(here.isOpen() && listener.isOpen());
            assertEquals(2, there.send(ByteBuffer.allocate(2), 0));
            assertEquals(2, here.recv(ByteBuffer.allocate(8), 0));
        }
    }

    /** An interrupt is not looked at while there is something to do: only a call that would wait ends. */
    @Test
    void interruptedThread_stillReceivesWhatIsThere() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            there.send(ByteBuffer.allocate(3), 0);
            assertEquals(
                    "result 3",
                    Virtual.call(() -> {
                                Thread.currentThread().interrupt();
                                return outcome(() -> here.recv(ByteBuffer.allocate(8), 0));
                            })
                            .get());
            assertEquals(
                    "EINTR, interrupted",
                    Virtual.call(() -> {
                                Thread.currentThread().interrupt();
                                return outcome(() -> here.recv(ByteBuffer.allocate(8), 0));
                            })
                            .get());
        }
    }

    /**
     * Data that races with interrupts is received by somebody, in order, and no waiter is forgotten. Now and then the sender waits
     * until a receive was ended by an interrupt, so that there were both.
     */
    @Test
    void interrupts_loseNothing() throws Exception {
        Semaphore interrupts = new Semaphore(0);
        int[] rounds = new int[1];
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            Task<Integer> receiver = Virtual.call(() -> receiveAll(here, interrupts));
            Task<Integer> sender = Virtual.call(() -> {
                for (int i = 0; i < BYTES; i++) {
                    there.send(ByteBuffer.allocate(1).put(0, (byte) i), 0);
                    if (i % BETWEEN_INTERRUPTS == 0) {
                        awaitMore(interrupts);
                        rounds[0]++;
                    }
                }
                there.shutdown(Bsd.SHUT_WR);
                return BYTES;
            });
            while (!sender.isDone()) {
                receiver.thread().interrupt();
                Thread.onSpinWait();
            }
            assertEquals(BYTES, sender.get());
            assertEquals(BYTES, receiver.get());
            assertEquals(BYTES / BETWEEN_INTERRUPTS, rounds[0], "each with a receive that an interrupt ended");
        }
    }

    private static void awaitMore(Semaphore interrupts) throws InterruptedException {
        interrupts.drainPermits();
        assertTrue(
                interrupts.tryAcquire(Patience.SECONDS, TimeUnit.SECONDS),
                "no interrupt ends a receive that has nothing to receive");
    }

    private static int receiveAll(Socket s, Semaphore interrupts) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(64);
        int received = 0;
        while (true) {
            int n;
            try {
                n = s.recv(b.clear(), 0);
            } catch (ErrnoException e) {
                assertEquals(Bsd.EINTR, e.errno());
                assertTrue(Thread.interrupted());
                interrupts.release();
                continue;
            }
            if (n == 0) {
                return received;
            }
            for (int i = 0; i < n; i++) {
                assertEquals((byte) received++, b.get(i));
            }
        }
    }

    @Test
    void connect_isInterrupted_andGoesOn() throws Exception {
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(0)) {
            List<Socket> fillers = new ArrayList<>();
            try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                for (int i = 0; i < 3; i++) { // until SYNs are dropped: listen(2)
                    Socket filler = Socket.open(AF_INET, SOCK_STREAM | Bsd.SOCK_NONBLOCK, 0);
                    fillers.add(filler);
                    filler.connect(listener.localAddress());
                }
                assertInterruptible(() -> s.connect(listener.localAddress()));
                assertTrue(s.isOpen());
                assertFalse(s.connect(listener.localAddress(), 0)); // it is in progress
            } finally {
                fillers.forEach(Socket::close);
            }
        }
    }
}
