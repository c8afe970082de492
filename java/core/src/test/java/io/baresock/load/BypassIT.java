package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.helper.TestLibrary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A library that stands before libc's functions by LD_PRELOAD, as a kernel bypass does: {@code shim.c}, which counts the calls. */
@EnabledOnOs(OS.LINUX)
class BypassIT {

    private static final String SHIM = TestLibrary.compiled("shim");

    /** What BypassProgram's own calls come to; by the older functions 0, because this kernel has the newer. */
    private static final Map<String, Long> CALLS = Map.ofEntries(
            Map.entry("socket", 4L),
            Map.entry("socketpair", 2L),
            Map.entry("accept4", 1L),
            Map.entry("pipe2", 1L),
            Map.entry("dup3", 1L),
            Map.entry("close", 14L),
            Map.entry("fcntl", 2L),
            Map.entry("ioctl", 1L),
            Map.entry("bind", 2L),
            Map.entry("connect", 1L),
            Map.entry("listen", 1L),
            Map.entry("shutdown", 1L),
            Map.entry("getsockname", 2L),
            Map.entry("getpeername", 1L),
            Map.entry("getsockopt", 1L),
            Map.entry("setsockopt", 1L),
            Map.entry("send", 6L),
            Map.entry("sendto", 4L),
            Map.entry("recv", 7L),
            Map.entry("recvfrom", 4L),
            Map.entry("sendmsg", 3L),
            Map.entry("recvmsg", 1L),
            Map.entry("sendmmsg", 1L),
            Map.entry("recvmmsg", 1L),
            Map.entry("readv", 1L),
            Map.entry("writev", 1L),
            Map.entry("sendfile", 1L),
            Map.entry("splice", 1L),
            Map.entry("ppoll", 2L),
            Map.entry("pselect", 1L),
            Map.entry("write", 1L),
            Map.entry("epoll_create1", 1L),
            Map.entry("epoll_ctl", 2L),
            Map.entry("epoll_wait", 5L));

    private static Child preloaded(List<String> command) {
        return Child.run(command, Map.of("LD_PRELOAD", SHIM, "BS_SHIM_CALLER", "libbaresock"));
    }

    private static Child program(String what, String... options) {
        List<String> command = Child.javaCommand(options);
        if (Child.JDK_HAS_FFM) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.remove("-Xcheck:jni"); // it would print what the tests' own libraries do
        command.add("-Dbaresock.backend=" + Child.BACKEND);
        for (String name : List.of("baresock.library.path", "baresock.test.jar", "baresock.test.relocated")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + '=' + value);
            }
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), BypassProgram.class.getName(), SHIM, what));
        Child child = preloaded(command);
        assertEquals(0, child.status(), child.output());
        return child;
    }

    /** What the shim has counted, by function. */
    private static Map<String, Long> counts(Child child) {
        return child.output()
                .lines()
                .filter(line -> line.matches("[a-z_0-9]+ \\d+"))
                .filter(line -> !line.matches("(passed|failed) .*"))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(word -> word[0], word -> Long.parseLong(word[1]), (a, b) -> b, TreeMap::new));
    }

    @Test
    @DisplayName("G14: without a property, each call goes through the library that stands before libc, once")
    void eachCall_isSeen() {
        Child child = program("calls");
        assertEquals("libc", child.line("syscalls"));
        assertTrue(child.line("ring").startsWith("system calls are made by libc's functions"), child.output());
        Map<String, Long> expected = new TreeMap<>(counts(child));
        assertEquals(41, expected.size(), child.output());
        expected.replaceAll((name, n) -> CALLS.getOrDefault(name, 0L));
        assertEquals(expected, counts(child));
    }

    @Test
    @DisplayName("G14: -Dbaresock.syscalls=direct passes it by")
    void direct_isNotSeen() {
        Child child = program("calls", "-Dbaresock.syscalls=direct");
        assertEquals("direct", child.line("syscalls"));
        assertEquals(41, counts(child).size(), child.output());
        counts(child).forEach((name, n) -> assertEquals(0, n, name));
    }

    @Test
    @DisplayName("G14: the contract tests pass under it")
    void contract_isKept() {
        Child child = program("suite");
        assertEquals("libc", child.line("syscalls"));
        assertEquals("0", child.line("failed"), child.output());
        assertTrue(Integer.parseInt(child.line("passed")) > 150, child.output());
        Map<String, Long> counts = counts(child);
        CALLS.forEach((name, n) -> assertTrue(counts.get(name) >= n, () -> name + " in " + counts));
    }

    @Test
    void report_saysWhichAndWhy() {
        assertEquals(
                "libc (" + SHIM + " stands before libc's send and recv)",
                preloaded(Child.reportCommand(Child.JAR)).loaded().line("syscalls"));
        assertEquals(
                "direct (nothing stands before libc's send and recv)",
                Child.report().loaded().line("syscalls"));
        assertEquals(
                "libc (-Dbaresock.syscalls=libc)",
                Child.report("-Dbaresock.syscalls=LIBC").loaded().line("syscalls"));
        assertEquals(
                "direct (-Dbaresock.syscalls=direct)",
                Child.report("-Dbaresock.syscalls=direct").loaded().line("syscalls"));
    }

    @Test
    void badValue_isNamed() {
        Child child = Child.report("-Dbaresock.syscalls=fast\n").refused();
        assertEquals(
                "baresock: -Dbaresock.syscalls=fast\\x0a: must be auto, direct or libc",
                child.output().strip());
    }
}
