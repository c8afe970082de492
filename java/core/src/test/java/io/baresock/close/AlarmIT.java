package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alarm of a call that has no flag for "do not wait" rings only around the system call. A thread that links a function of the FFM API
 * meanwhile was interrupted 165,000 times under strace(1), which tells here what the thread did. With it each call takes so long that its
 * alarm rings.
 */
@EnabledOnOs(OS.LINUX)
class AlarmIT {

    private static final Pattern CALL = Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)[( ].*$");
    /** What C needs for the alarm, and to take a SIGPIPE of its own: {@code getpid} tells whose it is. */
    private static final Set<String> SIGNALS = Set.of(
            "timer_settime",
            "rt_sigreturn",
            "restart_syscall",
            "rt_sigprocmask",
            "rt_sigpending",
            "rt_sigtimedwait",
            "getpid");

    @TempDir
    Path directory;

    @Test
    void alarm_ringsOnlyAroundItsSystemCall() throws Exception {
        Path trace = directory.resolve("trace");
        List<String> command = new ArrayList<>(List.of("-f", "-qq", "-o", trace.toString()));
        command.addAll(Program.command(AlarmProgram.class));
        try (Peer p = Peer.start("strace", command)) {
            assertEquals("EPIPE", new String(p.awaitEnd(), StandardCharsets.UTF_8).strip());
        }
        assertEquals(Set.of("connect", "accept4", "sendfile"), whileAlarmsRang(Files.readAllLines(trace)));
    }

    /** What threads called between the start and the end of their alarm, without what belongs to signals. */
    private static Set<String> whileAlarmsRang(List<String> trace) {
        Set<String> calls = new TreeSet<>();
        Set<String> ringing = new TreeSet<>();
        for (String line : trace) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            String thread = call.group(1);
            String name = call.group(2);
            if (name.equals("timer_settime")) {
                ringing.add(thread);
            } else if (name.equals("timer_delete")) {
                ringing.remove(thread);
            } else if (ringing.contains(thread) && !SIGNALS.contains(name)) {
                calls.add(name);
            }
        }
        return calls;
    }
}
