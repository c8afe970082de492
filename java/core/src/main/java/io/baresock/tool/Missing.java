package io.baresock.tool;

import static io.baresock.Bsd.*;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the machine lacks for which feature, and how to get it: a table of rules over what the probes and the kernel's files say. Linux. */
final class Missing {

    private static final Path PROC = Path.of("/proc");
    private static final long MEBI = 1 << 20;

    private static final String NET_RAW =
            "it needs CAP_NET_RAW: run as root; in a container --cap-add=NET_RAW; in a systemd unit AmbientCapabilities=CAP_NET_RAW";
    private static final String NET_ADMIN =
            "it needs CAP_NET_ADMIN: run as root; in a container --cap-add=NET_ADMIN; in a systemd unit AmbientCapabilities=CAP_NET_ADMIN";
    private static final String SECCOMP =
            "a seccomp filter or security module forbids it: use a profile that allows it, such as --security-opt seccomp=PROFILE";

    /** A feature that a probe found refused with an errno, for a reason. */
    private record Refused(String feature, int errno, Reason reason, String remedy) {}

    /** A number of the kernel that is low for a feature. */
    private record Low(String feature, String file, Pattern number, long enough, String remedy) {}

    private interface Reason {
        boolean holds(UnaryOperator<@Nullable String> files);
    }

    private static final Reason ANY = files -> true;

    private static final List<Refused> REFUSALS = List.of(
            new Refused(
                    KernelProbe.PING,
                    EACCES,
                    ANY,
                    "the user's group is not in the range: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\""),
            new Refused(KernelProbe.RAW, EPERM, ANY, NET_RAW),
            new Refused(KernelProbe.PACKET, EPERM, ANY, NET_RAW),
            new Refused(KernelProbe.BUSY_POLL, EPERM, ANY, NET_ADMIN + "; or sysctl -w net.core.busy_read=50"),
            new Refused(KernelProbe.IPV6, EAFNOSUPPORT, ANY, "the kernel has no IPv6: start it without ipv6.disable=1"),
            new Refused(
                    KernelProbe.IPV6_ADDRESS,
                    EADDRNOTAVAIL,
                    ANY,
                    "no interface has IPv6: sysctl -w net.ipv6.conf.all.disable_ipv6=0; for containers the runtime must turn it on"),
            new Refused(KernelProbe.MPTCP, ENOPROTOOPT, ANY, "sysctl -w net.mptcp.enabled=1"),
            new Refused(KernelProbe.MPTCP, EPROTONOSUPPORT, ANY, "it needs Linux 5.6 with CONFIG_MPTCP"),
            new Refused(KernelProbe.VSOCK, EAFNOSUPPORT, ANY, "modprobe vsock"),
            new Refused(KernelProbe.CAN, EAFNOSUPPORT, ANY, "modprobe can_raw"),
            new Refused(
                    KernelProbe.RING,
                    ENOSYS,
                    ANY,
                    "it needs Linux 6.1 with CONFIG_IO_URING; a seccomp filter can hide it too"),
            new Refused(KernelProbe.RING, EINVAL, ANY, "it needs Linux 6.1"),
            new Refused(KernelProbe.RING, ENOMEM, ANY, "ulimit -l unlimited; in a systemd unit LimitMEMLOCK=infinity"),
            new Refused(
                    KernelProbe.RING,
                    EPERM,
                    files -> !"0".equals(orZero(files.apply("sys/kernel/io_uring_disabled"))),
                    "sysctl -w kernel.io_uring_disabled=0; with 1 the group kernel.io_uring_group is enough"),
            new Refused(KernelProbe.RING, EPERM, ANY, SECCOMP),
            new Refused(KernelProbe.RING, EACCES, ANY, SECCOMP));

    private static final List<Low> LOWS = List.of(
            sysctl("SO_RCVBUF above %d bytes", "net.core.rmem_max", 4 * MEBI),
            sysctl("SO_SNDBUF above %d bytes", "net.core.wmem_max", 4 * MEBI),
            sysctl("backlogs above %d", "net.core.somaxconn", 4096),
            new Low(
                    "MSG_ZEROCOPY over %d B",
                    "self/limits",
                    Pattern.compile("Max locked memory +(\\d+)"),
                    64 * MEBI,
                    "ulimit -l unlimited; in a systemd unit LimitMEMLOCK=infinity"),
            new Low(
                    "more than %d sockets",
                    "self/limits",
                    Pattern.compile("Max open files +(\\d+)"),
                    65_536,
                    "ulimit -n 65536; in a systemd unit LimitNOFILE=65536"));

    private Missing() {}

    private static Low sysctl(String feature, String name, long enough) {
        return new Low(
                feature,
                "sys/" + name.replace('.', '/'),
                Pattern.compile("(\\d+)"),
                enough,
                "sysctl -w " + name + "=" + enough);
    }

    private static String orZero(@Nullable String text) {
        return text == null ? "0" : text.trim();
    }

    /** What this machine lacks. */
    static List<KernelProbe.Answer> here(List<KernelProbe.Answer> probed) {
        return of(probed, Missing::read);
    }

    /**
     * What a machine lacks.
     *
     * @param probed what the probes found
     * @param files gives the text of a file under /proc; null if there is none
     * @return a feature and how to get it, for each
     */
    static List<KernelProbe.Answer> of(List<KernelProbe.Answer> probed, UnaryOperator<@Nullable String> files) {
        List<KernelProbe.Answer> all = new ArrayList<>();
        for (KernelProbe.Answer a : probed) {
            REFUSALS.stream()
                    .filter(r -> r.feature.equals(a.what()) && r.errno == a.errno() && r.reason.holds(files))
                    .findFirst()
                    .ifPresent(r -> all.add(new KernelProbe.Answer(a.what(), a.errno(), r.remedy)));
        }
        for (Low low : LOWS) {
            String text = files.apply(low.file);
            Matcher m = low.number.matcher(text == null ? "" : text);
            if (m.find() && m.group(1).length() < 19 && Long.parseLong(m.group(1)) < low.enough) {
                String feature = String.format(low.feature, Long.parseLong(m.group(1)));
                all.add(new KernelProbe.Answer(feature, 0, low.remedy));
            }
        }
        return all;
    }

    private static @Nullable String read(String file) {
        // The kernel gives such a number to the first read alone, and readString would begin with a read of one byte.
        try (BufferedReader reader = Files.newBufferedReader(PROC.resolve(file))) {
            return reader.lines().collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException e) {
            return null; // another system, an older kernel, or not permitted
        }
    }
}
