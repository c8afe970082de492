package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of a loop: as a future, by callbacks of other loops, and by what throws on the way. */
class LoopCloseIT {

    private static final long BOUND_SECONDS = Patience.SECONDS;

    private static void await(CompletableFuture<?> end) throws Exception {
        end.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void closeAsync_doesNotWait_andTellsTheEnd() throws Exception {
        EventLoop loop = EventLoop.start("busy", true);
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        AsyncSocket socket = loop.open(AF_INET, SOCK_DGRAM, 0);
        CompletableFuture<?> end = loop.closeAsync();
        CompletableFuture<?> again = loop.closeAsync();
        assertFalse(end.isDone());
        assertTrue(loop.isClosed());
        assertTrue(again.cancel(true)); // this one's own: the loop's end is still to come
        release.countDown();
        await(end);
        assertFalse(socket.isOpen());
        await(loop.closeAsync());
    }

    @Test
    void closeAsync_ofALoopWithoutAThread_isDoneAtOnce() throws Exception {
        EventLoop loop = EventLoop.create();
        AsyncSocket socket = loop.open(AF_INET, SOCK_DGRAM, 0);
        assertTrue(loop.closeAsync().isDone());
        assertFalse(socket.isOpen());
        assertFalse(loop.runOnce(0));
    }

    @Test
    void closeAsync_inACallback_isDoneWhenTheTurnIsOver() throws Exception {
        EventLoop loop = EventLoop.start("itself", true);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<?>> end = new CompletableFuture<>();
        loop.execute(() -> {
            CompletableFuture<?> mine = loop.closeAsync();
            done.complete(mine.isDone());
            end.complete(mine);
        });
        assertFalse(done.get(BOUND_SECONDS, TimeUnit.SECONDS));
        await(end.get(BOUND_SECONDS, TimeUnit.SECONDS));
    }

    /** Each close would wait for the other loop's callback, which is in a close. */
    @Test
    void loopsWhoseCallbacksCloseEachOther_bothEnd() throws Exception {
        EventLoop[] loops = new EventLoop[3];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = EventLoop.start("loop " + i, true);
        }
        CyclicBarrier inCallbacks = new CyclicBarrier(loops.length);
        for (int i = 0; i < loops.length; i++) {
            EventLoop next = loops[(i + 1) % loops.length];
            loops[i].execute(() -> {
                meet(inCallbacks);
                next.close();
            });
        }
        for (EventLoop loop : loops) {
            loop.close(); // waits, on this thread
            assertTrue(loop.closeAsync().isDone());
        }
    }

    /** The same where the threads are the user's. */
    @Test
    void loopsThatOthersRun_closeEachOther() throws Exception {
        EventLoop one = EventLoop.create();
        EventLoop other = EventLoop.create();
        CyclicBarrier inCallbacks = new CyclicBarrier(2);
        one.execute(() -> {
            meet(inCallbacks);
            other.close();
        });
        other.execute(() -> {
            meet(inCallbacks);
            one.close();
        });
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> runToTheEnd(one), r -> new Thread(r).start());
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> runToTheEnd(other), r -> new Thread(r).start());
        await(first);
        await(second);
        await(one.closeAsync());
        await(other.closeAsync());
    }

    /** The thread that closes runs the last callbacks; the thread whose turn it would be learns that the loop is closed. */
    @Test
    void runOnce_whileAnotherThreadCloses_returnsFalse() throws Exception {
        EventLoop loop = EventLoop.create();
        CyclicBarrier inCallback = new CyclicBarrier(2);
        loop.open(AF_INET, SOCK_DGRAM, 0).recv(ByteBuffer.allocate(1), (s, b) -> {
            meet(inCallback);
            meet(inCallback);
        });
        assertTrue(loop.runOnce(0));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(loop::close, r -> new Thread(r).start());
        meet(inCallback);
        try {
            assertFalse(loop.runOnce(-1));
        } finally {
            meet(inCallback);
        }
        await(closing);
        assertFalse(loop.runOnce(-1));
    }

    private static void runToTheEnd(EventLoop loop) {
        while (loop.runOnce(-1)) {
            assertFalse(loop.inLoop());
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void adopt_thatFails_leavesTheModeAsItWas() throws Exception {
        EventLoop loop = EventLoop.create();
        loop.close();
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertThrows(IllegalStateException.class, () -> loop.adopt(socket));
            assertFalse(socket.isNonblocking());
            assertEquals(0, fcntl(socket.fd(), F_GETFL, 0) & O_NONBLOCK);
        }
    }
}
