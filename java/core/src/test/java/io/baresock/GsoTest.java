package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class GsoTest {

    @Test
    void whatACallUses_isNotChanged_andNotUsedByAnother() {
        Gso gso = new Gso();
        gso.enter("sendSegments", 100);
        List<Runnable> changes =
                List.of(() -> gso.maxSegments(1), () -> gso.minRun(2), gso::forget, () -> gso.enter("sendmmsg", 0));
        for (Runnable change : changes) {
            IllegalStateException e = assertThrows(IllegalStateException.class, change::run);
            assertEquals(
                    "is in use by another call",
                    e.getMessage().substring(e.getMessage().indexOf("is in")));
        }
        assertEquals(0, gso.segments() + gso.singles());
        gso.leave();
        changes.subList(0, 3).forEach(Runnable::run);
    }
}
