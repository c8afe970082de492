package io.baresock.gate;

import io.baresock.Bsd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gate on system calls: exactly the expected ones. strace(1) counts them in a separate JVM, which runs this class as its program.
 * Before and after each operation there is a listen(2) on descriptor -1 as a mark; its backlog is the operation's index. The kernel
 * refuses it, but strace writes it down. Linux.
 */
public final class SystemCalls {

    private static final int OPERATIONS = 1000;
    private static final int FIRST_MARK = 70_000;

    /** A line of strace: {@code 4711 recvfrom(0x5, ...} with the thread's number. A call that is resumed counts where it began. */
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((?:-1, (\\d+))?.*$");

    /**
     * The JVM itself makes some calls in any thread: it waits for a safepoint (futex), reads a class (pread64), gets memory. A call that
     * is made with every operation would be far above this number.
     */
    private static final int OF_THE_JVM = OPERATIONS / 4;

    private SystemCalls() {}

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            for (Operation operation : all) {
                operation.body().run(); // so that classes are loaded and wake descriptors are open
            }
            for (int i = 0; i < all.size(); i++) {
                Bsd.listen(-1, FIRST_MARK + 2 * i);
                for (int k = 0; k < OPERATIONS; k++) {
                    all.get(i).body().run();
                }
                Bsd.listen(-1, FIRST_MARK + 2 * i + 1);
            }
        }
    }

    /** For each operation's index: how often its thread made each call during {@link #operations()} runs. */
    public static Map<Integer, Map<String, Integer>> count(Path directory, String backend)
            throws IOException, InterruptedException {
        Path trace = directory.resolve("trace");
        // Numbers for arguments, except in marks: text would be nearly all of the trace.
        List<String> strace = List.of("strace", "-f", "-qq", "-e", "raw=!listen", "-o", trace.toString());
        Jvm.run(strace, directory, backend, SystemCalls.class, List.of());
        Map<Integer, Map<String, Integer>> counted = new HashMap<>();
        String thread = "";
        Map<String, Integer> open = null;
        for (String line : Files.readAllLines(trace)) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            if (call.group(2).equals("listen") && call.group(3) != null) {
                int number = Integer.parseInt(call.group(3)) - FIRST_MARK;
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

    /** How often each operation runs. */
    public static int operations() {
        return OPERATIONS;
    }

    /** Whether these are exactly the expected calls of the operation. */
    public static boolean areExact(Operation operation, Map<String, Integer> counted) {
        Map<String, Integer> others = new HashMap<>(counted);
        for (Map.Entry<String, Integer> each : operation.systemCalls().entrySet()) {
            Integer times = others.remove(each.getKey());
            if (times == null || times != each.getValue() * OPERATIONS) {
                return false;
            }
        }
        return others.values().stream().mapToInt(Integer::intValue).sum() < OF_THE_JVM;
    }
}
