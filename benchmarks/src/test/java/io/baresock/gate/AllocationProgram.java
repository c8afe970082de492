package io.baresock.gate;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Measures what one operation allocates, by the JVM's own count for this thread. Usage: {@code AllocationProgram INDEX}. */
final class AllocationProgram {

    static final int OPERATIONS = 100_000;

    /** What the measurement itself may cost: far less than a byte an operation. */
    static final long SLACK = 1024;

    /** Code is compiled more than once: the first result that allocates nothing need not be the last. */
    private static final int WARM_UP = 2;

    private static final int ATTEMPTS = 6;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProgram() {}

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            System.out.println(
                    steady(operations.all().get(Integer.parseInt(args[0])).body()));
        }
    }

    /** The bytes that {@link #OPERATIONS} runs allocate once all is compiled. */
    static long steady(Operation.Body body) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            allocatedBy(body);
        }
        long bytes = allocatedBy(body);
        for (int i = 1; i < ATTEMPTS && bytes > SLACK; i++) {
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
