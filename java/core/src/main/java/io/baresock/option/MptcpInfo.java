package io.baresock.option;

import static io.baresock.Bsd.MPTCP_INFO;
import static io.baresock.Bsd.SOL_MPTCP;

import io.baresock.ErrnoException;
import io.baresock.Socket;

/**
 * The statistics of a Multipath TCP connection, {@code struct mptcp_info}. {@link #read} fills it without
 * allocating, again and again. Older kernels return a shorter struct: {@link #has} says which fields there are. Not thread-safe.
 *
 * @see <a href="https://docs.kernel.org/networking/mptcp.html">Documentation/networking/mptcp.rst</a>
 */
public final class MptcpInfo {

    private final Statistics statistics = new Statistics(256);

    /** The fields. All are unsigned. */
    public enum Field {
        /** Subflows besides the first. */
        SUBFLOWS(0, 1),
        /** Addresses announced. */
        ADD_ADDR_SIGNAL(1, 1),
        /** Announced addresses accepted. */
        ADD_ADDR_ACCEPTED(2, 1),
        /** Limit of subflows. */
        SUBFLOWS_MAX(3, 1),
        /** Limit of addresses announced. */
        ADD_ADDR_SIGNAL_MAX(4, 1),
        /** Limit of addresses accepted. */
        ADD_ADDR_ACCEPTED_MAX(5, 1),
        /** Bit 0: fell back to TCP; bit 1: the peer's key is known. */
        FLAGS(8, 4),
        /** The connection's token. */
        TOKEN(12, 4),
        /** Next sequence number to write. */
        WRITE_SEQ(16, 8),
        /** First one not acknowledged. */
        SND_UNA(24, 8),
        /** Next one expected. */
        RCV_NXT(32, 8),
        /** Local addresses used. Linux 5.16. */
        LOCAL_ADDR_USED(40, 1),
        /** Limit of local addresses. Linux 5.16. */
        LOCAL_ADDR_MAX(41, 1),
        /** Whether checksums are used. Linux 5.16. */
        CSUM_ENABLED(42, 1),
        /** Retransmissions. Linux 6.5. */
        RETRANSMITS(44, 4),
        /** Retransmitted, bytes. Linux 6.5. */
        BYTES_RETRANS(48, 8),
        /** Sent, bytes. Linux 6.5. */
        BYTES_SENT(56, 8),
        /** Received, bytes. Linux 6.5. */
        BYTES_RECEIVED(64, 8),
        /** Acknowledged, bytes. Linux 6.5. */
        BYTES_ACKED(72, 8),
        /** Subflows. Linux 6.6. */
        SUBFLOWS_TOTAL(80, 1),
        /** Since data was last sent, milliseconds. Linux 6.10. */
        LAST_DATA_SENT(84, 4),
        /** Since data was last received, milliseconds. Linux 6.10. */
        LAST_DATA_RECV(88, 4),
        /** Since an acknowledgement was last received, milliseconds. Linux 6.10. */
        LAST_ACK_RECV(92, 4);

        private final int offset;
        private final int size;

        Field(int offset, int size) {
            this.offset = offset;
            this.size = size;
        }
    }

    /** Makes an empty one: it has no field yet. */
    public MptcpInfo() {}

    /**
     * Asks the kernel.
     *
     * @param socket a Multipath TCP socket
     * @return this
     * @throws ErrnoException as in getsockopt(2); EOPNOTSUPP if the connection fell back to TCP
     */
    public MptcpInfo read(Socket socket) throws ErrnoException {
        statistics.read(socket, SOL_MPTCP, MPTCP_INFO);
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
        return statistics.get(field.offset, field.size);
    }

    /** The fields that the kernel returned and that are not 0. */
    @Override
    public String toString() {
        return Statistics.text("MptcpInfo", Field.values(), this::has, this::get);
    }
}
