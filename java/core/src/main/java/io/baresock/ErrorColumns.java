package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What each entry of an {@link ErrorQueue} says, by index and as numbers: nothing here allocates. Every method throws
 * {@link IndexOutOfBoundsException} for an index that is not 0 to {@link #count} - 1, and {@link IllegalStateException} once the queue
 * is closed.
 */
abstract sealed class ErrorColumns permits ErrorQueue {

    // struct bs_error of baresock.h
    static final int ERRNO = 0;
    static final int ORIGIN = 4;
    static final int TYPE = 8;
    static final int CODE = 12;
    static final int INFO = 16;
    static final int DATA = 24;
    private static final int OFFENDER = 32;
    private static final int ERROR = 168;

    /**
     * {@code IP_PKTINFO} and times need 88 bytes, a report with an IPv6 address 64, and {@code SCM_TIMESTAMPING_OPT_STATS}, which comes before the
     * report, 264 in Linux 6.18 and more in each kernel.
     */
    private static final int CONTROL = 1024;

    private static final ErrorKind[] KINDS = kinds();

    final Slab memory;
    private final ByteBuffer slab; // that memory; every look at it begins with check(), which asks whether it is closed
    final long address;
    final ByteBuffer errors; // bs_error[capacity], behind the batch
    final long errorsAddress;
    private final BatchLayout layout;
    private final ByteBuffer[] payloads;
    private final ReceivedControl received;
    int count;

    ErrorColumns(int capacity, int payloadSize) {
        Abi.check(Bsd.MSG_ERRQUEUE, "ErrorQueue");
        Ranges.check("ErrorQueue", "capacity", capacity, 1, 1024);
        Ranges.check("ErrorQueue", "payloadSize", payloadSize, 0, 0xFFFF);
        layout = new BatchLayout(capacity, payloadSize, CONTROL, false);
        int errorsAt = (layout.size + Long.BYTES - 1) & -Long.BYTES;
        memory = new Slab("ErrorQueue", Math.addExact(errorsAt, capacity * ERROR));
        slab = memory.memory();
        address = memory.address();
        layout.lay(slab, address);
        errors = slab.slice(errorsAt, capacity * ERROR).order(ByteOrder.nativeOrder());
        errorsAddress = address + errorsAt;
        payloads = new ByteBuffer[capacity];
        for (int i = 0; i < capacity; i++) {
            payloads[i] = memory.lent().slice(layout.payload(i), payloadSize);
        }
        received = new ReceivedControl(memory);
    }

    private static ErrorKind[] kinds() {
        ErrorKind[] kinds = new ErrorKind[8];
        java.util.Arrays.fill(kinds, ErrorKind.UNKNOWN);
        if (Abi.isPresent(Bsd.SO_EE_ORIGIN_LOCAL)) {
            kinds[Bsd.SO_EE_ORIGIN_LOCAL] = ErrorKind.LOCAL;
            kinds[Bsd.SO_EE_ORIGIN_ICMP] = ErrorKind.ICMP;
            kinds[Bsd.SO_EE_ORIGIN_ICMP6] = ErrorKind.ICMP6;
            kinds[Bsd.SO_EE_ORIGIN_TIMESTAMPING] = ErrorKind.TIMESTAMP;
            kinds[Bsd.SO_EE_ORIGIN_ZEROCOPY] = ErrorKind.ZEROCOPY;
            kinds[Bsd.SO_EE_ORIGIN_TXTIME] = ErrorKind.TXTIME;
        }
        return kinds;
    }

    /** {@return how many entries the last drain brought} */
    public final int count() {
        memory.view();
        return count;
    }

    /** {@return how many entries a drain takes at most} */
    public final int capacity() {
        return payloads.length;
    }

    /** The index of an entry that may be looked at. */
    private int check(int i) {
        memory.view();
        return Objects.checkIndex(i, count);
    }

    private int error(int i) {
        return check(i) * ERROR;
    }

    private int slot(int i) {
        return BatchLayout.slot(check(i));
    }

    private int columns(int i) {
        return layout.columns(check(i));
    }

    // ---- the report ----

    /**
     * {@return what the entry is about, by its origin}
     *
     * @param i the entry
     */
    public final ErrorKind kind(int i) {
        int origin = origin(i);
        return origin >= 0 && origin < KINDS.length ? KINDS[origin] : ErrorKind.UNKNOWN;
    }

    /**
     * {@return the error number: such as {@code ECONNREFUSED}; {@code ENOMSG} for a transmit time, 0 for a zero-copy
     *     completion; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final int errno(int i) {
        return errors.getInt(error(i) + ERRNO);
    }

    /**
     * {@return {@code SO_EE_ORIGIN_*}; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final int origin(int i) {
        return errors.getInt(error(i) + ORIGIN);
    }

    /**
     * {@return the ICMP type, 0 to 255; 0 for other kinds, -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final int type(int i) {
        return errors.getInt(error(i) + TYPE);
    }

    /**
     * {@return the ICMP code, or {@code SO_EE_CODE_*}, 0 to 255; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final int code(int i) {
        return errors.getInt(error(i) + CODE);
    }

    /**
     * {@return {@code ee_info}, 0 to 2^32 - 1: see what the kinds make of it; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final long info(int i) {
        return errors.getLong(error(i) + INFO);
    }

    /**
     * {@return {@code ee_data}, 0 to 2^32 - 1: see what the kinds make of it; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public final long data(int i) {
        return errors.getLong(error(i) + DATA);
    }

    /**
     * {@return the path MTU in bytes, if the entry says that a packet was too large ({@code EMSGSIZE}); else -1}
     *
     * @param i the entry
     */
    public final int mtu(int i) {
        ErrorKind kind = kind(i);
        boolean packet = kind == ErrorKind.LOCAL || kind == ErrorKind.ICMP || kind == ErrorKind.ICMP6;
        return packet && errno(i) == Bsd.EMSGSIZE ? (int) Math.min(info(i), Integer.MAX_VALUE) : -1;
    }

    /**
     * Who sent the ICMP error; for a local one the address of this host.
     *
     * @param i the entry
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public final boolean offender(int i, SockaddrStorage to) {
        return address(errors, error(i) + OFFENDER, Buffers.present("offender", to));
    }

    /**
     * Where the packet that the entry is about was to go: address and, for UDP, port.
     *
     * @param i the entry
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public final boolean destination(int i, SockaddrStorage to) {
        return address(slab, layout.from(check(i)), Buffers.present("destination", to));
    }

    private static boolean address(ByteBuffer from, int at, SockaddrStorage to) {
        int length = Math.max(0, Math.min(from.getInt(at), SockaddrLayout.CAPACITY));
        if (SockaddrLayout.family(from, at + BatchLayout.ADDRESS, length) == Bsd.AF_UNSPEC) {
            return false;
        }
        to.copyFrom(from, at + BatchLayout.ADDRESS, length);
        return true;
    }

    // ---- the payload ----

    /**
     * The payload of the packet that the entry is about, as far as it came back: of an ICMP error the datagram that was
     * sent; of a transmit time without {@code SOF_TIMESTAMPING_OPT_TSONLY} the whole packet, headers first; else nothing.
     *
     * @param i the entry
     * @return a view, always the same object for the same entry, from position 0; good until the next drain
     */
    public final ByteBuffer payload(int i) {
        int length = slab.getInt(slot(i) + BatchLayout.LENGTH);
        return payloads[i].clear().limit(length);
    }

    /**
     * {@return whether there was more payload than the queue has room for}
     *
     * @param i the entry
     */
    public final boolean isTruncated(int i) {
        return (slab.getInt(slot(i) + BatchLayout.FLAGS) & Bsd.MSG_TRUNC) != 0;
    }

    /**
     * The control messages of the entry as they are, such as {@code SCM_TIMESTAMPING_OPT_STATS}.
     *
     * @param i the entry
     * @return always the same object, good until it is asked for another entry
     */
    public final ReceivedControl received(int i) {
        int message = layout.message(check(i));
        return received.at(
                message, message + MessageLayout.inData(1, CONTROL), message + MessageLayout.inRecords(1, CONTROL));
    }

    // ---- TIMESTAMP ----

    /**
     * {@return which time it is, {@code SCM_TSTAMP_SND}, {@code SCM_TSTAMP_SCHED}, {@code SCM_TSTAMP_ACK},
     *     {@code SCM_TSTAMP_COMPLETION}; -1 if it is none}
     *
     * @param i the entry
     */
    public final int stamp(int i) {
        return kind(i) == ErrorKind.TIMESTAMP ? (int) info(i) : -1;
    }

    /**
     * {@return which send a transmit time belongs to, 0 to 2^32 - 1: see {@link TransmitIds}; -1 if it is none. Without
     *     {@code SOF_TIMESTAMPING_OPT_ID} always 0}
     *
     * @param i the entry
     */
    public final long id(int i) {
        return kind(i) == ErrorKind.TIMESTAMP ? data(i) : -1;
    }

    /**
     * {@return the time, by the kernel, in ns since 1970; -1 if there is none}
     *
     * @param i the entry
     */
    public final long timestampNanos(int i) {
        return slab.getLong(columns(i) + BatchLayout.TIME);
    }

    /**
     * {@return the time, by the device, in ns of its clock; -1 if there is none}
     *
     * @param i the entry
     */
    public final long hardwareTimestampNanos(int i) {
        return slab.getLong(columns(i) + BatchLayout.HARDWARE_TIME);
    }

    private long time(int i, int stamp) {
        return stamp(i) == stamp ? timestampNanos(i) : -1;
    }

    /**
     * {@return when the packet entered the packet scheduler, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public final long schedNanos(int i) {
        return time(i, Bsd.SCM_TSTAMP_SCHED);
    }

    /**
     * {@return when the driver got the packet, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public final long sendNanos(int i) {
        return time(i, Bsd.SCM_TSTAMP_SND);
    }

    /**
     * {@return when the peer had acknowledged all bytes of the send, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public final long ackNanos(int i) {
        return time(i, Bsd.SCM_TSTAMP_ACK);
    }

    // ---- ZEROCOPY, TXTIME ----

    /**
     * {@return whether the kernel copied the data of a zero-copy send after all ({@code SO_EE_CODE_ZEROCOPY_COPIED}); false
     *     for other kinds}
     *
     * @param i the entry
     */
    public final boolean isCopied(int i) {
        return kind(i) == ErrorKind.ZEROCOPY && (code(i) & Bsd.SO_EE_CODE_ZEROCOPY_COPIED) != 0;
    }

    /**
     * {@return the number of the first zero-copy send that is complete; -1 for other kinds}
     *
     * @param i the entry
     */
    public final long firstCompleted(int i) {
        return kind(i) == ErrorKind.ZEROCOPY ? info(i) : -1;
    }

    /**
     * {@return the number of the last zero-copy send that is complete; less than the first where the numbers begin again
     *     after 2^32 - 1; -1 for other kinds}
     *
     * @param i the entry
     */
    public final long lastCompleted(int i) {
        return kind(i) == ErrorKind.ZEROCOPY ? data(i) : -1;
    }

    /**
     * {@return the send time that could not be kept, in ns on the clock of {@code SO_TXTIME}; -1 for other kinds. The code
     *     is {@code SO_EE_CODE_TXTIME_INVALID_PARAM} or {@code SO_EE_CODE_TXTIME_MISSED}}
     *
     * @param i the entry
     */
    public final long txTime(int i) {
        return kind(i) == ErrorKind.TXTIME ? data(i) << 32 | info(i) : -1;
    }
}
