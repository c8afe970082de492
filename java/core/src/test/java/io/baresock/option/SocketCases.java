package io.baresock.option;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.SocketKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** SOL_SOCKET: the effective-value rule of each option. */
final class SocketCases extends OptionCases {

    static final int LO = readInt("/sys/class/net/lo/ifindex");
    private static final int BIG = 1 << 30;

    static int readInt(String file) {
        return Integer.parseInt(read(file));
    }

    static String read(String file) {
        try {
            // Not readString: it asks for a file of size 0 byte by byte, and a sysctl answers the first read only.
            return String.join("\n", Files.readAllLines(Path.of(file))).trim();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    SocketCases() {
        portable();
        linux();
        linuxReadOnly();
        linuxLocal();
    }

    private void portable() {
        flags(
                SocketOptions.SO_BROADCAST,
                SocketOptions.SO_DEBUG,
                SocketOptions.SO_DONTROUTE,
                SocketOptions.SO_KEEPALIVE,
                SocketOptions.SO_OOBINLINE,
                SocketOptions.SO_REUSEADDR,
                SocketOptions.SO_REUSEPORT,
                SocketOptions.SO_TIMESTAMP);
        option(SocketOptions.SO_ACCEPTCONN).reads(false);
        option(SocketOptions.SO_ERROR).reads(0);
        option(SocketOptions.SO_LINGER).equal(new Linger(true, 5), Linger.RESET, Linger.OFF);
        option(SocketOptions.SO_PROTOCOL).reads(IPPROTO_UDP);
        option(SocketOptions.SO_RCVBUF)
                .becomes(10_000, 20_000)
                .becomes(BIG, 2 * readInt("/proc/sys/net/core/rmem_max"));
        option(SocketOptions.SO_RCVLOWAT).equal(100, 1).becomes(0, 1);
        option(SocketOptions.SO_RCVTIMEO).equal(Duration.ofMillis(1500), Duration.ZERO);
        option(SocketOptions.SO_SNDBUF)
                .becomes(10_000, 20_000)
                .becomes(BIG, 2 * readInt("/proc/sys/net/core/wmem_max"));
        option(SocketOptions.SO_SNDLOWAT).reads(1);
        option(SocketOptions.SO_SNDTIMEO).equal(Duration.ofMillis(1500), Duration.ZERO);
        option(SocketOptions.SO_TYPE).reads(SOCK_DGRAM);
    }

    private void linux() {
        flags(
                SocketOptions.SO_NOFCS,
                SocketOptions.SO_NO_CHECK,
                SocketOptions.SO_PREFER_BUSY_POLL,
                SocketOptions.SO_RCVMARK,
                SocketOptions.SO_RCVPRIORITY,
                SocketOptions.SO_RXQ_OVFL,
                SocketOptions.SO_SELECT_ERR_QUEUE,
                SocketOptions.SO_TIMESTAMPNS,
                SocketOptions.SO_WIFI_STATUS,
                SocketOptions.SO_ZEROCOPY);
        option(SocketOptions.SO_BINDTODEVICE).equal("lo", "").refuses("no-such-if", ENODEV);
        option(SocketOptions.SO_BINDTOIFINDEX).equal(LO, 0).refuses(-1, EINVAL);
        option(SocketOptions.SO_BUF_LOCK)
                .equal(SOCK_SNDBUF_LOCK | SOCK_RCVBUF_LOCK, 0)
                .refuses(4, EINVAL);
        option(SocketOptions.SO_BUSY_POLL).equal(50, 0).refuses(-1, EINVAL);
        option(SocketOptions.SO_BUSY_POLL_BUDGET)
                .shows(16, SocketOptions.SO_ERROR, 0)
                .refuses(0x10000, EINVAL);
        option(SocketOptions.SO_CNX_ADVICE).shows(1, SocketOptions.SO_ERROR, 0);
        option(SocketOptions.SO_INCOMING_CPU).equal(1, 0);
        option(SocketOptions.SO_LOCK_FILTER)
                .equal(true)
                .after(s -> s.setOption(SocketOptions.SO_LOCK_FILTER, true))
                .refuses(false, EPERM);
        option(SocketOptions.SO_MARK).equal(7, 0);
        option(SocketOptions.SO_MAX_PACING_RATE).reads(-1L).equal(1_000_000L, 10_000_000_000L, -1L);
        option(SocketOptions.SO_PEEK_OFF).reads(-1).equal(3, -1);
        option(SocketOptions.SO_PRIORITY).equal(5, 7, 0);
        int beyond = readInt("/proc/sys/net/core/rmem_max") + 4096;
        option(SocketOptions.SO_RCVBUFFORCE).shows(beyond, SocketOptions.SO_RCVBUF, 2 * beyond);
        int beyondSend = readInt("/proc/sys/net/core/wmem_max") + 4096;
        option(SocketOptions.SO_SNDBUFFORCE).shows(beyondSend, SocketOptions.SO_SNDBUF, 2 * beyondSend);
        option(SocketOptions.SO_TIMESTAMPING)
                .equal(Timestamping.receiveSoftware(), Timestamping.sendSoftware(), Timestamping.OFF)
                .refuses(Timestamping.of(1 << 30), EINVAL);
        option(SocketOptions.SO_TXREHASH).equal(SOCK_TXREHASH_ENABLED, SOCK_TXREHASH_DISABLED);
        option(SocketOptions.SO_TXTIME)
                .equal(new Txtime(11, SOF_TXTIME_REPORT_ERRORS), new Txtime(1, 0))
                .refuses(new Txtime(1, 1 << 10), EINVAL);
        notSettableHere(SocketOptions.SO_RESERVE_MEM, "EOPNOTSUPP unless memory cgroups count sockets");
    }

    private void linuxReadOnly() {
        option(SocketOptions.SO_BPF_EXTENSIONS).reads("the highest SKF_AD offset", v -> v > SKF_AD_VLAN_TPID);
        option(SocketOptions.SO_COOKIE).reads("a number", v -> v != 0);
        option(SocketOptions.SO_DOMAIN).reads(AF_INET);
        option(SocketOptions.SO_INCOMING_NAPI_ID).reads(0);
        option(SocketOptions.SO_MEMINFO)
                .after(s -> s.setOption(SocketOptions.SO_RCVBUF, 10_000))
                .reads("nine numbers, the second the receive buffer", m -> m.length == 9 && m[1] == 20_000);
        option(SocketOptions.SO_NETNS_COOKIE).reads("a number", v -> v != 0);
    }

    private void linuxLocal() {
        flags(
                SocketOptions.SO_PASSCRED,
                SocketOptions.SO_PASSPIDFD,
                SocketOptions.SO_PASSRIGHTS,
                SocketOptions.SO_PASSSEC);
        option(SocketOptions.SO_INQ).shows(true, SocketOptions.SO_ERROR, 0);
        int pid = (int) ProcessHandle.current().pid();
        option(SocketOptions.SO_PEERCRED)
                .on(SocketCases::paired)
                .reads(new PeerCredentials(pid, statusField("Uid"), statusField("Gid")));
        option(SocketOptions.SO_PEERGROUPS)
                .on(SocketCases::paired)
                .reads("the process's groups", g -> Arrays.equals(g, groups()));
        option(SocketOptions.SO_PEERPIDFD).on(SocketCases::paired).reads("a pidfd of this process", fd -> {
            boolean mine =
                    Arrays.asList(read("/proc/self/fdinfo/" + fd).split("\\s+")).contains("" + pid);
            assertEquals(0, Bsd.own(fd));
            return mine && Bsd.close(fd) == 0;
        });
        notSettableHere(SocketOptions.SO_PEERSEC, "needs a security module that labels sockets");
    }

    /** One end of a pair; the other is closed at once, which its credentials survive. */
    private static Socket paired() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        pair[1].close();
        return pair[0];
    }

    /** The effective one of the four ids. */
    private static int statusField(String name) {
        return Integer.parseInt(status(name)[1]);
    }

    private static int[] groups() {
        return Arrays.stream(status("Groups")).mapToInt(Integer::parseInt).toArray();
    }

    private static String[] status(String name) {
        String line = read("/proc/self/status")
                .lines()
                .filter(l -> l.startsWith(name + ":"))
                .findFirst()
                .orElseThrow();
        String values = line.substring(name.length() + 1).trim();
        return values.isEmpty() ? new String[0] : values.split("\\s+");
    }

    /** A listener of a kind, for options that only make sense there. */
    static Socket listener(SocketKind kind) throws Exception {
        return kind.open().bind(io.baresock.Sockaddr.loopback4(0)).listen(8);
    }
}
