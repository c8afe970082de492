package io.baresock.gate;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The gate on allocation: 0 bytes of heap an operation, by the JVM's own count for a thread, in a JVM of its own. The program's arguments:
 * the index of an operation, or none for all in turn; it prints a line for each.
 */
public final class Allocation {

    /**
     * Windows that do not count. After 5 of 2 000 runs, the least there are, every body is past the 5 000 with which HotSpot
     * hands a method to C2; the last bytes were seen in the fourth, on JDK 17 and 25. The first window without any need not be
     * the last, since code is compiled more than once.
     */
    private static final int WARM_UP = 5;

    /** How many windows in a row have to be without a byte. */
    private static final int CLEAN = 3;

    /** After so many windows in all it counts as it is: a busy machine compiles late, and quick operations do not wait for it. */
    private static final int MOST = 400;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes of {@link #runs} runs of every operation, in their order, one after another in one JVM. */
    public static long[] ofAll(Path directory, String backend) throws IOException, InterruptedException {
        return Jvm.run(List.of(), directory, backend, Allocation.class, List.of())
                .lines()
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /**
     * The bytes of one operation where it is all that a program does. What C2 makes of an allocation depends on what ran
     * before: the operations on direct buffers, whose address costs an object unless the compiler removes it, were seen to
     * be clean after others and to allocate alone.
     */
    public static long ofOne(Path directory, String backend, int index) throws IOException, InterruptedException {
        List<String> args = List.of(Integer.toString(index));
        return Long.parseLong(
                Jvm.run(List.of(), directory, backend, Allocation.class, args).strip());
    }

    /** Whether an operation is to be measured alone as well: it takes a direct buffer. */
    public static boolean isMeasuredAlone(Operation operation) {
        return operation.name().contains("direct");
    }

    /** How many runs are counted in the end, all of which have to be without a byte. */
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

    /** The bytes of the last {@link #CLEAN} windows: nothing once all is compiled, unless the operation allocates. */
    static long steady(Operation operation) throws IOException {
        long[] last = new long[CLEAN];
        for (int i = 0; i < MOST; i++) {
            last[i % CLEAN] = allocatedBy(operation);
            if (i >= WARM_UP + CLEAN - 1 && LongStream.of(last).sum() == 0) {
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
