package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextSwitchesTest {

    @Test
    void parse_givesEachContestant_andItsVerdict() throws IOException {
        assertEquals(
                List.of(
                        new ContextSwitches.Counted("Baresock, UDP", "1001 waits, 2 taken", true),
                        new ContextSwitches.Counted("C, UNIX", "2000 waits, 0 taken", false)),
                ContextSwitches.parse("Baresock, UDP: 1001 2 ok\nC, UNIX: 2000 0 short\n"));
    }

    @Test
    void parse_refuses_whatHasNoCount() {
        assertThrows(IOException.class, () -> ContextSwitches.parse("WARNING: something else\n"));
    }
}
