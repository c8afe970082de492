package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Slab;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.message.ControlRecords;
import io.baresock.internal.message.MessageLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The control messages that came with the last receive into a {@link Message}: all of them by index, and the known ones as values. Only
 * methods that return an array allocate. A value that did not come, or was cut off, is -1. Most need a socket option, which is named at
 * each. {@link Message#isControlTruncated} says if anything was cut off.
 *
 * <p>Valid until the next receive into the message. Not thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public final class ReceivedControl {

    private static final long NANOS = 1_000_000_000L;
    private static final int TIMESPEC = 16;

    // struct sock_extended_err of linux/errqueue.h
    private static final int EE_SIZE = 16;
    private static final int EE_ORIGIN = 4;
    private static final int EE_TYPE = 5;
    private static final int EE_CODE = 6;
    private static final int EE_INFO = 8;
    private static final int EE_DATA = 12;

    final Object owner; // its memory is freed when this is garbage, so it must not be as long as this object is used
    private final ControlRecords records;

    ReceivedControl(Object owner, Slab memory) {
        this.owner = owner;
        records = new ControlRecords(memory);
    }

    ReceivedControl at(int message, int data, int records) {
        this.records.move(message, data, records);
        return this;
    }

    ReceivedControl ofBatch(int message, int capacity) {
        return at(message, message + MessageLayout.inData(1, capacity), message + MessageLayout.inRecords(1, capacity));
    }

    /** As {@link #at}, after the slab has moved to other memory. What came has been copied there. */
    void relocate(int message, int data, int records) {
        this.records.relocate(message, data, records);
    }

    // ---- all of them ----

    /** {@return how many control messages came} */
    public int count() {
        return records.count();
    }

    /**
     * The level of a control message.
     *
     * @param i 0 to {@link #count} - 1
     * @return such as {@code SOL_SOCKET}
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public int level(int i) {
        return records.level(i);
    }

    /**
     * The type of a control message.
     *
     * @param i 0 to {@link #count} - 1
     * @return such as {@code SCM_RIGHTS}
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public int type(int i) {
        return records.type(i);
    }

    /**
     * The length of the data of a control message.
     *
     * @param i 0 to {@link #count} - 1
     * @return bytes that are there; less than were sent if control data was cut off
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public int length(int i) {
        return records.length(i);
    }

    /**
     * Whether the end of a control message may be missing: control data was cut off ({@code MSG_CTRUNC}), and this message reaches the
     * end of the control buffer. It can be true for the last message only. A message that fits exactly looks the same if later ones were
     * lost: if its {@link #length} is that of its type, it is whole.
     *
     * @param i 0 to {@link #count} - 1
     * @return whether it may
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public boolean mayBeCutOff(int i) {
        return records.mayBeCutOff(i);
    }

    /**
     * A copy of the data of a control message.
     *
     * @param i 0 to {@link #count} - 1
     * @return the bytes that are there. For SCM_RIGHTS these are numbers of descriptors that may be closed: see {@link Message#takeFd}
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public byte[] copy(int i) {
        return records.copy(i);
    }

    /**
     * Copies the data of a control message to a buffer, as much as fits; its position moves.
     *
     * @param i 0 to {@link #count} - 1
     * @param to where to
     * @return how many bytes were copied
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public int copy(int i, ByteBuffer to) {
        return records.copy(i, to);
    }

    /**
     * Searches.
     *
     * @param level such as {@code IPPROTO_IP}
     * @param type such as {@code IP_TTL}
     * @return the index of the first such message; -1 if there is none
     */
    public int find(int level, int type) {
        return records.find(level, type);
    }

    // ---- the packet's destination: IP_PKTINFO, IPV6_RECVPKTINFO ----

    private int pktinfo4() {
        return records.find(Constants.IPPROTO_IP, Constants.IP_PKTINFO, 12); // ifindex, local address, destination
    }

    private int pktinfo6() {
        return records.find(Constants.IPPROTO_IPV6, Constants.IPV6_PKTINFO, 20); // destination, ifindex
    }

    /** {@return whether the destination is known: {@code IP_PKTINFO} or {@code IPV6_RECVPKTINFO} (RECVDSTADDR on FreeBSD)} */
    public boolean hasPktinfo() {
        return destination4() >= 0 || pktinfo6() >= 0;
    }

    /** Where the 4 bytes of the destination are, or -1. */
    private int destination4() {
        int at = pktinfo4();
        return at >= 0 ? at + 8 : records.find(Constants.IPPROTO_IP, Constants.IP_RECVDSTADDR, 4);
    }

    /** {@return the index of the interface that the packet came in by; -1 if not known. {@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}} */
    public int interfaceIndex() {
        int at = pktinfo4();
        if (at >= 0) {
            return records.slab.getInt(at);
        }
        at = pktinfo6();
        return at >= 0 ? records.slab.getInt(at + 16) : -1;
    }

    /** {@return the IPv4 destination in the packet's header as a number: 127.0.0.1 is 0x7f000001; 0 if not known} */
    public int destinationInt() {
        int at = destination4();
        return at >= 0 ? SockaddrLayout.bigEndianInt(records.slab, at) : 0;
    }

    /**
     * {@return the local address ({@code ipi_spec_dst}) as a number: for a unicast packet its destination, for multicast and broadcast the
     * address to answer from; 0 if not known}
     */
    public int localAddressInt() {
        int at = pktinfo4();
        return at >= 0 ? SockaddrLayout.bigEndianInt(records.slab, at + 4) : destinationInt();
    }

    /** {@return the first 8 bytes of the IPv6 destination, most significant first; 0 if not known} */
    public long destinationHigh() {
        int at = pktinfo6();
        return at >= 0 ? SockaddrLayout.bigEndianLong(records.slab, at) : 0;
    }

    /** {@return the last 8 bytes of the IPv6 destination, most significant first; 0 if not known} */
    public long destinationLow() {
        int at = pktinfo6();
        return at >= 0 ? SockaddrLayout.bigEndianLong(records.slab, at + Long.BYTES) : 0;
    }

    /**
     * The destination in the packet's header as an address, without a port; a link-local IPv6 address has the interface as
     * its scope.
     *
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public boolean destination(SockaddrStorage to) {
        Buffers.present("destination", to);
        int at = destination4();
        if (at >= 0) {
            to.inet(records.slab, at);
            return true;
        }
        at = pktinfo6();
        if (at < 0) {
            return false;
        }
        boolean linkLocal = (records.slab.get(at) & 0xFF) == 0xFE && (records.slab.get(at + 1) & 0xC0) == 0x80;
        to.inet6(records.slab, at, linkLocal ? records.slab.getInt(at + 16) : 0);
        return true;
    }

    /**
     * The destination before the firewall redirected the packet: {@code IP_RECVORIGDSTADDR}, {@code IPV6_RECVORIGDSTADDR}.
     *
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public boolean originalDestination(SockaddrStorage to) {
        Buffers.present("originalDestination", to);
        int i = records.find(Constants.IPPROTO_IP, Constants.IP_ORIGDSTADDR);
        if (i < 0) {
            i = records.find(Constants.IPPROTO_IPV6, Constants.IPV6_ORIGDSTADDR);
        }
        return i >= 0 && address(i, 0, to);
    }

    /** Copies the address that is {@code offset} bytes into a message. Returns false if it is not whole. */
    private boolean address(int i, int offset, SockaddrStorage to) {
        int length = records.addressLength(i, offset);
        if (length < 0) {
            return false;
        }
        to.copyFrom(records.slab, records.start(i) + offset, length);
        return true;
    }

    // ---- header fields ----

    /** {@return type of service or traffic class, 0 to 255; -1 if not known. {@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}} */
    public int tos() {
        int tos = records.number(Constants.IPPROTO_IP, Constants.IP_TOS, Byte.BYTES);
        if (tos < 0) {
            tos = records.number(Constants.IPPROTO_IP, Constants.IP_RECVTOS, Byte.BYTES); // the BSDs
        }
        return tos >= 0 ? tos : records.number(Constants.IPPROTO_IPV6, Constants.IPV6_TCLASS, Integer.BYTES);
    }

    /** {@return the ECN bits of {@link #tos}: 0 none, 1 ECT(1), 2 ECT(0), 3 congestion experienced; -1 if not known} */
    public int ecn() {
        int tos = tos();
        return tos < 0 ? -1 : tos & 3;
    }

    /** {@return TTL or hop limit, 0 to 255; -1 if not known. {@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}} */
    public int ttl() {
        int ttl = records.number(Constants.IPPROTO_IP, Constants.IP_TTL, Integer.BYTES);
        if (ttl < 0) {
            ttl = records.number(Constants.IPPROTO_IP, Constants.IP_RECVTTL, Byte.BYTES); // the BSDs
        }
        return ttl >= 0 ? ttl : records.number(Constants.IPPROTO_IPV6, Constants.IPV6_HOPLIMIT, Integer.BYTES);
    }

    // ---- the queue ----

    /** {@return the size of the datagrams that were merged into this one (the last may be shorter); -1 if none were. {@code UDP_GRO}} */
    public int groSize() {
        return records.number(Constants.IPPROTO_UDP, Constants.UDP_GRO, Short.BYTES);
    }

    /**
     * {@return how many packets the socket had dropped when this one came, modulo 2^32. 0 if there were none, or if {@code SO_RXQ_OVFL}
     * is not set. -1 if it is not known: control messages are missing or cut off, or the system has no {@code SO_RXQ_OVFL}.
     * The option {@code SO_MEMINFO} has the count of now}
     */
    public long dropCount() {
        int at = records.find(Constants.SOL_SOCKET, Constants.SO_RXQ_OVFL, Integer.BYTES);
        if (at >= 0) {
            return records.slab.getInt(at) & 0xFFFF_FFFFL;
        }
        boolean sent =
                Abi.isPresent(Constants.SO_RXQ_OVFL) && records.find(Constants.SOL_SOCKET, Constants.SO_RXQ_OVFL) < 0;
        return sent && !records.areCutOff() ? 0 : -1;
    }

    // ---- times: nanoseconds since 1970 ----

    /** {@return when the kernel received the packet, in ns since 1970; -1 if not known. {@code SO_TIMESTAMPNS}, {@code SO_TIMESTAMP}, OLD and NEW} */
    public long timestampNanos() {
        int at = records.find(Constants.SOL_SOCKET, Constants.SCM_TIMESTAMPNS, TIMESPEC);
        at = at >= 0 ? at : records.find(Constants.SOL_SOCKET, Constants.SO_TIMESTAMPNS_NEW, TIMESPEC);
        at = at >= 0 ? at : records.find(Constants.SOL_SOCKET, Constants.SCM_REALTIME, TIMESPEC);
        if (at >= 0) {
            return timespec(at);
        }
        at = records.find(Constants.SOL_SOCKET, Constants.SCM_TIMESTAMP, TIMESPEC);
        at = at >= 0 ? at : records.find(Constants.SOL_SOCKET, Constants.SO_TIMESTAMP_NEW, TIMESPEC);
        // tv_usec has 32 bits and padding on macOS, 64 bits elsewhere; the low 32 bits hold any number below 10^6
        return at >= 0 ? nanos(records.slab.getLong(at), records.slab.getInt(at + Long.BYTES) * 1_000L) : -1;
    }

    /** {@return the software time of {@code SO_TIMESTAMPING}, OLD or NEW, in ns since 1970; -1 if there is none} */
    public long softwareTimestampNanos() {
        return timestamping(0);
    }

    /** {@return the hardware time of {@code SO_TIMESTAMPING}, OLD or NEW, in ns of the device's clock; -1 if there is none} */
    public long hardwareTimestampNanos() {
        return timestamping(2 * TIMESPEC);
    }

    /** One of the three times; the middle one is no longer used. A time that was not taken is zero. */
    private long timestamping(int which) {
        int at = records.find(Constants.SOL_SOCKET, Constants.SCM_TIMESTAMPING, 3 * TIMESPEC);
        at = at >= 0 ? at : records.find(Constants.SOL_SOCKET, Constants.SO_TIMESTAMPING_NEW, 3 * TIMESPEC);
        long time = at >= 0 ? timespec(at + which) : 0;
        return time == 0 ? -1 : time;
    }

    private long timespec(int at) {
        return nanos(records.slab.getLong(at), records.slab.getLong(at + Long.BYTES));
    }

    /** -1 for a time that 64 bits of nanoseconds cannot express: before 1678 or after 2262. */
    private static long nanos(long seconds, long rest) {
        boolean reached =
                Math.abs(seconds) < Long.MAX_VALUE / NANOS && seconds != Long.MIN_VALUE && Math.abs(rest) < NANOS;
        return reached ? seconds * NANOS + rest : -1;
    }

    // ---- the sender, on a Unix socket ----

    private int credentials() {
        return records.find(Constants.SOL_SOCKET, Constants.SCM_CREDENTIALS, 12); // struct ucred
    }

    /** {@return the process id of the sender; -1 if not known. {@code SO_PASSCRED}, Linux} */
    public int pid() {
        int at = credentials();
        return at >= 0 ? records.slab.getInt(at) : -1;
    }

    /** {@return the user id of the sender; -1 if not known. {@code SO_PASSCRED}, Linux} */
    public long uid() {
        int at = credentials();
        return at >= 0 ? records.slab.getInt(at + 4) & 0xFFFF_FFFFL : -1;
    }

    /** {@return the group id of the sender; -1 if not known. {@code SO_PASSCRED}, Linux} */
    public long gid() {
        int at = credentials();
        return at >= 0 ? records.slab.getInt(at + 8) & 0xFFFF_FFFFL : -1;
    }

    /** {@return a copy of the security context of the sender, not NUL-terminated; null if not known, or not whole. {@code SO_PASSSEC}, Linux} */
    public byte @Nullable [] security() {
        return records.text(Constants.SOL_SOCKET, Constants.SCM_SECURITY);
    }

    // ---- errors, received with MSG_ERRQUEUE: IP_RECVERR, IPV6_RECVERR ----

    private int errorIndex() {
        int i = records.find(Constants.IPPROTO_IP, Constants.IP_RECVERR);
        i = i >= 0 ? i : records.find(Constants.IPPROTO_IPV6, Constants.IPV6_RECVERR);
        i = i >= 0 ? i : records.find(Constants.SOL_PACKET, Constants.PACKET_TX_TIMESTAMP);
        return i >= 0 && records.length(i) >= EE_SIZE ? i : -1;
    }

    /** Where in the slab the report is; -1 if there is no whole one. */
    private int error() {
        int i = errorIndex();
        return i >= 0 ? records.start(i) : -1;
    }

    /** {@return whether the message is from the error queue: an ICMP error, a transmit time or a zero-copy report} */
    public boolean hasError() {
        return errorIndex() >= 0;
    }

    /** {@return the errno of the error, such as {@code ECONNREFUSED}, {@code ENOMSG} for a transmit time; -1 if there is none} */
    public int errorErrno() {
        int at = error();
        return at >= 0 ? records.slab.getInt(at) : -1;
    }

    /** {@return where the error comes from, {@code SO_EE_ORIGIN_*}; -1 if there is none} */
    public int errorOrigin() {
        return errorByte(EE_ORIGIN);
    }

    /** {@return the ICMP type; -1 if there is no error} */
    public int errorType() {
        return errorByte(EE_TYPE);
    }

    /** {@return the ICMP code, or {@code SO_EE_CODE_*}; -1 if there is no error} */
    public int errorCode() {
        return errorByte(EE_CODE);
    }

    private int errorByte(int offset) {
        int at = error();
        return at >= 0 ? records.slab.get(at + offset) & 0xFF : -1;
    }

    /** {@return {@code ee_info}: the path MTU, the kind of a transmit time, the first of a zero-copy range; -1 if there is no error} */
    public long errorInfo() {
        return errorInt(EE_INFO);
    }

    /** {@return {@code ee_data}: the number of the send of a transmit time, the last of a zero-copy range; -1 if there is no error} */
    public long errorData() {
        return errorInt(EE_DATA);
    }

    private long errorInt(int offset) {
        int at = error();
        return at >= 0 ? records.slab.getInt(at + offset) & 0xFFFF_FFFFL : -1;
    }

    /**
     * The address of the host that sent the ICMP error. (The sender's address of the message itself is the destination of the packet that
     * failed.)
     *
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public boolean errorOffender(SockaddrStorage to) {
        Buffers.present("errorOffender", to);
        int i = errorIndex();
        return i >= 0 && address(i, EE_SIZE, to);
    }

    @Override
    public String toString() {
        return "ReceivedControl[" + records + "]";
    }
}
