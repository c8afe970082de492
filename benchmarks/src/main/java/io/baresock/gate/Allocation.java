package io.baresock.gate;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The gate on allocation: 0 bytes of heap per operation. A separate JVM runs the operations; its count of a thread's allocations is used.
 * The argument is the index of an operation; without it, all run in turn. It prints a line for each.
 */
public final class Allocation {

    /**
     * Runs that do not count, in whole windows. HotSpot gives a method to C2 after 5000 runs. Before that, and until the compiler has finished,
     * code allocates as much as C2's code or more: C2 removes allocations, and adds none.
     */
    private static final int WARM_UP = 10_000;

    /** How many windows in a row must be without a byte. */
    private static final int CLEAN = 3;

    /** The most windows; then the result counts. A busy machine compiles late, and quick operations finish many windows before that. */
    private static final int MOST = 400;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes of {@link #runs} runs of every operation, one operation after the other in one JVM. */
    public static long[] ofAll(Path directory, String backend) throws IOException, InterruptedException {
        return Jvm.run(List.of(), directory, backend, Allocation.class, List.of())
                .lines()
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /**
     * The bytes of one operation in a program that does nothing else. Whether C2 removes an allocation depends on what ran before. The
     * address of a direct buffer costs an object unless C2 removes it: such operations did not allocate after others, but did so alone.
     */
    public static long ofOne(Path directory, String backend, int index) throws IOException, InterruptedException {
        List<String> args = List.of(Integer.toString(index));
        return Long.parseLong(
                Jvm.run(List.of(), directory, backend, Allocation.class, args).strip());
    }

    /** Whether an operation is also measured alone: if it uses a direct buffer. */
    public static boolean isMeasuredAlone(Operation operation) {
        return operation.name().contains("direct");
    }

    /** How many runs count in the end; all of them must be without a byte. */
    public static int runs(Operation operation) {
        return CLEAN * operation.window();
    }

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            for (Operation operation : args.length == 0 ? all : List.of(all.get(Integer.parseInt(args[0])))) {
                System.out.println(steady(operation));
            }
        }
    }

    /** The bytes of the last {@link #CLEAN} windows: 0 once all code is compiled, unless the operation allocates. */
    static long steady(Operation operation) throws IOException {
        long[] last = new long[CLEAN];
        int warmUp = (WARM_UP + operation.window() - 1) / operation.window();
        for (int i = 0; i < MOST; i++) {
            last[i % CLEAN] = allocatedBy(operation);
            if (i >= warmUp + CLEAN - 1 && LongStream.of(last).sum() == 0) {
                return 0;
            }
        }
        return LongStream.of(last).sum();
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
