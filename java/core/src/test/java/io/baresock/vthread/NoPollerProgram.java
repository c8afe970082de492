package io.baresock.vthread;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Every kind of wait of a virtual thread, when the poller has ended and there is no descriptor to open it again. */
final class NoPollerProgram {

    private static final String DAEMON = "baresock-virtual-threads";
    private static final long SHORT = 1_000_000;
    private static final long LONG = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

    private final Socket[] stream = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
    private final Socket[] datagrams = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
    private final Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0);
    private final int original = Bsd.socket(AF_INET, SOCK_STREAM, 0);
    private final Deque<Integer> occupants = new ArrayDeque<>();

    private NoPollerProgram() throws Exception {
        listener.bind(Sockaddr.loopback4(0)).listen(1);
    }

    public static void main(String[] args) throws Exception {
        NoPollerProgram p = new NoPollerProgram();
        p.timed(); // loads the classes
        p.waits();
        ends(
                p.stream[0],
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1));
        awaitDaemon(false);
        p.occupyAll();
        p.timed();
        p.waits();
        expect(false, isDaemonThere(), "the poller is open");
        p.goesOnWithThePoller();
        ends(p.stream[0], p.listener);
        System.out.println("all waited");
    }

    /** Waits until the time has passed. */
    private void timed() throws Exception {
        Socket s = stream[0];
        Socket d = datagrams[0];
        expect(Socket.WOULD_BLOCK, Virtual.call(() -> s.recv(ByteBuffer.allocate(1), 0, SHORT)), "recv");
        expect(0, Virtual.call(() -> s.poll(Socket.READABLE, Duration.ofNanos(SHORT))), "poll");
        expect(null, Virtual.call(() -> listener.accept(null, 0, SHORT)), "accept");
        try (Message m = new Message(1, 0).add(ByteBuffer.allocate(1));
                MessageBatch batch = new MessageBatch(2, 1)) {
            expect(Socket.WOULD_BLOCK, Virtual.call(() -> d.recvmsg(m, 0, SHORT)), "recvmsg");
            expect(Socket.WOULD_BLOCK, Virtual.call(() -> d.recvmmsg(batch, 0, SHORT)), "recvmmsg");
        }
        fill(s);
        expect(Socket.WOULD_BLOCK, Virtual.call(() -> s.send(new byte[1], 0, 1, 0, SHORT)), "send");
        drain(stream[1]);
    }

    /** Waits until an event comes. */
    private void waits() throws Exception {
        Socket s = stream[0];
        Task<Integer> received =
                Virtual.call(() -> s.recv(ByteBuffer.allocate(1), 0)).awaitParked();
        Task<Integer> polled = Virtual.call(() -> datagrams[0].poll(Socket.READABLE, Duration.ofNanos(LONG)))
                .awaitParked();
        stream[1].send(new byte[1]);
        datagrams[1].send(new byte[1]);
        expect(1, received, "recv");
        expect(Socket.READABLE, polled, "poll");
        datagrams[0].recv(ByteBuffer.allocate(1), 0);
        fill(s);
        Task<Integer> sent = Virtual.call(() -> s.send(new byte[1])).awaitParked();
        drain(stream[1]);
        expect(1, sent, "send");
        drain(stream[1]);
    }

    /** A thread that waits without the poller waits with it as soon as there are descriptors. */
    private void goesOnWithThePoller() throws Exception {
        Task<Integer> received =
                Virtual.call(() -> stream[0].recv(ByteBuffer.allocate(1), 0)).awaitParked();
        while (!occupants.isEmpty()) {
            Bsd.close(occupants.pop());
        }
        awaitDaemon(true);
        stream[1].send(new byte[1]);
        expect(1, received, "recv");
        awaitDaemon(false);
        occupyAll();
    }

    /** What ends a wait. */
    private static void ends(Socket s, Socket listener) throws Exception {
        Task<Integer> received =
                Virtual.call(() -> s.recv(ByteBuffer.allocate(1), 0)).awaitParked();
        received.thread().interrupt();
        expect(EINTR, ((ErrnoException) failure(received)).errno(), "interrupted");
        Task<Socket> accepted = Virtual.call(() -> listener.accept()).awaitParked();
        listener.close();
        expect(SocketClosedException.class, failure(accepted).getClass(), "closed");
    }

    private static void fill(Socket s) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 16);
        while (s.send(b.clear(), MSG_DONTWAIT) > 0) {}
    }

    private static void drain(Socket s) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 16);
        while (s.recv(b.clear(), MSG_DONTWAIT) > 0) {}
    }

    private void occupyAll() {
        int fd;
        while ((fd = Bsd.dup(original)) >= 0) {
            occupants.push(fd);
        }
        expect(-EMFILE, fd, "dup");
    }

    private static boolean isDaemonThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(DAEMON));
    }

    private static void awaitDaemon(boolean there) {
        long start = System.nanoTime();
        while (isDaemonThere() != there) {
            if (System.nanoTime() - start > LONG) {
                throw new AssertionError("the poller is " + (there ? "not open" : "open"));
            }
        }
    }

    private static void expect(Object wanted, Task<?> task, String what) throws Exception {
        expect(wanted, task.get(), what);
    }

    private static void expect(Object wanted, Object got, String what) {
        if (wanted == null ? got != null : !wanted.equals(got)) {
            throw new AssertionError(what + ": " + got + ", not " + wanted);
        }
    }

    private static Throwable failure(Task<?> task) throws Exception {
        try {
            throw new AssertionError(task.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
