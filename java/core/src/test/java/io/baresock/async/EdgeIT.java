package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TCP connections that the poller watches by the edge: what a receive leaves is not reported again. */
class EdgeIT {

    private EventLoop loop;
    private Socket peer;
    private Socket own;
    private final StringBuilder came = new StringBuilder();
    private final List<String> ends = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
        Socket[] pair = connection();
        peer = pair[0];
        own = pair[1];
    }

    @AfterEach
    void close() {
        peer.close();
        own.close();
        loop.close();
    }

    private boolean hasEdges() {
        return loop.engine() == EventLoop.Engine.EPOLL && AsyncErrorsIT.hasEdges(loop);
    }

    /** Receives until the end, into the loop's buffer. */
    private void receive(AsyncSocket s) {
        s.recv((status, b) -> {
            came.append(text(b));
            if (status.isSuccess() && !status.isEnd()) {
                receive(s);
            } else {
                ends.add(status.errnoName());
            }
        });
    }

    /** A connection that has found nothing more after its first bytes, so it trusts receives that do not fill the buffer. */
    private AsyncSocket adoptAndReceive() throws ErrnoException {
        AsyncSocket s = loop.adopt(own);
        receive(s);
        peer.sendFully(text("first"), LONG_TIME);
        comes("first");
        settle(loop);
        came.setLength(0);
        return s;
    }

    private void comes(String all) {
        until(loop, () -> came.length() >= all.length());
        assertEquals(all, came.toString());
    }

    @Test
    void aConnection_isWatchedByTheEdge_andStaysSo() throws ErrnoException {
        AsyncSocket s = adoptAndReceive();
        for (int i = 1; i <= 10; i++) {
            peer.sendFully(text("x"), LONG_TIME);
            comes("x".repeat(i));
            settle(loop);
            assertEquals(hasEdges(), s.operations().readiness.isByEdge());
        }
    }

    @Test
    void whatComesWhileNobodyReceives_isThereForTheNextReceive() throws ErrnoException {
        AsyncSocket s = loop.adopt(own);
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        for (int i = 0; i < 5; i++) {
            Status first = s.recv(buffer.clear());
            settle(loop);
            peer.sendFully(text("first"), LONG_TIME);
            succeed(first);
            assertEquals("first", text(buffer));
            for (int n = 0; n < i; n++) { // each is an event that nobody wants
                peer.sendFully(text("late"), LONG_TIME);
                settle(loop);
            }
            for (String got = ""; got.length() < 4 * i; got += text(buffer)) {
                succeed(s.recv(buffer.clear()));
            }
        }
    }

    @Test
    void whatNobodyReceives_wakesTheLoopTwiceAtMost() throws ErrnoException {
        AsyncSocket s = loop.adopt(own);
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        Status first = s.recv(buffer);
        settle(loop);
        peer.sendFully(text("first"), LONG_TIME);
        succeed(first);
        for (int i = 0; i < 2; i++) {
            peer.sendFully(text("late"), LONG_TIME);
            settle(loop);
        }
        assertFalse(s.operations().readiness.isArmed(Poller.READABLE));
        receive(s);
        comes("latelate");
    }

    @Test
    void aCancelledReceive_losesNoEvent() throws ErrnoException {
        AsyncSocket s = loop.adopt(own);
        Status cancelled = s.recv(ByteBuffer.allocateDirect(100));
        settle(loop);
        peer.sendFully(text("data"), LONG_TIME);
        assertTrue(cancelled.cancel());
        settle(loop);
        receive(s);
        comes("data");
    }

    @Test
    void dataAndTheEndInOneEvent_bothCome() throws ErrnoException {
        adoptAndReceive();
        peer.sendFully(text("last"), LONG_TIME);
        peer.shutdown(SHUT_WR);
        until(loop, () -> !ends.isEmpty());
        assertEquals("last", came.toString());
        assertEquals(List.of(""), ends);
    }

    @Test
    void theEnd_isReportedAgainAndAgain() throws ErrnoException {
        AsyncSocket s = loop.adopt(own);
        peer.close();
        for (int i = 0; i < 3; i++) {
            assertTrue(succeed(s.recv(ByteBuffer.allocateDirect(1))).isEnd());
            settle(loop);
        }
    }

    @Test
    void dataAndAResetInOneEvent_bothCome() throws ErrnoException {
        adoptAndReceive();
        peer.sendFully(text("last"), LONG_TIME);
        peer.setOption(SocketOptions.SO_LINGER, Linger.RESET);
        peer.close();
        until(loop, () -> !ends.isEmpty());
        assertEquals("last", came.toString());
        assertEquals(List.of("ECONNRESET"), ends);
    }

    @Test
    void anUrgentByteBetween_holdsNothingUp() throws ErrnoException {
        adoptAndReceive();
        for (int i = 1; i <= 3; i++) {
            peer.sendFully(text("abc"), LONG_TIME);
            peer.send(text("!"), MSG_OOB);
            peer.sendFully(text("def"), LONG_TIME);
            comes("abcdef".repeat(i));
        }
    }

    @Test
    void anUrgentByteThatWasTakenBefore_holdsNothingUp() throws ErrnoException {
        peer.sendFully(text("abc"), LONG_TIME);
        peer.send(text("!"), MSG_OOB);
        peer.sendFully(text("def"), LONG_TIME);
        assertEquals(Socket.PRIORITY, own.poll(Socket.PRIORITY, Duration.ofNanos(LONG_TIME)));
        assertEquals(1, own.recv(ByteBuffer.allocate(1), MSG_OOB));
        receive(loop.adopt(own));
        comes("abcdef");
    }

    @Test
    void aFullBuffer_aHeapBuffer_andADescriptorThatOthersHave_areWatchedByLevel() throws ErrnoException {
        List<ByteBuffer> buffers = List.of(ByteBuffer.allocateDirect(2), ByteBuffer.allocate(100));
        for (ByteBuffer b : buffers) {
            Socket[] pair = connection();
            try (Socket from = pair[0]) {
                AsyncSocket s = loop.adopt(pair[1]);
                from.sendFully(text("abcdef"), LONG_TIME);
                StringBuilder got = new StringBuilder();
                while (got.length() < 6) {
                    succeed(s.recv(b.clear()));
                    got.append(text(b));
                    assertFalse(s.operations().readiness.isByEdge());
                }
                assertEquals("abcdef", got.toString());
            }
        }
        AsyncSocket s = adoptAndReceive();
        assertTrue(own.fd() >= 0);
        peer.sendFully(text("x"), LONG_TIME);
        comes("x");
        assertFalse(s.operations().readiness.isByEdge());
    }
}
