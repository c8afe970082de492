package io.baresock.netty;

import static io.baresock.Bsd.*;
import static io.baresock.netty.Loops.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.netty.BaresockHandle.Listener;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets of any kind on a loop. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class HandleIT {

    /** Keeps what it reads, and what else happens. */
    private static final class Reader implements Listener {
        final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final ByteBuffer buffer = ByteBuffer.allocate(100);

        @Override
        public void readable(BaresockHandle h) throws Exception {
            int n = h.socket().recv(buffer.clear(), 0, 0);
            said.add(n == 0 ? "end" : new String(buffer.array(), 0, n, US_ASCII));
            if (n == 0) {
                h.interest(0);
            }
        }

        @Override
        public void closed(BaresockHandle h) {
            said.add("closed");
        }

        String next() throws InterruptedException {
            String s = said.poll(Patience.SECONDS, TimeUnit.SECONDS);
            assertNotNull(s, "nothing was said");
            return s;
        }
    }

    private static ByteBuffer text(String s) {
        return ByteBuffer.wrap(s.getBytes(US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void framesOfACanShapedSocketComeOneByOne(Loops kind) throws Exception {
        // A CAN frame has 16 bytes, and a socket for them keeps frames apart, as this one does.
        try (Loops.Loop loop = kind.open()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_SEQPACKET, 0);
            List<Integer> lengths = new ArrayList<>();
            List<Integer> ids = new ArrayList<>();
            BlockingQueue<Integer> count = new LinkedBlockingQueue<>();
            ByteBuffer frame = ByteBuffer.allocateDirect(72);
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, new Listener() {
                @Override
                public void readable(BaresockHandle h) throws Exception {
                    while (h.socket().recv(frame.clear(), 0, 0) > 0) {
                        lengths.add(frame.flip().remaining());
                        ids.add(frame.getInt());
                        count.add(ids.size());
                    }
                }
            }));
            for (int id = 0; id < 500; id++) {
                pair[1].send(ByteBuffer.allocate(16).putInt(0, id), 0, -1);
            }
            int seen = 0;
            while (seen < 500) {
                Integer n = count.poll(Patience.SECONDS, TimeUnit.SECONDS);
                assertNotNull(n);
                seen = n;
            }
            for (int id = 0; id < 500; id++) {
                assertEquals(16, lengths.get(id));
                assertEquals(id, ids.get(id));
            }
            assertTrue(h.isOpen());
            loop.run(h::close); // not while the loop looks for one more frame
            pair[1].close();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void theInterestIsWhatIsReported(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            AtomicInteger writable = new AtomicInteger();
            Reader reader = new Reader();
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], 0, new Listener() {
                @Override
                public void readable(BaresockHandle h) throws Exception {
                    reader.readable(h);
                }

                @Override
                public void writable(BaresockHandle h) {
                    writable.incrementAndGet();
                    events.add("writable");
                    h.interest(Socket.READABLE);
                }

                @Override
                public void closed(BaresockHandle h) {
                    reader.closed(h);
                }
            }));
            assertEquals(0, h.interest());
            pair[1].send(text("one"));
            loop.run(() -> {});
            assertNull(reader.said.peek());
            h.interest(Socket.READABLE);
            assertEquals("one", reader.next());
            h.interest(0);
            loop.run(() -> {});
            pair[1].send(text("two"));
            loop.run(() -> {});
            assertNull(reader.said.peek());
            h.interest(Socket.READABLE | Socket.WRITABLE);
            assertEquals("writable", events.poll(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals("two", reader.next());
            assertEquals(1, writable.get());
            // The interest of the loop's own thread counts at once
            loop.run(() -> {
                h.interest(Socket.WRITABLE);
                h.interest(Socket.READABLE);
            });
            pair[1].send(text("three"));
            assertEquals("three", reader.next());
            assertEquals(1, writable.get());
            pair[1].close();
            assertEquals("end", reader.next());
            loop.run(() -> {});
            assertEquals(0, h.interest());
            h.close();
            assertEquals("closed", reader.next());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void anErrorIsReported(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
            s.connect(Sockaddr.of(Ports.refusing("127.0.0.1")));
            BlockingQueue<Integer> errors = new LinkedBlockingQueue<>();
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), s, Socket.READABLE, new Listener() {
                @Override
                public void error(BaresockHandle h) throws Exception {
                    errors.add(h.socket().getOption(SocketOptions.SO_ERROR));
                }

                @Override
                public void readable(BaresockHandle h) throws Exception {
                    h.socket().recv(ByteBuffer.allocate(1), 0, 0);
                }
            }));
            s.send(text("anybody?"));
            assertEquals(ECONNREFUSED, errors.poll(Patience.SECONDS, TimeUnit.SECONDS));
            h.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void closeOnAnyThread_endsTheHandle_andFreesTheDescriptor(Loops kind) throws Exception {
        List<String> before = Fds.open();
        try (Loops.Loop loop = kind.open()) {
            for (int round = 0; round < 30; round++) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                Reader reader = new Reader();
                BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, reader));
                switch (round % 3) {
                    case 0 -> h.close();
                    case 1 -> pair[0].close();
                    default -> loop.run(h::close);
                }
                assertEquals("closed", reader.next());
                assertThrows(SocketClosedException.class, () -> pair[0].send(text("x")));
                h.close();
                h.interest(Socket.WRITABLE);
                assertFalse(h.isOpen());
                pair[1].close();
                loop.run(() -> {});
                assertNull(reader.said.peek());
            }
        }
        Fds.awaitNoOthersThan(before);
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aSocketThatIsClosedWhileItsListenerRuns_isNoFailure(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            BlockingQueue<String> said = new LinkedBlockingQueue<>();
            CountDownLatch isClosed = new CountDownLatch(1);
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, new Listener() {
                @Override
                public void readable(BaresockHandle h) throws Exception {
                    said.add("readable");
                    assertTrue(isClosed.await(Patience.SECONDS, TimeUnit.SECONDS));
                    h.socket().recv(ByteBuffer.allocate(1), 0, 0); // throws SocketClosedException
                    said.add("received");
                }

                @Override
                public void exceptionCaught(BaresockHandle h, Throwable cause) {
                    said.add("" + cause);
                }

                @Override
                public void closed(BaresockHandle h) throws Exception {
                    said.add("closed");
                    h.socket().recv(ByteBuffer.allocate(1), 0, 0); // this one is the listener's own fault
                }
            }));
            pair[1].send(text("x"));
            assertEquals("readable", said.poll(Patience.SECONDS, TimeUnit.SECONDS));
            h.close();
            isClosed.countDown();
            assertEquals("closed", said.poll(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(
                    "io.baresock.SocketClosedException: recv: socket is closed",
                    said.poll(Patience.SECONDS, TimeUnit.SECONDS));
            pair[1].close();
        }
    }

    /**
     * In one turn the loop has events of many sockets. The first one's listener closes all the others and opens new ones, which would get
     * their numbers if those were free; none of them may be told of an event.
     */
    @ParameterizedTest
    @EnumSource(Loops.class)
    void noEventOfAClosedSocketReachesANewOne(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            List<Socket> all = new ArrayList<>();
            List<BaresockHandle> handles = new ArrayList<>();
            AtomicInteger stale = new AtomicInteger();
            BlockingQueue<Integer> turns = new LinkedBlockingQueue<>();
            Listener fresh = new Listener() {
                @Override
                public void readable(BaresockHandle h) {
                    stale.incrementAndGet();
                }

                @Override
                public void error(BaresockHandle h) {
                    stale.incrementAndGet();
                }
            };
            Listener first = new Listener() {
                @Override
                public void readable(BaresockHandle h) throws Exception {
                    turns.add(1);
                    for (BaresockHandle other : handles) {
                        other.close();
                    }
                    for (int i = 0; i < handles.size(); i++) {
                        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                        all.addAll(List.of(pair));
                        BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, fresh);
                    }
                }
            };
            for (int i = 0; i < 20; i++) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                all.addAll(List.of(pair));
                handles.add(await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, first)));
            }
            loop.run(
                    () -> { // all are ready before the loop looks
                        for (int i = 1; i < 40; i += 2) {
                            try {
                                all.get(i).send(text("x"));
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        }
                    });
            assertNotNull(turns.poll(Patience.SECONDS, TimeUnit.SECONDS));
            loop.run(() -> {});
            loop.run(() -> {});
            assertEquals(0, turns.size());
            assertEquals(0, stale.get());
            for (Socket s : all) {
                s.close();
            }
            loop.run(() -> {});
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whatAListenerThrows_goesToExceptionCaught(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, new Listener() {
                @Override
                public void readable(BaresockHandle h) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void exceptionCaught(BaresockHandle h, Throwable cause) {
                    caught.add(cause);
                    h.close();
                }
            }));
            pair[1].send(text("x"));
            Throwable cause = caught.poll(Patience.SECONDS, TimeUnit.SECONDS);
            assertEquals("on purpose", cause == null ? null : cause.getMessage());
            loop.run(() -> assertFalse(h.isOpen()));
            pair[1].close();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void withoutExceptionCaught_theSocketIsClosed_andTheThreadsHandlerIsTold(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open()) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
            loop.run(() -> Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown)));
            IllegalStateException thrown = new IllegalStateException("on purpose");
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), pair[0], Socket.READABLE, new Listener() {
                @Override
                public void readable(BaresockHandle h) {
                    throw thrown;
                }
            }));
            pair[1].send(text("x"));
            assertSame(thrown, uncaught.poll(Patience.SECONDS, TimeUnit.SECONDS));
            assertFalse(h.isOpen());
            pair[1].close();
        }
    }

    @Test
    void whatCannotBe_isRefusedByName() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Loops.Loop loop = Loops.EPOLL.open()) {
            Listener l = new Listener() {};
            String bits = assertThrows(
                            IllegalArgumentException.class, () -> BaresockHandle.register(loop.loop(), s, 4, l))
                    .getMessage();
            assertTrue(bits.startsWith("register: interest 0x4 has bits other than"), bits);
            MultiThreadIoEventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            DefaultEventLoop plain = new DefaultEventLoop();
            assertFalse(BaresockHandle.isCompatible(nio.next()));
            assertFalse(BaresockHandle.isCompatible(plain));
            assertTrue(BaresockHandle.isCompatible(loop.loop()));
            String why = assertThrows(
                            IllegalArgumentException.class, () -> BaresockHandle.register(nio.next(), s, 1, l))
                    .getMessage();
            assertTrue(why.contains("EpollIoHandler"), why);
            await(nio.shutdownGracefully(0, 0, TimeUnit.SECONDS));
            await(plain.shutdownGracefully(0, 0, TimeUnit.SECONDS));
            assertThrows(NullPointerException.class, () -> BaresockHandle.register(loop.loop(), null, 1, l));
            BaresockHandle h = await(BaresockHandle.register(loop.loop(), s, 0, l));
            assertThrows(IllegalArgumentException.class, () -> h.interest(8));
            assertTrue(h.toString().startsWith("BaresockHandle[Socket["), h.toString());
            assertSame(s, h.socket());
            s.close();
            assertThrows(SocketClosedException.class, () -> BaresockHandle.register(loop.loop(), s, 1, l));
        }
    }

    @Test
    void aLoopThatIsNoMore_refuses_andTheSocketStaysOpen() throws Exception {
        Loops.Loop loop = Loops.EPOLL.open();
        EventLoop last = loop.loop();
        loop.close();
        List<String> before = Fds.open();
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertThrows(
                    RejectedExecutionException.class,
                    () -> BaresockHandle.register(last, s, Socket.READABLE, new Listener() {}));
            assertTrue(s.isOpen());
        }
        Fds.assertNoOthersThan(before);
    }

    /** Closed by another thread after the loop has ended, there is nobody to wait for. */
    @Test
    void aSocketOfALoopThatIsNoMore_isClosedAtOnce() throws Exception {
        List<String> before = Fds.open();
        Loops.Loop loop = Loops.EPOLL.open();
        Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
        await(BaresockHandle.register(loop.loop(), s, Socket.READABLE, new Listener() {}));
        loop.close();
        s.close();
        Fds.awaitNoOthersThan(before);
    }
}
