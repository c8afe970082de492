package io.baresock.contract;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.Ipv6Options;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The object, on each backend: rows P1-P10, P13, Z5, Z9, Z12. */
class SocketIT {

    private static final Sockaddr ANY_LOCAL = Sockaddr.inet("127.0.0.1", 0);

    private static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(US_ASCII));
    }

    private static Socket listener() throws IOException {
        return Socket.open(AF_INET, SOCK_STREAM, 0).bind(ANY_LOCAL).listen(8);
    }

    private static Socket udp() throws IOException {
        return Socket.open(AF_INET, SOCK_DGRAM, 0).bind(ANY_LOCAL);
    }

    @Test
    @DisplayName("P1 P13: a new socket is closed, socket() opens it, close is harmless twice")
    void new_isClosed_untilSocket() throws IOException {
        Socket s = new Socket();
        assertFalse(s.isOpen());
        assertEquals(-1, s.fd());
        assertThrows(SocketClosedException.class, () -> s.send(ascii("x"), 0));
        s.socket(AF_INET, SOCK_DGRAM, 0);
        assertTrue(s.isOpen());
        assertTrue(s.fd() >= 0);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> s.socket(AF_INET, SOCK_DGRAM, 0));
        assertEquals("socket: " + s + " is open already; close it first", e.getMessage());
        s.close();
        s.close();
        assertFalse(s.isOpen());
        s.socket(AF_INET, SOCK_STREAM, 0); // and may be opened again
        assertEquals(SOCK_STREAM, s.type());
        s.close();
    }

    @Test
    @DisplayName("P2: dup shares the mode and the connection, and closes by itself")
    void dup_sharesTheOpenFile() throws IOException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                Socket copy = a.dup()) {
            assertNotEquals(a.fd(), copy.fd());
            a.setNonblocking(true);
            assertNotEquals(0, fcntl(copy.fd(), F_GETFL, 0) & O_NONBLOCK);
            a.close();
            b.send(ascii("still"), 0);
            ByteBuffer in = ByteBuffer.allocate(8);
            assertEquals(5, copy.recv(in, 0, -1));
        }
    }

    @Test
    @DisplayName("Z9: without flags and timeouts the calls are those with zero and for ever")
    void formsWithoutFlags() throws IOException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                MessageBatch out = new MessageBatch(2, 4);
                MessageBatch in = new MessageBatch(1, 8)) {
            assertEquals(3, a.send(new byte[] {1, 2, 3}));
            byte[] got = new byte[4];
            assertEquals(3, b.recv(got));
            assertArrayEquals(new byte[] {1, 2, 3, 0}, got);
            a.sendFully(ascii("abcd"));
            ByteBuffer four = ByteBuffer.allocate(4);
            assertEquals(4, b.recvFully(four));
            assertEquals(ascii("abcd"), four.flip());
            assertEquals(2, a.sendmmsg(out.length(0, 4).length(1, 4).range(0, 2)));
            assertEquals(1, b.recvmmsg(in));
            assertEquals(8, in.length(0));
            assertThrows(NullPointerException.class, () -> a.send((byte[]) null));
            assertThrows(NullPointerException.class, () -> a.recv((byte[]) null));
        }
    }

    @Test
    @DisplayName("P4: poll counts microseconds, carries them over, and has select's meaning of a hang-up")
    void poll_countsMicroseconds() throws IOException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            long start = System.nanoTime();
            assertEquals(0, a.poll(Socket.READABLE, 0, 20_000));
            long took = System.nanoTime() - start;
            assertTrue(took >= 20_000_000, took + " ns is less than 20000 us");
            assertTrue(took < 15_000_000_000L, took + " ns: 20000 was taken for milliseconds");
            assertEquals(Socket.WRITABLE, a.poll(7, 0, 1_500_000));
            b.send(ascii("x"), 0);
            assertEquals(3, a.poll(7, -1, 0));
            assertEquals(Socket.READABLE, a.poll(Socket.READABLE, 0, 0));
            b.close();
            assertEquals(3, a.poll(7, 0, 0)); // hang-up: readable and writable
            assertEquals(
                    "poll: which = 8 is not made of READABLE (1), WRITABLE (2) and PRIORITY (4)",
                    assertThrows(IllegalArgumentException.class, () -> a.poll(8, 0, 0))
                            .getMessage());
            assertThrows(IllegalArgumentException.class, () -> a.poll(1, 0, -1));
        }
        assertThrows(SocketClosedException.class, () -> pair[0].poll(1, 0, 0));
    }

    @Test
    @DisplayName("P4: urgent data is the exceptional condition")
    void poll_seesUrgentData() throws IOException {
        try (Socket listener = listener();
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            client.connect(listener.localAddress());
            try (Socket server = listener.accept()) {
                assertNotNull(server);
                assertEquals(0, server.poll(Socket.PRIORITY, 0, 0));
                client.send(ascii("!"), MSG_OOB);
                assertEquals(Socket.PRIORITY, server.poll(Socket.PRIORITY, 10, 0));
                ByteBuffer in = ByteBuffer.allocate(1);
                assertEquals(1, server.recv(in, MSG_OOB));
            }
        }
    }

    @Test
    @DisplayName("P6-P10, P13: connect, accept, 2048 bytes in two reads of 1024, end of stream")
    void stream_goesThroughItsLife() throws IOException {
        try (Socket listener = listener();
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertTrue(client.connect(listener.localAddress()));
            SockaddrStorage peer = new SockaddrStorage();
            try (Socket server = listener.accept(peer, 0, -1)) {
                assertNotNull(server);
                assertEquals(client.localAddress(), peer.toSockaddr());
                assertEquals(client.peerAddress(), server.localAddress());
                assertFalse(server.isNonblocking());
                byte[] data = new byte[2048];
                new java.util.Random(13).nextBytes(data);
                assertEquals(2048, client.send(ByteBuffer.wrap(data), 0));
                byte[] got = new byte[2048];
                assertEquals(1024, server.recv(got, 0, 1024, MSG_WAITALL));
                assertEquals(1024, server.recv(got, 1024, 1024, MSG_WAITALL));
                assertArrayEquals(data, got);
                assertEquals(Socket.WOULD_BLOCK, server.recv(ByteBuffer.allocate(1), 0, 0));
                client.shutdown(SHUT_WR);
                assertEquals(0, server.recv(ByteBuffer.allocate(1), 0));
            }
        }
    }

    @Test
    @DisplayName("P6: connect in non-blocking mode is in progress, then writable, then finished")
    void connect_nonblocking_finishesLater() throws IOException {
        try (Socket listener = listener();
                Socket client = Socket.open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
            if (!client.connect(listener.localAddress())) {
                assertEquals(Socket.WRITABLE, client.poll(Socket.WRITABLE, 10, 0));
                assertTrue(client.finishConnect());
            }
            assertEquals(listener.localAddress(), client.peerAddress());
        }
        Sockaddr nobody = Sockaddr.of(Ports.refusing("127.0.0.1"));
        try (Socket client = Socket.open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> {
                client.connect(nobody);
                client.poll(Socket.WRITABLE, 10, 0);
                client.finishConnect();
            });
            assertEquals(ECONNREFUSED, e.errno());
        }
    }

    @Test
    void connect_withTimeout_succeedsAndFails() throws IOException {
        Sockaddr address = Sockaddr.of(Ports.refusing("127.0.0.1"));
        try (Socket listener = listener();
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertTrue(client.connect(listener.localAddress(), Patience.NANOS));
            assertEquals(0, fcntl(client.fd(), F_GETFL, 0) & O_NONBLOCK); // as it was
        }
        try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> client.connect(address, Patience.NANOS));
            assertEquals("connect(" + address + "): ECONNREFUSED (Connection refused)", e.getMessage());
        }
    }

    @Test
    void connect_toAFullUnixBacklog_saysAgain() throws IOException {
        Sockaddr name = Sockaddr.unixAbstract(("full" + System.nanoTime()).getBytes(US_ASCII));
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(name).listen(0);
                Socket first = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Socket second = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            first.connect(name);
            for (Duration time : List.of(Duration.ZERO, Duration.ofMillis(20))) {
                ErrnoException e = assertThrows(ErrnoException.class, () -> second.connect(name, time));
                assertEquals(EAGAIN, e.errno());
                assertTrue(e.getMessage().endsWith("backlog is full; connect again later"), e.getMessage());
            }
            try (Socket accepted = listener.accept()) {
                assertNotNull(accepted);
                assertTrue(second.connect(name, Patience.NANOS));
            }
        }
    }

    @Test
    void accept_withTimeout_returnsNull() throws IOException {
        try (Socket listener = listener();
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertNull(listener.accept(null, 0, 0));
            assertNull(listener.accept(null, 0, 1_000_000));
            client.connect(listener.localAddress());
            try (Socket server = listener.accept(null, SOCK_NONBLOCK, -1)) {
                assertNotNull(server);
                assertTrue(server.isNonblocking());
                assertEquals(Socket.WOULD_BLOCK, server.recv(ByteBuffer.allocate(1), 0));
            }
            listener.setNonblocking(true);
            assertNull(listener.accept());
        }
    }

    @Test
    @DisplayName("Z12: a datagram that is cut is visible; an empty one is a message")
    void datagrams_keepTheirEdges() throws IOException {
        try (Socket a = udp();
                Socket b = udp()) {
            a.sendto(ascii("0123456789"), 0, b.localAddress());
            a.sendto(ascii(""), 0, b.localAddress());
            ByteBuffer in = ByteBuffer.allocateDirect(4);
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(10, b.recvfrom(in, 0, from));
            assertEquals(4, in.position());
            assertTrue(from.matches(a.localAddress()));
            assertEquals(0, b.recv(in.clear(), 0));
            assertEquals(Socket.WOULD_BLOCK, b.recv(in, 0, 1_000_000));
            assertEquals(Socket.WOULD_BLOCK, b.recv(in, MSG_DONTWAIT));
        }
    }

    @Test
    void rawAddresses_andArrays_work() throws IOException {
        try (Socket a = udp();
                Socket b = udp()) {
            ByteBuffer out = ByteBuffer.allocateDirect(16).put("abcdef".getBytes(US_ASCII));
            ByteBuffer in = ByteBuffer.allocateDirect(16);
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(6, a.sendto(Addresses.of(out.flip()), 6, 0, b.localAddress()));
            assertEquals(6, b.recvfrom(Addresses.of(in), 16, 0, from));
            a.connect(b.localAddress());
            assertEquals(3, a.send(Addresses.of(out) + 3, 3, 0));
            assertEquals(3, b.recv(Addresses.of(in), 16, 0));
            assertEquals('d', in.get(0));
            byte[] bytes = "xyz".getBytes(US_ASCII);
            assertEquals(2, a.send(bytes, 1, 2, 0));
            byte[] got = new byte[4];
            assertEquals(2, b.recv(got, 1, 3, 0));
            assertArrayEquals(new byte[] {0, 'y', 'z', 0}, got);
        }
    }

    @Test
    void fully_movesAllOfIt_throughASmallPipe() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        byte[] data = new byte[1 << 20];
        new java.util.Random(1).nextBytes(data);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            a.setNonblocking(true); // the helpers wait whatever the mode
            Thread sender = new Thread(() -> {
                try {
                    a.sendFully(ByteBuffer.wrap(data), -1);
                    a.shutdown(SHUT_WR);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            ByteBuffer in = ByteBuffer.allocate(data.length + 10);
            assertEquals(data.length, b.recvFully(in, Patience.NANOS));
            byte[] got = new byte[data.length];
            in.flip().get(got);
            assertArrayEquals(data, got);
            sender.join();
            ErrnoException e = assertThrows(ErrnoException.class, () -> a.recvFully(ByteBuffer.allocate(1), 1_000_000));
            assertEquals(ETIMEDOUT, e.errno());
        }
    }

    @Test
    @DisplayName("Z9: typed and raw options, the kernel's effective values")
    void options_setAndGet() throws IOException {
        try (Socket s = Socket.open(AF_INET6, SOCK_STREAM, 0)) {
            s.setOption(SocketOptions.SO_REUSEADDR, true)
                    .setOption(SocketOptions.SO_REUSEPORT, true)
                    .setOption(SocketOptions.SO_KEEPALIVE, true)
                    .setOption(SocketOptions.SO_RCVBUF, 10_000)
                    .setOption(SocketOptions.SO_SNDBUF, 10_000)
                    .setOption(SocketOptions.SO_LINGER, new Linger(true, 5))
                    .setOption(TcpOptions.TCP_NODELAY, true)
                    .setOption(Ipv6Options.IPV6_V6ONLY, true);
            assertTrue(s.getOption(SocketOptions.SO_REUSEADDR));
            assertTrue(s.getOption(SocketOptions.SO_REUSEPORT));
            assertTrue(s.getOption(SocketOptions.SO_KEEPALIVE));
            assertEquals(20_000, s.getOption(SocketOptions.SO_RCVBUF));
            assertEquals(20_000, s.getOption(SocketOptions.SO_SNDBUF));
            assertEquals(new Linger(true, 5), s.getOption(SocketOptions.SO_LINGER));
            assertTrue(s.getOption(TcpOptions.TCP_NODELAY));
            assertTrue(s.getOption(Ipv6Options.IPV6_V6ONLY));
            assertEquals(SOCK_STREAM, s.getOption(SocketOptions.SO_TYPE));
            assertEquals(0, s.getOption(SocketOptions.SO_ERROR));
            assertEquals(1, s.setsockopt(IPPROTO_TCP, TCP_CORK, 1).getsockopt(IPPROTO_TCP, TCP_CORK));
            UnsupportedOperationException e =
                    assertThrows(UnsupportedOperationException.class, () -> s.setOption(SocketOptions.SO_TYPE, 1));
            assertTrue(e.getMessage().contains("SO_TYPE"), e.getMessage());
            ErrnoException no = assertThrows(ErrnoException.class, () -> s.setsockopt(SOL_SOCKET, SO_TYPE, 1));
            assertEquals(ENOPROTOOPT, no.errno());
        }
    }

    @Test
    void adopt_takesOver_andDetachGivesUp() throws IOException {
        int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        Socket s = Socket.adopt(fd);
        assertEquals(AF_INET, s.domain());
        assertEquals(SOCK_DGRAM, s.type());
        assertEquals(IPPROTO_UDP, s.protocol());
        assertTrue(s.isNonblocking());
        assertEquals(-EPERM, close(fd)); // it is the Socket's now
        assertEquals(fd, s.detach());
        assertFalse(s.isOpen());
        assertThrows(SocketClosedException.class, s::detach);
        assertEquals(0, close(fd));
        assertEquals(
                EBADF,
                assertThrows(ErrnoException.class, () -> Socket.adopt(fd)).errno());
    }

    @Test
    void adopt_refusesWhatAnotherSocketHas() throws IOException {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        try (Socket s = Socket.adopt(fd);
                Socket copy = s.dup();
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(1);
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
                Socket accepted = connected(client, listener)) {
            for (Socket owner : List.of(s, copy, listener, client, accepted)) {
                int number = owner.fd();
                IllegalStateException e = assertThrows(IllegalStateException.class, () -> Socket.adopt(number));
                assertTrue(e.getMessage().contains("descriptor " + number + " "), e.getMessage());
                assertTrue(owner.isOpen());
                Socket.adopt(owner.detach()).close();
            }
        }
    }

    private static Socket connected(Socket client, Socket listener) throws IOException {
        assertTrue(client.connect(listener.localAddress()));
        return listener.accept();
    }

    /** The number of a socket that was closed is anybody's, at once. */
    @Test
    void adopt_isNeverRefusedBecauseOfAnEarlierOwner() throws Exception {
        Thread other = new Thread(() -> {
            try {
                for (int i = 0; i < 5000; i++) {
                    Socket.open(AF_INET, SOCK_DGRAM, 0).close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        for (int i = 0; i < 5000; i++) {
            Socket.adopt(socket(AF_INET, SOCK_DGRAM, 0)).close();
        }
        other.join();
    }

    @Test
    void withFd_lendsTheNumber() throws IOException {
        Socket s = udp();
        assertEquals(FD_CLOEXEC, (int) s.withFd(fd -> fcntl(fd, F_GETFD, 0)));
        s.close();
        assertThrows(SocketClosedException.class, () -> s.withFd(fd -> 0));
    }

    @Test
    void withFd_passesOnWhatTheFunctionReturnsAndThrows() throws IOException {
        try (Socket s = udp()) {
            String text = s.withFd(fd -> "descriptor " + fd);
            assertEquals("descriptor " + s.fd(), text);
            InterruptedException thrown = new InterruptedException();
            assertSame(
                    thrown,
                    assertThrows(
                            InterruptedException.class,
                            () -> s.withFd(fd -> {
                                throw thrown;
                            })));
            assertTrue(s.isOpen());
            assertEquals(text, s.withFd(fd -> "descriptor " + fd));
        }
    }

    @Test
    void detach_duringACall_isRefused() throws Exception {
        try (Socket s = udp()) {
            AtomicReference<Throwable> told = new AtomicReference<>();
            s.withFd(fd -> {
                Thread other = new Thread(() -> told.set(assertThrows(IllegalStateException.class, s::detach)));
                other.start();
                other.join();
                return fd;
            });
            assertEquals(IllegalStateException.class, told.get().getClass());
            assertTrue(
                    told.get().getMessage().startsWith("detach: "), told.get().getMessage());
            assertTrue(s.isOpen());
        }
    }

    @Test
    void wholeArrays_areSentAndReceived() throws IOException {
        try (Socket server = udp();
                Socket client = udp()) {
            Duration time = Duration.ofNanos(Patience.NANOS);
            byte[] a = new byte[8];
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(5, client.sendto("hello".getBytes(US_ASCII), server.localAddress()));
            assertEquals(5, server.recvfrom(a, from));
            assertEquals(client.localAddress(), from.toSockaddr());
            client.connect(server.localAddress());
            assertEquals(8, client.send(a, time));
            assertEquals(8, server.recvfrom(a, from, time));
            assertEquals("hello", new String(a, 0, 5, US_ASCII));
            client.send(a);
            assertEquals(8, server.recv(a, time));
            assertEquals(Socket.WOULD_BLOCK, server.recv(a, Duration.ZERO));
            assertEquals(Socket.WOULD_BLOCK, server.recvfrom(a, from, Duration.ZERO));
        }
    }

    @Test
    void sendto_answersToWhereItCameFrom() throws Exception {
        try (Socket server = udp();
                Socket client = udp()) {
            Sockaddr address = server.localAddress();
            for (ByteBuffer b : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
                SockaddrStorage from = new SockaddrStorage();
                assertEquals(5, client.sendto(ascii("hello"), address));
                assertEquals(5, server.recvfrom(b, from));
                assertEquals(client.localAddress(), from.toSockaddr());
                assertEquals(5, server.sendto(b.flip(), from));
                assertEquals(5, client.recv(b.clear()));
                assertEquals(ascii("hello"), b.flip());
                assertEquals(5, Bsd.sendto(server.fd(), b, 0, from));
                assertEquals(5, client.recv(b.clear(), Duration.ofNanos(Patience.NANOS)));
            }
            SockaddrStorage none = new SockaddrStorage();
            ErrnoException e = assertThrows(ErrnoException.class, () -> server.sendto(ascii("x"), none));
            assertEquals(EDESTADDRREQ, e.errno());
            none.copyFrom(Sockaddr.loopback4(0));
            e = assertThrows(ErrnoException.class, () -> server.sendto(ascii("x"), none));
            assertEquals("sendto(127.0.0.1:0): EINVAL (Invalid argument)", e.getMessage());
            client.connect(address);
            assertEquals(1, client.sendto(ascii("x"), new SockaddrStorage())); // to the connected peer
        }
    }

    @Test
    void sendto_aStorage_allocatesNothing() throws Exception {
        try (Socket server = udp();
                Socket client = udp()) {
            ByteBuffer b = ByteBuffer.allocateDirect(8);
            SockaddrStorage to = new SockaddrStorage();
            SockaddrStorage from = new SockaddrStorage();
            to.copyFrom(server.localAddress());
            assertEquals(0, Allocations.leastBytes(200, () -> {
                client.sendto(b.clear(), 0, to, Patience.NANOS);
                server.recvfrom(b.clear(), 0, from, Patience.NANOS);
                server.sendto(b.clear(), from);
                client.recv(b.clear());
            }));
        }
    }

    @Test
    void arrays_takeAnAddressAndATimeout() throws Exception {
        byte[] out = {0, 1, 2, 3};
        byte[] in = new byte[6];
        try (Socket server = udp();
                Socket client = udp()) {
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(2, client.sendto(out, 1, 2, 0, server.localAddress()));
            assertEquals(2, server.recvfrom(in, 3, 3, 0, from));
            assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 0}, in);
            assertEquals(client.localAddress(), from.toSockaddr());
            client.connect(server.localAddress());
            assertEquals(4, client.send(out, 0, 4, 0, Patience.NANOS));
            assertEquals(4, server.recv(in, 0, 6, 0, Patience.NANOS));
            assertThrows(IndexOutOfBoundsException.class, () -> client.sendto(out, 3, 2, 0, server.localAddress()));
        }
    }

    @Test
    void wholeArrays() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            byte[] in = new byte[4];
            a.sendFully(new byte[] {1, 2});
            a.sendFully(new byte[] {3, 4, 5}, Duration.ofNanos(Patience.NANOS));
            assertEquals(4, b.recvFully(in));
            assertArrayEquals(new byte[] {1, 2, 3, 4}, in);
            assertEquals(
                    "recvFully: ETIMEDOUT (Connection timed out): 3 bytes did not come in time",
                    assertThrows(ErrnoException.class, () -> b.recvFully(in, Duration.ofNanos(1)))
                            .getMessage());
            assertEquals(5, in[0]);
            a.sendFully(new byte[] {6});
            a.shutdown(SHUT_WR);
            assertEquals(1, b.recvFully(in, Duration.ofNanos(Patience.NANOS))); // the end of the stream
            assertEquals(6, in[0]);
            assertThrows(NullPointerException.class, () -> a.sendFully((byte[]) null));
            assertThrows(NullPointerException.class, () -> b.recvFully((byte[]) null));
        }
    }

    @Test
    void messages_takeADuration() throws Exception {
        Duration patience = Duration.ofNanos(Patience.NANOS);
        try (Socket server = udp();
                Socket client = udp();
                Message message = new Message(1, 0);
                MessageBatch batch = new MessageBatch(4, 8)) {
            message.add(ByteBuffer.allocateDirect(8));
            assertEquals(Socket.WOULD_BLOCK, server.recvmsg(message, Duration.ofNanos(1)));
            assertEquals(Socket.WOULD_BLOCK, server.recvmmsg(batch, MSG_WAITFORONE, Duration.ofNanos(1)));
            client.connect(server.localAddress());
            client.send(ascii("one"));
            client.send(ascii("two!"));
            assertEquals(3, server.recvmsg(message, patience));
            assertEquals(1, server.recvmmsg(batch, MSG_WAITFORONE, patience)); // it does not wait for the other three
            assertEquals(4, batch.bytes(0));
        }
    }

    @Test
    void connectThatIsLate_goesOn() throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(0);
                Socket first = Socket.open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
                Socket second = Socket.open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
                Socket late = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            Sockaddr address = listener.localAddress();
            first.connect(address);
            second.connect(address);
            assertFalse(late.connect(address, Duration.ofMillis(1)));
            assertFalse(late.finishConnect());
            assertFalse(late.isNonblocking());
            for (int i = 0; i < 2; i++) {
                listener.accept(Duration.ofNanos(Patience.NANOS)).close();
            }
            assertEquals(Socket.WRITABLE, late.poll(Socket.WRITABLE, Duration.ofNanos(Patience.NANOS)));
            assertTrue(late.finishConnect());
        }
    }

    @Test
    @DisplayName("P13: a Unix bind makes a node in the file system")
    void unix_path_makesANode() throws IOException {
        Path dir = Files.createTempDirectory("sock");
        Path node = dir.resolve("s");
        try (Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(Sockaddr.unix(node.toString()))) {
            assertTrue(Files.exists(node));
            assertEquals("unix:" + node, s.localAddress().toString());
            ErrnoException e = assertThrows(ErrnoException.class, () -> {
                try (Socket t = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
                    t.bind(Sockaddr.unix(node.toString()));
                }
            });
            assertEquals("bind(unix:" + node + "): EADDRINUSE (Address already in use)", e.getMessage());
        }
        assertTrue(Files.exists(node)); // close does not unlink
        Files.delete(node);
        Files.delete(dir);
    }

    @Test
    @DisplayName("Z5: shutdown of what is not connected says so; the halves are remembered")
    void shutdown_saysEnotconn() throws IOException {
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertEquals(
                    ENOTCONN,
                    assertThrows(ErrnoException.class, () -> s.shutdown(SHUT_RDWR))
                            .errno());
        }
    }
}
