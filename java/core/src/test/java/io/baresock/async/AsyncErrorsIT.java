package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.abort;

import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.ForwardingBackend;
import io.baresock.option.SocketOptions;
import io.baresock.option.Timestamping;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The error queue of an asynchronous socket. */
@EnabledOnOs(OS.LINUX)
class AsyncErrorsIT {

    private EventLoop loop;
    private ErrorQueue queue;
    private AsyncSocket socket;
    private Sockaddr nobody;
    private final List<Integer> errors = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
        loop.exceptionHandler((thread, t) -> thrown.add(t));
        queue = new ErrorQueue(2, 16);
        socket = loop.open(AF_INET, SOCK_DGRAM, 0);
        socket.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        nobody = Sockaddr.of(Ports.refusing("127.0.0.1"));
    }

    @AfterEach
    void close() {
        loop.close();
        queue.close();
    }

    private void reportRefused() throws ErrnoException {
        socket.socket().setsockopt(IPPROTO_IP, IP_RECVERR, 1);
    }

    private void loseOne() {
        finish(socket.sendto(text("lost"), nobody, null));
    }

    private void note(AsyncSocket s, ErrorQueue q) {
        assertSame(socket, s);
        assertSame(queue, q);
        for (int i = 0; i < q.count(); i++) {
            errors.add(q.errno(i));
        }
    }

    @Test
    void refusedDatagrams_areTold_withAndWithoutAReceive_andNoReceiveIsPaused() throws ErrnoException {
        reportRefused();
        socket.onError(queue, this::note);
        loseOne();
        until(loop, () -> errors.size() == 1);
        Status receive = socket.recv(ByteBuffer.allocateDirect(16), null);
        settle(loop); // it waits before the error comes: else it could be the call that gets the pending error
        for (int i = 2; i < 40; i++) { // more than the pauses that an operation survives
            int n = i;
            loseOne();
            until(loop, () -> errors.size() == n);
            assertFalse(socket.operations().readiness.isPaused());
            assertFalse(receive.isDone());
        }
        assertEquals(List.of(ECONNREFUSED), errors.stream().distinct().toList());
        socket.socket().sendto(text("data"), 0, socket.socket().localAddress());
        succeed(receive);
        assertEquals(4, receive.bytes());
        assertEquals(List.of(), thrown);
    }

    @Test
    void transmitTimes_areTold() throws ErrnoException {
        List<ErrorKind> kinds = new ArrayList<>();
        socket.onError(queue, (s, q) -> kinds.add(q.kind(0)));
        socket.socket()
                .setOption(
                        SocketOptions.SO_TIMESTAMPING,
                        Timestamping.builder().sendSoftware().ids().timesOnly().build());
        socket.sendto(text("timed"), socket.socket().localAddress(), null);
        until(loop, () -> kinds.size() == 1);
        assertEquals(List.of(ErrorKind.TIMESTAMP), kinds);
    }

    @Test
    void aCallbackThatThrows_harmsNothing_andOneMayClose() throws ErrnoException {
        reportRefused();
        socket.onError(queue, (s, q) -> {
            throw new IllegalArgumentException("by the test");
        });
        loseOne();
        until(loop, () -> thrown.size() == 1);
        assertTrue(socket.isOpen());
        socket.onError(queue, (s, q) -> s.close());
        Status receive = socket.recv(ByteBuffer.allocateDirect(16), null);
        settle(loop); // it waits before the error comes: else it could be the call that gets the pending error
        loseOne();
        fail(EBADF, receive);
        assertEquals(1, thrown.size());
    }

    @Test
    void aClosedQueue_isReportedOnce() throws ErrnoException {
        reportRefused();
        socket.onError(queue, this::note);
        queue.close();
        loseOne();
        until(loop, () -> thrown.size() == 1);
        assertInstanceOf(IllegalStateException.class, thrown.get(0));
        settle(loop);
        assertEquals(1, thrown.size());
        assertTrue(socket.isOpen());
    }

    @Test
    void aPendingErrorThatNobodyTakes_doesNotSilenceTheCallback() throws ErrnoException {
        Socket s = socket.socket();
        s.connect(nobody);
        socket.onError(queue, this::note);
        settle(loop);
        s.send(text("lost"), 0); // without IP_RECVERR this is an error of the socket, and no entry of its queue
        settle(loop);
        assertEquals(List.of(), errors);
        reportRefused();
        for (int i = 0; i < 2; i++) {
            try {
                s.send(text("lost"), 0);
            } catch (ErrnoException e) {
                assertEquals(ECONNREFUSED, e.errno()); // that of the send before
            }
        }
        until(loop, () -> !errors.isEmpty()); // and the loop has no operation
    }

    /** By each engine that this system has. */
    @ParameterizedTest
    @EnumSource(
            value = EventLoop.Engine.class,
            names = {"EPOLL", "IO_URING"})
    @DisabledIfSystemProperty(named = "baresock.force", matches = ".*poll.*", disabledReason = "poll(2) has no edges")
    void anErrorThatNobodyReads_makesNoReceiveLate_andNoTurnsWithoutEnd(EventLoop.Engine engine) throws ErrnoException {
        try (EventLoop polls = made(engine);
                Socket sender = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            AsyncSocket a = polls.open(AF_INET, SOCK_DGRAM, 0);
            a.socket().bind(Sockaddr.inet("127.0.0.1", 0));
            a.socket().setsockopt(IPPROTO_IP, IP_RECVERR, 1);
            int count = 20;
            int[] ended = {0};
            RecvCallback again = new RecvCallback() {
                @Override
                public void received(Status s, ByteBuffer b) {
                    if (polls.isClosed()) {
                        return;
                    }
                    ended[0]++;
                    a.recv(b.clear(), this);
                }
            };
            a.recv(ByteBuffer.allocateDirect(16), again);
            settle(polls);
            int turns = 0;
            for (int i = 0; i < count; i++) {
                try {
                    a.socket().sendto(text("lost"), 0, nobody);
                } catch (ErrnoException e) {
                    assertEquals(ECONNREFUSED, e.errno());
                }
                sender.sendto(text("first"), 0, a.socket().localAddress());
                sender.sendto(text("second"), 0, a.socket().localAddress()); // an edge says once that there are two
                int before = ended[0];
                for (int t = 0; t < 10 && ended[0] < before + 2; t++) {
                    polls.runOnce(0);
                    turns++;
                    assertFalse(a.operations().readiness.isPaused());
                }
                assertTrue(
                        ended[0] >= before + 2, () -> ended[0] - before + " receives"); // a pending error ends one, too
            }
            assertTrue(turns <= 4 * count, turns + " turns");
            for (int before = -1; ended[0] > before; ) { // each pending error has taken the place of a datagram
                before = ended[0];
                settle(polls);
            }
            assertFalse(a.operations().readiness.isPaused());
            assertTrue(a.operations().readiness.isEdge());
            assertEquals(0, eventsOf(polls)); // the queue is not read, and the loop can wait
        }
    }

    /** Whether a loop can watch by the edge; one that cannot has to pause. */
    static boolean hasEdges(EventLoop loop) {
        boolean poll = System.getProperty("baresock.force", "").contains("poll");
        return loop.engine() == EventLoop.Engine.IO_URING || !poll;
    }

    /** The entry stays, and with it EPOLLERR. */
    @Test
    void anEntryThatNobodyReads_leavesTheLoopNothingToDo_andAReceiveItsData() throws ErrnoException {
        reportRefused();
        Status refused = socket.recv(ByteBuffer.allocateDirect(16), null);
        loseOne();
        assertEquals("ECONNREFUSED", finish(refused).errnoName());
        Status receive = socket.recv(ByteBuffer.allocateDirect(16), null);
        Readiness r = socket.operations().readiness;
        until(loop, () -> r.isEdge() || r.isPaused());
        assertEquals(hasEdges(loop), r.isEdge());
        assertEquals(!hasEdges(loop), r.isPaused());
        eventsOf(loop); // what is ready is reported once more when the mode has changed
        for (int i = 0; i < 100; i++) {
            assertEquals(0, eventsOf(loop));
        }
        assertFalse(receive.isDone());
        try (Socket sender = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            sender.sendto(text("data"), 0, socket.socket().localAddress());
        }
        succeed(receive);
        assertEquals(4, receive.bytes());
        assertEquals(1, socket.socket().errors(queue)); // it was there all the time
    }

    @ParameterizedTest
    @EnumSource(
            value = EventLoop.Engine.class,
            names = {"EPOLL", "IO_URING"})
    @DisabledIfSystemProperty(named = "baresock.force", matches = ".*poll.*", disabledReason = "poll(2) has no edges")
    void anErrorThatNobodyReads_makesNoSendLate_andNoTurnsWithoutEnd(EventLoop.Engine engine) throws ErrnoException {
        Socket[] pair = connection();
        try (EventLoop polls = made(engine);
                Socket reader = pair[0]) {
            AsyncSocket a = polls.adopt(pair[1]);
            a.socket().setsockopt(SOL_SOCKET, SO_SNDBUF, 1 << 16);
            reader.setsockopt(SOL_SOCKET, SO_RCVBUF, 1 << 16);
            leaveAnError(a.socket());
            ByteBuffer much = ByteBuffer.allocateDirect(1 << 24); // more than the kernel takes
            Status send = a.send(much, null);
            settle(polls);
            assertFalse(send.isDone());
            assertEquals(Socket.READABLE, a.socket().poll(Socket.READABLE, Duration.ZERO)); // the error is still there
            assertEquals(0, eventsOf(polls)); // there is no room, and the loop can wait
            ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
            long read = 0;
            for (int turns = 0; !send.isDone(); turns++) {
                assertTrue(turns < 10_000, "turns without end");
                assertFalse(a.operations().readiness.isPaused());
                int n = reader.recv(b.clear(), MSG_DONTWAIT);
                read += Math.max(0, n);
                polls.runOnce(n > 0 ? 0 : LONG_TIME); // if there was nothing to read, there is room
            }
            assertEquals("", send.errnoName());
            assertEquals(much.capacity(), send.bytes());
            assertTrue(read > 0);
        }
    }

    private static EventLoop made(EventLoop.Engine engine) {
        try {
            return EventLoop.builder().engine(engine).create();
        } catch (ErrnoException e) {
            return abort("no io_uring here: " + e.getMessage());
        }
    }

    /** Puts the time of a send into its error queue. */
    private static void leaveAnError(Socket s) throws ErrnoException {
        s.setOption(
                SocketOptions.SO_TIMESTAMPING,
                Timestamping.builder().sendSoftware().ids().timesOnly().build());
        s.send(text("timed"), 0);
        Duration patience = Duration.ofNanos(LONG_TIME);
        assertEquals(Socket.READABLE, s.poll(Socket.READABLE, patience)); // there is nothing else to read
    }

    /** Does what one poll reports, and returns how many events that is. */
    private static int eventsOf(EventLoop loop) throws ErrnoException {
        loop.mechanism.poll(0);
        int n = 0;
        for (SocketOps s = loop.mechanism.next(); s != null; s = loop.mechanism.next()) {
            s.event(loop.mechanism.ready());
            n++;
        }
        return n;
    }

    @Test
    void anErrorOfReading_isHandled_andNothingIsLost() throws Exception {
        assertEquals("errors: ENOBUFS, then 1 entry", io.baresock.testkit.Program.output(0, NoBuffers.class));
    }

    /** The first call of the error queue has no memory. */
    static final class NoBuffers {
        public static void main(String[] args) throws ErrnoException {
            int[] calls = {0};
            Interposer.install(real -> new ForwardingBackend(real) {
                @Override
                public int errors(int fd, long batch, long errors, int count) {
                    return calls[0]++ == 0 ? -ENOBUFS : super.errors(fd, batch, errors, count);
                }
            });
            AsyncErrorsIT it = new AsyncErrorsIT();
            it.open();
            it.reportRefused();
            it.socket.onError(it.queue, it::note);
            it.loseOne();
            until(it.loop, () -> !it.errors.isEmpty());
            assertEquals(1, it.thrown.size());
            System.out.println("errors: " + ((ErrnoException) it.thrown.get(0)).errnoName() + ", then "
                    + it.errors.size() + " entry");
            it.close();
        }
    }

    @Test
    void badCalls_sayWhatIsWrong() {
        assertThrows(NullPointerException.class, () -> socket.onError(null, this::note));
        assertThrows(NullPointerException.class, () -> socket.onError(queue, null));
        loop.close();
        assertThrows(IllegalStateException.class, () -> socket.onError(queue, this::note));
    }
}
