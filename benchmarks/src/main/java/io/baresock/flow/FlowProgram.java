package io.baresock.flow;

import io.baresock.gate.Child;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A separate JVM for flows. Each backend has its own, so that the profile of one does not change how the JIT compiles another. It answers
 * each {@link Question} with a {@link FlowRun}.
 */
final class FlowProgram {

    private static final int WARM_UPS = 2;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private FlowProgram() {}

    /** A run that is asked for. */
    record Question(Kind kind, int size) {}

    public static void main(String[] args) throws IOException {
        Set<Question> warm = new HashSet<>();
        Child.answer(Question.class, q -> {
            for (int i = warm.add(q) ? WARM_UPS : 0; i > 0; i--) {
                run(q.kind(), q.size());
            }
            return run(q.kind(), q.size());
        });
    }

    private static FlowRun run(Kind kind, int size) throws IOException {
        try (Flow flow = kind.open()) {
            return FlowRun.of(flow, size, NANOS);
        }
    }
}
