package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of forgotten sockets: plain numbers, and not a line each for ever. */
class ForgottenTest {

    @Test
    void theFirstFew_areNamed_thenTheirNumberIsSaidAtEachDoubling() {
        List<String> log = new ArrayList<>();
        Forgotten forgotten = new Forgotten(log::add);
        for (int i = 1; i <= 12_334; i++) {
            forgotten.note("a Socket with descriptor " + (6134 + i));
        }
        assertEquals("a Socket with descriptor 6135 was never closed; closed it now", log.get(0));
        assertEquals(
                Forgotten.NAMED,
                log.stream().filter(l -> l.endsWith("closed it now")).count());
        assertEquals(
                "a Socket with descriptor 6142 was never closed; closed it now, as 7 before. The next line about it comes at 16",
                log.get(Forgotten.NAMED));
        assertTrue(log.get(log.size() - 1).contains("as 8191 before"), log.get(log.size() - 1));
        assertEquals(Forgotten.NAMED + 11, log.size()); // 8, 16, ... 8192
    }
}
