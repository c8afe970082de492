package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.handover.FakeManager.Received;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** G13: what a service says to its manager, seen from the manager's end. */
@EnabledOnOs(OS.LINUX)
class SystemdIT {

    private static final long OWN = ProcessHandle.current().pid();

    private static String sent(FakeManager manager, Systemd.State... states) throws IOException {
        assertTrue(Systemd.notify(manager.environment(), states));
        Received r = manager.receive();
        assertEquals(List.of(), r.fds());
        assertEquals(OWN, r.pid());
        return r.text();
    }

    @Test
    @DisplayName(
            "G13: each state is the line that sd_notify(3) names, several are one message, and the kernel says who sent it")
    void notify_sendsTheLines() throws IOException {
        try (FakeManager manager = FakeManager.open()) {
            assertEquals("READY=1", sent(manager, Systemd.READY));
            assertEquals("STOPPING=1", sent(manager, Systemd.STOPPING));
            assertEquals("WATCHDOG=1", sent(manager, Systemd.WATCHDOG));
            assertEquals("WATCHDOG=trigger", sent(manager, Systemd.WATCHDOG_TRIGGER));
            assertEquals(
                    "READY=1\nSTATUS=50 % \u00e9\ud83d\ude00 a=b\nMAINPID=4194304\nERRNO=98",
                    sent(
                            manager,
                            Systemd.READY,
                            Systemd.status("50 % \u00e9\ud83d\ude00 a=b"),
                            Systemd.mainPid(4194304),
                            Systemd.errno(EADDRINUSE)));
            assertEquals("STATUS=", sent(manager, Systemd.status("")));
            assertEquals("BUSERROR=org.x.Y", sent(manager, Systemd.busError("org.x.Y")));
            assertEquals("EXTEND_TIMEOUT_USEC=1500000", sent(manager, Systemd.extendTimeout(Duration.ofMillis(1500))));
            assertEquals("EXTEND_TIMEOUT_USEC=1", sent(manager, Systemd.extendTimeout(Duration.ofNanos(1999))));
            assertEquals("WATCHDOG_USEC=20000000", sent(manager, Systemd.newWatchdogInterval(Duration.ofSeconds(20))));
            assertEquals("X_A1=b=c", sent(manager, Systemd.variable("X_A1", "b=c")));
            assertEquals("FDSTOREREMOVE=1\nFDNAME=web", sent(manager, Systemd.fdStoreRemove("web")));
            assertTrue(manager.isIdle());
        }
    }

    @Test
    @DisplayName("G13: RELOADING=1 carries CLOCK_MONOTONIC in microseconds")
    void reloading_hasTheTime() throws Exception {
        assumeTrue(isOnPath("python3"), "no python3");
        try (FakeManager manager = FakeManager.open()) {
            long before = pythonMicros();
            String text = sent(manager, Systemd.reloading());
            long after = pythonMicros();
            String head = "RELOADING=1\nMONOTONIC_USEC=";
            assertTrue(text.startsWith(head), text);
            long usec = Long.parseLong(text.substring(head.length()));
            assertTrue(before <= usec && usec <= after, before + " " + usec + " " + after);
        }
    }

    private static long pythonMicros() throws Exception {
        String script = "import time; print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)";
        Process p = new ProcessBuilder("python3", "-c", script).start();
        return Long.parseLong(Jvm.output(p).strip());
    }

    @Test
    @DisplayName("G13: FDSTORE=1 goes with the sockets, beside other states; they stay open here")
    void fdStore_sendsTheDescriptors() throws IOException {
        try (FakeManager manager = FakeManager.open();
                Socket one = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket two = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0))) {
            Systemd.State store = Systemd.fdStore("web", one, two);
            assertTrue(Systemd.notify(manager.environment(), Systemd.STOPPING, store, Systemd.variable("FDPOLL", "0")));
            Received r = manager.receive();
            assertEquals("STOPPING=1\nFDSTORE=1\nFDNAME=web\nFDPOLL=0", r.text());
            assertEquals(2, r.fds().size());
            try (Socket first = Socket.adopt(r.fds().get(0));
                    Socket second = Socket.adopt(r.fds().get(1))) {
                assertEquals(one.localAddress(), first.localAddress());
                assertEquals(two.localAddress(), second.localAddress());
            }
            assertTrue(one.isOpen());
            two.close();
            assertThrows(SocketClosedException.class, () -> Systemd.notify(manager.environment(), store));
            assertTrue(manager.isIdle());
        }
    }

    @Test
    @DisplayName("G13: a manager at a path; one that is gone is an error that names it")
    void path_isFound(@TempDir Path folder) throws IOException {
        String path = folder.resolve("n").toString();
        try (FakeManager manager = FakeManager.open(path)) {
            assertEquals(path, manager.address());
            assertEquals("READY=1", sent(manager, Systemd.READY));
        }
        ErrnoException e =
                assertThrows(ErrnoException.class, () -> Systemd.notify(Map.of("NOTIFY_SOCKET", path), Systemd.READY));
        assertEquals(ECONNREFUSED, e.errno());
        assertTrue(e.getMessage().contains(path), e.getMessage());
    }

    @Test
    void withoutAManager_isFalse() throws IOException {
        for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""))) {
            assertFalse(Systemd.notify(none, Systemd.READY));
            assertFalse(Systemd.barrier(none, Duration.ZERO));
        }
    }

    // ---- bad input ----

    private static void refused(Class<? extends Exception> type, String named, Executable call) {
        String message = String.valueOf(assertThrows(type, call).getMessage());
        assertTrue(message.contains(named), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void badStates_areNamed() throws IOException {
        Class<IllegalArgumentException> bad = IllegalArgumentException.class;
        refused(bad, "status: \"a\\x0ab\"", () -> Systemd.status("a\nb"));
        refused(bad, "status: \"a\\x00\"", () -> Systemd.status("a\0"));
        refused(bad, "surrogate", () -> Systemd.status("\ud83d"));
        refused(bad, "busError", () -> Systemd.busError("\n"));
        refused(bad, "mainPid: pid = 0", () -> Systemd.mainPid(0));
        refused(bad, "errno: errno 0", () -> Systemd.errno(0));
        refused(bad, "extendTimeout: PT0.000000999S", () -> Systemd.extendTimeout(Duration.ofNanos(999)));
        refused(bad, "newWatchdogInterval", () -> Systemd.newWatchdogInterval(Duration.ofSeconds(Long.MAX_VALUE)));
        refused(bad, "\"x y\"", () -> Systemd.variable("x y", ""));
        refused(bad, "variable: \"a\\x0a", () -> Systemd.variable("X_A", "a\n"));
        refused(bad, "fdStoreRemove: name \"a:b\"", () -> Systemd.fdStoreRemove("a:b"));
        refused(bad, "no sockets", () -> Systemd.fdStore("web"));
        refused(bad, "0 bytes", () -> Systemd.notify(Map.of()));
        refused(bad, "4104 bytes", () -> Systemd.notify(Map.of(), Systemd.status("x".repeat(4097))));
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            Socket[] many = new Socket[254];
            Arrays.fill(many, s);
            refused(bad, "254 sockets", () -> Systemd.fdStore("web", many));
            Systemd.State store = Systemd.fdStore("web", s);
            refused(bad, "two fdStore", () -> Systemd.notify(Map.of(), store, store));
        }
        refused(NullPointerException.class, "status", () -> Systemd.status(null));
        refused(NullPointerException.class, "barrier", () -> Systemd.barrier(Map.of(), null));
    }

    @Test
    void badAddresses_areNamed() {
        for (String value : List.of("run/x", "@", "/", "vsock:2:1234", "/" + "x".repeat(108), "@" + "x".repeat(108))) {
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", value);
            if (!value.equals("/")) { // a path, of a folder
                refused(
                        IllegalStateException.class,
                        "NOTIFY_SOCKET=" + value,
                        () -> Systemd.notify(environment, Systemd.READY));
            }
            assertThrows(Exception.class, () -> Systemd.barrier(environment, Duration.ZERO));
        }
    }

    // ---- the watchdog ----

    private static Duration interval(String usec, String pid) {
        Map<String, String> both =
                pid == null ? Map.of("WATCHDOG_USEC", usec) : Map.of("WATCHDOG_USEC", usec, "WATCHDOG_PID", pid);
        return Systemd.watchdogInterval(both, 7);
    }

    @Test
    @DisplayName("G13: the watchdog's interval is for the process that WATCHDOG_PID names")
    void watchdogInterval_isForThisProcess() {
        assertNull(Systemd.watchdogInterval(Map.of(), 7));
        assertNull(Systemd.watchdogInterval(Map.of("WATCHDOG_PID", "7"), 7));
        assertEquals(Duration.ofMillis(1500), interval("1500000", "7"));
        assertEquals(Duration.ofNanos(1000), interval("1", null));
        assertNull(interval("1500000", "8"));
        for (String wrong : List.of("", "0", "-1", "1s", "99999999999999999999", "\u0667")) {
            refused(IllegalStateException.class, "WATCHDOG_USEC=" + wrong, () -> interval(wrong, null));
            refused(IllegalStateException.class, "WATCHDOG_PID=" + wrong, () -> interval("1", wrong));
        }
    }

    // ---- the barrier ----

    @Test
    @DisplayName("G13: a barrier ends when the manager closes what came with BARRIER=1, and not before")
    void barrier_waitsForTheManager() throws Exception {
        try (FakeManager manager = FakeManager.open()) {
            Map<String, String> environment = manager.environment();
            CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(() -> {
                try {
                    return Systemd.barrier(environment, Duration.ofNanos(Patience.NANOS));
                } catch (ErrnoException e) {
                    throw new AssertionError(e);
                }
            });
            Received r = manager.receive();
            assertEquals("BARRIER=1", r.text());
            assertEquals(1, r.fds().size());
            assertFalse(passed.isDone());
            r.close();
            assertTrue(get(passed));
        }
    }

    private static boolean get(CompletableFuture<Boolean> f)
            throws InterruptedException, ExecutionException, TimeoutException {
        return f.get(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void barrier_saysThatTheTimePassed() throws IOException {
        try (FakeManager manager = FakeManager.open()) {
            ErrnoException e = assertThrows(
                    ErrnoException.class, () -> Systemd.barrier(manager.environment(), Duration.ofNanos(1)));
            assertEquals(ETIMEDOUT, e.errno());
            manager.receive().close();
        }
    }

    // ---- other processes ----

    @Test
    @DisplayName("G13: a service finds its manager, and its interval, by the variables it was started with")
    void service_speaksToItsManager() throws Exception {
        try (FakeManager manager = FakeManager.open()) {
            ProcessBuilder builder = Jvm.builder(Program.command(SystemdProgram.class));
            builder.environment().putAll(manager.environment());
            builder.environment().put("WATCHDOG_USEC", "20000000");
            builder.environment().remove("WATCHDOG_PID");
            Process child = builder.start();
            Received said = manager.receive();
            assertEquals("READY=1\nSTATUS=serving \u00e9\nWATCHDOG=1", said.text());
            assertEquals(child.pid(), said.pid());
            Received barrier = manager.receive();
            assertEquals("BARRIER=1", barrier.text());
            barrier.close();
            assertEquals("interval PT20S\nnotify true\nbarrier true\n", Jvm.output(child));
        }
    }

    @Test
    @DisplayName("G13: systemd-notify sends the same bytes, and its barrier is the same message")
    void systemdNotify_saysTheSame() throws Exception {
        assumeTrue(isOnPath("systemd-notify"), "no systemd-notify");
        try (FakeManager manager = FakeManager.open()) {
            Systemd.State[] states = {
                Systemd.READY, Systemd.mainPid(77), Systemd.status("x y"), Systemd.variable("X_A", "b")
            };
            List<String> command =
                    new ArrayList<>(List.of("systemd-notify", "--ready", "--pid=77", "--status=x y", "X_A=b"));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(manager.environment());
            Process theirs = builder.start();
            List<String> lines = List.of(manager.receive().text().split("\n"));
            Received barrier = manager.receive();
            assertEquals("BARRIER=1", barrier.text());
            assertEquals(1, barrier.fds().size());
            barrier.close();
            assertEquals("", Jvm.output(theirs));
            List<String> ours = List.of(sent(manager, states).split("\n"));
            assertEquals(
                    ours.stream().sorted().toList(), lines.stream().sorted().toList());
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
