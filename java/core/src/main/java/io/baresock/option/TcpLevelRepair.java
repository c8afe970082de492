package io.baresock.option;

import static io.baresock.Bsd.IPPROTO_TCP;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;
import static io.baresock.option.Options.ofInts;
import static io.baresock.option.Options.setOnly;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of level {@code IPPROTO_TCP} for signing segments, for checkpoint and restore, and raw statistics.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpLevelRepair {

    /** {@code struct tcp_ao_add}: a key of the TCP authentication option (RFC 5925). Set only. */
    public static final SocketOption<byte[]> TCP_AO_ADD_KEY = ofBytes(
            "TCP_AO_ADD_KEY", IPPROTO_TCP, Bsd.TCP_AO_ADD_KEY, linux("6.7").setOnly(), 296);

    /** {@code struct tcp_ao_del}. Set only. */
    public static final SocketOption<byte[]> TCP_AO_DEL_KEY = ofBytes(
            "TCP_AO_DEL_KEY", IPPROTO_TCP, Bsd.TCP_AO_DEL_KEY, linux("6.7").setOnly(), 160);

    /** {@code struct tcp_ao_info_opt}. */
    public static final SocketOption<byte[]> TCP_AO_INFO =
            ofBytes("TCP_AO_INFO", IPPROTO_TCP, Bsd.TCP_AO_INFO, linux("6.7"), 72);

    /** {@code struct tcp_ao_repair}, in repair mode. */
    public static final SocketOption<byte[]> TCP_AO_REPAIR = ofBytes(
            "TCP_AO_REPAIR", IPPROTO_TCP, Bsd.TCP_AO_REPAIR, linux("6.7").needs("CAP_NET_ADMIN"), 24);

    /**
     * Statistics of the congestion control algorithm, in its own layout ({@code union tcp_cc_info}); empty if it has
     * none. Get only.
     */
    public static final SocketOption<byte[]> TCP_CC_INFO =
            ofBytes("TCP_CC_INFO", IPPROTO_TCP, Bsd.TCP_CC_INFO, linux("4.1").getOnly(), 256);

    /** A peer's MD5 key (RFC 2385): see {@link Md5Sig}. Set only. */
    public static final SocketOption<Md5Sig> TCP_MD5SIG = setOnly(
            "TCP_MD5SIG", IPPROTO_TCP, Bsd.TCP_MD5SIG, linux("2.6.20"), Md5Sig.class, Md5Sig.SIZE, Md5Sig::encode);

    /** The same for a prefix of addresses or an interface. Set only. */
    public static final SocketOption<Md5Sig> TCP_MD5SIG_EXT = setOnly(
            "TCP_MD5SIG_EXT",
            IPPROTO_TCP,
            Bsd.TCP_MD5SIG_EXT,
            linux("4.14"),
            Md5Sig.class,
            Md5Sig.SIZE,
            Md5Sig::encode);

    /** In repair mode: the sequence number of the chosen queue. */
    public static final SocketOption<Integer> TCP_QUEUE_SEQ = ofInt(
            "TCP_QUEUE_SEQ",
            IPPROTO_TCP,
            Bsd.TCP_QUEUE_SEQ,
            linux("3.5").of(SocketKind.TCP).needs("TCP_REPAIR"));

    /** Repair mode: {@code TCP_REPAIR_ON}, {@code TCP_REPAIR_OFF}, {@code TCP_REPAIR_OFF_NO_WP}. */
    public static final SocketOption<Integer> TCP_REPAIR =
            ofInt("TCP_REPAIR", IPPROTO_TCP, Bsd.TCP_REPAIR, linux("3.5").needs("CAP_NET_ADMIN"));

    /** In repair mode, on a connection: pairs of an option's code and its value. Set only. */
    public static final SocketOption<int[]> TCP_REPAIR_OPTIONS = ofInts(
            "TCP_REPAIR_OPTIONS",
            IPPROTO_TCP,
            Bsd.TCP_REPAIR_OPTIONS,
            linux("3.5").setOnly(),
            16);

    /**
     * In repair mode: which queue the others mean, {@code TCP_NO_QUEUE}, {@code TCP_RECV_QUEUE}, {@code
     * TCP_SEND_QUEUE}.
     */
    public static final SocketOption<Integer> TCP_REPAIR_QUEUE = ofInt(
            "TCP_REPAIR_QUEUE", IPPROTO_TCP, Bsd.TCP_REPAIR_QUEUE, linux("3.5").needs("TCP_REPAIR"));

    /** In repair mode: snd_wl1, snd_wnd, max_window, rcv_wnd, rcv_wup. */
    public static final SocketOption<int[]> TCP_REPAIR_WINDOW = ofInts(
            "TCP_REPAIR_WINDOW",
            IPPROTO_TCP,
            Bsd.TCP_REPAIR_WINDOW,
            linux("4.8").needs("TCP_REPAIR"),
            5);

    /** The time stamp clock; can be set in repair mode. */
    public static final SocketOption<Integer> TCP_TIMESTAMP =
            ofInt("TCP_TIMESTAMP", IPPROTO_TCP, Bsd.TCP_TIMESTAMP, linux("3.9").needs("TCP_REPAIR"));

    private TcpLevelRepair() {}
}
