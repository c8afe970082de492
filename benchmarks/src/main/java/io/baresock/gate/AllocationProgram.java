package io.baresock.gate;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Measures what operations allocate, by the JVM's own count for this thread; a line for each. Usage:
 * {@code AllocationProgram [INDEX]}: one operation, or all in turn.
 */
final class AllocationProgram {

    /**
     * Windows that do not count. After 5 of 2 000 runs, the least there are, every body is past the 5 000 with which HotSpot
     * hands a method to C2; the last bytes were seen in the fourth, on JDK 17 and 25. The first window without any need not be
     * the last, since code is compiled more than once.
     */
    private static final int WARM_UP = 5;

    /** How many windows in a row have to be without a byte. */
    static final int CLEAN = 3;

    /** After so many windows in all it counts as it is: a busy machine compiles late, and quick operations do not wait for it. */
    private static final int MOST = 400;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProgram() {}

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            List<Operation> some = args.length == 0 ? all : List.of(all.get(Integer.parseInt(args[0])));
            for (Operation operation : some) {
                System.out.println(steady(operation));
            }
        }
    }

    /** The bytes of the last {@link #CLEAN} windows: nothing once all is compiled, unless the operation allocates. */
    static long steady(Operation operation) throws IOException {
        long[] last = new long[CLEAN];
        for (int i = 0; i < WARM_UP; i++) {
            allocatedBy(operation);
        }
        for (int i = 0; i < MOST - WARM_UP; i++) {
            last[i % CLEAN] = allocatedBy(operation);
            if (i >= CLEAN - 1 && sum(last) == 0) {
                return 0;
            }
        }
        return sum(last);
    }

    private static long sum(long[] windows) {
        return LongStream.of(windows).sum();
    }

    private static long allocatedBy(Operation operation) throws IOException {
        Operation.Body body = operation.body();
        int runs = operation.window();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            body.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
