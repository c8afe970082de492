package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Direct buffers, of which a program may have many: their addresses are remembered, and cost nothing to ask for. */
class DirectBuffersIT {

    private static final int BUFFERS = 256;

    private final ByteBuffer[] buffers = new ByteBuffer[BUFFERS];
    private int turn;

    @Test
    void manyBuffersInTurn_allocateNothing() {
        int fd = ok(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0));
        // Before them thousands that were used once: what remembers addresses is full of what no collector has cleared.
        ByteBuffer[] others = new ByteBuffer[8192];
        Arrays.setAll(others, i -> ByteBuffer.allocateDirect(1));
        for (ByteBuffer other : others) {
            assertEquals(-EAGAIN, recv(fd, other, 0));
        }
        Arrays.setAll(buffers, i -> ByteBuffer.allocateDirect(16));
        assertEquals(0, Allocations.leastBytes(() -> {
            turn = (turn + 1) % BUFFERS;
            if (recv(fd, buffers[turn], 0) != -EAGAIN) {
                throw new AssertionError("there was something");
            }
        }));
        Reference.reachabilityFence(others);
        ok(close(fd));
    }

    @Test
    void everyBuffer_hasItsOwnAddress() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
        Arrays.setAll(buffers, i -> ByteBuffer.allocateDirect(16));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < BUFFERS; i++) {
                ByteBuffer b = buffers[i].clear().position(i % 8);
                b.putInt(i).flip().position(i % 8);
                assertEquals(Integer.BYTES, send(sv[0], b, 0));
                ByteBuffer in = buffers[(i + 1) % BUFFERS].clear();
                assertEquals(Integer.BYTES, recv(sv[1], in, 0));
                assertEquals(i, in.getInt(0));
            }
        }
        ok(close(sv[0]));
        ok(close(sv[1]));
    }
}
