package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Finds out which features the running kernel has. It tries each one on a socket, and closes that again. */
final class KernelProbe {

    /**
     * One line of the report.
     *
     * @param what the feature
     * @param errno 0 if it is there, {@link #UNKNOWN} if this platform has no such thing
     * @param result {@code yes}, or {@code no} and why
     */
    record Answer(String what, int errno, String result) {}

    static final int UNKNOWN = -1;

    // what Missing has rules for
    static final String IPV6 = "IPv6";
    static final String IPV6_ADDRESS = "IPv6 addresses";
    static final String PING = "ping sockets (ICMP dgram)";
    static final String RAW = "raw IP";
    static final String MPTCP = "MPTCP";
    static final String PACKET = "packet";
    static final String VSOCK = "vsock";
    static final String CAN = "CAN";
    static final String BUSY_POLL = "SO_BUSY_POLL";
    static final String RING = "io_uring (event loop)";

    private final List<Answer> answers = new ArrayList<>();

    private KernelProbe() {}

    static List<Answer> all() {
        KernelProbe p = new KernelProbe();
        p.family(IPV6, () -> socket(AF_INET6, SOCK_STREAM, 0));
        p.family(IPV6_ADDRESS, KernelProbe::boundToLoopback6);
        p.family("Unix SOCK_SEQPACKET", () -> socket(AF_UNIX, SOCK_SEQPACKET, 0));
        p.family(PING, () -> socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));
        p.family(RAW, () -> socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
        p.family(MPTCP, () -> socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
        p.family("netlink", () -> socket(AF_NETLINK, SOCK_RAW, 0));
        p.family(PACKET, () -> socket(AF_PACKET, SOCK_DGRAM, 0));
        p.family(VSOCK, () -> socket(AF_VSOCK, SOCK_STREAM, 0));
        p.family(CAN, () -> socket(AF_CAN, SOCK_RAW, 1));
        p.option("UDP GSO (UDP_SEGMENT)", SOCK_DGRAM, () -> IPPROTO_UDP, () -> UDP_SEGMENT, 1200);
        p.option("UDP GRO (UDP_GRO)", SOCK_DGRAM, () -> IPPROTO_UDP, () -> UDP_GRO, 1);
        p.option("SO_REUSEPORT", SOCK_STREAM, () -> SOL_SOCKET, () -> SO_REUSEPORT, 1);
        p.option("SO_ZEROCOPY", SOCK_STREAM, () -> SOL_SOCKET, () -> SO_ZEROCOPY, 1);
        p.option(BUSY_POLL, SOCK_DGRAM, () -> SOL_SOCKET, () -> SO_BUSY_POLL, 50);
        p.option("SO_TIMESTAMPNS", SOCK_DGRAM, () -> SOL_SOCKET, () -> SO_TIMESTAMPNS, 1);
        p.option("IP_LOCAL_PORT_RANGE", SOCK_STREAM, () -> IPPROTO_IP, () -> IP_LOCAL_PORT_RANGE, 0);
        p.option("TCP_FASTOPEN_CONNECT", SOCK_STREAM, () -> IPPROTO_TCP, () -> TCP_FASTOPEN_CONNECT, 1);
        p.family(RING, KernelProbe::ring);
        return p.answers;
    }

    /** Gets a number, and throws if this platform does not have it. */
    private interface Asked {
        int get();
    }

    private void family(String what, Asked open) {
        int fd;
        try {
            fd = open.get();
        } catch (UnsupportedOperationException e) {
            answers.add(new Answer(what, UNKNOWN, "no: " + e.getMessage()));
            return;
        }
        if (fd < 0) {
            answers.add(new Answer(what, -fd, "no: " + Errno.name(-fd) + " (" + Errno.text(-fd) + ")"));
            return;
        }
        close(fd);
        answers.add(new Answer(what, 0, "yes"));
    }

    private void option(String what, int type, Asked level, Asked name, int value) {
        family(what, () -> {
            int fd = socket(AF_INET, type, 0);
            if (fd < 0) {
                return fd;
            }
            int r = setsockopt(fd, level.get(), name.get(), value);
            return r < 0 ? closed(fd, r) : fd;
        });
    }

    private static int boundToLoopback6() {
        int fd = socket(AF_INET6, SOCK_DGRAM, 0);
        int r = fd < 0 ? fd : bind(fd, Sockaddr.loopback6(0));
        return r < 0 && fd >= 0 ? closed(fd, r) : fd;
    }

    /** A descriptor, to be closed as those of the others, if there is a ring. */
    private static int ring() {
        try (EventLoop loop =
                EventLoop.builder().engine(EventLoop.Engine.IO_URING).create()) {
            return socket(AF_INET, SOCK_DGRAM, 0);
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    private static int closed(int fd, int result) {
        close(fd);
        return result;
    }
}
