package io.baresock.tails;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    /** Thread.sleep(millis, nanos) refuses a whole millisecond of nanoseconds, and the server ended with the first request. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -999, -Workload.SLEEP_MICROS, -1001})
    void serve_worksOrSleeps(int micros) {
        assertDoesNotThrow(() -> Request.serve(micros));
    }
}
