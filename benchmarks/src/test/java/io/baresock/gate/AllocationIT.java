package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.baresock.Baresock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** 0 bytes of heap an operation, counted by the JVM for this thread. */
final class AllocationIT {

    private static final int OPERATIONS = 100_000;

    /** The compiler decides when code is compiled for good; until then a run may allocate. */
    private static final int ATTEMPTS = 10;

    /** What the measurement itself may cost: far less than a byte an operation. */
    private static final long SLACK = 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The build names what each run is for; were it another, a gate would stand open unseen. */
    @Test
    void jvmAndBackend_areTheOnesThatTheBuildAskedFor() {
        assertEquals(System.getProperty("gate.jdk"), Runtime.version().feature() < 22 ? "old" : "new");
        assertEquals(System.getProperty("baresock.backend"), Baresock.backend());
    }

    @Test
    void meter_counts_whenSomethingIsAllocated() throws IOException {
        byte[][] sink = new byte[1][];
        long bytes = allocatedBy(() -> sink[0] = new byte[16]);
        assertTrue(bytes >= 16L * OPERATIONS, bytes + " bytes");
        assertEquals(16, sink[0].length);
    }

    @TestFactory
    Stream<DynamicTest> operation_allocatesNothing() throws IOException {
        Operations operations = new Operations();
        return operations.all().stream()
                .map(o -> DynamicTest.dynamicTest(o + " on " + Baresock.backend(), () -> allocatesNothing(o)))
                .onClose(operations::close);
    }

    private static void allocatesNothing(Operation operation) throws IOException {
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && bytes > SLACK; i++) {
            bytes = allocatedBy(operation.body());
        }
        assertEquals(0, bytes / OPERATIONS, operation + ": bytes an operation");
        assertTrue(bytes <= SLACK, operation + ": " + bytes + " bytes in " + OPERATIONS + " operations");
    }

    private static long allocatedBy(Operation.Body body) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS; i++) {
            body.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
