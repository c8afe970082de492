package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.FdSet;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.EventLoop;
import io.baresock.poll.Poller;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes and closes, or makes and forgets, far more than fits into the direct memory that it was started with, which no collector
 * frees.
 */
public final class Closers {

    private static final int MANY = 1000;

    private Closers() {}

    /** The argument is the kind. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "batch" -> batches();
            case "message" -> messages();
            case "errorQueue" -> errorQueues();
            case "zeroCopyPool" -> pools();
            case "poller" -> pollers();
            case "eventLoop" -> loops();
            case "addresses" -> addresses();
            case "storages" -> storages();
            case "growing" -> growing();
            case "gso" -> gsos();
            case "areas" -> areas();
            case "waiting" -> waiting();
            case "large" -> large();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void batches() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        for (int i = 0; i < MANY; i++) {
            try (MessageBatch b = new MessageBatch(32, 65_536)) {
                b.put(31, ByteBuffer.wrap(new byte[1000])).range(31, 1);
                check(pair[0].sendmmsg(b, 0) == 1 && pair[1].recvmmsg(b, MSG_DONTWAIT) == 1 && b.length(0) == 1000);
            }
        }
    }

    private static void messages() {
        for (int i = 0; i < MANY; i++) {
            new Message(16, 1 << 17).close();
        }
    }

    private static void errorQueues() {
        for (int i = 0; i < MANY; i++) {
            new ErrorQueue(64, 65_535).close();
        }
    }

    private static void pools() throws ErrnoException {
        for (int i = 0; i < MANY / 10; i++) {
            try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                    ZeroCopyPool pool = ZeroCopyPool.open(s, 4, 1 << 20)) {
                ZeroCopyBuffer b = pool.acquire();
                check(b != null);
                b.buffer().put(0, (byte) 1);
            }
        }
    }

    private static void pollers() throws ErrnoException {
        for (int i = 0; i < MANY; i++) {
            try (Poller p = Poller.open(1 << 16)) {
                check(p.poll(0) == 0);
            }
        }
    }

    private static void loops() throws Exception {
        for (int i = 0; i < MANY; i++) {
            try (EventLoop loop = EventLoop.create()) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                pair[1].send(new byte[] {1}, 0, 1, 0);
                int[] got = new int[1];
                loop.adopt(pair[0]).recv((status, buffer) -> got[0] = buffer.remaining());
                for (int turn = 0; got[0] == 0 && turn < 1000; turn++) {
                    loop.runOnce(-1);
                }
                pair[1].close();
            }
        }
    }

    private static void addresses() throws ErrnoException {
        String path = "/nowhere/" + "x".repeat(90);
        ByteBuffer nothing = ByteBuffer.allocate(0);
        try (Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            for (int i = 0; i < 400_000; i++) {
                check(sendto(s.fd(), nothing, MSG_DONTWAIT, Sockaddr.unix(path)) == -ENOENT);
            }
        }
    }

    /** Guarded, each address has two areas of memory; a process may have 65530. */
    private static void areas() throws IOException {
        int most = 0;
        for (int i = 0; i < 100_000; i++) {
            check(new SockaddrStorage().length() == 0);
            if (i % 1000 == 0) {
                most = Math.max(
                        most, Files.readAllLines(Path.of("/proc/self/maps")).size());
            }
        }
        check(most > 10_000 && most < 50_000);
    }

    private static void storages() {
        for (int i = 0; i < 360_000; i++) {
            check(new SockaddrStorage().length() == 0);
        }
    }

    private static void growing() {
        for (int i = 0; i < 150; i++) {
            FdSet set = new FdSet();
            set.set((1 << 22) - 1);
            PollFds fds = new PollFds();
            for (int k = 0; k < 100_000; k++) {
                fds.add(-1, 0);
            }
        }
    }

    private static void gsos() {
        for (int i = 0; i < 20_000; i++) {
            check(new Gso().segments() == 0);
        }
    }

    /** Twenty receives that wait, each with a buffer of 8 MiB. */
    private static void waiting() throws Exception {
        int many = 20;
        Socket[] senders = new Socket[many];
        Thread[] threads = new Thread[many];
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < many; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            senders[i] = pair[0];
            boolean all = i % 2 == 0;
            threads[i] = new Thread(
                    () -> {
                        ByteBuffer b = ByteBuffer.allocate(8 << 20);
                        try {
                            int n = all ? pair[1].recvFully(b, -1) : pair[1].recv(b, 0);
                            if (n == 1000 && b.get(999) == 7) {
                                right.incrementAndGet();
                            }
                        } catch (ErrnoException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "waiter-" + i);
            threads[i].start();
        }
        for (Thread t : threads) {
            Calls.awaitBlocked(t);
        }
        byte[] data = new byte[1000];
        data[999] = 7;
        for (int i = 0; i < many; i++) {
            check(senders[i].send(data, 0, data.length, 0) == data.length);
            senders[i].close();
            threads[i].join();
        }
        check(right.get() == many);
    }

    private static void large() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        int size = 100 << 20;
        Thread t = new Thread(() -> {
            try {
                pair[0].sendFully(ByteBuffer.allocate(size), -1);
            } catch (ErrnoException e) {
                throw new IllegalStateException(e);
            }
        });
        t.start();
        check(pair[1].recvFully(ByteBuffer.allocate(size), -1) == size);
        t.join();
    }

    private static void check(boolean right) {
        if (!right) {
            throw new AssertionError();
        }
    }
}
