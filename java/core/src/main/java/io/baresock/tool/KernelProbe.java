package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Errno;
import java.util.ArrayList;
import java.util.List;

/** Finds out which features the running kernel has. It tries each one on a socket, and closes that again. */
final class KernelProbe {

    /**
     * One line of the report.
     *
     * @param what the feature
     * @param result {@code yes}, or {@code no} and why
     */
    record Answer(String what, String result) {}

    private final List<Answer> answers = new ArrayList<>();

    private KernelProbe() {}

    static List<Answer> all() {
        KernelProbe p = new KernelProbe();
        p.family("IPv6", () -> socket(AF_INET6, SOCK_STREAM, 0));
        p.family("Unix SOCK_SEQPACKET", () -> socket(AF_UNIX, SOCK_SEQPACKET, 0));
        p.family("ping sockets (ICMP dgram)", () -> socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));
        p.family("raw IP", () -> socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
        p.family("MPTCP", () -> socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
        p.family("netlink", () -> socket(AF_NETLINK, SOCK_RAW, 0));
        p.family("packet", () -> socket(AF_PACKET, SOCK_DGRAM, 0));
        p.family("vsock", () -> socket(AF_VSOCK, SOCK_STREAM, 0));
        p.family("CAN", () -> socket(AF_CAN, SOCK_RAW, 1));
        p.option("UDP GSO (UDP_SEGMENT)", SOCK_DGRAM, () -> IPPROTO_UDP, () -> UDP_SEGMENT, 1200);
        p.option("UDP GRO (UDP_GRO)", SOCK_DGRAM, () -> IPPROTO_UDP, () -> UDP_GRO, 1);
        p.option("SO_REUSEPORT", SOCK_STREAM, () -> SOL_SOCKET, () -> SO_REUSEPORT, 1);
        p.option("SO_ZEROCOPY", SOCK_STREAM, () -> SOL_SOCKET, () -> SO_ZEROCOPY, 1);
        p.option("SO_BUSY_POLL", SOCK_DGRAM, () -> SOL_SOCKET, () -> SO_BUSY_POLL, 50);
        p.option("SO_TIMESTAMPNS", SOCK_DGRAM, () -> SOL_SOCKET, () -> SO_TIMESTAMPNS, 1);
        p.option("IP_LOCAL_PORT_RANGE", SOCK_STREAM, () -> IPPROTO_IP, () -> IP_LOCAL_PORT_RANGE, 0);
        p.option("TCP_FASTOPEN_CONNECT", SOCK_STREAM, () -> IPPROTO_TCP, () -> TCP_FASTOPEN_CONNECT, 1);
        return p.answers;
    }

    /** Gets a number, and throws if this platform does not have it. */
    private interface Asked {
        int get();
    }

    private void family(String what, Asked open) {
        answers.add(new Answer(what, tried(open)));
    }

    private void option(String what, int type, Asked level, Asked name, int value) {
        answers.add(new Answer(what, tried(() -> {
            int fd = socket(AF_INET, type, 0);
            if (fd < 0) {
                return fd;
            }
            int r = setsockopt(fd, level.get(), name.get(), value);
            return r < 0 ? closed(fd, r) : fd;
        })));
    }

    private static int closed(int fd, int result) {
        close(fd);
        return result;
    }

    private static String tried(Asked call) {
        int fd;
        try {
            fd = call.get();
        } catch (UnsupportedOperationException e) {
            return "no: " + e.getMessage();
        }
        if (fd < 0) {
            return "no: " + Errno.name(-fd) + " (" + Errno.text(-fd) + ")";
        }
        close(fd);
        return "yes";
    }
}
