package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * 0 bytes of heap an operation, each operation in a JVM of its own. What C2 makes of an allocation depends on what ran before. The
 * address of a direct buffer costs an object unless the compiler removes it: such operations were seen to be clean after others and to
 * allocate when a program does nothing else.
 *
 * <p>It is a class of its own so that another JVM runs it beside {@link AllocationIT}.
 */
final class AllocationAloneIT {

    @TempDir
    Path directory = Path.of("");

    @TestFactory
    Stream<DynamicTest> operation_allocatesNothing_whenItIsAllThatAProgramDoes() throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = AllocationIT.some(operations.all());
            assertTrue(all.stream().filter(Allocation::isMeasuredAlone).count() >= 5, "few are measured alone");
            return IntStream.range(0, all.size())
                    .filter(i -> Allocation.isMeasuredAlone(all.get(i)))
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            all.get(i) + " on " + Baresock.backend(),
                            () -> AllocationIT.isNothing(
                                    all.get(i), Allocation.ofOne(directory, Baresock.backend(), i))));
        }
    }
}
