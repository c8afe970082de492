package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Memory that is given back by whoever is the last to use it. */
class SlabTest {

    private static final int SIZE = 64 << 20;

    @Test
    void memory_isGivenBackByFree_once() {
        long before = Pages.held();
        Slab slab = new Slab("test", SIZE);
        assertTrue(Pages.held() >= SIZE);
        slab.memory().put(SIZE - 1, (byte) 7);
        assertTrue(slab.close());
        slab.free();
        slab.free();
        assertFalse(slab.close());
        assertTrue(Pages.held() <= before, "held " + Pages.held() + ", before " + before);
        assertEquals(0, slab.memory().get(SIZE - 1)); // whoever looked a moment before
    }

    @Test
    void swappedMemory_isGivenBackWithTheOtherSlab_andReadsAsZeros() {
        Slab slab = new Slab("Thing", SIZE);
        ByteBuffer old = slab.memory().put(SIZE - 1, (byte) 7);
        ByteBuffer lent = slab.lent();
        slab.enter("grow");
        long held = Pages.held();
        Slab other = new Slab("Thing", SIZE + 1);
        long address = other.address();
        other.memory().put(SIZE, (byte) 8);
        slab.swap(other);
        other.free();
        assertFalse(slab.leave());
        assertTrue(Pages.held() <= held + 1, "held " + Pages.held() + ", before " + held);
        assertEquals(0, old.get(SIZE - 1));
        assertEquals(address, slab.address());
        assertEquals(8, slab.view().get(SIZE));
        assertEquals(SIZE + 1, slab.lent().capacity());
        assertNotSame(lent, slab.lent());
        slab.closeAndFree();
        assertEquals(0, slab.memory().get(SIZE));
    }

    @Test
    void messageThatGrows_holdsNoMoreThanItsRoom() {
        try (Message m = new Message(1, 1 << 19);
                Message grown = new Message(64, (1 << 19) + 64)) {
            long held = Pages.held();
            for (int room = 2; room <= 64; room++) {
                m.ensureRoom(room, (1 << 19) + room);
            }
            grown.ensureRoom(64, (1 << 19) + 64); // nothing to do
            assertTrue(Pages.held() <= held + SIZE / 1024, "held " + Pages.held() + ", before " + held);
        }
    }

    @Test
    void aCall_keepsChangesAndCallsOut_andReadersIn() {
        Slab slab = new Slab("Thing", 64);
        slab.enter("send");
        assertEquals(
                "set: the Thing is in use by another call",
                assertThrows(IllegalStateException.class, () -> slab.changing("set"))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> slab.enter("recv"));
        assertEquals(0, slab.view().get(0));
        assertFalse(slab.leave());
        assertEquals(0, slab.changing("set").get(0));
        slab.enter("recv");
        assertFalse(slab.leave());
        slab.closeAndFree();
    }

    @Test
    void closedDuringACall_theCallReleases_andNobodyElseGetsIn() {
        Slab slab = new Slab("Thing", 64);
        slab.enter("send");
        assertFalse(slab.close());
        assertEquals(
                "the Thing is closed",
                assertThrows(IllegalStateException.class, slab::view).getMessage());
        slab.memory().put(0, (byte) 7); // the call's still
        assertEquals(7, slab.memory().get(0));
        assertTrue(slab.leaveAndFree());
        assertEquals(0, slab.memory().get(0));
        assertThrows(IllegalStateException.class, () -> slab.enter("send"));
        assertThrows(IllegalStateException.class, () -> slab.changing("set"));
    }

    @Test
    void whatIsForgotten_isUsedAgain() {
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer b = Memory.allocate(100);
            assertEquals(0, b.getLong(92));
            b.putLong(92, -1);
            assertEquals(0, Memory.address(b) & 63);
        }
        ByteBuffer large = Memory.allocate(100_000);
        assertEquals(0, large.get(99_999));
        assertTrue(Memory.address(large) > 0);
    }
}
