package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Exactly the system calls that were asked for, counted by strace(1) in a JVM of its own. */
@EnabledOnOs(OS.LINUX)
final class SyscallIT {

    /** Of the thread that makes the call: {@code 4711 recvfrom(5, ...}. A call that is resumed counts where it began. */
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");

    private static final Pattern MARK = Pattern.compile("^-1, (\\d+).*");

    /**
     * Besides what was asked for, the JVM makes calls for itself in any thread now and then: it waits for a safepoint
     * (futex), reads a class (pread64), asks for memory. Something made with every operation would be far above this.
     */
    private static final int OF_THE_JVM = SyscallProgram.OPERATIONS / 4;

    @TempDir
    Path directory = Path.of("");

    @TestFactory
    Stream<DynamicTest> operation_makesTheOneSystemCall() throws IOException, InterruptedException {
        Map<Integer, Map<String, Integer>> counted = count(trace());
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            assertEquals(all.size(), counted.size(), "operations in the trace");
            return IntStream.range(0, all.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            all.get(i) + " on " + Baresock.backend(),
                            () -> check(all.get(i), counted.getOrDefault(i, Map.of()))));
        }
    }

    private static void check(Operation operation, Map<String, Integer> counted) {
        Map<String, Integer> others = new TreeMap<>(counted);
        operation.systemCalls().forEach((name, each) -> {
            Integer times = others.remove(name);
            assertEquals(each * SyscallProgram.OPERATIONS, times == null ? 0 : times, operation + ": " + name);
        });
        int sum = others.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(sum < OF_THE_JVM, operation + " makes other calls: " + others);
    }

    private Path trace() throws IOException, InterruptedException {
        Path trace = directory.resolve("trace");
        Jvm.run(List.of("strace", "-f", "-qq", "-o", trace.toString()), directory, SyscallProgram.class);
        return trace;
    }

    /** For each operation's number: how often its thread made which call between the two marks. */
    private static Map<Integer, Map<String, Integer>> count(Path trace) throws IOException {
        Map<Integer, Map<String, Integer>> counted = new HashMap<>();
        String thread = "";
        int open = -1;
        for (String line : Files.readAllLines(trace)) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            Matcher mark = MARK.matcher(call.group(3));
            if (call.group(2).equals("listen") && mark.matches()) {
                int number = Integer.parseInt(mark.group(1)) - SyscallProgram.FIRST_MARK;
                thread = call.group(1);
                open = number % 2 == 0 ? number / 2 : -1;
                if (open >= 0) {
                    counted.put(open, new HashMap<>());
                }
            } else if (open >= 0 && call.group(1).equals(thread)) {
                counted.get(open).merge(call.group(2), 1, Integer::sum);
            }
        }
        return counted;
    }
}
