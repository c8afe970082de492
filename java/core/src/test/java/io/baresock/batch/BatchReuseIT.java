package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import io.baresock.testkit.Allocations;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** One batch used again and again: what C keeps laid out between calls, and what of a slot has to go; row Z14. */
@EnabledOnOs(OS.LINUX)
class BatchReuseIT {

    /** What the tests receive with. */
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        return new MessageBatch(capacity, payloadSize, controlCapacity);
    }

    private static final int SLOTS = 8;
    private static final int SIZE = 32;

    private final Random random = new Random(8);
    private Socket from;
    private Socket to;

    @BeforeEach
    void open() throws Exception {
        to = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        from = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        from.connect(to.localAddress());
        from.setNonblocking(true);
    }

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private void send(int number, int size) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(size);
        Datagrams.fill(b, number, size);
        assertEquals(size, from.send(b.flip(), 0));
    }

    /** Sets whether the TTL comes along. */
    private void ttl(boolean on) {
        assertEquals(0, setsockopt(to.fd(), IPPROTO_IP, IP_RECVTTL, on ? 1 : 0));
    }

    private static void assertEmpty(MessageBatch m, int i) {
        assertEquals(-1, m.bytes(i), "bytes of slot " + i);
        assertEquals(0, m.length(i), "length of slot " + i);
        assertEquals(0, m.flags(i), "flags of slot " + i);
        assertEquals(0, m.sourceLength(i), "source of slot " + i);
        assertNoColumns(m, i);
        assertEquals(0, m.received(i).count(), "control messages of slot " + i);
    }

    private static void assertNoColumns(MessageBatch m, int i) {
        assertEquals(-1, m.ttl(i), "TTL of slot " + i);
        assertEquals(-1, m.tos(i), "TOS of slot " + i);
        assertEquals(-1, m.interfaceIndex(i), "interface of slot " + i);
        assertEquals(m.bytes(i) < 0 ? -1 : 0, m.dropCount(i), "drops of slot " + i);
        assertEquals(-1, m.groSize(i), "segment size of slot " + i);
        assertEquals(AF_UNSPEC, m.localFamily(i), "local address of slot " + i);
    }

    @Test
    @DisplayName("Z14: whatever a batch was used for before, a receive shows what came and nothing else")
    void everyReceive_showsWhatCame_andNothingElse() throws Exception {
        try (MessageBatch m = receiver(SLOTS, SIZE, 64)) {
            for (int i = 0; i < SLOTS; i++) {
                assertEmpty(m, i);
            }
            for (int round = 0; round < 500; round++) {
                boolean withTtl = random.nextInt(3) == 0;
                ttl(withTtl);
                int count = random.nextInt(SLOTS + 1);
                int[] sizes = random.ints(count, 0, SIZE * 2).toArray();
                for (int i = 0; i < count; i++) {
                    send(i, sizes[i]);
                }
                int came = to.recvmmsg(m, MSG_DONTWAIT);
                assertEquals(count == 0 ? Socket.WOULD_BLOCK : count, came);
                for (int i = 0; i < SLOTS; i++) {
                    if (i >= count) {
                        assertEmpty(m, i);
                        continue;
                    }
                    int there = Math.min(sizes[i], SIZE);
                    assertEquals(sizes[i] > SIZE, m.isTruncated(i));
                    assertEquals(sizes[i], m.bytes(i)); // a Socket asks for the datagram's own length
                    assertEquals(there, m.length(i));
                    assertTrue(Datagrams.isFilled(m.payload(i), i, there));
                    assertTrue(m.sourceMatches(i, from.localAddress()));
                    if (withTtl) {
                        assertEquals(64, m.ttl(i));
                    } else {
                        assertNoColumns(m, i);
                    }
                }
                use(m);
            }
        }
    }

    void newMemory(MessageBatch m, int slot, int size) {
        m.memory(slot, ByteBuffer.allocateDirect(size));
    }

    /** Something that leaves its traces in the batch. */
    private void use(MessageBatch m) throws Exception {
        int slot = random.nextInt(SLOTS);
        switch (random.nextInt(4)) {
            case 0 -> m.length(slot, random.nextInt(SIZE + 1));
            case 1 -> newMemory(m, slot, SIZE);
            case 2 -> {
                int count = random.nextInt(SLOTS) + 1;
                for (int i = 0; i < count; i++) {
                    m.to(i, null).length(i, i);
                }
                assertEquals(count, from.sendmmsg(m.range(0, count), 0));
                drain();
            }
            default -> {}
        }
    }

    private void drain() throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(SIZE);
        for (int i = 0; to.recv(b.clear(), MSG_DONTWAIT) >= 0; i++) {
            assertTrue(i < SLOTS);
        }
    }

    @Test
    @DisplayName("Z14: a slot's new memory is where the next receive writes, also if it is larger or smaller")
    void newMemory_isUsedByTheNextReceive() throws Exception {
        try (MessageBatch m = receiver(2, SIZE, 0)) {
            send(1, SIZE);
            assertEquals(1, to.recvmmsg(m, MSG_DONTWAIT));
            for (int size : new int[] {SIZE * 2, SIZE / 2, 1, SIZE}) {
                ByteBuffer mine = ByteBuffer.allocateDirect(size);
                m.memory(0, mine);
                send(2, SIZE);
                assertEquals(1, to.recvmmsg(m, MSG_DONTWAIT));
                int there = Math.min(size, SIZE);
                assertEquals(SIZE, m.bytes(0));
                assertEquals(there, m.length(0));
                assertEquals(size < SIZE, m.isTruncated(0));
                assertTrue(Datagrams.isFilled(mine.limit(there), 2, there));
            }
        }
    }

    @Test
    @DisplayName("Z14: slots that got new memory after each receive, and those that did not; 0 B/op")
    void memoryGivenAfterEachReceive_isWhereTheNextOneWrites_withoutGarbage() throws Exception {
        ByteBuffer mine = ByteBuffer.allocateDirect(2 * SLOTS * SIZE); // each slot has two pieces
        long start = Memory.base(mine);
        int[] half = new int[SLOTS];
        int[] turn = {0};
        try (MessageBatch m = new MessageBatch(SLOTS, 0); // a ring takes no memory of the caller
                MessageBatch out = new MessageBatch(SLOTS, SIZE)) {
            for (int i = 0; i < SLOTS; i++) {
                m.memory(i, start + (long) i * SIZE, SIZE);
                Datagrams.fill(out, i, i, SIZE);
            }
            assertEquals(0, Allocations.leastBytes(1_000, () -> {
                int count = turn[0]++ % SLOTS + 1;
                if (from.sendmmsg(out.range(0, count), 0) != count || to.recvmmsg(m, MSG_DONTWAIT) != count) {
                    throw new AssertionError("not all came");
                }
                for (int i = 0; i < count; i++) {
                    int at = (half[i] * SLOTS + i) * SIZE;
                    if (!Datagrams.isFilled(mine.limit(at + SIZE).position(at), i, SIZE)) {
                        throw new AssertionError("slot " + i + " of " + count + " has received elsewhere");
                    }
                    mine.putLong(at, 0);
                    if ((turn[0] + i) % 3 != 0) { // some slots keep their memory
                        half[i] ^= 1;
                        m.memory(i, start + (long) (half[i] * SLOTS + i) * SIZE, SIZE);
                    }
                }
            }));
        }
    }
}
