package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Exactly the system calls that were asked for, counted by strace(1) in a JVM of its own. */
@EnabledOnOs(OS.LINUX)
final class SyscallIT {

    @TempDir
    Path directory = Path.of("");

    @Test
    void areExact_isFalse_whenACallIsMissingTwiceOrAnother() {
        Operation one = Operation.one("recv", "recvfrom", () -> {});
        int n = SystemCalls.operations();
        assertTrue(SystemCalls.areExact(one, Map.of("recvfrom", n, "futex", 3)));
        assertFalse(SystemCalls.areExact(one, Map.of("recvfrom", n - 1)));
        assertFalse(SystemCalls.areExact(one, Map.of("recvfrom", 2 * n)));
        assertFalse(SystemCalls.areExact(one, Map.of("recvfrom", n, "ppoll", n)));
        assertFalse(SystemCalls.areExact(one, Map.of()));
    }

    @TestFactory
    Stream<DynamicTest> operation_makesTheOneSystemCall() throws IOException, InterruptedException {
        Map<Integer, Map<String, Integer>> counted = SystemCalls.count(directory, Baresock.backend());
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            assertTrue(all.size() >= 30, () -> "only " + all.size() + " operations");
            assertEquals(all.size(), counted.size(), "operations in the trace");
            return IntStream.range(0, all.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            all.get(i) + " on " + Baresock.backend(),
                            () -> check(all.get(i), counted.getOrDefault(i, Map.of()))));
        }
    }

    private static void check(Operation operation, Map<String, Integer> counted) {
        assertTrue(
                SystemCalls.areExact(operation, counted),
                () -> operation + ": " + SystemCalls.operations() + " times " + operation.systemCalls() + " expected, "
                        + counted + " made");
    }
}
