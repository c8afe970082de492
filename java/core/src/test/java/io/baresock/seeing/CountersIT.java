package io.baresock.seeing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.counters.Counter;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The counters of a JVM that has them, and of this one, which does not. strace(1) counts the system calls of the same thread. */
@EnabledOnOs(OS.LINUX)
class CountersIT {

    /** What the program calls between its marks. The JVM itself makes others, such as futex. */
    private static final Pattern CALL = Pattern.compile(
            "^(\\d+) +(sendto|recvfrom|membarrier|sendmsg|recvmsg|poll|ppoll|listen)\\((?:-1, (\\d+))?.*$");

    @TempDir
    Path directory;

    @Test
    void counters_areWhatTheProgramDid_andWhatTheKernelSaw() throws Exception {
        Path trace = directory.resolve("trace");
        List<String> command = new ArrayList<>(List.of("-f", "-qq", "-o", trace.toString()));
        List<String> java = Program.command(CountersProgram.class);
        command.add(java.get(0));
        command.add("-Dbaresock.counters=true");
        command.addAll(java.subList(1, java.size()));
        List<String> names = new ArrayList<>();
        try (Peer p = Peer.start("strace", command)) {
            for (String line :
                    new String(p.awaitEnd(), StandardCharsets.UTF_8).strip().split("\n")) {
                String[] words = line.split(" ");
                names.add(words[0]);
                assertEquals(words[1], words[2], line);
                if (words[0].equals("SYSTEM_CALLS")) {
                    assertEquals(Long.parseLong(words[2]), 502);
                }
            }
        }
        assertEquals(CountersProgram.names(), names);
        assertEquals(502, traced(trace));
    }

    /** The calls from one mark to the other, with both. */
    private static long traced(Path trace) throws Exception {
        String thread = "";
        long count = 0;
        for (String line : Files.readAllLines(trace)) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            boolean marks = call.group(2).equals("listen") && call.group(3) != null;
            if (marks && call.group(3).equals("" + CountersProgram.FIRST_MARK)) {
                thread = call.group(1);
            }
            if (call.group(1).equals(thread)) {
                count++;
            }
            if (marks && !call.group(3).equals("" + CountersProgram.FIRST_MARK)) {
                thread = "";
            }
        }
        return count;
    }

    @Test
    void countersThatAreOff_areZero_andCannotBeRegistered() {
        assertFalse(Counter.areOn());
        for (Counter c : Counter.values()) {
            assertEquals(0, c.value(), c.name());
        }
        assertEquals(0, Counter.calls().size());
        assertThrows(IllegalStateException.class, Counter::register);
    }
}
