package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.SocketLevel;
import io.baresock.vthread.Virtual.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every call of a socket that waits, made on a virtual thread: parked, and with the same result as on any other. */
@Timeout(120)
class ParkingIT {

    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final int MANY = Virtual.AVAILABLE ? 1000 : 50;

    /** A receive of one byte, in each of its forms. */
    private enum Receive {
        BUFFER {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocateDirect(8);
                return s.recv(b, 0) == 1 ? b.get(0) : -1;
            }
        },
        HEAP_BUFFER_TIMED {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(8);
                return s.recv(b, 0, HOUR) == 1 ? b.get(0) : -1;
            }
        },
        ARRAY {
            @Override
            int call(Socket s) throws ErrnoException {
                byte[] a = new byte[8];
                return s.recv(a, 2, 4, 0) == 1 ? a[2] : -1;
            }
        },
        FROM {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocateDirect(8);
                return s.recvfrom(b, 0, new SockaddrStorage()) == 1 ? b.get(0) : -1;
            }
        },
        FULLY {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(1);
                return s.recvFully(b, -1) == 1 ? b.get(0) : -1;
            }
        },
        MESSAGE {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(8);
                try (Message m = new Message().add(b)) {
                    return s.recvmsg(m, 0) == 1 ? b.get(0) : -1;
                }
            }
        },
        POLL {
            @Override
            int call(Socket s) throws ErrnoException {
                int ready = s.poll(Socket.POLL_READ | Socket.POLL_EXCEPTION, -1, 0);
                ByteBuffer b = ByteBuffer.allocate(8);
                return ready == Socket.POLL_READ && s.recv(b, 0, 0) == 1 ? b.get(0) : -1;
            }
        };

        abstract int call(Socket s) throws ErrnoException;
    }

    private static ByteBuffer oneByte(int value) {
        return ByteBuffer.allocate(1).put(0, (byte) value);
    }

    private static Socket listener() throws ErrnoException {
        return Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(128);
    }

    private static Socket[] tcpPair() throws ErrnoException {
        try (Socket listener = listener()) {
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }

    @Test
    @DisplayName("G11: every form of a receive parks a virtual thread, and gets the byte")
    void receive_parks_inEachForm() throws Exception {
        for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
            Socket[] pair = Socket.pair(AF_UNIX, type, 0);
            try (Socket here = pair[0];
                    Socket there = pair[1];
                    Socket copy = here.dup()) {
                int value = 0;
                for (Receive receive : Receive.values()) {
                    for (Socket s : List.of(here, copy)) {
                        Task<Integer> task = Virtual.call(() -> receive.call(s)).awaitParked();
                        assertEquals(1, there.send(oneByte(++value), 0));
                        assertEquals(value, task.get(), receive.name());
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("G11: accept and connect park a virtual thread")
    void accept_andConnect_park() throws Exception {
        try (Socket listener = listener()) {
            for (int round = 0; round < 3; round++) {
                boolean timed = round == 1;
                Task<Socket> accepting = Virtual.call(
                                () -> timed ? listener.accept(new SockaddrStorage(), 0, HOUR) : listener.accept())
                        .awaitParked();
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    assertTrue(Virtual.call(() -> client.connect(listener.localAddress()))
                            .get());
                    assertFalse(client.isNonblocking());
                    try (Socket accepted = accepting.get()) {
                        assertEquals(1, accepted.send(oneByte(7), 0));
                        assertEquals(1, client.recv(ByteBuffer.allocate(8), 0));
                    }
                }
            }
        }
    }

    @Test
    void connect_saysWhyItFailed() throws Exception {
        Sockaddr nobody;
        try (Socket bound = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0))) {
            nobody = bound.localAddress();
            try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                ErrnoException e = Virtual.call(() -> assertThrows(ErrnoException.class, () -> s.connect(nobody)))
                        .get();
                assertEquals(Bsd.ECONNREFUSED, e.errno());
            }
        }
    }

    /** A Unix connect with a full backlog has nothing to poll for: it tries again after pauses. */
    @Test
    void connect_waitsForRoom_inAUnixBacklog() throws Exception {
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0)
                        .bind(Sockaddr.unixUnnamed())
                        .listen(0);
                Socket first = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Socket second = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            Sockaddr address = listener.localAddress();
            first.connect(address);
            assertEquals(
                    Bsd.ETIMEDOUT,
                    Virtual.call(() -> assertThrows(ErrnoException.class, () -> second.connect(address, SHORT)))
                            .get()
                            .errno());
            Task<Boolean> connecting =
                    Virtual.call(() -> second.connect(address)).awaitParked();
            try (Socket one = listener.accept()) {
                assertTrue(connecting.get());
                assertTrue(one.isOpen());
            }
        }
    }

    @Test
    @DisplayName("G11: timeouts of parked calls pass")
    void timeouts_pass() throws Exception {
        try (Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                Socket listener = listener()) {
            long begin = System.nanoTime();
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> udp.recv(ByteBuffer.allocate(8), 0, SHORT))
                            .get());
            assertNull(Virtual.call(() -> listener.accept(null, 0, SHORT)).get());
            assertEquals(
                    0, Virtual.call(() -> udp.poll(Socket.POLL_READ, 0, 50_000)).get());
            assertEquals(
                    Bsd.ETIMEDOUT,
                    Virtual.call(() -> assertThrows(
                                    ErrnoException.class, () -> udp.recvFully(ByteBuffer.allocate(8), SHORT)))
                            .get()
                            .errno());
            assertTrue(System.nanoTime() - begin >= 4 * SHORT, "one of them came before its time");
            // and leave nothing behind that would take what comes later
            udp.sendto(oneByte(1), 0, udp.localAddress());
            assertEquals(
                    1,
                    Virtual.call(() -> udp.recv(ByteBuffer.allocate(8), 0, HOUR))
                            .get());
        }
    }

    /** MSG_DONTWAIT and non-blocking mode mean what they mean anywhere. */
    @Test
    void nonblocking_doesNotWait() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1];
                Socket copy = here.dup()) {
            ByteBuffer b = ByteBuffer.allocate(8);
            for (Socket s : List.of(there, here, copy)) {
                assertEquals(Socket.WOULD_BLOCK, s.recv(b, Bsd.MSG_DONTWAIT));
                assertEquals(
                        Socket.WOULD_BLOCK,
                        Virtual.call(() -> s.recv(b, Bsd.MSG_DONTWAIT)).get());
            }
            there.setNonblocking(true);
            assertEquals(
                    Socket.WOULD_BLOCK, Virtual.call(() -> there.recv(b, 0)).get());
            Task<Integer> timed = Virtual.call(() -> there.recv(b, 0, HOUR)).awaitParked();
            assertEquals(3, here.send(ByteBuffer.allocate(3), 0));
            assertEquals(3, timed.get());
        }
    }

    @Test
    @DisplayName("G11: both directions of one socket at once, each with a waiting virtual thread")
    void bothDirections_waitOnOneSocket() throws Exception {
        int size = 4 << 20;
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            here.setOption(SocketLevel.SO_SNDBUF, 8192);
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
            for (int i = 0; i < 8; i++) {
                long timeout = i % 2 == 0 ? -1 : 20_000L * i;
                tasks.add(Virtual.call(() -> receiveUntilEmpty(here, timeout)));
            }
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

    private static int receiveUntilEmpty(Socket s, long timeout) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        int received = 0;
        while (true) {
            int n = s.recv(b.clear(), 0, timeout);
            if (n == 0) {
                return received;
            }
            received += n > 0 ? 1 : 0;
        }
    }

    /** An unconnected Unix datagram socket stays writable while its full receiver refuses: no spinning, and no sleep for ever. */
    @Test
    void sendto_aFullReceiver_waitsUntilThereIsRoom() throws Exception {
        try (Socket receiver = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed());
                Socket sender = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            Sockaddr to = receiver.localAddress();
            ByteBuffer b = ByteBuffer.allocateDirect(64);
            int filled = 0;
            while (sender.sendto(b.clear(), 0, to, 0) > 0) {
                assertTrue(++filled < 100_000);
            }
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> sender.sendto(ByteBuffer.allocate(1), 0, to, SHORT))
                            .get());
            Task<Integer> waiting = Virtual.call(() -> sender.sendto(ByteBuffer.allocate(1), 0, to));
            for (int i = 0; i < filled; i++) {
                assertEquals(64, receiver.recv(b.clear(), 0, HOUR));
            }
            assertEquals(1, waiting.get());
            assertEquals(1, receiver.recv(b.clear(), 0, HOUR));
        }
    }

    /** What only the blocking system call gives is still given, on a pinned carrier: all the bytes, the kernel's own timeout. */
    @Test
    void waitall_andKernelTimeouts_meanTheSame() throws Exception {
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            Task<Integer> all = Virtual.call(() -> here.recv(ByteBuffer.allocate(8), Bsd.MSG_WAITALL));
            there.send(ByteBuffer.allocate(3), 0);
            there.send(ByteBuffer.allocate(5), 0);
            assertEquals(8, all.get());
            here.setOption(SocketLevel.SO_RCVTIMEO, java.time.Duration.ofMillis(50));
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> here.recv(ByteBuffer.allocate(8), 0)).get());
        }
    }

    @Test
    void sendfile_ofAChannel_parks(@TempDir Path folder) throws Exception {
        int size = 2 << 20;
        Path file = Files.write(folder.resolve("file"), new byte[size]);
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1];
                FileChannel channel = FileChannel.open(file)) {
            here.setOption(SocketLevel.SO_SNDBUF, 8192);
            Task<Long> sending =
                    Virtual.call(() -> sendAll(here, channel, size)).awaitParked();
            assertEquals(size, there.recvFully(ByteBuffer.allocate(size), HOUR));
            assertEquals(size, sending.get());
        }
    }

    /** The call that has no form that does not wait is made by another thread; closing ends it all the same. */
    @Test
    @EnabledOnOs(OS.LINUX) // finds the descriptor by /proc
    void sendfile_ofADescriptor_parks_andCloseEndsIt(@TempDir Path folder) throws Exception {
        int size = 4 << 20;
        Path file = Files.write(folder.resolve("file"), new byte[size]);
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1];
                FileChannel channel = FileChannel.open(file)) {
            assertTrue(channel.isOpen());
            int in = descriptorOf(file);
            here.setOption(SocketLevel.SO_SNDBUF, 8192);
            Task<Long> sending = Virtual.call(() -> here.sendfile(in, 0, size)).awaitParked();
            assertEquals(size, there.recvFully(ByteBuffer.allocate(size), HOUR));
            assertEquals(size, sending.get());
            ErrnoException e = Virtual.call(
                            () -> assertThrows(ErrnoException.class, () -> here.sendfile(here.fd(), 0, 1)))
                    .get();
            assertEquals(Bsd.ESPIPE, e.errno());
            Task<Long> stuck = Virtual.call(() -> {
                long sent = 0;
                while (true) {
                    sent += here.sendfile(in, 0, size);
                }
            });
            stuck.awaitParked();
            here.close();
            Exception closed = assertThrows(Exception.class, stuck::get);
            assertEquals(SocketClosedException.class, closed.getCause().getClass());
        }
    }

    private static int descriptorOf(Path file) throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : fds.toList()) {
                if (Files.isSymbolicLink(fd)
                        && Files.readSymbolicLink(fd)
                                .toString()
                                .equals(file.toRealPath().toString())) {
                    return Integer.parseInt(fd.getFileName().toString());
                }
            }
        }
        throw new AssertionError("not open: " + file);
    }

    private static long sendAll(Socket s, FileChannel channel, int size) throws IOException {
        return s.sendfile(channel, 0, size);
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
