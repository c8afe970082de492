package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Memory that is given back by whoever is the last to use it. */
class SlabTest {

    private static final int SIZE = 64 << 20;

    @Test
    void memory_isGivenBackByFree_once() {
        long before = Memory.held();
        Slab slab = new Slab("test", SIZE);
        assertTrue(Memory.held() >= SIZE);
        slab.memory().put(SIZE - 1, (byte) 7);
        assertTrue(slab.close());
        slab.free();
        slab.free();
        assertFalse(slab.close());
        assertTrue(Memory.held() <= before, "held " + Memory.held() + ", before " + before);
        assertEquals(0, slab.memory().get(SIZE - 1)); // whoever looked a moment before
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
