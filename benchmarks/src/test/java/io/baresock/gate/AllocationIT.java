package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * 0 bytes of heap an operation. What C2 makes of an allocation depends on what ran before, so the operations on direct
 * buffers, whose address costs an object unless the compiler removes it, are measured in a JVM of their own as well: they
 * were seen to be clean after others and to allocate when a program does nothing else.
 */
final class AllocationIT {

    @TempDir
    Path directory = Path.of("");

    /** The build names what each run is for; were it another, a gate would stand open unseen. */
    @Test
    void jvmAndBackend_areTheOnesThatTheBuildAskedFor() {
        assertEquals(System.getProperty("gate.jdk"), Runtime.version().feature() < 22 ? "old" : "new");
        assertEquals(System.getProperty("baresock.backend"), Baresock.backend());
    }

    @Test
    void meter_counts_whenEveryRunAllocates() throws IOException {
        byte[][] sink = new byte[1][];
        Operation operation = new Operation("an array", Map.of(), () -> sink[0] = new byte[16]);
        long bytes = Allocation.steady(operation);
        assertTrue(bytes >= 16L * Allocation.runs(operation), bytes + " bytes");
        assertEquals(16, sink[0].length);
    }

    @Test
    void meter_counts_whenOneRunInAThousandAllocates() throws IOException {
        byte[][] sink = new byte[1][];
        int[] run = new int[1];
        Operation operation = new Operation("an array now and then", Map.of(), () -> {
            if (++run[0] % 1000 == 0) {
                sink[0] = new byte[16];
            }
        });
        long bytes = Allocation.steady(operation);
        assertTrue(bytes >= 16L * Allocation.runs(operation) / 1000, bytes + " bytes");
        assertEquals(16, sink[0].length);
    }

    @TestFactory
    Stream<DynamicTest> operation_allocatesNothing() throws IOException {
        Operations operations = new Operations();
        return some(operations.all()).stream()
                .map(o -> DynamicTest.dynamicTest(
                        o + " on " + Baresock.backend(), () -> isNothing(o, Allocation.steady(o))))
                .onClose(operations::close);
    }

    @TestFactory
    Stream<DynamicTest> operation_allocatesNothing_whenItIsAllThatAProgramDoes() throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = some(operations.all());
            assertTrue(all.stream().filter(Allocation::isMeasuredAlone).count() >= 5, "few are measured alone");
            return IntStream.range(0, all.size())
                    .filter(i -> Allocation.isMeasuredAlone(all.get(i)))
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            all.get(i) + " on " + Baresock.backend(),
                            () -> isNothing(all.get(i), Allocation.ofOne(directory, Baresock.backend(), i))));
        }
    }

    /** An empty list would pass without a word. */
    private static List<Operation> some(List<Operation> operations) {
        assertTrue(operations.size() >= 30, () -> "only " + operations.size() + " operations");
        return operations;
    }

    private static void isNothing(Operation operation, long bytes) {
        assertEquals(0, bytes, () -> operation + ": bytes in " + Allocation.runs(operation) + " runs");
    }
}
