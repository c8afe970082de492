package io.baresock.gate;

import io.baresock.bench.SwitchesProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gate on changes of thread: one a message, for each contestant of the blocking ping-pong, in a JVM of its own. Linux. */
public final class ContextSwitches {

    private static final Pattern LINE = Pattern.compile("(.+): (\\d+) (\\d+) (ok|short)");

    /**
     * What came of one.
     *
     * @param name of the contestant, with the transport
     * @param counted the waits and the times that the CPU was taken, for people
     * @param ok whether there is one wait a round trip
     */
    public record Counted(String name, String counted, boolean ok) {}

    private ContextSwitches() {}

    /** Those of each contestant, in their order. */
    public static List<Counted> count(Path directory, String backend) throws IOException, InterruptedException {
        return parse(Jvm.run(List.of(), directory, backend, SwitchesProgram.class, List.of()));
    }

    static List<Counted> parse(String printed) throws IOException {
        List<Counted> all = new ArrayList<>();
        for (String line : printed.split("\n", -1)) {
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                all.add(new Counted(
                        m.group(1),
                        m.group(2) + " waits, " + m.group(3) + " taken",
                        m.group(4).equals("ok")));
            }
        }
        if (all.isEmpty()) {
            throw new IOException("no count of context switches: " + printed);
        }
        return all;
    }
}
