package io.baresock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** That the extension is there and bites: a failure on another thread is not lost. */
class LostFailuresTest {

    @Test
    void failureOfAnotherThread_failsTheTest() throws InterruptedException {
        Thread t = new Thread(() -> assertEquals(1, 2));
        t.start();
        t.join();
        AssertionError e = assertThrows(AssertionError.class, () -> new LostFailures().afterEach(null));
        assertTrue(e.getMessage().contains("expected: <1> but was: <2>"), e.getMessage());
        assertEquals(1, e.getSuppressed().length);
    }
}
