package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PairedTest {

    @Test
    void median_isTheMiddle_andTheMeanOfTwoMiddles() {
        assertEquals(2, Paired.median(new double[] {9, 1, 2}));
        assertEquals(2.5, Paired.median(new double[] {9, 1, 2, 3}));
    }

    @Test
    void of_isNotMoved_byOneRoundThatIsFarOff() {
        Paired paired = Paired.of(new double[] {1.01, 1.00, 1.02, 1.01, 1.00, 1.03, 50});
        assertEquals(1.01, paired.median());
        assertEquals(7, paired.count());
        assertTrue(paired.low() >= 1.00 && paired.low() <= paired.median(), () -> "low " + paired.low());
        assertTrue(paired.high() >= paired.median() && paired.high() <= 1.03, () -> "high " + paired.high());
    }

    @Test
    void of_givesTheSameInterval_ofTheSameNumbers() {
        double[] values = {1, 2, 3, 4, 5};
        assertEquals(Paired.of(values), Paired.of(values));
        assertEquals(1, Paired.of(values).low());
        assertEquals(5, Paired.of(values).high());
    }

    @Test
    void of_isNothing_ofNothing() {
        assertEquals(0, Paired.of(new double[0]).count());
        assertTrue(Double.isNaN(Paired.of(new double[0]).median()));
    }

    @Test
    void leavesOpen_takesFewForWiderThanTheyLie() {
        assertTrue(Paired.of(new double[] {1.0}).leavesOpen(2));
        assertTrue(Paired.of(new double[] {1.08, 1.12}).leavesOpen(1.05));
        assertTrue(Paired.of(new double[] {0.98, 1.02}).leavesOpen(1.05));
        assertFalse(Paired.of(new double[] {1.00, 1.02}).leavesOpen(1.05));
        assertFalse(Paired.of(new double[] {1.08, 1.12, 1.08, 1.12}).leavesOpen(1.05));
        assertTrue(Paired.of(new double[] {1.04, 1.06, 1.04, 1.06}).leavesOpen(1.05));
    }

    @Test
    void steal_isItsShareOfAllTime_withoutGuestTimeTwice() {
        Steal before = Steal.parse(List.of("cpu  100 0 100 800 0 0 0 10 50 0", "cpu0 1 1 1 1 1 1 1 1 1 1"));
        Steal after = Steal.parse(List.of("cpu  150 0 120 820 0 0 0 20 90 0"));
        assertEquals(0.1, after.since(before));
        assertEquals(0, after.since(after));
    }
}
