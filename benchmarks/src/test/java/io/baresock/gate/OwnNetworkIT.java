package io.baresock.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Root may have it. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "user.name", matches = "root")
final class OwnNetworkIT {

    private static final Path SELF = Path.of("/proc/self/ns/net");

    @Test
    void in_runsInOneNamespace_withLoopbackAndReno() throws IOException {
        assertEquals("reno", printedBy("cat", "/proc/sys/net/ipv4/tcp_congestion_control"));
        String namespace = printedBy("readlink", SELF.toString());
        assertNotEquals(Files.readSymbolicLink(SELF).toString(), namespace);
        assertEquals(namespace, printedBy("readlink", SELF.toString()));
        String interfaces = printedBy("ip", "-o", "address");
        assertTrue(interfaces.contains("127.0.0.1/8"), interfaces);
        assertEquals(
                1, interfaces.lines().filter(line -> line.contains("inet ")).count(), interfaces);
        assertTrue(OwnNetwork.describe().contains("TCP by reno"), OwnNetwork.describe());
    }

    @Test
    void in_isTheProgramsOwnProcess() throws IOException {
        Process shell = new ProcessBuilder(OwnNetwork.in(List.of("sh", "-c", "echo $$"))).start();
        assertEquals(Long.toString(shell.pid()), printed(shell));
    }

    private static String printedBy(String... command) throws IOException {
        return printed(new ProcessBuilder(OwnNetwork.in(List.of(command))).start());
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
