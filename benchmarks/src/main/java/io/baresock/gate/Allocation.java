package io.baresock.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The gate on allocation: 0 bytes of heap an operation, counted in a JVM of its own. */
public final class Allocation {

    private Allocation() {}

    /** The bytes of {@link #runs} runs of every operation, in their order, one after another in one JVM. */
    public static long[] ofAll(Path directory, String backend) throws IOException, InterruptedException {
        return Jvm.run(List.of(), directory, backend, AllocationProgram.class, List.of())
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
        return Long.parseLong(Jvm.run(List.of(), directory, backend, AllocationProgram.class, args)
                .strip());
    }

    /** Whether an operation is to be measured alone as well: it takes a direct buffer. */
    public static boolean isMeasuredAlone(Operation operation) {
        return operation.name().contains("direct");
    }

    /** How many runs are counted in the end, all of which have to be without a byte. */
    public static int runs(Operation operation) {
        return AllocationProgram.CLEAN * operation.window();
    }
}
