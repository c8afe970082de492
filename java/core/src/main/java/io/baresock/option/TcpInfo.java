package io.baresock.option;

import static io.baresock.Bsd.SOL_TCP;
import static io.baresock.Bsd.TCP_INFO;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.nio.ByteOrder;

/**
 * The statistics of a TCP connection, {@code struct tcp_info}. {@link #read} fills it without
 * allocating, again and again. Older kernels return a shorter struct: {@link #has} says which fields there are. Not thread-safe.
 *
 * <pre>{@code
 * TcpInfo info = new TcpInfo().read(socket);
 * log("round trip " + info.get(TcpInfo.Field.RTT) + " us, " + info.get(TcpInfo.Field.TOTAL_RETRANS) + " retransmissions");
 * }</pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpInfo {

    // Bit fields begin at the low end on little-endian machines and at the high end on big-endian ones.
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int LOW = LITTLE ? 0 : 4;
    private static final int HIGH = LITTLE ? 4 : 0;

    private final Statistics statistics = new Statistics(512);

    /** The fields. All are unsigned. */
    public enum Field {
        /** The state, such as TCP_ESTABLISHED. */
        STATE(0, 1),
        /** The congestion state: 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss. */
        CA_STATE(1, 1),
        /** Retransmission timeouts in a row. */
        RETRANSMITS(2, 1),
        /** Window or keep-alive probes not answered. */
        PROBES(3, 1),
        /** By how many doublings the timeout has grown. */
        BACKOFF(4, 1),
        /** What was negotiated: TCPI_OPT_*. */
        OPTIONS(5, 1),
        /** By how many bits the peer's window is shifted. */
        SND_WSCALE(6, 1, LOW, 4),
        /** By how many bits the own window is shifted. */
        RCV_WSCALE(6, 1, HIGH, 4),
        /** 1 if DELIVERY_RATE was limited by the application. Linux 4.9. */
        DELIVERY_RATE_APP_LIMITED(7, 1, LITTLE ? 0 : 7, 1),
        /** Why fast open failed: 0 not known, 1 no cookie, 2 data not acknowledged, 3 SYN retransmitted. Linux 5.5. */
        FASTOPEN_CLIENT_FAIL(7, 1, LITTLE ? 1 : 5, 2),
        /** The retransmission timeout, microseconds. */
        RTO(8, 4),
        /** The delayed-acknowledgement timeout, microseconds. */
        ATO(12, 4),
        /** Largest segment sent, bytes. */
        SND_MSS(16, 4),
        /** Estimate of the largest segment received, bytes. */
        RCV_MSS(20, 4),
        /** Sent and not acknowledged; of a listener: connections waiting for accept. In segments. */
        UNACKED(24, 4),
        /** Selectively acknowledged; of a listener: its backlog. In segments. */
        SACKED(28, 4),
        /** Presumed lost, segments. */
        LOST(32, 4),
        /** Retransmitted and not acknowledged, segments. */
        RETRANS(36, 4),
        /** Always 0 from Linux 4.15, segments. */
        FACKETS(40, 4),
        /** Since data was last sent, milliseconds. */
        LAST_DATA_SENT(44, 4),
        /** Always 0, milliseconds. */
        LAST_ACK_SENT(48, 4),
        /** Since data was last received, milliseconds. */
        LAST_DATA_RECV(52, 4),
        /** Since an acknowledgement was last received, milliseconds. */
        LAST_ACK_RECV(56, 4),
        /** Path MTU, bytes. */
        PMTU(60, 4),
        /** Current limit of the window that is advertised, bytes. */
        RCV_SSTHRESH(64, 4),
        /** Smoothed round-trip time, microseconds. */
        RTT(68, 4),
        /** Mean deviation of the round-trip time, microseconds. */
        RTTVAR(72, 4),
        /** Slow-start threshold; 2147483647 for none. In segments. */
        SND_SSTHRESH(76, 4),
        /** Congestion window, segments. */
        SND_CWND(80, 4),
        /** Largest segment advertised, bytes. */
        ADVMSS(84, 4),
        /** Reordering that is not taken for loss, segments. */
        REORDERING(88, 4),
        /** Round-trip time as the receiver sees it, microseconds. */
        RCV_RTT(92, 4),
        /** Receive-buffer estimate of one round trip, bytes. */
        RCV_SPACE(96, 4),
        /** Retransmitted since the beginning, segments. */
        TOTAL_RETRANS(100, 4),
        /** Current pacing rate, bytes/s. Linux 3.15. */
        PACING_RATE(104, 8),
        /** SO_MAX_PACING_RATE; -1 is unlimited. In bytes/s. Linux 3.15. */
        MAX_PACING_RATE(112, 8),
        /** Acknowledged by the peer, bytes. Linux 4.1. */
        BYTES_ACKED(120, 8),
        /** Acknowledged to the peer, bytes. Linux 4.1. */
        BYTES_RECEIVED(128, 8),
        /** Sent, segments. Linux 4.2. */
        SEGS_OUT(136, 4),
        /** Received, segments. Linux 4.2. */
        SEGS_IN(140, 4),
        /** Written and not yet sent, bytes. Linux 4.6. */
        NOTSENT_BYTES(144, 4),
        /** Smallest round-trip time seen, microseconds. Linux 4.6. */
        MIN_RTT(148, 4),
        /** Received with data, segments. Linux 4.6. */
        DATA_SEGS_IN(152, 4),
        /** Sent with data, segments. Linux 4.6. */
        DATA_SEGS_OUT(156, 4),
        /** Latest delivery rate, bytes/s. Linux 4.9. */
        DELIVERY_RATE(160, 8),
        /** With data to send, microseconds. Linux 4.10. */
        BUSY_TIME(168, 8),
        /** Held up by the peer's window, microseconds. Linux 4.10. */
        RWND_LIMITED(176, 8),
        /** Held up by the send buffer, microseconds. Linux 4.10. */
        SNDBUF_LIMITED(184, 8),
        /** Delivered, retransmitted ones too, segments. Linux 4.18. */
        DELIVERED(192, 4),
        /** Delivered with a congestion mark, segments. Linux 4.18. */
        DELIVERED_CE(196, 4),
        /** Sent, retransmitted ones too, bytes. Linux 4.19. */
        BYTES_SENT(200, 8),
        /** Retransmitted, bytes. Linux 4.19. */
        BYTES_RETRANS(208, 8),
        /** Duplicates the peer reported, segments. Linux 4.19. */
        DSACK_DUPS(216, 4),
        /** Reordering seen, events. Linux 4.19. */
        REORD_SEEN(220, 4),
        /** Received out of order, segments. Linux 5.4. */
        RCV_OOOPACK(224, 4),
        /** The peer's window, bytes. Linux 5.4. */
        SND_WND(228, 4),
        /** The window that is advertised, bytes. Linux 6.2. */
        RCV_WND(232, 4),
        /** Changes of path after timeouts, events. Linux 6.2. */
        REHASH(236, 4),
        /** Retransmission timeouts, events. Linux 6.7. */
        TOTAL_RTO(240, 2),
        /** Recoveries from timeouts, events. Linux 6.7. */
        TOTAL_RTO_RECOVERIES(242, 2),
        /** Spent in such recoveries, milliseconds. Linux 6.7. */
        TOTAL_RTO_TIME(244, 4),
        /** Received with a congestion mark, segments. Linux 6.18. */
        RECEIVED_CE(248, 4),
        /** Delivered with ECT(1), bytes. Linux 6.18. */
        DELIVERED_E1_BYTES(252, 4),
        /** Delivered with ECT(0), bytes. Linux 6.18. */
        DELIVERED_E0_BYTES(256, 4),
        /** Delivered with CE, bytes. Linux 6.18. */
        DELIVERED_CE_BYTES(260, 4),
        /** Received with ECT(1), bytes. Linux 6.18. */
        RECEIVED_E1_BYTES(264, 4),
        /** Received with ECT(0), bytes. Linux 6.18. */
        RECEIVED_E0_BYTES(268, 4),
        /** Received with CE, bytes. Linux 6.18. */
        RECEIVED_CE_BYTES(272, 4),
        /** Why accurate ECN was turned off, as bits. Linux 6.18. */
        ACCECN_FAIL_MODE(276, 2),
        /** Which accurate ECN options were seen. Linux 6.18. */
        ACCECN_OPT_SEEN(278, 2);

        private final int offset;
        private final int size;
        private final int shift;
        private final long mask;

        Field(int offset, int size) {
            this(offset, size, 0, Long.SIZE);
        }

        Field(int offset, int size, int shift, int bits) {
            this.offset = offset;
            this.size = size;
            this.shift = shift;
            this.mask = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        }
    }

    /** Makes an empty one: it has no field yet. */
    public TcpInfo() {}

    /**
     * Asks the kernel.
     *
     * @param socket a TCP socket
     * @return this
     * @throws ErrnoException as in getsockopt(2)
     * @throws UnsupportedOperationException if this is not Linux
     */
    public TcpInfo read(Socket socket) throws ErrnoException {
        // Only Linux has SOL_TCP. FreeBSD's TCP_INFO has another layout, so it must not be read here.
        statistics.read(socket, SOL_TCP, TCP_INFO);
        return this;
    }

    /** {@return how many bytes the kernel returned; 0 before the first {@link #read}} */
    public int length() {
        return statistics.length();
    }

    /**
     * {@return whether the kernel returned a field}
     *
     * @param field the field
     */
    public boolean has(Field field) {
        return field.offset + field.size <= statistics.length();
    }

    /**
     * {@return the value of a field; -1 if the kernel did not return it}
     *
     * @param field the field
     */
    public long get(Field field) {
        long value = statistics.get(field.offset, field.size);
        return has(field) ? value >>> field.shift & field.mask : value;
    }

    /** The fields that the kernel returned and that are not 0. */
    @Override
    public String toString() {
        return Statistics.text("TcpInfo", Field.values(), this::has, this::get);
    }
}
