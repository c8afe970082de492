package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Slots of a batch whose memory belongs to an arena. */
@DisplayName("batches with memory of arenas")
@EnabledIf("io.baresock.memory.Arenas#areThere")
class BatchArenaIT {

    private Socket left;
    private Socket right;

    @BeforeEach
    void open() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        left = pair[0];
        right = pair[1];
    }

    @AfterEach
    void close() throws ErrnoException {
        left.close();
        right.close();
    }

    @Test
    void whileItIsOpen_itIsSentFrom_andReceivedInto() throws ErrnoException {
        try (Arenas arena = Arenas.shared();
                MessageBatch out = new MessageBatch(3, 16);
                MessageBatch in = new MessageBatch(3, 0)) {
            ByteBuffer b = arena.allocate(100);
            out.put(0, ByteBuffer.wrap(new byte[] {1}))
                    .memory(1, b.limit(60).position(50))
                    .put(2, ByteBuffer.wrap(new byte[2]));
            for (int i = 0; i < 3; i++) {
                in.memory(i, i == 2 ? ByteBuffer.allocateDirect(64) : arena.allocate(64));
            }
            for (byte round = 1; round < 4; round++) {
                b.clear().put(55, round);
                assertEquals(3, left.sendmmsg(out.range(0, 3), 0));
                assertEquals(3, right.recvmmsg(in, MSG_DONTWAIT));
                assertEquals(10, in.length(1));
                assertEquals(round, in.payload(1).get(5));
                assertEquals(1, in.payload(0).get(0));
            }
            out.memory(1, ByteBuffer.allocateDirect(7)); // and back
            assertEquals(3, left.sendmmsg(out.range(0, 3), 0));
            assertEquals(3, right.recvmmsg(in, MSG_DONTWAIT));
            assertEquals(7, in.length(1));
        }
    }

    @Test
    void onceItIsClosed_callsAreRefused_beforeTheyDoAnything() throws ErrnoException {
        try (MessageBatch out = new MessageBatch(2, 16);
                MessageBatch in = new MessageBatch(1, 16)) {
            Arenas arena = Arenas.shared();
            out.put(0, ByteBuffer.wrap(new byte[] {1})).memory(1, arena.allocate(8));
            in.memory(0, arena.allocate(8));
            assertEquals(2, left.sendmmsg(out.range(0, 2), 0));
            assertEquals(1, right.recvmmsg(in, MSG_DONTWAIT));
            arena.close();
            assertThrows(IllegalStateException.class, () -> left.sendmmsg(out.range(0, 2), 0));
            assertThrows(IllegalStateException.class, () -> right.recvmmsg(in, MSG_DONTWAIT));
            assertEquals(8, right.recv(ByteBuffer.allocate(16), MSG_DONTWAIT)); // it is still there
            assertEquals(-EAGAIN, right.recv(ByteBuffer.allocate(16), MSG_DONTWAIT)); // and nothing was sent
            assertEquals(1, left.sendmmsg(out.range(0, 1), 0));
        }
    }

    @Test
    void anotherThreadsArena_isRefused() throws Exception {
        try (Arenas arena = Arenas.confined();
                MessageBatch out = new MessageBatch(1, 16)) {
            out.memory(0, arena.allocate(8));
            Throwable[] thrown = new Throwable[1];
            Thread t = new Thread(() -> {
                try {
                    left.sendmmsg(out.range(0, 1), 0);
                } catch (Throwable e) {
                    thrown[0] = e;
                }
            });
            t.start();
            t.join();
            assertEquals("WrongThreadException", thrown[0].getClass().getSimpleName());
            assertEquals(1, left.sendmmsg(out.range(0, 1), 0));
        }
    }
}
