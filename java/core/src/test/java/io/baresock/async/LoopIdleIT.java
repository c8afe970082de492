package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopIdleIT {

    @Test
    void whenIdle_isDoneAtOnce_withoutSockets() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            CompletableFuture<?> idle = loop.whenIdle();
            until(loop, idle::isDone);
        }
    }

    @Test
    void whenIdle_isDoneWithTheLastSocket_afterItsCallbacks() throws ErrnoException {
        List<String> order = new ArrayList<>();
        try (EventLoop loop = EventLoop.create()) {
            AsyncSocket first = loop.open(AF_INET, SOCK_DGRAM, 0);
            AsyncSocket last = loop.open(AF_INET, SOCK_DGRAM, 0);
            last.recv(ByteBuffer.allocate(1), (s, b) -> order.add(s.errnoName()));
            CompletableFuture<?> idle = loop.whenIdle();
            CompletableFuture<?> other = loop.whenIdle();
            CompletableFuture<?> told = idle.thenRun(() -> order.add("idle, in the loop: " + loop.inLoop()));
            settle(loop);
            first.close();
            settle(loop);
            assertFalse(idle.isDone());
            last.close();
            until(loop, idle::isDone);
            assertTrue(told.isDone());
            assertTrue(other.isDone());
            assertEquals(List.of("EBADF", "idle, in the loop: true"), order);
        }
    }

    @Test
    void whenIdle_countsAgain_forSocketsThatCameLater() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            until(loop, loop.whenIdle()::isDone);
            AsyncSocket late = loop.open(AF_INET, SOCK_DGRAM, 0);
            CompletableFuture<?> idle = loop.whenIdle();
            settle(loop);
            assertFalse(idle.isDone());
            late.close();
            until(loop, idle::isDone);
        }
    }

    @Test
    void whenIdle_seesASocketThatAnotherThreadCloses_andAnAdoptThatFails() throws Exception {
        try (EventLoop loop = EventLoop.start("idle")) {
            AsyncSocket a = loop.open(AF_INET, SOCK_DGRAM, 0);
            CompletableFuture<?> idle = loop.whenIdle();
            assertThrows(ErrnoException.class, () -> loop.adopt(new Socket()));
            a.socket().close();
            idle.get(Patience.SECONDS, TimeUnit.SECONDS);
            assertEquals(0, loop.size());
        }
    }

    @Test
    void whenIdle_isDoneWithTheEndOfTheLoop_andAfterIt() throws Exception {
        EventLoop loop = EventLoop.start("idle");
        loop.open(AF_INET, SOCK_DGRAM, 0);
        CompletableFuture<?> idle = loop.whenIdle();
        idle.cancel(false); // which is the caller's own affair
        CompletableFuture<?> other = loop.whenIdle();
        loop.close();
        other.get(Patience.SECONDS, TimeUnit.SECONDS);
        assertTrue(loop.whenIdle().isDone());
    }
}
