package io.baresock.option;

import static io.baresock.Bsd.MPTCP_INFO;
import static io.baresock.Bsd.SOL_MPTCP;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The statistics of a Multipath TCP connection, {@code struct mptcp_info}: a reusable place that {@link #read} fills without
 * allocating. Older kernels return a shorter struct: {@link #has} says which fields came. Not thread-safe.
 *
 * @see <a href="https://docs.kernel.org/networking/mptcp.html">Documentation/networking/mptcp.rst</a>
 */
public final class MptcpInfo {

    private static final int CAPACITY = 256;

    private final ByteBuffer bytes = Memory.allocate(CAPACITY);
    private final long address = Memory.address(bytes);
    private int length;

    /** Where a number is. All are unsigned. */
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

    /** An empty one: no field is there. */
    public MptcpInfo() {}

    /**
     * Asks the kernel.
     *
     * @param socket a Multipath TCP socket
     * @return this
     * @throws ErrnoException as in getsockopt(2); EOPNOTSUPP if the connection fell back to TCP
     */
    public MptcpInfo read(Socket socket) throws ErrnoException {
        length = 0; // nothing stale stays if it fails
        length = Math.min(socket.getsockopt(SOL_MPTCP, MPTCP_INFO, address, CAPACITY), CAPACITY);
        Reference.reachabilityFence(this);
        return this;
    }

    /**
     * How many bytes the kernel returned.
     *
     * @return the length, 0 before the first {@link #read}
     */
    public int length() {
        return length;
    }

    /**
     * Whether the kernel returned a field.
     *
     * @param field the field
     * @return true if it is there
     */
    public boolean has(Field field) {
        return field.offset + field.size <= length;
    }

    /**
     * A number.
     *
     * @param field which
     * @return its value; -1 if the kernel did not return it
     */
    public long get(Field field) {
        if (!has(field)) {
            return -1;
        }
        long value =
                switch (field.size) {
                    case 1 -> bytes.get(field.offset) & 0xFF;

                    case 4 -> Integer.toUnsignedLong(bytes.getInt(field.offset));
                    default -> bytes.getLong(field.offset);
                };
        return value;
    }

    /** Every field that is there and not 0. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("MptcpInfo[");
        for (Field field : Field.values()) {
            if (has(field) && get(field) != 0) {
                s.append(s.charAt(s.length() - 1) == '[' ? "" : ", ")
                        .append(field.name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(get(field));
            }
        }
        return s.append(']').toString();
    }
}
