package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.vthread.Sockets.HOUR;
import static io.baresock.vthread.Sockets.listener;
import static io.baresock.vthread.Sockets.oneByte;
import static io.baresock.vthread.Sockets.tcpPair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several virtual threads wait on one socket: each is woken for what is its own, and for nothing else. */
class SharedParkingIT {

    private static final int MANY = Virtual.AVAILABLE ? 1000 : 50;

    @Test
    @DisplayName("G11: both directions of one socket at once, each with a waiting virtual thread")
    void bothDirections_waitOnOneSocket() throws Exception {
        int size = 4 << 20;
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            here.setOption(SocketOptions.SO_SNDBUF, 8192);
            Task<Integer> reader =
                    Virtual.call(() -> here.recv(ByteBuffer.allocate(8), 0)).awaitParked();
            Task<Integer> writer = Virtual.call(() -> {
                ByteBuffer b = ByteBuffer.allocateDirect(size);
                here.sendFully(b, -1);
                return b.position();
            });
            writer.awaitParked();
            assertEquals(5, there.send(ByteBuffer.allocate(5), 0));
            assertEquals(5, reader.get());
            assertFalse(writer.isDone());
            Task<Integer> again =
                    Virtual.call(() -> here.recv(ByteBuffer.allocate(8), 0)).awaitParked();
            ByteBuffer sink = ByteBuffer.allocate(size);
            assertEquals(size, there.recvFully(sink, HOUR));
            assertEquals(size, writer.get());
            there.shutdown(Bsd.SHUT_WR);
            assertEquals(0, again.get());
        }
    }

    @Test
    @DisplayName("G11: many virtual threads wait on one listener; each connection goes to one of them")
    void manyWait_onOneListener() throws Exception {
        List<Task<Socket>> accepting = new ArrayList<>();
        List<Socket> clients = new ArrayList<>();
        try (Socket listener = listener()) {
            for (int i = 0; i < MANY; i++) {
                accepting.add(Virtual.call(listener::accept));
            }
            accepting.forEach(Task::awaitParked);
            for (int i = 0; i < MANY; i++) {
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
                clients.add(client);
                client.connect(listener.localAddress());
            }
            TreeSet<String> expected = new TreeSet<>();
            TreeSet<String> got = new TreeSet<>();
            for (int i = 0; i < MANY; i++) {
                expected.add(clients.get(i).localAddress().toString());
                try (Socket accepted = accepting.get(i).get()) {
                    got.add(accepted.peerAddress().toString());
                }
            }
            assertEquals(expected, got);
        } finally {
            clients.forEach(Socket::close);
        }
    }

    /** Who gives up hands on what it was woken for: here half of them have a timeout that passes all the time. */
    @Test
    void timeouts_loseNoWakeUp_ofOthers() throws Exception {
        int messages = 2000;
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            List<Task<Integer>> tasks = new ArrayList<>();
            CountDownLatch passed = new CountDownLatch(4 * 10); // timeouts, before anything is there to receive
            for (int i = 0; i < 8; i++) {
                long timeout = i % 2 == 0 ? -1 : 20_000L * i;
                tasks.add(Virtual.call(() -> receiveUntilEmpty(here, timeout, passed)));
            }
            assertTrue(passed.await(Patience.SECONDS, TimeUnit.SECONDS), "no timeout passes");
            for (int i = 0; i < messages; i++) {
                assertEquals(1, there.send(oneByte(1), 0));
            }
            for (int i = 0; i < tasks.size(); i++) {
                assertEquals(0, there.send(ByteBuffer.allocate(0), 0)); // one end for each
            }
            int received = 0;
            for (Task<Integer> t : tasks) {
                received += t.get();
            }
            assertEquals(messages, received);
        }
    }

    private static int receiveUntilEmpty(Socket s, long timeout, CountDownLatch passed) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        int received = 0;
        while (true) {
            int n = s.recv(b.clear(), 0, timeout);
            if (n == 0) {
                return received;
            }
            received += n > 0 ? 1 : 0;
            if (n == Socket.WOULD_BLOCK) {
                passed.countDown();
            }
        }
    }

    @Test
    @DisplayName("G11: 0 strangers: parked receives hear only their own socket while numbers are recycled")
    void churn_wakesNoStranger() throws Exception {
        int rounds = 3000;
        List<Task<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            int id = worker;
            workers.add(Virtual.call(() -> {
                for (int i = 0; i < rounds; i++) {
                    churn(id * rounds + i, i % 3);
                }
                return rounds;
            }));
        }
        for (Task<Integer> w : workers) {
            assertEquals(rounds, w.get());
        }
    }

    /** A pair whose receiver waits; its message, its peer's end or its close comes, and the number goes to the next. */
    private static void churn(int number, int how) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer b = ByteBuffer.allocate(Integer.BYTES);
        try (Socket here = pair[0];
                Socket there = pair[1];
                Socket copy = here.dup()) { // so that the kernel would go on reporting the closed one
            Task<Integer> receiving = Virtual.call(() -> {
                try {
                    return here.recv(b, 0);
                } catch (SocketClosedException e) {
                    return -Bsd.EBADF;
                }
            });
            switch (how) {
                case 0 -> {
                    there.send(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip(), 0);
                    assertEquals(Integer.BYTES, receiving.get());
                    assertEquals(number, b.flip().getInt());
                }
                case 1 -> {
                    here.close();
                    assertEquals(-Bsd.EBADF, receiving.get());
                    there.send(ByteBuffer.allocate(Integer.BYTES), 0); // which the kernel would report for the copy
                }
                default -> {
                    there.close();
                    assertEquals(0, receiving.get());
                }
            }
            assertTrue(copy.isOpen());
        }
    }
}
