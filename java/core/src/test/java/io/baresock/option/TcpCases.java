package io.baresock.option;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketKind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** TCP, Multipath TCP, kernel TLS and UDP: the effective-value rule of each option. */
final class TcpCases extends OptionCases {

    private static final int TCPOPT_MSS = 2;

    TcpCases() {
        usual(SocketKind.TCP);
        tcp();
        tcpTimes();
        repair();
        mptcpAndTls();
        udp();
    }

    /** The other ends of {@link #connected}, so that it stays established. */
    private static final List<Socket> PEERS = new CopyOnWriteArrayList<>();

    static void closePeers() {
        PEERS.forEach(Socket::close);
    }

    private static Socket connected() throws Exception {
        try (Socket listener = SocketCases.listener(SocketKind.TCP)) {
            Socket s = SocketKind.TCP.open();
            s.connect(listener.localAddress());
            PEERS.add(Objects.requireNonNull(listener.accept()));
            return s;
        }
    }

    private void tcp() {
        flags(
                TcpOptions.TCP_CORK,
                TcpOptions.TCP_FASTOPEN_CONNECT,
                TcpOptions.TCP_FASTOPEN_NO_COOKIE,
                TcpOptions.TCP_INQ,
                TcpOptions.TCP_NODELAY,
                TcpOptions.TCP_THIN_LINEAR_TIMEOUTS);
        option(TcpOptions.TCP_CONGESTION).equal("reno").refuses("no-such", ENOENT);
        option(TcpOptions.TCP_FASTOPEN).equal(5, 0).refuses(-1, EINVAL);
        option(TcpOptions.TCP_FASTOPEN_KEY)
                .equal(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                .refuses(new byte[3], EINVAL);
        option(TcpOptions.TCP_IS_MPTCP).reads(false);
        option(TcpOptions.TCP_MAXSEG).equal(1000).refuses(1, EINVAL);
        option(TcpOptions.TCP_NOTSENT_LOWAT).equal(16_384);
        option(TcpOptions.TCP_QUICKACK).on(TcpCases::connected).equal(false, true);
        option(TcpOptions.TCP_SAVE_SYN).equal(1, 2, 0).refuses(3, EINVAL);
        option(TcpOptions.TCP_SAVED_SYN)
                .on(() -> {
                    try (Socket listener = SocketCases.listener(SocketKind.TCP);
                            Socket client = SocketKind.TCP.open()) {
                        listener.setOption(TcpOptions.TCP_SAVE_SYN, 1);
                        client.connect(listener.localAddress());
                        return Objects.requireNonNull(listener.accept());
                    }
                })
                .reads("IP and TCP headers", b -> b.length >= 40 && b[0] >>> 4 == 4 && b[9] == IPPROTO_TCP);
        option(TcpOptions.TCP_SYNCNT).equal(3, 127).refuses(128, EINVAL);
        option(TcpOptions.TCP_THIN_DUPACK).becomes(true, false);
        option(TcpOptions.TCP_ULP).on(TcpCases::connected).reads("").refuses("no-such", ENOENT);
        option(TcpOptions.TCP_WINDOW_CLAMP).equal(100_000);
    }

    private void tcpTimes() {
        option(TcpOptions.TCP_DEFER_ACCEPT).equal(1, 0).becomes(5, 7);
        option(TcpOptions.TCP_DELACK_MAX_US).equal(20_000);
        option(TcpOptions.TCP_KEEPCNT).equal(3, 127).refuses(128, EINVAL);
        option(TcpOptions.TCP_KEEPIDLE).equal(7, 32_767).refuses(32_768, EINVAL);
        option(TcpOptions.TCP_KEEPINTVL).equal(7, 32_767).refuses(0, EINVAL);
        option(TcpOptions.TCP_LINGER2)
                .equal(5, -1)
                .becomes(0, SocketCases.readInt("/proc/sys/net/ipv4/tcp_fin_timeout"));
        option(TcpOptions.TCP_RTO_MAX_MS).equal(5000).refuses(999, EINVAL);
        option(TcpOptions.TCP_RTO_MIN_US).equal(40_000);
        option(TcpOptions.TCP_TX_DELAY).equal(1000, 0);
        option(TcpOptions.TCP_USER_TIMEOUT).equal(30_000, 0).refuses(-1, EINVAL);
    }

    private void repair() {
        byte[] key = {1, 2, 3};
        Sockaddr peer = Sockaddr.inet("127.0.0.1", 0);
        option(TcpOptions.TCP_CC_INFO)
                .after(s -> s.setOption(TcpOptions.TCP_CONGESTION, "reno"))
                .reads("nothing: reno has no statistics", b -> b.length == 0);
        option(TcpOptions.TCP_MD5SIG)
                .refuses(Md5Sig.of(peer, new byte[0]), ENOENT)
                .after(s -> s.setOption(TcpOptions.TCP_MD5SIG, Md5Sig.of(peer, key)))
                .shows(Md5Sig.of(peer, new byte[0]), SocketOptions.SO_ERROR, 0);
        option(TcpOptions.TCP_MD5SIG_EXT)
                .refuses(Md5Sig.of(peer, key).withPrefix(33), EINVAL)
                .shows(Md5Sig.of(peer, key).withPrefix(24), SocketOptions.SO_ERROR, 0);
        option(TcpOptions.TCP_REPAIR).equal(TCP_REPAIR_ON, TCP_REPAIR_OFF).refuses(5, EINVAL);
        option(TcpOptions.TCP_REPAIR_QUEUE)
                .after(TcpCases::repairing)
                .equal(TCP_RECV_QUEUE, TCP_SEND_QUEUE)
                .refuses(3, EINVAL);
        option(TcpOptions.TCP_QUEUE_SEQ)
                .after(s -> {
                    repairing(s);
                    s.setOption(TcpOptions.TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
                })
                .equal(123_456);
        option(TcpOptions.TCP_REPAIR_OPTIONS)
                .on(TcpCases::connected)
                .after(TcpCases::repairing)
                .shows(new int[] {TCPOPT_MSS, 1000}, SocketOptions.SO_ERROR, 0);
        option(TcpOptions.TCP_REPAIR_WINDOW)
                .on(TcpCases::connected)
                .after(TcpCases::repairing)
                .reads("five numbers", w -> w.length == 5 && w[1] > 0)
                .refuses(new int[4], EINVAL);
        option(TcpOptions.TCP_TIMESTAMP)
                .after(s -> {
                    repairing(s);
                    s.setOption(TcpOptions.TCP_TIMESTAMP, 1_000_000);
                })
                .reads("what was set and the time since", t -> t >= 1_000_000 && t < 1_100_000);
        String ao = "needs CONFIG_TCP_AO and a pair of matching keys";
        notSettableHere(TcpOptions.TCP_AO_ADD_KEY, ao);
        notSettableHere(TcpOptions.TCP_AO_DEL_KEY, ao);
        notSettableHere(TcpOptions.TCP_AO_INFO, ao);
        notSettableHere(TcpOptions.TCP_AO_REPAIR, ao);
    }

    private static void repairing(Socket s) throws Exception {
        s.setOption(TcpOptions.TCP_REPAIR, TCP_REPAIR_ON);
    }

    private void mptcpAndTls() {
        option(MptcpOptions.MPTCP_INFO).reads("a struct mptcp_info", b -> b.length >= 40);
        String tls = "needs a kernel with CONFIG_TLS; KernelTlsIT tries them where there is one";
        notSettableHere(TlsOptions.TLS_RX, tls);
        notSettableHere(TlsOptions.TLS_RX_EXPECT_NO_PAD, tls);
        notSettableHere(TlsOptions.TLS_TX, tls);
        notSettableHere(TlsOptions.TLS_TX_ZEROCOPY_RO, tls);
    }

    private void udp() {
        usual(SocketKind.UDP);
        flags(UdpOptions.UDP_CORK, UdpOptions.UDP_GRO, UdpOptions.UDP_NO_CHECK6_RX, UdpOptions.UDP_NO_CHECK6_TX);
        option(UdpOptions.UDPLITE_RECV_CSCOV).equal(20, 0).becomes(4, 8);
        option(UdpOptions.UDPLITE_SEND_CSCOV).equal(20, 0).becomes(4, 8);
        option(UdpOptions.UDP_ENCAP).equal(UDP_ENCAP_ESPINUDP).refuses(99, ENOPROTOOPT);
        option(UdpOptions.UDP_SEGMENT).equal(1200, 0).refuses(-1, EINVAL);
    }
}
