package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.option.Timestamping;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            s.bind(Sockaddr.inet("127.0.0.1", 0));
            nobody = s.localAddress();
        }
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
    void badCalls_sayWhatIsWrong() {
        assertThrows(NullPointerException.class, () -> socket.onError(null, this::note));
        assertThrows(NullPointerException.class, () -> socket.onError(queue, null));
        loop.close();
        assertThrows(IllegalStateException.class, () -> socket.onError(queue, this::note));
    }
}
