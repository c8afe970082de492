package io.baresock.gate;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Measures what operations allocate, by the JVM's own count for this thread; a line for each. Usage:
 * {@code AllocationProgram [INDEX]}: one operation, or all in turn.
 */
final class AllocationProgram {

    static final int OPERATIONS = 100_000;

    /** Code is compiled more than once: the first result that allocates nothing need not be the last. */
    private static final int WARM_UP = 2;

    private static final int ATTEMPTS = 6;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProgram() {}

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            List<Operation> some = args.length == 0 ? all : List.of(all.get(Integer.parseInt(args[0])));
            for (Operation operation : some) {
                System.out.println(steady(operation.body()));
            }
        }
    }

    /** The bytes that {@link #OPERATIONS} runs allocate once all is compiled. */
    static long steady(Operation.Body body) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            allocatedBy(body);
        }
        long bytes = allocatedBy(body);
        for (int i = 1; i < ATTEMPTS && bytes > Allocation.SLACK; i++) {
            bytes = allocatedBy(body);
        }
        return bytes;
    }

    private static long allocatedBy(Operation.Body body) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS; i++) {
            body.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
