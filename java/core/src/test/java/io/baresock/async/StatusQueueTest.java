package io.baresock.async;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatusQueueTest {

    @Test
    void doesWhatAnArrayDequeDoes() {
        Random random = new Random(1);
        StatusQueue queue = new StatusQueue();
        ArrayDeque<Status> model = new ArrayDeque<>();
        List<Status> out = new ArrayList<>(List.of(new Status()));
        for (int i = 0; i < 10_000; i++) {
            int what = random.nextInt(4);
            if (what < 2 && model.size() < 6) {
                Status op = random.nextBoolean() ? new Status() : out.get(random.nextInt(out.size()));
                if (!model.contains(op)) {
                    assertEquals(model.isEmpty(), queue.add(op));
                    model.add(op);
                }
            } else if (what == 2) {
                Status op = queue.poll();
                assertSame(model.poll(), op);
                if (op != null) {
                    out.add(op);
                }
            } else {
                Status op = pick(random, model, out);
                model.remove(op);
                queue.remove(op);
                out.add(op);
            }
            assertEquals(model.isEmpty(), queue.isEmpty());
            assertSame(model.peek(), queue.peek());
        }
    }

    private static Status pick(Random random, ArrayDeque<Status> model, List<Status> out) {
        List<Status> all = new ArrayList<>(model);
        all.add(out.get(random.nextInt(out.size())));
        return all.get(random.nextInt(all.size()));
    }
}
