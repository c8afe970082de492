package io.baresock.soak;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.EMFILE;
import static io.baresock.Bsd.SHUT_WR;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_SEQPACKET;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.Status;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a round of the soak does. Each round has sockets of its own, and each byte has a value that only this round sends. So a byte that is
 * lost, or that belongs to somebody else, is seen.
 */
enum Load {
    TCP {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.tcp();
            stream(pair[0], pair[1], random);
            stream(pair[1], pair[0], random);
        }
    },
    UNIX_STREAM {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.pair(SOCK_STREAM);
            stream(pair[0], pair[1], random);
        }
    },
    UNIX_PACKETS {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.pair(random.nextBoolean() ? SOCK_SEQPACKET : SOCK_DGRAM);
            packets(pair[0], pair[1], random);
        }
    },
    UDP {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.udp();
            packets(pair[0], pair[1], random);
        }
    },
    PASSED_ON { // a descriptor goes through a socket, and works on the other side
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] way = s.pair(SOCK_DGRAM);
            Socket[] passed = s.pair(SOCK_STREAM);
            try (Message out = new Message(1, 128);
                    Message in = new Message(1, 128)) {
                out.add(ByteBuffer.wrap(new byte[] {1})).control().rights(passed[1]);
                way[0].sendmsg(out);
                in.add(ByteBuffer.allocate(1));
                way[1].recvmsg(in, 0, WAIT);
                if (in.isControlTruncated()) { // unix(7): a descriptor that the receiver has no number for is closed
                    throw new ErrnoException("recvmsg", EMFILE);
                }
                stream(passed[0], s.add(in.takeSocket(0)), random);
            }
        }
    },
    BATCH {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.udp();
            try (MessageBatch out = new MessageBatch(BATCH_SIZE, 512);
                    MessageBatch in = new MessageBatch(BATCH_SIZE, 512)) {
                int first = random.nextInt();
                for (int i = 0; i < BATCH_SIZE; i++) {
                    out.put(i, pattern(first + i, 1 + random.nextInt(512)));
                }
                int sent = pair[0].sendmmsg(out.range(0, BATCH_SIZE));
                if (sent != BATCH_SIZE) {
                    throw new AssertionError(sent + " sent");
                }
                for (int got = 0; got < BATCH_SIZE; ) {
                    int n = pair[1].recvmmsg(in, 0, WAIT);
                    for (int i = 0; i < n; i++, got++) {
                        check(in.payload(i), first + got);
                    }
                    if (n <= 0) {
                        throw new AssertionError("datagrams " + got + " to " + BATCH_SIZE + " are lost: " + n);
                    }
                }
            }
        }
    },
    SEGMENTS {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.udp();
            int first = random.nextInt();
            ByteBuffer all = ByteBuffer.allocateDirect(BATCH_SIZE * 100);
            for (int i = 0; i < BATCH_SIZE; i++) {
                all.put(pattern(first + i, 100));
            }
            pair[0].sendSegments(new Gso(), all.flip(), 100);
            ByteBuffer one = ByteBuffer.allocateDirect(200);
            for (int i = 0; i < BATCH_SIZE; i++) {
                int n = pair[1].recv(one.clear(), 0, WAIT);
                if (n != 100) {
                    throw new AssertionError("segment " + i + " has " + n + " bytes");
                }
                check(one.flip(), first + i);
            }
        }
    },
    POLLER {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.pair(SOCK_STREAM);
            try (Poller poller = Poller.open(4)) {
                poller.register(pair[1], Poller.READABLE, Mode.LEVEL, 7, null);
                int first = random.nextInt();
                pair[0].send(pattern(first, 50));
                int n = poller.poll(WAIT);
                if (n != 1 || !poller.next() || poller.token() != 7) {
                    throw new AssertionError(n + " events");
                }
                ByteBuffer b = ByteBuffer.allocateDirect(50);
                pair[1].recv(b);
                check(b.flip(), first);
            }
        }
    },
    ASYNC {
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = s.tcp();
            EventLoop loop = loop();
            AsyncSocket server = s.add(loop.adopt(s.give(pair[1])));
            int first = random.nextInt();
            int size = 1 + random.nextInt(4000);
            CompletableFuture<Integer> end = new CompletableFuture<>();
            AtomicInteger received = new AtomicInteger();
            RecvCallback echo = new RecvCallback() {
                @Override
                public void received(Status status, ByteBuffer b) {
                    if (!status.isSuccess()) {
                        end.completeExceptionally(new AssertionError(status.toString()));
                    } else if (status.isEnd()) {
                        end.complete(received.get());
                    } else {
                        received.addAndGet(status.bytes());
                        status.socket().send(b.flip(), null);
                        status.socket().recv(this);
                    }
                }
            };
            server.recv(echo);
            pair[0].sendFully(pattern(first, size), WAIT);
            ByteBuffer back = ByteBuffer.allocate(size);
            if (pair[0].recvFully(back, WAIT) != size) {
                throw new AssertionError("the echo of " + size + " bytes has " + back.position());
            }
            check(back.flip(), first);
            pair[0].shutdown(SHUT_WR);
            if (end.get(Patience.SECONDS, TimeUnit.SECONDS) != size) {
                throw new AssertionError("the loop got " + received + " bytes of " + size);
            }
        }
    },
    VIRTUAL {
        @Override
        void round(Scope s, Random random) throws Exception {
            List<Virtual.Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < VIRTUAL_PAIRS; i++) {
                Socket[] pair = s.pair(SOCK_STREAM);
                int first = random.nextInt();
                tasks.add(Virtual.call(() -> {
                    ByteBuffer b = ByteBuffer.allocate(300);
                    int n = pair[1].recvFully(b, WAIT);
                    check(b.flip(), first);
                    return n;
                }));
                tasks.add(Virtual.call(() -> pair[0].send(pattern(first, 300))));
            }
            for (Virtual.Task<Integer> t : tasks) {
                if (t.get() != 300) {
                    throw new AssertionError("a virtual thread got " + t.get());
                }
            }
        }
    },
    CLOSED { // a call that waits, and a close by another thread
        @Override
        void round(Scope s, Random random) throws Exception {
            Socket[] pair = random.nextBoolean() ? s.udp() : s.pair(SOCK_STREAM);
            Virtual.Task<Integer> closer = Virtual.call(() -> {
                pair[1].close();
                return 0;
            });
            int n;
            try {
                n = pair[1].recv(ByteBuffer.allocate(10), 0, WAIT);
            } catch (SocketClosedException e) {
                n = 0;
            }
            closer.get();
            if (n != 0) {
                throw new AssertionError("a socket to which nobody sent has " + n + " bytes");
            }
        }
    };

    static final long WAIT = Duration.ofSeconds(Patience.SECONDS).toNanos();
    private static final int BATCH_SIZE = 16;
    private static final int VIRTUAL_PAIRS = 8;
    private static final int STREAM_MAX = 30_000; // less than a socket's buffer has room for

    private static EventLoop shared;

    abstract void round(Scope s, Random random) throws Exception;

    /** Whether a round starts threads, or has the JDK start them. */
    boolean startsThreads() {
        return this == VIRTUAL || this == CLOSED;
    }

    /** One loop for all rounds: it lives as long as the process. */
    static synchronized EventLoop loop() throws Exception {
        if (shared == null) {
            shared = EventLoop.start("soak", true);
        }
        return shared;
    }

    private static void stream(Socket from, Socket to, Random random) throws Exception {
        int first = random.nextInt();
        int size = 1 + random.nextInt(STREAM_MAX);
        from.sendFully(pattern(first, size), WAIT);
        ByteBuffer b = random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
        int n = to.recvFully(b, WAIT);
        if (n != size) {
            throw new AssertionError(n + " of " + size + " bytes arrived");
        }
        check(b.flip(), first);
    }

    private static void packets(Socket from, Socket to, Random random) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(2000);
        for (int i = 0; i < 8; i++) {
            int first = random.nextInt();
            int size = 1 + random.nextInt(1400);
            from.send(pattern(first, size));
            int n = to.recv(b.clear(), 0, WAIT);
            if (n != size) {
                throw new AssertionError("a datagram of " + size + " bytes arrived as " + n);
            }
            check(b.flip(), first);
        }
    }

    private static ByteBuffer pattern(int first, int size) {
        ByteBuffer b = ByteBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
            b.put(value(first, i));
        }
        return b.flip();
    }

    private static void check(ByteBuffer b, int first) {
        for (int i = 0; b.hasRemaining(); i++) {
            if (b.get() != value(first, i)) {
                throw new AssertionError("byte " + i + " is not what was sent");
            }
        }
    }

    private static byte value(int first, int i) {
        return (byte) (first * 31 + (first >>> 16) + i * 7 + (i >>> 8));
    }

    /** The sockets of a round. */
    static final class Scope implements AutoCloseable {
        private final List<AutoCloseable> all = new ArrayList<>();

        <T extends AutoCloseable> T add(T one) {
            all.add(one);
            return one;
        }

        /** It belongs to another object now. */
        Socket give(Socket socket) {
            all.remove(socket);
            return socket;
        }

        Socket[] pair(int type) throws Exception {
            return both(Socket.pair(AF_UNIX, type, 0));
        }

        Socket[] udp() throws Exception {
            Socket a = add(Socket.open(AF_INET, SOCK_DGRAM, 0)).bind(Sockaddr.parse("127.0.0.1:0"));
            Socket b = add(Socket.open(AF_INET, SOCK_DGRAM, 0)).bind(Sockaddr.parse("127.0.0.1:0"));
            a.connect(b.localAddress());
            b.connect(a.localAddress());
            return new Socket[] {a, b};
        }

        Socket[] tcp() throws Exception {
            try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                listener.bind(Sockaddr.parse("127.0.0.1:0")).listen(4);
                Socket a = add(Socket.open(AF_INET, SOCK_STREAM, 0));
                a.connect(listener.localAddress());
                Socket b = listener.accept();
                return new Socket[] {a, add(b)};
            }
        }

        private Socket[] both(Socket[] pair) {
            add(pair[0]);
            add(pair[1]);
            return pair;
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable c : all) {
                c.close();
            }
        }
    }
}
