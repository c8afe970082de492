package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.Slab;
import io.baresock.internal.message.BatchLayout;
import io.baresock.internal.message.MessageLayout;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Sizes that are computed from arguments: none becomes small, or negative, by being too large. */
class ControlBuilderTest {

    private static final int CAPACITY = 64;

    private final Slab memory = new Slab("test", MessageLayout.size(1, CAPACITY));
    private final ByteBuffer slab = memory.memory();
    private final ControlBuilder builder =
            new ControlBuilder(this, memory).at(0, MessageLayout.outData(1), MessageLayout.outRecords(1, CAPACITY));

    ControlBuilderTest() {
        MessageLayout.lay(slab, memory.address(), 0, 1, CAPACITY);
    }

    @Test
    void sizesBeyondAnInt_areRefused_andNothingIsWritten() {
        long[] sizes = {
            CAPACITY - MessageLayout.HEADER + 1,
            Integer.MAX_VALUE,
            4L << 29, // rights(new int[1 << 29])
            4L << 30,
            4L * Integer.MAX_VALUE,
            Long.MAX_VALUE,
            -1,
        };
        byte[] before = new byte[slab.capacity()];
        byte[] after = new byte[slab.capacity()];
        slab.get(0, before);
        for (long size : sizes) {
            assertThrows(
                    IllegalStateException.class,
                    () -> builder.make("rights", Bsd.SOL_SOCKET, Bsd.SCM_RIGHTS, size),
                    () -> "of " + size + " bytes");
            slab.get(0, after);
            assertEquals(-1, java.util.Arrays.mismatch(before, after), () -> "of " + size + " bytes");
        }
        assertEquals(0, builder.count());
        builder.make("rights", Bsd.SOL_SOCKET, Bsd.SCM_RIGHTS, CAPACITY - MessageLayout.HEADER);
        assertEquals(CAPACITY, builder.length());
        assertThrows(IllegalStateException.class, () -> builder.rights(1));
    }

    /** The array itself, where the machine lets a test have 2 GiB. */
    @Test
    void moreDescriptorsThanAnIntHasBytesFor_areRefused() {
        int[] fds;
        try {
            fds = new int[Runtime.getRuntime().maxMemory() > 3L << 30 ? 1 << 29 : 1 << 20];
        } catch (OutOfMemoryError e) {
            fds = new int[1 << 20];
        }
        int[] most = fds;
        String said = assertThrows(IllegalStateException.class, () -> builder.rights(most))
                .getMessage();
        assertTrue(said.contains(4L * most.length + MessageLayout.HEADER + " more do not fit"), said);
        assertEquals(0, builder.count());
    }

    @Test
    void capacities_areChecked_beforeTheyAreMultiplied() {
        for (int capacity : new int[] {Integer.MAX_VALUE / 8, Integer.MAX_VALUE, 268_435_448, -1}) {
            assertThrows(IllegalArgumentException.class, () -> new PollFds(capacity));
        }
        assertThrows(IllegalArgumentException.class, () -> new MessageBatch(65_536, 1 << 20, 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> new MessageBatch(2048, 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> MessageBatch.withRing(65_536, 1 << 15));
        // what is just below the limit, whatever a slot takes: an int's end is not reached on the way
        for (int slots = 1; slots <= 65_536; slots *= 2) {
            for (int payload = 1; payload <= 1 << 20; payload *= 2) {
                sizeOrRefused(slots, payload);
                sizeOrRefused(slots, payload - 1);
            }
        }
    }

    private static void sizeOrRefused(int slots, int payload) {
        int size;
        try {
            size = new BatchLayout(slots, payload, 1 << 20, true).size;
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("more than 2 GiB"), e.getMessage());
            return;
        }
        assertTrue(size > 0 && size <= Integer.MAX_VALUE - 64, () -> slots + " slots of " + payload + ": " + size);
    }

    @Test
    void refusals_areCountedBeyondAnInt() {
        Gso gso = new Gso();
        long[] told = new long[1];
        gso.onPlain((to, errno) -> told[0]++);
        for (long total : new long[] {1, 64, 65, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 40}) {
            gso.forget();
            told[0] = 0;
            gso.refused(total);
            gso.report();
            assertEquals(Math.min(total, 64), told[0]);
            gso.refused(total + 3);
            gso.report();
            assertEquals(Math.min(total, 64) + 3, told[0]);
            assertEquals(0, gso.plainReason(Sockaddr.inet("127.0.0.1", 1)));
        }
    }

    @Test
    void txTime_refusesTimesBeforeTheClockBegan() {
        try (Message m = new Message()) {
            assertThrows(IllegalArgumentException.class, () -> m.control().txTime(-1));
            assertEquals(0, m.control().count());
            assertEquals(1, m.control().txTime(0).count());
        }
    }
}
