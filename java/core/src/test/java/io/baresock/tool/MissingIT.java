package io.baresock.tool;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Netns;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the report says is missing, and how to get it. */
@EnabledOnOs(OS.LINUX)
class MissingIT {

    private static final String RING_SYSCTL = "sys/kernel/io_uring_disabled";

    private static List<KernelProbe.Answer> probed(String feature, int errno) {
        return List.of(new KernelProbe.Answer("netlink", 0, "yes"), new KernelProbe.Answer(feature, errno, "no"));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(KernelProbe.PING, EACCES, Map.of(), "net.ipv4.ping_group_range"),
                Arguments.of(KernelProbe.RAW, EPERM, Map.of(), "--cap-add=NET_RAW"),
                Arguments.of(KernelProbe.PACKET, EPERM, Map.of(), "CAP_NET_RAW"),
                Arguments.of(KernelProbe.BUSY_POLL, EPERM, Map.of(), "net.core.busy_read"),
                Arguments.of(KernelProbe.IPV6, EAFNOSUPPORT, Map.of(), "ipv6.disable"),
                Arguments.of(KernelProbe.IPV6_ADDRESS, EADDRNOTAVAIL, Map.of(), "disable_ipv6=0"),
                Arguments.of(KernelProbe.MPTCP, ENOPROTOOPT, Map.of(), "net.mptcp.enabled=1"),
                Arguments.of(KernelProbe.MPTCP, EPROTONOSUPPORT, Map.of(), "Linux 5.6"),
                Arguments.of(KernelProbe.VSOCK, EAFNOSUPPORT, Map.of(), "modprobe vsock"),
                Arguments.of(KernelProbe.CAN, EAFNOSUPPORT, Map.of(), "modprobe can_raw"),
                Arguments.of(KernelProbe.RING, ENOSYS, Map.of(), "Linux 6.1"),
                Arguments.of(KernelProbe.RING, EINVAL, Map.of(), "Linux 6.1"),
                Arguments.of(KernelProbe.RING, ENOMEM, Map.of(), "ulimit -l"),
                Arguments.of(KernelProbe.RING, EPERM, Map.of(RING_SYSCTL, "2\n"), "kernel.io_uring_disabled=0"),
                Arguments.of(KernelProbe.RING, EPERM, Map.of(RING_SYSCTL, "0\n"), "seccomp"),
                Arguments.of(KernelProbe.RING, EACCES, Map.of(), "seccomp"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusedFeature_hasItsRemedy(String feature, int errno, Map<String, String> files, String remedy) {
        List<KernelProbe.Answer> missing = Missing.of(probed(feature, errno), files::get);
        assertEquals(1, missing.size());
        assertEquals(feature, missing.get(0).what());
        assertTrue(missing.get(0).result().contains(remedy), () -> "" + missing);
    }

    @Test
    void featureThatIsThere_orFailsForAnotherReason_isNotNamed() {
        assertEquals(List.of(), Missing.of(probed(KernelProbe.RAW, 0), f -> null));
        assertEquals(List.of(), Missing.of(probed(KernelProbe.RAW, EMFILE), f -> null));
        assertEquals(List.of(), Missing.of(probed(KernelProbe.CAN, KernelProbe.UNKNOWN), f -> null));
    }

    @Test
    void lowLimits_areNamedWithTheirNumber() {
        String limits =
                """
                Max open files            1024                 4096                 files
                Max locked memory         8388608              8388608              bytes
                """;
        Map<String, String> files = Map.of(
                "sys/net/core/rmem_max", "212992\n",
                "sys/net/core/wmem_max", "67108864\n",
                "sys/net/core/somaxconn", "128\n",
                "self/limits", limits);
        List<String> said = Missing.of(List.of(), files::get).stream()
                .map(a -> a.what() + ": " + a.result())
                .toList();
        assertEquals(
                List.of(
                        "SO_RCVBUF above 212992 bytes: sysctl -w net.core.rmem_max=4194304",
                        "backlogs above 128: sysctl -w net.core.somaxconn=4096",
                        "MSG_ZEROCOPY over 8388608 B: ulimit -l unlimited; in a systemd unit LimitMEMLOCK=infinity",
                        "more than 1024 sockets: ulimit -n 65536; in a systemd unit LimitNOFILE=65536"),
                said);
        String unlimited = "Max open files            unlimited            unlimited            files\n";
        assertEquals(List.of(), Missing.of(List.of(), f -> f.equals("self/limits") ? unlimited : null));
    }

    @Test
    void realLimits_areReadWhole() throws Exception {
        Process p = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn", "/proc/sys/net/core/rmem_max").start();
        String[] real = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        List<String> said =
                Missing.here(List.of()).stream().map(KernelProbe.Answer::what).toList();
        assertEquals(Long.parseLong(real[0]) < 4096, said.contains("backlogs above " + real[0]), () -> "" + said);
        assertEquals(Long.parseLong(real[1]) < 4 << 20, said.stream().anyMatch(s -> s.startsWith("SO_RCVBUF")));
    }

    /** A real one: a process without the capability, in a namespace where nobody may ping. */
    @Test
    void report_ofAProcessWithoutCapabilities_saysHowToGetThem() throws Exception {
        try (Netns ns = Netns.create()) {
            List<String> command = Program.command(Main.class);
            command.addAll(0, List.of(Peer.find("setpriv"), "--bounding-set=-all", "--inh-caps=-all"));
            command.addAll(0, List.of("ip", "netns", "exec", ns.name()));
            Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, p.waitFor(), said);
            assertTrue(said.matches("(?s).*to get more\n.*  raw IP +it needs CAP_NET_RAW: .*"), said);
            assertTrue(said.matches("(?s).*  packet +it needs CAP_NET_RAW: .*"), said);
            assertTrue(
                    said.matches("(?s).*  ping sockets \\(ICMP dgram\\) .*sysctl -w net.ipv4.ping_group_range.*"),
                    said);
        }
    }
}
