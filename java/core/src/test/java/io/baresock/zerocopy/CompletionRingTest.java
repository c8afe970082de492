package io.baresock.zerocopy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion ranges, merged, out of order and around 2^32; row G6. */
@DisplayName("CompletionRing: row G6")
class CompletionRingTest {

    private final List<Integer> told = new ArrayList<>();

    private int complete(CompletionRing<Integer> ring, int first, int last) {
        return ring.complete(first, last, told::add);
    }

    @Test
    void ranges_tellEachOwnerOnce() {
        CompletionRing<Integer> ring = new CompletionRing<>(4, 0);
        assertTrue(ring.isEmpty());
        for (int i = 0; i < 4; i++) {
            assertFalse(ring.isFull());
            assertEquals(i, ring.next());
            ring.add(100 + i);
        }
        assertTrue(ring.isFull());
        assertEquals(2, complete(ring, 1, 2));
        assertTrue(ring.isFull()); // the oldest is under way still
        assertEquals(0, complete(ring, 1, 2));
        assertEquals(2, complete(ring, 0, 3));
        assertEquals(List.of(101, 102, 100, 103), told);
        assertTrue(ring.isEmpty());
        assertEquals(0, complete(ring, 0, 3));
        assertEquals(0, complete(ring, 4, 1000)); // nobody sent those
        assertEquals(4, ring.next());
    }

    @Test
    void aSkippedNumber_isNobodys() {
        CompletionRing<Integer> ring = new CompletionRing<>(4, -1);
        ring.skip();
        assertTrue(ring.isEmpty());
        ring.add(7);
        ring.skip();
        assertEquals(2, ring.next());
        assertEquals(1, complete(ring, -1, 1));
        assertEquals(List.of(7), told);
        assertTrue(ring.isEmpty());
    }

    /** Sends and completions at random, in blocks whose ranges come in any order, against what was sent. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Integer.MAX_VALUE - 500, -700, -1, Integer.MIN_VALUE})
    void randomRanges_areToldOnce_aroundTheEndOfTheNumbers(int start) {
        Random random = new Random(start);
        CompletionRing<Integer> ring = new CompletionRing<>(64, start);
        List<int[]> underWay = new ArrayList<>(); // ranges
        int sent = 0;
        int done = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean() && !ring.isFull()) {
                int first = ring.next();
                assertEquals(start + sent, first);
                int length = 1 + random.nextInt(5);
                int n = 0;
                while (n < length && !ring.isFull()) {
                    ring.add(sent++);
                    n++;
                }
                underWay.add(new int[] {first, first + n - 1});
            } else if (!underWay.isEmpty()) {
                Collections.shuffle(underWay, random);
                int[] range = underWay.remove(underWay.size() - 1);
                told.clear();
                int n = range[1] - range[0] + 1;
                assertEquals(n, complete(ring, range[0], range[1]));
                for (int i = 0; i < n; i++) {
                    assertEquals(range[0] - start + i, told.get(i));
                }
                done += n;
                assertEquals(0, complete(ring, range[0], range[1]));
            }
            assertEquals(done == sent, ring.isEmpty());
        }
        assertTrue(sent > 5_000);
    }
}
