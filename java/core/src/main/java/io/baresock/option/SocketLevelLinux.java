package io.baresock.option;

import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.getOnly;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;
import static io.baresock.option.Options.ofLong;
import static io.baresock.option.Options.ofString;
import static io.baresock.option.Options.struct;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of level {@code SOL_SOCKET} that only Linux has. Programs are attached by {@code io.baresock.bpf}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketLevelLinux {

    /**
     * The interface, by name, that all traffic takes; an empty name unbinds. From Linux 5.7 the first binding needs no
     * capability.
     */
    public static final SocketOption<String> SO_BINDTODEVICE = ofString(
            "SO_BINDTODEVICE", SOL_SOCKET, Bsd.SO_BINDTODEVICE, linux("").needs("CAP_NET_RAW"), 16);

    /** The interface, by index, that all traffic takes; 0 unbinds. */
    public static final SocketOption<Integer> SO_BINDTOIFINDEX =
            ofInt("SO_BINDTOIFINDEX", SOL_SOCKET, Bsd.SO_BINDTOIFINDEX, linux("5.0"));

    /** The highest ancillary load ({@code SKF_AD_*}) that filters of this kernel have, as an offset. Get only. */
    public static final SocketOption<Integer> SO_BPF_EXTENSIONS = ofInt(
            "SO_BPF_EXTENSIONS",
            SOL_SOCKET,
            Bsd.SO_BPF_EXTENSIONS,
            linux("3.14").getOnly());

    /** {@code SOCK_SNDBUF_LOCK} and {@code SOCK_RCVBUF_LOCK}: which buffers the kernel does not tune by itself. */
    public static final SocketOption<Integer> SO_BUF_LOCK =
            ofInt("SO_BUF_LOCK", SOL_SOCKET, Bsd.SO_BUF_LOCK, linux("5.14"));

    /** How long a blocking receive spins on the device queue first. Raising it needs the capability. */
    public static final SocketOption<Integer> SO_BUSY_POLL = ofInt(
            "SO_BUSY_POLL",
            SOL_SOCKET,
            Bsd.SO_BUSY_POLL,
            linux("3.11").in("microseconds").needs("CAP_NET_ADMIN"));

    /** Packets handled in one busy poll, up to 65535. Raising it needs the capability. Set only. */
    public static final SocketOption<Integer> SO_BUSY_POLL_BUDGET = ofInt(
            "SO_BUSY_POLL_BUDGET",
            SOL_SOCKET,
            Bsd.SO_BUSY_POLL_BUDGET,
            linux("5.11").in("packets").needs("CAP_NET_ADMIN").setOnly());

    /** 1 tells a connected socket that its route does not work, so that another is looked for. Set only. */
    public static final SocketOption<Integer> SO_CNX_ADVICE = ofInt(
            "SO_CNX_ADVICE",
            SOL_SOCKET,
            Bsd.SO_CNX_ADVICE,
            linux("4.6").of(SocketKind.UDP).setOnly());

    /** A number that no other socket has had since the system started. Get only. */
    public static final SocketOption<Long> SO_COOKIE =
            ofLong("SO_COOKIE", SOL_SOCKET, Bsd.SO_COOKIE, linux("4.12").getOnly());

    /** The family, such as {@code AF_INET}. Get only. */
    public static final SocketOption<Integer> SO_DOMAIN =
            ofInt("SO_DOMAIN", SOL_SOCKET, Bsd.SO_DOMAIN, linux("2.6.32").getOnly());

    /**
     * The CPU that handled the last packet. Setting it (Linux 4.4) prefers this socket of a reuseport group for
     * packets of that CPU; -1 for none.
     */
    public static final SocketOption<Integer> SO_INCOMING_CPU =
            ofInt("SO_INCOMING_CPU", SOL_SOCKET, Bsd.SO_INCOMING_CPU, linux("3.19"));

    /** The device queue of the last packet, 0 if there was none that polls. Get only. */
    public static final SocketOption<Integer> SO_INCOMING_NAPI_ID = ofInt(
            "SO_INCOMING_NAPI_ID",
            SOL_SOCKET,
            Bsd.SO_INCOMING_NAPI_ID,
            linux("4.12").getOnly());

    /** A control message with how much remains to be received, on local streams. Set only. */
    public static final SocketOption<Boolean> SO_INQ = ofBoolean(
            "SO_INQ",
            SOL_SOCKET,
            Bsd.SO_INQ,
            linux("6.17").of(SocketKind.UNIX_STREAM).setOnly());

    /** Keeps the socket's filter from being changed. Cannot be undone (EPERM). */
    public static final SocketOption<Boolean> SO_LOCK_FILTER =
            ofBoolean("SO_LOCK_FILTER", SOL_SOCKET, Bsd.SO_LOCK_FILTER, linux("3.9"));

    /** The firewall mark of what is sent, for routing and filtering; from 5.17 CAP_NET_RAW is enough. */
    public static final SocketOption<Integer> SO_MARK =
            ofInt("SO_MARK", SOL_SOCKET, Bsd.SO_MARK, linux("").needs("CAP_NET_ADMIN"));

    /** How fast data leaves; -1 (unlimited) by default. 64 bits from Linux 4.20. */
    public static final SocketOption<Long> SO_MAX_PACING_RATE = ofLong(
            "SO_MAX_PACING_RATE",
            SOL_SOCKET,
            Bsd.SO_MAX_PACING_RATE,
            linux("3.13").in("bytes/s").of(SocketKind.TCP));

    /**
     * Memory in use, in the order of {@code SK_MEMINFO_*}: rmem_alloc, rcvbuf, wmem_alloc, sndbuf, fwd_alloc,
     * wmem_queued, optmem, backlog, drops. Get only.
     */
    public static final SocketOption<int[]> SO_MEMINFO =
            ofInts("SO_MEMINFO", SOL_SOCKET, Bsd.SO_MEMINFO, linux("4.12").getOnly(), 9);

    /** A number for the socket's network namespace. Get only. */
    public static final SocketOption<Long> SO_NETNS_COOKIE = ofLong(
            "SO_NETNS_COOKIE", SOL_SOCKET, Bsd.SO_NETNS_COOKIE, linux("5.14").getOnly());

    /** Sends frames as they are, with a checksum of the caller's at the end, if the device can. */
    public static final SocketOption<Boolean> SO_NOFCS =
            ofBoolean("SO_NOFCS", SOL_SOCKET, Bsd.SO_NOFCS, linux("3.4").of(SocketKind.PACKET));

    /** Sends UDP over IPv4 without a checksum. */
    public static final SocketOption<Boolean> SO_NO_CHECK =
            ofBoolean("SO_NO_CHECK", SOL_SOCKET, Bsd.SO_NO_CHECK, linux(""));

    /** A control message with the sender's pid, uid and gid. */
    public static final SocketOption<Boolean> SO_PASSCRED =
            ofBoolean("SO_PASSCRED", SOL_SOCKET, Bsd.SO_PASSCRED, linux("").of(SocketKind.UNIX_DGRAM));

    /** A control message with a pidfd of the sender. */
    public static final SocketOption<Boolean> SO_PASSPIDFD =
            ofBoolean("SO_PASSPIDFD", SOL_SOCKET, Bsd.SO_PASSPIDFD, linux("6.5").of(SocketKind.UNIX_DGRAM));

    /** Whether descriptors may be received; on by default. */
    public static final SocketOption<Boolean> SO_PASSRIGHTS = ofBoolean(
            "SO_PASSRIGHTS", SOL_SOCKET, Bsd.SO_PASSRIGHTS, linux("6.16").of(SocketKind.UNIX_DGRAM));

    /** A control message with the sender's security label. */
    public static final SocketOption<Boolean> SO_PASSSEC =
            ofBoolean("SO_PASSSEC", SOL_SOCKET, Bsd.SO_PASSSEC, linux("").of(SocketKind.UNIX_DGRAM));

    /** Where the next MSG_PEEK begins, moving as peeks and receives do; -1 turns that off. */
    public static final SocketOption<Integer> SO_PEEK_OFF = ofInt(
            "SO_PEEK_OFF", SOL_SOCKET, Bsd.SO_PEEK_OFF, linux("3.4").in("bytes").of(SocketKind.UDP));

    /** Who is at the other end: see {@link PeerCredentials}. Get only. */
    public static final SocketOption<PeerCredentials> SO_PEERCRED = getOnly(
            "SO_PEERCRED",
            SOL_SOCKET,
            Bsd.SO_PEERCRED,
            linux("").of(SocketKind.UNIX_STREAM),
            PeerCredentials.class,
            PeerCredentials.SIZE,
            PeerCredentials::decode);

    /** The supplementary groups of the other end. Get only. */
    public static final SocketOption<int[]> SO_PEERGROUPS = ofInts(
            "SO_PEERGROUPS",
            SOL_SOCKET,
            Bsd.SO_PEERGROUPS,
            linux("4.13").of(SocketKind.UNIX_STREAM).getOnly(),
            65536);

    /**
     * A new pidfd of the other end, close-on-exec; the caller's to close, by {@code Bsd.own} and {@code Bsd.close}.
     * Get only.
     */
    public static final SocketOption<Integer> SO_PEERPIDFD = ofInt(
            "SO_PEERPIDFD",
            SOL_SOCKET,
            Bsd.SO_PEERPIDFD,
            linux("6.5").of(SocketKind.UNIX_STREAM).getOnly());

    /** The security label of the other end. Get only. */
    public static final SocketOption<String> SO_PEERSEC = ofString(
            "SO_PEERSEC",
            SOL_SOCKET,
            Bsd.SO_PEERSEC,
            linux("").of(SocketKind.UNIX_STREAM).getOnly(),
            256);

    /** Holds interrupts back while the application busy-polls often enough. */
    public static final SocketOption<Boolean> SO_PREFER_BUSY_POLL = ofBoolean(
            "SO_PREFER_BUSY_POLL",
            SOL_SOCKET,
            Bsd.SO_PREFER_BUSY_POLL,
            linux("5.11").needs("CAP_NET_ADMIN"));

    /** The queueing priority of what is sent. Above 6 needs CAP_NET_ADMIN or, from 5.17, CAP_NET_RAW. */
    public static final SocketOption<Integer> SO_PRIORITY =
            ofInt("SO_PRIORITY", SOL_SOCKET, Bsd.SO_PRIORITY, linux(""));

    /** SO_RCVBUF past {@code net.core.rmem_max}; read it as {@code SO_RCVBUF}. Set only. */
    public static final SocketOption<Integer> SO_RCVBUFFORCE = ofInt(
            "SO_RCVBUFFORCE",
            SOL_SOCKET,
            Bsd.SO_RCVBUFFORCE,
            linux("").in("bytes").needs("CAP_NET_ADMIN").setOnly());

    /** A control message with the mark of what was received. */
    public static final SocketOption<Boolean> SO_RCVMARK =
            ofBoolean("SO_RCVMARK", SOL_SOCKET, Bsd.SO_RCVMARK, linux("5.19"));

    /** A control message with the priority of what was received. */
    public static final SocketOption<Boolean> SO_RCVPRIORITY =
            ofBoolean("SO_RCVPRIORITY", SOL_SOCKET, Bsd.SO_RCVPRIORITY, linux("6.14"));

    /** Memory set aside for the socket within its memory cgroup. */
    public static final SocketOption<Integer> SO_RESERVE_MEM = ofInt(
            "SO_RESERVE_MEM", SOL_SOCKET, Bsd.SO_RESERVE_MEM, linux("5.16").in("bytes"));

    /** A control message with how many packets the socket has dropped. */
    public static final SocketOption<Boolean> SO_RXQ_OVFL =
            ofBoolean("SO_RXQ_OVFL", SOL_SOCKET, Bsd.SO_RXQ_OVFL, linux("2.6.33"));

    /** The error queue makes the socket report POLLPRI as well. */
    public static final SocketOption<Boolean> SO_SELECT_ERR_QUEUE =
            ofBoolean("SO_SELECT_ERR_QUEUE", SOL_SOCKET, Bsd.SO_SELECT_ERR_QUEUE, linux("3.10"));

    /** SO_SNDBUF past {@code net.core.wmem_max}; read it as {@code SO_SNDBUF}. Set only. */
    public static final SocketOption<Integer> SO_SNDBUFFORCE = ofInt(
            "SO_SNDBUFFORCE",
            SOL_SOCKET,
            Bsd.SO_SNDBUFFORCE,
            linux("").in("bytes").needs("CAP_NET_ADMIN").setOnly());

    /** Send and receive times, software and hardware: see {@link Timestamping}. */
    public static final SocketOption<Timestamping> SO_TIMESTAMPING = struct(
            "SO_TIMESTAMPING",
            SOL_SOCKET,
            Bsd.SO_TIMESTAMPING,
            linux("2.6.32"),
            Timestamping.class,
            Timestamping.SIZE,
            Timestamping::encode,
            Timestamping::decode);

    /** A control message with each packet's arrival time, in nanoseconds. */
    public static final SocketOption<Boolean> SO_TIMESTAMPNS =
            ofBoolean("SO_TIMESTAMPNS", SOL_SOCKET, Bsd.SO_TIMESTAMPNS, linux(""));

    /** Whether retransmission timeouts choose another path: {@code SOCK_TXREHASH_*}. */
    public static final SocketOption<Integer> SO_TXREHASH =
            ofInt("SO_TXREHASH", SOL_SOCKET, Bsd.SO_TXREHASH, linux("5.18").of(SocketKind.TCP));

    /**
     * Lets each packet carry its time to leave: see {@link Txtime}. CLOCK_TAI is free, others need CAP_NET_ADMIN.
     */
    public static final SocketOption<Txtime> SO_TXTIME = struct(
            "SO_TXTIME",
            SOL_SOCKET,
            Bsd.SO_TXTIME,
            linux("4.19"),
            Txtime.class,
            Txtime.SIZE,
            Txtime::encode,
            Txtime::decode);

    /** An error-queue message whether a frame was acknowledged on a wireless link. */
    public static final SocketOption<Boolean> SO_WIFI_STATUS =
            ofBoolean("SO_WIFI_STATUS", SOL_SOCKET, Bsd.SO_WIFI_STATUS, linux("3.3"));

    /** Lets sends carry MSG_ZEROCOPY. */
    public static final SocketOption<Boolean> SO_ZEROCOPY =
            ofBoolean("SO_ZEROCOPY", SOL_SOCKET, Bsd.SO_ZEROCOPY, linux("4.14").of(SocketKind.TCP));

    private SocketLevelLinux() {}
}
