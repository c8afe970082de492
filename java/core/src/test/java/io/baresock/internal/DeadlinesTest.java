package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static long nanos(Duration d) {
        return Deadlines.nanos("recv", d);
    }

    @Test
    void aDuration_isWorthItsNanoseconds() {
        assertEquals(0, nanos(Duration.ZERO));
        assertEquals(1, nanos(Duration.ofNanos(1)));
        assertEquals(3_000_000_007L, nanos(Duration.ofSeconds(3, 7)));
    }

    @Test
    void aNegativeDuration_isForEver() {
        assertEquals(-1, nanos(Duration.ofNanos(-1)));
        assertEquals(-1, nanos(Duration.ofSeconds(Long.MIN_VALUE)));
        assertEquals(-1, Deadlines.left(Deadlines.in(nanos(Duration.ofNanos(-5)))));
    }

    @Test
    void whatDoesNotFit_isForEver() {
        assertEquals(Long.MAX_VALUE - 1, nanos(Duration.ofNanos(Long.MAX_VALUE - 1)));
        assertEquals(Long.MAX_VALUE, nanos(Duration.ofNanos(Long.MAX_VALUE)));
        assertEquals(Long.MAX_VALUE, nanos(Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(-1, Deadlines.left(Deadlines.in(nanos(Duration.ofSeconds(Long.MAX_VALUE)))));
    }

    @Test
    void none_isRefused_withTheCall() {
        NullPointerException e = assertThrows(NullPointerException.class, () -> nanos(null));
        assertTrue(e.getMessage().startsWith("recv: "), e.getMessage());
    }
}
