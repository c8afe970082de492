package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Allocations;
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
    void manyBuffersInTurn_allocateNothing() throws Exception {
        int fd = ok(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0));
        // Before them thousands that were used once: what remembers addresses is full of what no collector has cleared.
        ByteBuffer[] others = new ByteBuffer[8192];
        Arrays.setAll(others, i -> ByteBuffer.allocateDirect(1));
        for (ByteBuffer other : others) {
            assertEquals(-EAGAIN, recv(fd, other, 0));
        }
        Arrays.setAll(buffers, i -> ByteBuffer.allocateDirect(16));
        assertEquals(0, Allocations.leastBytes(20_000, () -> {
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

    /** A socket keeps the address of the buffer it used last: the same again, another, a view of it, and the first once more. */
    @Test
    void aSocketsBuffers_inTurnAndAgain_haveTheirOwnAddresses() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket from = pair[0];
                Socket to = pair[1]) {
            ByteBuffer a = ByteBuffer.allocateDirect(16);
            ByteBuffer b = ByteBuffer.allocateDirect(16);
            ByteBuffer[] turns = {a, a, b, b, a, a.duplicate(), a.slice(4, 8), a, b.slice(8, 8), b};
            for (int i = 0; i < turns.length; i++) {
                ByteBuffer out = turns[i].clear();
                out.putInt(100 + i).putInt(200 + i).position(4).limit(8);
                assertEquals(Integer.BYTES, from.send(out, 0));
                ByteBuffer in = turns[turns.length - 1 - i].clear().limit(4);
                assertEquals(Integer.BYTES, to.recv(in, 0));
                assertEquals(200 + i, in.getInt(0), "turn " + i);
                assertEquals(4, in.position());
            }
        }
    }

    @Test
    void twoBuffersOfASocket_byTurns_allocateNothing() throws Exception {
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).setNonblocking(true)) {
            ByteBuffer[] two = {ByteBuffer.allocateDirect(16), ByteBuffer.allocateDirect(16)};
            assertEquals(0, Allocations.leastBytes(20_000, () -> {
                turn = 1 - turn;
                assertNothing(socket, two[turn]);
            }));
        }
    }

    private static void assertNothing(Socket socket, ByteBuffer b) {
        try {
            if (socket.recv(b, 0) != Socket.WOULD_BLOCK) {
                throw new AssertionError("there was something");
            }
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }
}
