package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** 0 bytes of heap an operation, one operation after the other in one JVM. */
final class AllocationIT {

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

    /** An empty list would pass without a word. */
    static List<Operation> some(List<Operation> operations) {
        assertTrue(operations.size() >= 30, () -> "only " + operations.size() + " operations");
        return operations;
    }

    static void isNothing(Operation operation, long bytes) {
        assertEquals(0, bytes, () -> operation + ": bytes in " + Allocation.runs(operation) + " runs");
    }
}
