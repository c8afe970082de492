package io.baresock.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gate on system calls: exactly those that were asked for, counted by strace(1) in a JVM of its own. Linux. */
public final class SystemCalls {

    /** Of the thread that makes the call: {@code 4711 recvfrom(5, ...}. A call that is resumed counts where it began. */
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");

    private static final Pattern MARK = Pattern.compile("^-1, (\\d+).*");

    /**
     * Besides what was asked for, the JVM makes calls for itself in any thread now and then: it waits for a safepoint
     * (futex), reads a class (pread64), asks for memory. Something made with every operation would be far above this.
     */
    private static final int OF_THE_JVM = SyscallProgram.OPERATIONS / 4;

    private SystemCalls() {}

    /** For each operation's index: how often its thread made which call during {@link #operations()} runs. */
    public static Map<Integer, Map<String, Integer>> count(Path directory, String backend)
            throws IOException, InterruptedException {
        Path trace = directory.resolve("trace");
        List<String> strace = List.of("strace", "-f", "-qq", "-o", trace.toString());
        Jvm.run(strace, directory, backend, SyscallProgram.class, List.of());
        return parse(Files.readAllLines(trace));
    }

    static Map<Integer, Map<String, Integer>> parse(List<String> trace) {
        Map<Integer, Map<String, Integer>> counted = new HashMap<>();
        String thread = "";
        Map<String, Integer> open = null;
        for (String line : trace) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            Matcher mark = MARK.matcher(call.group(3));
            if (call.group(2).equals("listen") && mark.matches()) {
                int number = Integer.parseInt(mark.group(1)) - SyscallProgram.FIRST_MARK;
                thread = call.group(1);
                open = number % 2 == 0 ? new HashMap<>() : null;
                if (open != null) {
                    counted.put(number / 2, open);
                }
            } else if (open != null && call.group(1).equals(thread)) {
                open.merge(call.group(2), 1, Integer::sum);
            }
        }
        return counted;
    }

    /** How often each is run. */
    public static int operations() {
        return SyscallProgram.OPERATIONS;
    }

    /** Whether these are the calls that the operation may cost. */
    public static boolean areExact(Operation operation, Map<String, Integer> counted) {
        Map<String, Integer> others = new TreeMap<>(counted);
        for (Map.Entry<String, Integer> each : operation.systemCalls().entrySet()) {
            Integer times = others.remove(each.getKey());
            if (times == null || times != each.getValue() * SyscallProgram.OPERATIONS) {
                return false;
            }
        }
        return others.values().stream().mapToInt(Integer::intValue).sum() < OF_THE_JVM;
    }
}
