package io.baresock;

import static io.baresock.internal.backend.Header.Message.*;
import static io.baresock.internal.message.MessageLayout.HEADER;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Platform;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.StackRoom;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.backend.Header.Cmsg;
import io.baresock.internal.backend.Header.Control;
import io.baresock.internal.message.MessageLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The control messages to send with a {@link Message}. Each method appends one. They are sent with every send until {@link #clear}.
 * Nothing here allocates. Not thread-safe.
 *
 * <p>On a stream socket, control messages need at least one byte of data. Without it the send throws {@link IllegalArgumentException}:
 * the kernel would drop the control messages, with their descriptors, and report success.
 *
 * <p>Every method that appends throws {@link IllegalStateException} if the control buffer is full, and {@link
 * UnsupportedOperationException} if the OS has no such control message. If the kernel refuses a value, sendmsg fails.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public final class ControlBuilder {

    // udp_output of FreeBSD takes IP_TOS as one byte, Linux and macOS as an int: ip(4), ip(7)
    private static final boolean BYTE_TOS = Platform.FREEBSD;

    final Object owner; // its memory is freed when this is garbage, so it must not be as long as this object is used
    private final Slab memory;
    private ByteBuffer slab; // that memory
    private @Nullable PassedOn passedOn;
    private int message;
    private int data;
    private int records;

    ControlBuilder(Object owner, Slab memory) {
        this.owner = owner;
        this.memory = memory;
        slab = memory.memory();
    }

    /**
     * Writes to another message of the slab from now on. The arguments are where its {@code bs_message}, its control data and their
     * records begin.
     */
    ControlBuilder at(int toMessage, int toData, int toRecords) {
        message = toMessage;
        data = toData;
        records = toRecords;
        return this;
    }

    ControlBuilder ofBatch(int toMessage, int capacity) {
        return at(toMessage, toMessage + MessageLayout.outData(1), toMessage + MessageLayout.outRecords(1, capacity));
    }

    /** As {@link #at}, after the slab has moved to other memory. What was built has been copied there. */
    void relocate(int toMessage, int toData, int toRecords) {
        slab = memory.memory();
        if (passedOn != null) {
            passedOn.relocate(slab, toData - data);
        }
        at(toMessage, toData, toRecords);
    }

    /**
     * Removes all control messages.
     *
     * @return this
     * @throws IllegalStateException if the message or batch is closed, or in a call; every method that changes something does that
     */
    public ControlBuilder clear() {
        memory.changing("clear").putInt(message + OUT_COUNT, 0).putInt(message + OUT_LENGTH, 0);
        if (passedOn != null) {
            passedOn.forget(data, data + slab.getInt(message + OUT + Control.CAPACITY));
        }
        return this;
    }

    /** {@return how many control messages there are} */
    public int count() {
        return memory.view().getInt(message + OUT_COUNT);
    }

    /** {@return how many bytes they take in the control buffer} */
    public int length() {
        return memory.view().getInt(message + OUT_LENGTH);
    }

    /**
     * Makes a control message with {@code size} bytes of data, and returns where in the slab they are. The size is a long so that a
     * caller's product cannot overflow.
     */
    int make(String call, int level, int type, long size) {
        int at = room(call, level, type, size);
        int used = length();
        int length = (int) size;
        int record = records + count() * Cmsg.SIZE;
        slab.putInt(record + Cmsg.LEVEL, level).putInt(record + Cmsg.TYPE, type);
        slab.putInt(record + Cmsg.OFFSET, used + HEADER).putInt(record + Cmsg.LENGTH, length);
        slab.putInt(message + OUT_COUNT, count() + 1);
        slab.putInt(message + OUT_LENGTH, used + HEADER + MessageLayout.align(length));
        return at;
    }

    /** Where the data of the next control message will be, if there is room for it. */
    private int room(String call, int level, int type, long size) {
        Abi.check(level, call);
        Abi.check(type, call);
        memory.changing(call);
        int used = length();
        int capacity = slab.getInt(message + OUT + Control.CAPACITY);
        if (size < 0 || size > (long) capacity - used - HEADER) {
            throw new IllegalStateException(call + ": the control buffer of " + capacity + " bytes has " + used
                    + " in use, " + (HEADER + size) + " more do not fit");
        }
        return data + used + HEADER;
    }

    // ---- any ----

    /**
     * Any control message.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param type such as {@code SCM_RIGHTS}
     * @param value its data
     * @return this
     */
    public ControlBuilder append(int level, int type, byte[] value) {
        slab.put(make("append", level, type, Buffers.present("append", value).length), value);
        return this;
    }

    /**
     * Any control message, from a buffer. The position does not move.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param type such as {@code SCM_RIGHTS}
     * @param value its data: what remains
     * @return this
     */
    public ControlBuilder append(int level, int type, ByteBuffer value) {
        int from = Buffers.present("append", value).position();
        int n = Math.max(value.limit() - from, 0); // each is read once: another thread may move them
        slab.put(room("append", level, type, n), value, from, n); // this can fail, and the next line cannot
        make("append", level, type, n);
        return this;
    }

    /**
     * Any control message that is an int.
     *
     * @param level such as {@code IPPROTO_IP}
     * @param type such as {@code IP_TTL}
     * @param value the int
     * @return this
     */
    public ControlBuilder append(int level, int type, int value) {
        return appendInt("append", level, type, value);
    }

    private ControlBuilder appendInt(String call, int level, int type, int value) {
        slab.putInt(make(call, level, type, Integer.BYTES), value);
        return this;
    }

    // ---- IP ----

    /**
     * The address and the interface to send from: IP_PKTINFO or IPV6_PKTINFO, by the address's family. On FreeBSD, for IPv4,
     * IP_SENDSRCADDR, which has no interface.
     *
     * @param source an inet or inet6 address of this host; the port is ignored. With 0.0.0.0 or :: the kernel chooses
     * @param interfaceIndex 0 leaves the choice to the routing table
     * @return this
     * @throws IllegalArgumentException if the address is of another family
     */
    public ControlBuilder pktinfo(Sockaddr source, int interfaceIndex) {
        ByteBuffer from = Buffers.present("pktinfo", source).packed();
        if (SockaddrLayout.isInet(from, 0, source.length())) {
            return pktinfo4(SockaddrLayout.bigEndianInt(from, SockaddrLayout.INET_ADDRESS), interfaceIndex);
        }
        if (SockaddrLayout.isInet6(from, 0, source.length())) {
            long high = SockaddrLayout.bigEndianLong(from, SockaddrLayout.INET6_ADDRESS);
            long low = SockaddrLayout.bigEndianLong(from, SockaddrLayout.INET6_ADDRESS + Long.BYTES);
            return pktinfo6(high, low, interfaceIndex);
        }
        throw new IllegalArgumentException("pktinfo: " + source + " is neither an inet nor an inet6 address");
    }

    /**
     * The IPv4 address and the interface to send from.
     *
     * @param source as a number: 127.0.0.1 is 0x7f000001; with 0 the kernel chooses
     * @param interfaceIndex 0 leaves the choice to the routing table
     * @return this
     */
    public ControlBuilder pktinfo4(int source, int interfaceIndex) {
        if (!Abi.isPresent(Constants.IP_PKTINFO) && Abi.isPresent(Constants.IP_SENDSRCADDR)) {
            int at = make("pktinfo4", Constants.IPPROTO_IP, Constants.IP_SENDSRCADDR, Integer.BYTES);
            SockaddrLayout.putBigEndian(slab, at, source);
            return this;
        }
        int at = make("pktinfo4", Constants.IPPROTO_IP, Constants.IP_PKTINFO, 12);
        slab.putInt(at, interfaceIndex);
        SockaddrLayout.putBigEndian(slab, at + 4, source);
        slab.putInt(at + 8, 0); // ipi_addr means nothing when sending
        return this;
    }

    /**
     * The IPv6 address and the interface to send from.
     *
     * @param high the first 8 bytes, most significant first
     * @param low the last 8 bytes; if both are 0 the kernel chooses
     * @param interfaceIndex 0 leaves the choice to the routing table
     * @return this
     */
    public ControlBuilder pktinfo6(long high, long low, int interfaceIndex) {
        int at = make("pktinfo6", Constants.IPPROTO_IPV6, Constants.IPV6_PKTINFO, 20);
        SockaddrLayout.putBigEndian(slab, at, high);
        SockaddrLayout.putBigEndian(slab, at + Long.BYTES, low);
        slab.putInt(at + 16, interfaceIndex);
        return this;
    }

    /**
     * Sends an answer from the address that the question was sent to: takes over the pktinfo of what was received. From a multicast IPv6
     * packet it takes only the interface, since a multicast address cannot be a source.
     *
     * @param question what was received
     * @return this; nothing is appended if the destination of the question is not known
     */
    public ControlBuilder replyFrom(ReceivedControl question) {
        Buffers.present("replyFrom", question);
        memory.changing("replyFrom");
        if (!question.hasPktinfo()) {
            return this;
        }
        int interfaceIndex = Math.max(question.interfaceIndex(), 0);
        long high = question.destinationHigh();
        long low = question.destinationLow();
        if ((high | low) == 0) {
            // The address is enough. With the interface too, the answer could not take another route.
            return pktinfo4(question.localAddressInt(), 0);
        }
        boolean multicast = high >>> 56 == 0xFF;
        boolean linkLocal = high >>> 54 == 0xFE80 >>> 6;
        return multicast ? pktinfo6(0, 0, interfaceIndex) : pktinfo6(high, low, linkLocal ? interfaceIndex : 0);
    }

    /**
     * IP_TOS.
     *
     * @param tos 0 to 255: 6 bits DSCP, 2 bits ECN
     * @return this
     */
    public ControlBuilder tos(int tos) {
        Ranges.check("tos", "type of service", tos, 0, 255);
        if (BYTE_TOS) {
            slab.put(make("tos", Constants.IPPROTO_IP, Constants.IP_TOS, 1), (byte) tos);
            return this;
        }
        return appendInt("tos", Constants.IPPROTO_IP, Constants.IP_TOS, tos);
    }

    /**
     * IPV6_TCLASS.
     *
     * @param trafficClass 0 to 255: 6 bits DSCP, 2 bits ECN; -1 for the default
     * @return this
     */
    public ControlBuilder trafficClass(int trafficClass) {
        Ranges.check("trafficClass", "traffic class", trafficClass, -1, 255);
        return appendInt("trafficClass", Constants.IPPROTO_IPV6, Constants.IPV6_TCLASS, trafficClass);
    }

    /**
     * IP_TTL.
     *
     * @param ttl 1 to 255
     * @return this
     */
    public ControlBuilder ttl(int ttl) {
        return appendInt("ttl", Constants.IPPROTO_IP, Constants.IP_TTL, Ranges.check("ttl", "TTL", ttl, 1, 255));
    }

    /**
     * IPV6_HOPLIMIT.
     *
     * @param hopLimit 0 to 255; -1 for the default
     * @return this
     */
    public ControlBuilder hopLimit(int hopLimit) {
        Ranges.check("hopLimit", "hop limit", hopLimit, -1, 255);
        return appendInt("hopLimit", Constants.IPPROTO_IPV6, Constants.IPV6_HOPLIMIT, hopLimit);
    }

    /**
     * UDP_SEGMENT: the kernel sends the message as datagrams of this size (GSO), Linux 4.18.
     *
     * @param bytes 1 to 65535; the last datagram may be shorter
     * @return this
     */
    public ControlBuilder segmentSize(int bytes) {
        Ranges.check("segmentSize", "segment size", bytes, 1, 0xFFFF);
        slab.putShort(make("segmentSize", Constants.IPPROTO_UDP, Constants.UDP_SEGMENT, Short.BYTES), (short) bytes);
        return this;
    }

    /**
     * SCM_TXTIME: when to send, after {@code SO_TXTIME}, Linux 4.19. The queueing disciplines tc-etf(8) and tc-fq(8) obey it; others send
     * at once. {@link ErrorQueue#txTime} reports times that were missed.
     *
     * @param nanos on the clock given to {@code SO_TXTIME}
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ControlBuilder txTime(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("txTime: " + nanos + " nanoseconds are before the clock began");
        }
        slab.putLong(make("txTime", Constants.SOL_SOCKET, Constants.SCM_TXTIME, Long.BYTES), nanos);
        return this;
    }

    /**
     * SCM_TS_OPT_ID: the number that the transmit times of this datagram will have, Linux 6.13: see
     * {@link io.baresock.zerocopy.TransmitIds#canBeChosen}. Not on TCP.
     *
     * @param id any; after {@code SO_TIMESTAMPING} with {@code SOF_TIMESTAMPING_OPT_ID}
     * @return this
     */
    public ControlBuilder timestampId(int id) {
        return appendInt("timestampId", Constants.SOL_SOCKET, Constants.SCM_TS_OPT_ID, id);
    }

    /**
     * SO_TIMESTAMPING: which transmit times this message asks for, in place of what the socket asks for (Linux 4.6). The socket's own
     * {@code SO_TIMESTAMPING} must still turn on the reports.
     *
     * @param flags of {@code SOF_TIMESTAMPING_TX_SOFTWARE}, {@code TX_SCHED}, {@code TX_ACK}, {@code TX_HARDWARE},
     *     {@code TX_COMPLETION}, or-ed; 0 asks for none. The kernel refuses others with EINVAL
     * @return this
     */
    public ControlBuilder timestamping(int flags) {
        Abi.check(flags, "timestamping");
        return appendInt("timestamping", Constants.SOL_SOCKET, Constants.SO_TIMESTAMPING, flags);
    }

    // ---- Unix sockets ----

    /**
     * SCM_RIGHTS: the receiver gets descriptors for the same open files. They must stay open until the message is sent. For sockets see
     * {@link #rights(Socket...)}. On a stream they need at least one byte of data.
     *
     * @param fds one or more; Linux takes at most 253
     * @return this
     */
    public ControlBuilder rights(int... fds) {
        long bytes = (long) Buffers.present("rights", fds).length * Integer.BYTES;
        int at = make("rights", Constants.SOL_SOCKET, Constants.SCM_RIGHTS, bytes);
        for (int i = 0; i < fds.length; i++) {
            slab.putInt(at + i * Integer.BYTES, fds[i]);
        }
        return this;
    }

    /**
     * SCM_RIGHTS with sockets. They must be open at each send; the receiver gets new descriptors for them each time. The caller keeps the
     * sockets. If the caller closes one later, the receiver's copy stays open.
     *
     * @param sockets one or more; Linux takes at most 253
     * @return this
     */
    public ControlBuilder rights(Socket... sockets) {
        Socket[] own = Buffers.present("rights", sockets).clone(); // another thread may change the other one
        for (Socket s : own) {
            Buffers.present("rights", s);
        }
        long bytes = (long) own.length * Integer.BYTES;
        int at = room("rights", Constants.SOL_SOCKET, Constants.SCM_RIGHTS, bytes);
        PassedOn p = passedOn;
        if (p == null) {
            p = new PassedOn(slab);
            passedOn = p;
        }
        StackRoom.ask(StackRoom.FOR_CALLS);
        p.add(at, own); // this can fail, and the next line cannot
        make("rights", Constants.SOL_SOCKET, Constants.SCM_RIGHTS, bytes);
        return this;
    }

    /** The sockets that are passed on; null if there were never any. */
    @Nullable
    PassedOn passedOn() {
        return passedOn;
    }

    /**
     * SCM_RIGHTS with one descriptor.
     *
     * @param fd an open descriptor
     * @return this
     */
    public ControlBuilder rights(int fd) {
        return appendInt("rights", Constants.SOL_SOCKET, Constants.SCM_RIGHTS, fd);
    }

    /**
     * SCM_CREDENTIALS, Linux. Without privileges the kernel accepts only the process's own.
     *
     * @param pid process id
     * @param uid real, effective or saved user id
     * @param gid real, effective or saved group id
     * @return this
     */
    public ControlBuilder credentials(int pid, int uid, int gid) {
        int at = make("credentials", Constants.SOL_SOCKET, Constants.SCM_CREDENTIALS, 12);
        slab.putInt(at, pid).putInt(at + 4, uid).putInt(at + 8, gid);
        return this;
    }

    // ---- control messages that the kernel would drop ----

    /**
     * Passes the result of a send on. Throws if C says that the kernel would drop the message: it has control messages and no data, on a
     * stream. Then nothing was sent.
     *
     * @throws IllegalArgumentException if the kernel would drop the message
     */
    static int checkLost(String call, int result) {
        if (result == -Constants.ENOMSG) {
            throw new IllegalArgumentException(call + ": the message has control messages and no byte of data;"
                    + " a stream socket sends them with data only: add at least one byte");
        }
        return result;
    }

    @Override
    public String toString() {
        if (memory.isClosed()) {
            return "ControlBuilder[closed]";
        }
        ByteBuffer m = memory.memory(); // another thread may close it meanwhile; a text is no reason for an exception
        return "ControlBuilder[" + m.getInt(message + OUT_COUNT) + " control messages, "
                + m.getInt(message + OUT_LENGTH) + " bytes]";
    }
}
