package io.baresock.race;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.FdSet;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.AcceptCallback;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.SocketCallback;
import io.baresock.async.Status;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.race.RandomCalls.Call;
import io.baresock.testkit.Patience;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** A mutable object of the library's that two threads use, with what it needs. */
enum Subject {
    MESSAGE {
        @Override
        void make(Rig r) throws Exception {
            Message m = r.add(Message.class, r.closing(new Message(4, 256)));
            r.add(ReceivedControl.class, m.received());
            r.add(SockaddrStorage.class, m.from());
            r.calls(m).calls(m.control()).calls(m.received()).calls(m.from()).pair(AF_UNIX, Message.class);
        }
    },
    BATCH {
        @Override
        void make(Rig r) throws Exception {
            MessageBatch m = r.add(MessageBatch.class, r.closing(new MessageBatch(4, 512, 128)));
            r.add(SockaddrStorage.class, new SockaddrStorage());
            r.add(ReceivedControl.class, m.received(0));
            r.add(Gso.class, new Gso());
            r.calls(m).calls(m).calls(m.control(1)).calls(m.received(2)).pair(AF_INET, MessageBatch.class);
        }
    },
    BATCH_WITH_A_RING {
        @Override
        void make(Rig r) throws Exception {
            MessageBatch m = r.add(MessageBatch.class, r.closing(MessageBatch.withRing(4, 512, 128)));
            r.add(SockaddrStorage.class, new SockaddrStorage());
            r.add(Gso.class, new Gso());
            r.calls(m).pair(AF_INET, MessageBatch.class);
        }
    },
    GSO {
        @Override
        void make(Rig r) throws Exception {
            Gso g = r.add(Gso.class, new Gso());
            r.add(MessageBatch.class, r.closing(new MessageBatch(8, 512)));
            r.calls(g).pair(AF_INET, Gso.class);
        }
    },
    ERROR_QUEUE {
        @Override
        void make(Rig r) throws Exception {
            ErrorQueue q = r.add(ErrorQueue.class, r.closing(new ErrorQueue(4, 256)));
            r.add(SockaddrStorage.class, new SockaddrStorage());
            r.calls(q).pair(AF_INET, ErrorQueue.class);
            Socket s = r.closing(udp());
            s.setsockopt(Bsd.IPPROTO_IP, Bsd.IP_RECVERR, 1).connect(Sockaddr.parse("127.0.0.1:9"));
            r.calls.add(() -> RandomCalls.run(() -> s.send(ByteBuffer.allocate(8), 0)));
            r.calls.add(() -> RandomCalls.run(() -> s.errors(q)));
        }
    },
    POLL_FDS {
        @Override
        void make(Rig r) throws Exception {
            PollFds p = new PollFds(2);
            r.calls(p);
            r.calls.add(() -> RandomCalls.run(() -> Bsd.poll(p, 0)));
            r.calls.add(() -> RandomCalls.run(() -> Bsd.poll(p, 20_000)));
        }
    },
    FD_SET {
        @Override
        void make(Rig r) throws Exception {
            FdSet f = r.add(FdSet.class, new FdSet());
            r.add(FdSet.class, new FdSet());
            r.calls(f);
            r.calls.add(() -> RandomCalls.run(() -> Bsd.select(8, f, null, null, 0)));
            r.calls.add(() -> RandomCalls.run(() -> Bsd.select(3000, f, f, f, 0)));
        }
    },
    STORAGE {
        @Override
        void make(Rig r) throws Exception {
            SockaddrStorage s = r.add(SockaddrStorage.class, new SockaddrStorage());
            r.calls(s).pair(AF_INET, SockaddrStorage.class);
        }
    },
    ZERO_COPY_POOL {
        @Override
        void make(Rig r) throws Exception {
            Socket[] s = r.tcp();
            r.add(ErrorQueue.class, r.closing(new ErrorQueue(4, 64)));
            ZeroCopyPool pool = r.closing(ZeroCopyPool.open(s[0], 4, 4096));
            ZeroCopyBuffer one = pool.acquire();
            r.calls(pool).calls(one);
            r.calls.add(() -> RandomCalls.run(() -> {
                ZeroCopyBuffer b = pool.acquire();
                if (b != null) {
                    b.buffer().putInt(7).flip();
                    b.send(Bsd.MSG_DONTWAIT);
                    b.release();
                }
            }));
        }
    },
    POLLER {
        @Override
        void make(Rig r) throws Exception {
            Poller p = r.closing(Poller.open(8));
            Socket[] s = r.pair(AF_UNIX, Poller.class);
            Registration one = p.register(s[0], Poller.READABLE, "one");
            Registration two = p.register(s[1].fd(), Poller.WRITABLE, Mode.ONESHOT, 7, null);
            r.add(Poller.class, r.closing(Poller.open()));
            r.calls(p).calls(p).calls(one).calls(two);
        }
    },
    SOCKET {
        @Override
        void make(Rig r) throws Exception {
            Socket[] s = r.tcp();
            r.add(SockaddrStorage.class, new SockaddrStorage());
            r.add(Message.class, r.closing(new Message()));
            r.add(MessageBatch.class, r.closing(new MessageBatch(2, 100)));
            r.add(ErrorQueue.class, r.closing(new ErrorQueue(2, 100)));
            r.add(Gso.class, new Gso());
            r.calls(s[0]).calls(s[0]).calls(s[1]);
        }
    },
    EVENT_LOOP {
        @Override
        void make(Rig r) throws Exception {
            EventLoop loop = r.closing(EventLoop.start("race"));
            AsyncSocket server = loop.open(AF_INET, SOCK_STREAM, 0);
            AsyncSocket client = loop.open(AF_INET, SOCK_STREAM, 0);
            CompletableFuture<Sockaddr> bound = new CompletableFuture<>();
            server.bind(Sockaddr.parse("127.0.0.1:0"), (status, s) -> listen(s, bound));
            r.add(Sockaddr.class, bound.get(Patience.SECONDS, TimeUnit.SECONDS));
            r.add(Status.class, new Status());
            r.add(Status.class, new Status());
            r.add(SockaddrStorage.class, new SockaddrStorage());
            r.calls(loop).calls(server).calls(client).calls(client);
        }
    };

    /** Makes the object, and says what can be called. */
    abstract void make(Rig r) throws Exception;

    private static void listen(AsyncSocket s, CompletableFuture<Sockaddr> bound) {
        try {
            s.listen(4);
            bound.complete(s.socket().localAddress());
        } catch (ErrnoException e) {
            bound.completeExceptionally(e);
        }
    }

    private static Socket udp() throws Exception {
        return Rig.impatient(Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.parse("127.0.0.1:0")));
    }

    /** The object and what it needs, for one round. */
    static final class Rig implements AutoCloseable {
        private static final Duration SHORT = Duration.ofMillis(1);

        final List<Call> calls = new ArrayList<>();
        private final Map<Class<?>, List<?>> values = new HashMap<>();
        private final List<AutoCloseable> toClose = new ArrayList<>();
        private final RandomCalls random;

        Rig(Random random) {
            this.random = new RandomCalls(random, values);
            add(Sockaddr.class, Sockaddr.parse("127.0.0.1:9"));
            add(Sockaddr.class, Sockaddr.parse("127.0.0.1:0"));
            add(Sockaddr.class, Sockaddr.parse("[::1]:9"));
            add(Object.class, "attachment");
            add(Mode.class, Mode.LEVEL);
            add(Mode.class, Mode.ONESHOT);
            add(Runnable.class, (Runnable) () -> {});
            add(IntUnaryOperator.class, (IntUnaryOperator) fd -> fd);
            add(Consumer.class, (Consumer<Object>) s -> {});
            add(AcceptCallback.class, (AcceptCallback) (status, s) -> {
                if (s != null) {
                    s.close();
                }
            });
            add(RecvCallback.class, (RecvCallback) (status, b) -> {});
            add(SendCallback.class, (SendCallback) status -> {});
            add(SocketCallback.class, (SocketCallback) (status, s) -> {});
        }

        /** How many calls had a result. */
        long results() {
            return random.results();
        }

        <T> T add(Class<T> type, T value) {
            List<Object> all = new ArrayList<>(values.getOrDefault(type, List.of()));
            all.add(value);
            values.put(type, all);
            return value;
        }

        <T extends AutoCloseable> T closing(T t) {
            toClose.add(t);
            return t;
        }

        Rig calls(Object target) {
            calls.addAll(random.allOf(target));
            return this;
        }

        /** Two sockets, of which the calls are made that take an object of the class. */
        Socket[] pair(int family, Class<?> used) throws Exception {
            Socket[] s = family == AF_UNIX ? Socket.pair(AF_UNIX, SOCK_DGRAM, 0) : new Socket[] {udp(), udp()};
            for (Socket one : s) {
                add(Socket.class, closing(impatient(one)));
                if (family != AF_UNIX) {
                    add(Sockaddr.class, one.localAddress());
                }
            }
            for (Socket one : s) {
                calls.addAll(random.with(used, one));
            }
            return s;
        }

        Socket[] tcp() throws Exception {
            try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                listener.bind(Sockaddr.parse("127.0.0.1:0")).listen(1);
                Socket a = closing(impatient(Socket.open(AF_INET, SOCK_STREAM, 0)));
                a.connect(listener.localAddress());
                Socket b = closing(impatient(listener.accept()));
                add(Socket.class, a);
                add(Socket.class, b);
                return new Socket[] {a, b};
            }
        }

        /** Calls are to be many: none waits long. */
        private static Socket impatient(Socket s) throws Exception {
            return s.setOption(SocketOptions.SO_RCVTIMEO, SHORT).setOption(SocketOptions.SO_SNDTIMEO, SHORT);
        }

        /** Ends what waits, too. */
        @Override
        public void close() throws Exception {
            for (AutoCloseable c : toClose) {
                c.close();
            }
        }
    }
}
