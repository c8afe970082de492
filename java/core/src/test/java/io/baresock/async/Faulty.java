package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.FaultyBackend;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Echoes through a kernel that fails one call in ten: a program of {@link FaultsIT}. */
final class Faulty {

    private static final int SEEDS = 10;
    private static final int PERCENT = 10;
    private static final int CONNECTIONS = 10;
    private static final int BYTES = 100_000;
    private static final int DATAGRAMS = 50;
    private static final int TASKS = 1000;

    private static volatile int current;

    private final EventLoop loop;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final CountDownLatch left = new CountDownLatch(CONNECTIONS + 1);

    private Faulty(EventLoop loop) {
        this.loop = loop;
    }

    public static void main(String[] args) throws Exception {
        FaultyBackend[] backend = new FaultyBackend[1];
        Interposer.install(real -> backend[0] = new FaultyBackend(real));
        EventLoop.create().close(); // loads the library
        for (int seed = 0; seed < SEEDS; seed++) {
            current = seed;
            try (EventLoop loop = EventLoop.start("faulty", true)) {
                new Faulty(loop).run(backend[0], seed);
            }
        }
        System.out.println(SEEDS + " plans");
    }

    private void run(FaultyBackend backend, long seed) throws Exception {
        loop.exceptionHandler((t, e) -> {
            e.printStackTrace();
            wrong.incrementAndGet();
        });
        AsyncSocket listener = listener(loop, 100);
        AsyncSocket server = loop.open(AF_INET, SOCK_DGRAM, 0);
        server.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        Sockaddr to = address(listener);
        AsyncSocket[] clients = new AsyncSocket[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            clients[i] = tcp(loop);
        }
        AsyncSocket udp = loop.open(AF_INET, SOCK_DGRAM, 0);
        backend.plan(seed, PERCENT);
        listener.accept(new Acceptor());
        for (AsyncSocket c : clients) {
            new Client(c, new Random(seed)).begin(to);
        }
        new Pinger(udp, server, server.socket().localAddress()).send();
        for (int i = 0; i < TASKS; i++) { // wake-ups while calls fail
            FutureTask<Long> task = new FutureTask<>(operations::incrementAndGet);
            loop.execute(task);
            task.get(); // hangs if it is lost
        }
        left.await();
        long calls = backend.calls.get();
        long faults = backend.faults.get();
        backend.plan(0, 0);
        assertEquals(0, wrong.get());
        assertTrue(faults > 100, faults + " faults");
        assertTrue(
                calls <= 10 * (operations.get() + faults),
                calls + " calls for " + operations + " operations, " + faults
                        + " faults"); // and no more: nothing spins
    }

    private void check(boolean right) {
        if (!right) {
            new AssertionError("seed " + current).printStackTrace();
            wrong.incrementAndGet();
        }
    }

    private final class Acceptor implements AcceptCallback {
        @Override
        public void accepted(Status status, @Nullable AsyncSocket connection) {
            operations.incrementAndGet();
            if (connection != null) {
                echo(connection, ByteBuffer.allocateDirect(5000));
            }
        }

        @Override
        public void starved(Status status, ErrnoException why) {
            check(Errors.isStarvation(why.errno()));
        }
    }

    private void echo(AsyncSocket c, ByteBuffer buffer) {
        c.recv(buffer.clear(), (s, b) -> {
            operations.incrementAndGet();
            if (s.isEnd()) {
                c.close();
            } else if (s.isSuccess()) {
                c.send(b.flip(), sent -> {
                    operations.incrementAndGet();
                    check(sent.isSuccess());
                    echo(c, buffer);
                });
            } else {
                check(s.errno() == EBADF);
            }
        });
    }

    /** Sends the pattern in pieces and expects it back. */
    private final class Client {
        private final AsyncSocket socket;
        private final Random random;
        private final ByteBuffer all = pattern(BYTES);
        private final ByteBuffer back = ByteBuffer.allocateDirect(BYTES);

        Client(AsyncSocket socket, Random random) {
            this.socket = socket;
            this.random = random;
        }

        void begin(Sockaddr to) {
            socket.connect(to, (s, c) -> {
                operations.incrementAndGet();
                check(s.isSuccess());
                sendNext();
                receive();
            });
        }

        private void sendNext() {
            int length = Math.min(1 + random.nextInt(10_000), BYTES - all.position());
            ByteBuffer part = all.slice(all.position(), length);
            all.position(all.position() + length);
            socket.send(part, s -> {
                operations.incrementAndGet();
                check(s.isSuccess() && s.bytes() == length);
                if (all.hasRemaining()) {
                    sendNext();
                }
            });
        }

        private void receive() {
            socket.recv(back, (s, b) -> {
                operations.incrementAndGet();
                check(s.isSuccess() && !s.isEnd());
                if (back.hasRemaining() && s.isSuccess()) {
                    receive();
                } else {
                    check(back.flip().equals(all.flip()));
                    socket.close();
                    left.countDown();
                }
            });
        }
    }

    /** Datagrams back and forth. */
    private final class Pinger {
        private final AsyncSocket client;
        private final AsyncSocket server;
        private final Sockaddr to;
        private final SockaddrStorage from = new SockaddrStorage();
        private int sent;

        Pinger(AsyncSocket client, AsyncSocket server, Sockaddr to) {
            this.client = client;
            this.server = server;
            this.to = to;
        }

        void send() {
            int number = ++sent;
            server.recvfrom(ByteBuffer.allocateDirect(4), from, (s, b) -> {
                operations.incrementAndGet();
                check(s.isSuccess());
                server.sendto(b.flip(), from.toSockaddr(), answered -> check(answered.isSuccess()));
            });
            client.recvfrom(ByteBuffer.allocateDirect(4), new SockaddrStorage(), (s, b) -> {
                operations.incrementAndGet();
                check(s.bytes() == 4 && b.getInt(0) == number);
                if (number < DATAGRAMS) {
                    send();
                } else {
                    left.countDown();
                }
            });
            client.sendto(ByteBuffer.allocateDirect(4).putInt(0, number), to, s -> {
                operations.incrementAndGet();
                check(s.isSuccess());
            });
        }
    }
}
