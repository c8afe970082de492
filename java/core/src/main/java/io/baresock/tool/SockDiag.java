package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.internal.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of this network namespace, as the kernel lists them: sock_diag(7). */
final class SockDiag {

    /**
     * One socket.
     *
     * @param kind as ss(8) calls it: tcp, udp, u_str, u_dgr, u_seq
     * @param inode as in the links of /proc/PID/fd; 0 if no process has it open
     * @param receiveQueue bytes to read; of a listener, connections to accept
     * @param sendQueue bytes that the peer has not acknowledged; of a listener, the backlog
     * @param more what else is known, as {@code name=value}
     */
    record Entry(
            String kind,
            String state,
            long inode,
            long receiveQueue,
            long sendQueue,
            String local,
            String peer,
            String more) {}

    // linux/sock_diag.h, inet_diag.h, unix_diag.h
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int ALL_STATES = -1;
    private static final int INET_REQUEST = 56; // struct inet_diag_req_v2
    private static final int INET_MESSAGE = 72; // struct inet_diag_msg, and where its fields are:
    private static final int STATE = 1;
    private static final int SPORT = 4;
    private static final int DPORT = 6;
    private static final int SRC = 8;
    private static final int DST = 24;
    private static final int RQUEUE = 56;
    private static final int WQUEUE = 60;
    private static final int INODE = 68;
    private static final int INET_DIAG_INFO = 2;
    private static final int INET_DIAG_SKMEMINFO = 7;
    private static final int UNIX_REQUEST = 24; // struct unix_diag_req
    private static final int UNIX_MESSAGE = 16; // struct unix_diag_msg
    private static final int UNIX_DIAG_NAME = 0;
    private static final int UNIX_DIAG_PEER = 2;
    private static final int UNIX_DIAG_RQLEN = 4;
    private static final int UNIX_DIAG_MEMINFO = 5;
    private static final int UNIX_SHOW = 1 | 4 | 16 | 32; // name, peer, queues, memory

    private static final int LISTEN = 10;
    private static final String[] STATES =
            "? ESTAB SYN-SENT SYN-RECV FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT UNCONN CLOSE-WAIT LAST-ACK LISTEN CLOSING SYN-RECV"
                    .split(" ", -1);

    private SockDiag() {}

    /** All of them: TCP, UDP and AF_UNIX. */
    static List<Entry> all() throws IOException {
        List<Entry> all = new ArrayList<>();
        try (Netlink n = Netlink.open(NETLINK_SOCK_DIAG, 0)) {
            for (int protocol : new int[] {IPPROTO_TCP, IPPROTO_UDP}) {
                for (int family : new int[] {AF_INET, AF_INET6}) {
                    ByteBuffer request = Netlink.body(INET_REQUEST);
                    request.put(0, (byte) family).put(1, (byte) protocol).putInt(4, ALL_STATES);
                    request.put(2, (byte) (1 << INET_DIAG_INFO - 1 | 1 << INET_DIAG_SKMEMINFO - 1));
                    String kind = protocol == IPPROTO_TCP ? "tcp" : "udp";
                    n.list(kind + " sockets", SOCK_DIAG_BY_FAMILY, request, (t, b) -> all.add(inet(kind, b)));
                }
            }
            ByteBuffer request = Netlink.body(UNIX_REQUEST);
            request.put(0, (byte) AF_UNIX).putInt(4, ALL_STATES).putInt(12, UNIX_SHOW);
            n.list("AF_UNIX sockets", SOCK_DIAG_BY_FAMILY, request, (t, b) -> all.add(unix(b)));
        }
        return all;
    }

    private static Entry inet(String kind, ByteBuffer b) throws IOException {
        Map<Integer, ByteBuffer> attributes = Netlink.attributes(b, INET_MESSAGE);
        StringBuilder more = new StringBuilder();
        ByteBuffer info = attributes.get(INET_DIAG_INFO);
        if (info != null && b.get(STATE) != LISTEN) { // a listener has no round trips
            tcpInfo(more, info);
        }
        memory(more, attributes.get(INET_DIAG_SKMEMINFO));
        return new Entry(
                kind,
                state(b.get(STATE)),
                Integer.toUnsignedLong(b.getInt(INODE)),
                Integer.toUnsignedLong(b.getInt(RQUEUE)),
                Integer.toUnsignedLong(b.getInt(WQUEUE)),
                address(b, SRC, SPORT),
                address(b, DST, DPORT),
                more.toString().strip());
    }

    private static String state(int number) {
        return number > 0 && number < STATES.length ? STATES[number] : "state" + number;
    }

    private static String address(ByteBuffer b, int at, int portAt) throws IOException {
        byte[] bytes = new byte[b.get(0) == AF_INET ? 4 : 16];
        b.get(at, bytes);
        int port = (b.get(portAt) & 0xff) << 8 | b.get(portAt + 1) & 0xff;
        String text = (bytes.length == 4 ? Sockaddr.inet(bytes, port) : Sockaddr.inet6(bytes, port, 0, 0)).toString();
        return port == 0 ? text.substring(0, text.length() - 1) + '*' : text;
    }

    /** {@code struct tcp_info} of tcp(7). Its fields are where {@code TcpInfo.txt} says. */
    private static void tcpInfo(StringBuilder more, ByteBuffer info) {
        if (info.capacity() < 104) {
            return;
        }
        more.append(String.format(
                Locale.ROOT,
                "rtt=%.3fms rttvar=%.3fms cwnd=%d mss=%d retrans=%d/%d ",
                info.getInt(68) / 1000.0,
                info.getInt(72) / 1000.0,
                info.getInt(80),
                info.getInt(16),
                info.get(2) & 0xff,
                info.getInt(100)));
    }

    /** SK_MEMINFO_*: used and limit of the receive buffer and the send buffer, and what was dropped. */
    private static void memory(StringBuilder more, @Nullable ByteBuffer m) {
        if (m != null && m.capacity() >= 36) {
            more.append("rmem=").append(m.getInt(0)).append('/').append(m.getInt(4));
            more.append(" wmem=").append(m.getInt(8)).append('/').append(m.getInt(12));
            more.append(" drops=").append(Integer.toUnsignedLong(m.getInt(32)));
        }
    }

    private static Entry unix(ByteBuffer b) {
        Map<Integer, ByteBuffer> attributes = Netlink.attributes(b, UNIX_MESSAGE);
        ByteBuffer queues = attributes.get(UNIX_DIAG_RQLEN);
        ByteBuffer peer = attributes.get(UNIX_DIAG_PEER);
        long inode = Integer.toUnsignedLong(b.getInt(4));
        StringBuilder more = new StringBuilder();
        memory(more, attributes.get(UNIX_DIAG_MEMINFO));
        int type = b.get(1);
        return new Entry(
                type == SOCK_STREAM ? "u_str" : type == SOCK_DGRAM ? "u_dgr" : "u_seq",
                state(b.get(2)),
                inode,
                queues == null ? 0 : Integer.toUnsignedLong(queues.getInt(0)),
                queues == null ? 0 : Integer.toUnsignedLong(queues.getInt(4)),
                name(attributes.get(UNIX_DIAG_NAME)) + ' ' + inode,
                "* " + (peer == null ? 0 : Integer.toUnsignedLong(peer.getInt(0))),
                more.toString());
    }

    /** A path, {@code @} and an abstract name, or {@code *} for none. */
    private static String name(@Nullable ByteBuffer name) {
        if (name == null || name.capacity() == 0) {
            return "*";
        }
        String text = new String(Netlink.bytes(name), StandardCharsets.UTF_8);
        boolean isAbstract = text.charAt(0) == 0;
        String path = isAbstract ? '@' + text.substring(1).replace('\0', '@') : text;
        return Printable.of(!isAbstract && path.endsWith("\0") ? path.substring(0, path.length() - 1) : path);
    }
}
