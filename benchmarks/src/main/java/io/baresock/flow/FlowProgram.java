package io.baresock.flow;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A separate JVM for flows. Each backend has its own, so that the profile of one does not change how the JIT compiles another. It reads
 * lines {@code KIND SIZE} and answers each with a {@link FlowRun} in JSON.
 */
final class FlowProgram {

    private static final int WARM_UPS = 2;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private FlowProgram() {}

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Set<String> warm = new HashSet<>();
        for (String line; (line = in.readLine()) != null; ) {
            String[] words = line.split(" ", -1);
            Kind kind = Kind.valueOf(words[0]);
            int size = Integer.parseInt(words[1]);
            for (int i = warm.add(line) ? WARM_UPS : 0; i > 0; i--) {
                run(kind, size);
            }
            System.out.println(new Gson().toJson(run(kind, size)));
        }
    }

    private static FlowRun run(Kind kind, int size) throws IOException {
        try (Flow flow = kind.open()) {
            return FlowRun.of(flow, size, NANOS);
        }
    }
}
