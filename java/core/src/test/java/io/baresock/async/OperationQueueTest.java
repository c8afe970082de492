package io.baresock.async;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationQueueTest {

    @Test
    void doesWhatAnArrayDequeDoes() {
        Random random = new Random(1);
        OperationQueue queue = new OperationQueue();
        ArrayDeque<Operation> model = new ArrayDeque<>();
        List<Operation> out = new ArrayList<>(List.of(new Status().operation));
        for (int i = 0; i < 10_000; i++) {
            int what = random.nextInt(4);
            if (what < 2 && model.size() < 6) {
                Operation op = random.nextBoolean() ? new Status().operation : out.get(random.nextInt(out.size()));
                if (!model.contains(op)) {
                    assertEquals(model.isEmpty(), queue.add(op));
                    model.add(op);
                }
            } else if (what == 2) {
                Operation op = queue.poll();
                assertSame(model.poll(), op);
                if (op != null) {
                    out.add(op);
                }
            } else {
                Operation op = pick(random, model, out);
                model.remove(op);
                queue.remove(op);
                out.add(op);
            }
            assertEquals(model.isEmpty(), queue.isEmpty());
            assertSame(model.peek(), queue.peek());
        }
    }

    private static Operation pick(Random random, ArrayDeque<Operation> model, List<Operation> out) {
        List<Operation> all = new ArrayList<>(model);
        all.add(out.get(random.nextInt(out.size())));
        return all.get(random.nextInt(all.size()));
    }
}
