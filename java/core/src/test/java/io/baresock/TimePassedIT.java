package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.arch.ExportedTypes;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.handover.PeerProcess;
import io.baresock.helper.RegularFile;
import io.baresock.internal.Memory;
import io.baresock.internal.ResolverThreads;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time that has passed, as the package's Javadoc says it: each public method that has a timeout, where nothing comes and nothing can
 * go. It must say the same when it does not wait at all. A method with a timeout that has no entry here fails the test.
 */
@EnabledOnOs(OS.LINUX) // full backlogs, sendfile, pidfds
class TimePassedIT {

    /** The names that parameters of this kind have. */
    private static final Pattern TIMEOUT = Pattern.compile("timeout\\w*|sec|\\w*[fF]romNow");

    private static final long SHORT = 1_000_000;
    private static final int WOULD_BLOCK = Socket.WOULD_BLOCK;
    private static final int LOOKUPS = 8; // that run at a time

    /** On loopback there is always room for a datagram of UDP, so nothing shows what these say; they wait as all others do. */
    private static final Set<String> NEVER_WAIT = Set.of(
            "Socket.sendmmsg(MessageBatch, Gso, int, long)",
            "Socket.sendSegments(Gso, ByteBuffer, int, int, Sockaddr, long)");

    /** Waits for a service manager: SystemdIT has one. */
    private static final Set<String> ELSEWHERE = Set.of("Systemd.barrier(Duration)");

    /** A call with a timeout in nanoseconds. */
    private interface Call {
        Object with(long nanos) throws Exception;
    }

    private record Row(Object expected, Call call) {}

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private final ByteBuffer b = Memory.allocate(16);
    private final long address = Memory.address(b);
    private final byte[] a = new byte[16];

    private <T extends AutoCloseable> T own(T resource) {
        resources.add(0, resource);
        return resource;
    }

    private Socket open(int domain, int type) throws ErrnoException {
        return own(Socket.open(domain, type, 0));
    }

    private Socket[] pair() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        own(pair[0]);
        own(pair[1]);
        return pair;
    }

    private static Duration of(long nanos) {
        return Duration.ofNanos(nanos);
    }

    @AfterEach
    void close() throws Exception {
        release.countDown();
        for (AutoCloseable r : resources) {
            r.close();
        }
    }

    /** Something to send each time. */
    private ByteBuffer some() {
        return b.clear();
    }

    @BeforeEach
    void receives() throws Exception {
        Socket s = open(AF_INET, SOCK_DGRAM).bind(Sockaddr.loopback4(0));
        SockaddrStorage from = new SockaddrStorage();
        Message m = own(new Message().add(b));
        MessageBatch batch = own(new MessageBatch(2, 8));
        row("Socket.recv(ByteBuffer, Duration)", WOULD_BLOCK, t -> s.recv(some(), of(t)));
        row("Socket.recv(ByteBuffer, int, long)", WOULD_BLOCK, t -> s.recv(some(), 0, t));
        row("Socket.recv(byte[], Duration)", WOULD_BLOCK, t -> s.recv(a, of(t)));
        row("Socket.recv(byte[], int, int, int, long)", WOULD_BLOCK, t -> s.recv(a, 0, 16, 0, t));
        row("Socket.recv(long, int, int, long)", WOULD_BLOCK, t -> s.recv(address, 16, 0, t));
        row(
                "Socket.recvfrom(ByteBuffer, SockaddrStorage, Duration)",
                WOULD_BLOCK,
                t -> s.recvfrom(some(), from, of(t)));
        row(
                "Socket.recvfrom(ByteBuffer, int, SockaddrStorage, long)",
                WOULD_BLOCK,
                t -> s.recvfrom(some(), 0, from, t));
        row("Socket.recvfrom(byte[], SockaddrStorage, Duration)", WOULD_BLOCK, t -> s.recvfrom(a, from, of(t)));
        row(
                "Socket.recvfrom(byte[], int, int, int, SockaddrStorage, long)",
                WOULD_BLOCK,
                t -> s.recvfrom(a, 0, 16, 0, from, t));
        row(
                "Socket.recvfrom(long, int, int, SockaddrStorage, long)",
                WOULD_BLOCK,
                t -> s.recvfrom(address, 16, 0, from, t));
        row("Socket.recvmsg(Message, int, long)", WOULD_BLOCK, t -> s.recvmsg(m, 0, t));
        row("Socket.recvmsg(Message, Duration)", WOULD_BLOCK, t -> s.recvmsg(m, of(t)));
        row("Socket.recvmmsg(MessageBatch, int, Duration)", WOULD_BLOCK, t -> s.recvmmsg(batch, 0, of(t)));
        row("Socket.recvmmsg(MessageBatch, int, long)", WOULD_BLOCK, t -> s.recvmmsg(batch, 0, t));
        row("Bsd.recvmmsg(int, MessageBatch, int, long)", WOULD_BLOCK, t -> Bsd.recvmmsg(s.fd(), batch, 0, t));
        Socket listener = open(AF_INET, SOCK_STREAM).bind(Sockaddr.loopback4(0)).listen(1);
        row("Socket.accept(Duration)", null, t -> listener.accept(of(t)));
        row("Socket.accept(SockaddrStorage, int, long)", null, t -> listener.accept(from, 0, t));
        Socket stream = pair()[0];
        row("Socket.recvFully(ByteBuffer, long)", "ETIMEDOUT", t -> stream.recvFully(some(), t));
        row("Socket.recvFully(ByteBuffer, Duration)", "ETIMEDOUT", t -> stream.recvFully(some(), of(t)));
        row("Socket.recvFully(byte[], Duration)", "ETIMEDOUT", t -> stream.recvFully(a, of(t)));
    }

    @BeforeEach
    void sends(@TempDir Path folder) throws Exception {
        Socket receiver = open(AF_UNIX, SOCK_DGRAM).bind(Sockaddr.unixUnnamed());
        Sockaddr full = receiver.localAddress();
        Socket s = open(AF_UNIX, SOCK_DGRAM);
        for (int i = 0; s.sendto(some(), 0, full, 0) != WOULD_BLOCK; i++) {
            assertTrue(i < 100_000, "a queue that never fills");
        }
        Socket connected = open(AF_UNIX, SOCK_DGRAM);
        connected.connect(full);
        SockaddrStorage to = new SockaddrStorage();
        to.copyFrom(full);
        Message m = own(new Message().add(b).to(full));
        MessageBatch batch = own(new MessageBatch(1, 8).to(0, full).range(0, 1));
        row("Socket.send(ByteBuffer, Duration)", WOULD_BLOCK, t -> connected.send(some(), of(t)));
        row("Socket.send(ByteBuffer, int, long)", WOULD_BLOCK, t -> connected.send(some(), 0, t));
        row("Socket.send(byte[], Duration)", WOULD_BLOCK, t -> connected.send(a, of(t)));
        row("Socket.send(byte[], int, int, int, long)", WOULD_BLOCK, t -> connected.send(a, 0, 16, 0, t));
        row("Socket.send(long, int, int, long)", WOULD_BLOCK, t -> connected.send(address, 16, 0, t));
        row("Socket.sendto(ByteBuffer, Sockaddr, Duration)", WOULD_BLOCK, t -> s.sendto(some(), full, of(t)));
        row("Socket.sendto(ByteBuffer, int, Sockaddr, long)", WOULD_BLOCK, t -> s.sendto(some(), 0, full, t));
        row("Socket.sendto(ByteBuffer, int, SockaddrStorage, long)", WOULD_BLOCK, t -> s.sendto(some(), 0, to, t));
        row("Socket.sendto(byte[], int, int, int, Sockaddr, long)", WOULD_BLOCK, t -> s.sendto(a, 0, 16, 0, full, t));
        row("Socket.sendto(long, int, int, Sockaddr, long)", WOULD_BLOCK, t -> s.sendto(address, 16, 0, full, t));
        row("Socket.sendmsg(Message, int, long)", WOULD_BLOCK, t -> s.sendmsg(m, 0, t));
        row("Socket.sendmmsg(MessageBatch, int, long)", WOULD_BLOCK, t -> s.sendmmsg(batch, 0, t));
        row("Socket.sendFully(ByteBuffer, long)", "ETIMEDOUT", t -> {
            connected.sendFully(some(), t);
            return "sent";
        });
        row("Socket.sendFully(ByteBuffer, Duration)", "ETIMEDOUT", t -> {
            connected.sendFully(some(), of(t));
            return "sent";
        });
        row("Socket.sendFully(byte[], Duration)", "ETIMEDOUT", t -> {
            connected.sendFully(a, of(t));
            return "sent";
        });
        files(folder);
    }

    private void files(Path folder) throws Exception {
        Socket s = pair()[0];
        Path path = folder.resolve("file");
        RandomAccessFile file = own(new RandomAccessFile(path.toFile(), "rw"));
        file.setLength(4 << 20);
        int fd = RegularFile.descriptorOf(path.toRealPath().toString());
        row(
                "Socket.sendfileFully(int, long, long, long, LongConsumer)",
                "ETIMEDOUT",
                t -> s.sendfileFully(fd, 0, 4 << 20, t, null));
        row(
                "Socket.sendfileFully(FileChannel, long, long, long, LongConsumer)",
                "ETIMEDOUT",
                t -> s.sendfileFully(file.getChannel(), 0, 4 << 20, t, null));
    }

    @BeforeEach
    void waits() throws Exception {
        Socket listener = open(AF_INET, SOCK_STREAM).bind(Sockaddr.loopback4(0)).listen(0);
        Sockaddr full = listener.localAddress();
        for (int i = 0; i < 3; i++) {
            open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK).connect(full);
        }
        row("Socket.connect(Sockaddr, long)", false, t -> open(AF_INET, SOCK_STREAM)
                .connect(full, t));
        row("Socket.connect(Sockaddr, Duration)", false, t -> open(AF_INET, SOCK_STREAM)
                .connect(full, of(t)));
        Socket quiet = open(AF_INET, SOCK_DGRAM).bind(Sockaddr.loopback4(0));
        row("Socket.poll(int, long, long)", 0, t -> quiet.poll(Socket.READABLE, 0, t / 1000));
        row("Socket.poll(int, Duration)", 0, t -> quiet.poll(Socket.READABLE, of(t)));
        row("Bsd.poll(int, int, long)", 0, t -> Bsd.poll(quiet.fd(), POLLIN, t));
        PollFds fds = new PollFds(1);
        fds.add(quiet.fd(), POLLIN);
        row("Bsd.poll(PollFds, long)", 0, t -> Bsd.poll(fds, t));
        row("Bsd.select(int, FdSet, FdSet, FdSet, long)", 0, t -> {
            FdSet set = new FdSet();
            FD_SET(quiet.fd(), set);
            return Bsd.select(quiet.fd() + 1, set, null, null, t);
        });
        Poller poller = own(Poller.open());
        poller.register(quiet, Poller.READABLE, null);
        row("Poller.poll(long)", 0, poller::poll);
        row("Poller.poll(Duration)", 0, t -> poller.poll(of(t)));
        EventLoop loop = own(EventLoop.create());
        row("EventLoop.runOnce(long)", true, loop::runOnce); // whether the loop goes on, however much there was to do
        row("EventLoop.runOnce(Duration)", true, t -> loop.runOnce(of(t)));
        row("Status.deadline(long)", "ETIMEDOUT", t -> received(loop, s -> s.deadline(t)));
        row("Status.deadline(Duration)", "ETIMEDOUT", t -> received(loop, s -> s.deadline(of(t))));
        Socket[] pair = pair();
        row("PeerProcess.awaitExit(long)", false, t -> myself(pair[0]).awaitExit(t));
        row("PeerProcess.awaitExit(Duration)", false, t -> myself(pair[0]).awaitExit(of(t)));
    }

    private PeerProcess myself(Socket socket) throws ErrnoException {
        return own(PeerProcess.of(socket));
    }

    private static String received(EventLoop loop, Consumer<Status> deadline) throws ErrnoException {
        try (AsyncSocket s = loop.open(AF_INET, SOCK_DGRAM, 0)) {
            s.socket().bind(Sockaddr.loopback4(0));
            Status status = s.recv(ByteBuffer.allocate(1), null);
            deadline.accept(status);
            for (int turn = 0; !status.isDone(); turn++) {
                assertTrue(turn < 1000, "a deadline that never comes");
                loop.runOnce(Patience.NANOS);
            }
            return status.errnoName();
        }
    }

    /** All threads that look up names are busy. */
    @BeforeEach
    void lookups() throws Exception {
        CountDownLatch busy = new CountDownLatch(LOOKUPS);
        List<CompletableFuture<Void>> stuck = new ArrayList<>();
        for (int i = 0; i < LOOKUPS; i++) {
            stuck.add(ResolverThreads.start(() -> {
                busy.countDown();
                release.await();
                return null;
            }));
        }
        assertTrue(busy.await(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals(LOOKUPS, stuck.size());
        row("Bsd.getaddrinfo(String, String, AddrInfo, long)", "ETIMEDOUT", t -> getaddrinfo("::1", "1", null, t));
        row(
                "Bsd.getaddrinfo(String, String, AddrInfo, Duration)",
                "ETIMEDOUT",
                t -> getaddrinfo("::1", "1", null, of(t)));
        row("Bsd.getnameinfo(Sockaddr, int, long)", "ETIMEDOUT", t -> getnameinfo(Sockaddr.loopback4(1), 0, t));
    }

    private void row(String method, Object expected, Call call) {
        rows.put(method, new Row(expected, call));
    }

    private static Object outcome(Call call, long nanos) throws Exception {
        try {
            return call.with(nanos);
        } catch (ErrnoException e) {
            assertTrue(e.getMessage().length() > e.errnoName().length(), e.getMessage());
            return e.errnoName();
        }
    }

    @Test
    void eachCall_saysItsOwnValue_whenItsTimeHasPassed() {
        assertAll(rows.entrySet().stream().map(e -> () -> {
            assertEquals(
                    e.getValue().expected(), outcome(e.getValue().call(), SHORT), e.getKey() + ": the time passed");
            assertEquals(e.getValue().expected(), outcome(e.getValue().call(), 0), e.getKey() + ": it may not wait");
        }));
    }

    private static String signature(Method m) {
        return m.getDeclaringClass().getSimpleName() + "." + m.getName()
                + Arrays.stream(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static boolean hasTimeout(Method m) {
        return Arrays.stream(m.getParameters()).map(Parameter::getName).anyMatch(name -> TIMEOUT.matcher(name)
                .matches());
    }

    @Test
    @DisabledInNativeImage // which has not all methods to look at
    void everyMethodWithATimeout_isAmongThem() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : ExportedTypes.all()) {
            for (Method m : type.getMethods()) {
                if (m.getDeclaringClass() == type && hasTimeout(m)) {
                    found.add(signature(m));
                }
            }
        }
        Set<String> tried = new TreeSet<>(rows.keySet());
        tried.addAll(NEVER_WAIT);
        tried.addAll(ELSEWHERE);
        assertEquals(String.join("\n", tried), String.join("\n", found));
    }
}
