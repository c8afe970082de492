package io.baresock;

import static io.baresock.internal.backend.Header.Error.*;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.Ranges;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header.BatchColumns;
import io.baresock.internal.backend.Header.BatchSlot;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.message.BatchMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A reader for the error queues of sockets. It reads ICMP errors, transmit times, zero-copy completions and missed send times, in the
 * kernel's order. Make it once, and use it for any number of calls and sockets: its use allocates nothing. Linux only. Every method with
 * an index throws {@link IndexOutOfBoundsException} if it is not 0 to {@link #count} - 1, and every method throws {@link
 * IllegalStateException} once the queue is closed.
 *
 * <pre>{@code
 * ErrorQueue queue = new ErrorQueue(32, 128);
 * while (socket.errors(queue) > 0) {
 *     for (int i = 0; i < queue.count(); i++) {
 *         switch (queue.kind(i)) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>{@link Socket#errors} is one system call that never waits. It takes up to {@link #capacity} entries. If it brings fewer, the queue
 * is empty.
 *
 * <p><b>With a poller</b>: a socket reports an error ({@code POLLERR}, {@code EPOLLERR}) as long as its error queue has entries
 * <em>or</em> it has a pending error, {@code SO_ERROR}. The two are separate. An ICMP error that {@code IP_RECVERR} queues is also
 * pending, until the queue is read. Other errors are only pending: a reset of a connection, an ICMP error when the queue was full. So, on
 * an error event, call {@code errors} until it brings fewer entries than fit. If the first call brings none, read {@code SO_ERROR}; that
 * clears it. Then a level-triggered poller is quiet.
 *
 * <p>Not thread-safe: a second call at the same time throws {@link IllegalStateException}. Only {@link #close} may be called by any
 * thread at any time. Several threads may read the errors of one socket, each with its own object; each entry goes to one of them.
 *
 * @see Socket#errors
 * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2), MSG_ERRQUEUE</a>
 */
public final class ErrorQueue implements AutoCloseable {

    private static final Backend B = Library.backend();

    /**
     * {@code IP_PKTINFO} and times need 88 bytes; a report with an IPv6 address needs 64. {@code SCM_TIMESTAMPING_OPT_STATS} comes before
     * the report, and needs 264 in Linux 6.18 and more in later kernels.
     */
    private static final int CONTROL = 1024;

    private static final ErrorKind[] KINDS = kinds();

    private final BatchMemory memory;
    final ByteBuffer errors; // bs_error[capacity], behind the batch
    private final long errorsAddress;
    private final ReceivedControl received;
    private final Guard.Work<RuntimeException> drain = (fd, b, c, d) -> drain("errors", fd); // one for all calls
    int count;

    /**
     * Room for entries.
     *
     * @param capacity how many entries a call takes at most, 1 to 1024
     * @param payloadSize how many bytes of each packet to keep, 0 to 65535; {@link #isTruncated} says if there were more
     * @throws IllegalArgumentException if one is out of range
     * @throws UnsupportedOperationException on systems other than Linux
     */
    public ErrorQueue(int capacity, int payloadSize) {
        Abi.check(Constants.MSG_ERRQUEUE, "ErrorQueue");
        Ranges.check("ErrorQueue", "capacity", capacity, 1, 1024);
        Ranges.check("ErrorQueue", "payloadSize", payloadSize, 0, 0xFFFF);
        memory = new BatchMemory("ErrorQueue", capacity, payloadSize, CONTROL, false, Long.BYTES + capacity * SIZE);
        int errorsAt = (memory.layout.size + Long.BYTES - 1) & -Long.BYTES;
        errors = memory.bytes.slice(errorsAt, capacity * SIZE).order(ByteOrder.nativeOrder());
        errorsAddress = memory.address + errorsAt;
        received = new ReceivedControl(this, memory.slab);
    }

    private static ErrorKind[] kinds() {
        ErrorKind[] kinds = new ErrorKind[8];
        Arrays.fill(kinds, ErrorKind.UNKNOWN);
        if (Abi.isPresent(Constants.SO_EE_ORIGIN_LOCAL)) {
            kinds[Constants.SO_EE_ORIGIN_LOCAL] = ErrorKind.LOCAL;
            kinds[Constants.SO_EE_ORIGIN_ICMP] = ErrorKind.ICMP;
            kinds[Constants.SO_EE_ORIGIN_ICMP6] = ErrorKind.ICMP6;
            kinds[Constants.SO_EE_ORIGIN_TIMESTAMPING] = ErrorKind.TIMESTAMP;
            kinds[Constants.SO_EE_ORIGIN_ZEROCOPY] = ErrorKind.ZEROCOPY;
            kinds[Constants.SO_EE_ORIGIN_TXTIME] = ErrorKind.TXTIME;
        }
        return kinds;
    }

    /** Takes what the queue of a socket has. */
    int drain(Descriptor d) {
        return (int) d.guard.use(drain, d.guard.fd(), 0, 0, 0);
    }

    int drain(String call, int fd) {
        memory.slab.enter(call);
        int n = 0;
        boolean closed;
        try {
            n = B.errors(fd, memory.address, errorsAddress, capacity());
            Reference.reachabilityFence(this);
            count = Math.max(n, 0);
        } finally {
            closed = memory.slab.leaveAndFree();
        }
        if (closed) {
            throw new IllegalStateException(call + ": the ErrorQueue was closed during the call, which returned " + n);
        }
        return n;
    }

    /** {@return how many entries the last call brought} */
    public int count() {
        memory.slab.view();
        return count;
    }

    /** {@return how many entries a call takes at most} */
    public int capacity() {
        return memory.capacity;
    }

    private int entry(int i) {
        return memory.of(i, count);
    }

    private int report(int i) {
        return entry(i) * SIZE;
    }

    // ---- the report ----

    /**
     * {@return what the entry is about, by its origin}
     *
     * @param i the entry
     */
    public ErrorKind kind(int i) {
        int origin = origin(i);
        return origin >= 0 && origin < KINDS.length ? KINDS[origin] : ErrorKind.UNKNOWN;
    }

    /**
     * {@return the error number: such as {@code ECONNREFUSED}; {@code ENOMSG} for a transmit time, 0 for a zero-copy
     *     completion; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public int errno(int i) {
        return errors.getInt(report(i) + ERRNUM);
    }

    /**
     * {@return {@code SO_EE_ORIGIN_*}; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public int origin(int i) {
        return errors.getInt(report(i) + ORIGIN);
    }

    /**
     * {@return the ICMP type, 0 to 255; 0 for other kinds, -1 if the entry has no report}
     *
     * @param i the entry
     */
    public int type(int i) {
        return errors.getInt(report(i) + TYPE);
    }

    /**
     * {@return the ICMP code, or {@code SO_EE_CODE_*}, 0 to 255; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public int code(int i) {
        return errors.getInt(report(i) + CODE);
    }

    /**
     * {@return {@code ee_info}, 0 to 2^32 - 1; its meaning depends on the kind; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public long info(int i) {
        return errors.getLong(report(i) + INFO);
    }

    /**
     * {@return {@code ee_data}, 0 to 2^32 - 1; its meaning depends on the kind; -1 if the entry has no report}
     *
     * @param i the entry
     */
    public long data(int i) {
        return errors.getLong(report(i) + DATA);
    }

    /**
     * {@return the path MTU in bytes, if the entry says that a packet was too large ({@code EMSGSIZE}); else -1}
     *
     * @param i the entry
     */
    public int mtu(int i) {
        ErrorKind kind = kind(i);
        boolean packet = kind == ErrorKind.LOCAL || kind == ErrorKind.ICMP || kind == ErrorKind.ICMP6;
        return packet && errno(i) == Constants.EMSGSIZE ? (int) Math.min(info(i), Integer.MAX_VALUE) : -1;
    }

    /**
     * The address of the host that sent the ICMP error; for a local error that of this host.
     *
     * @param i the entry
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public boolean offender(int i, SockaddrStorage to) {
        return address(errors, report(i) + OFFENDER, Buffers.present("offender", to));
    }

    /**
     * The destination of the packet: address and, for UDP, port.
     *
     * @param i the entry
     * @param to where to put it; untouched if it is not known
     * @return whether it is known
     */
    public boolean destination(int i, SockaddrStorage to) {
        return address(memory.bytes, memory.layout.from(entry(i)), Buffers.present("destination", to));
    }

    private static boolean address(ByteBuffer from, int slot, SockaddrStorage to) {
        boolean known = SockaddrSlot.family(from, slot) != Constants.AF_UNSPEC;
        if (known) {
            to.copyFromSlot(from, slot);
        }
        return known;
    }

    // ---- the payload ----

    /**
     * The payload of the packet, as far as it came back. For an ICMP error it is the datagram that was sent; for a transmit time without
     * {@code SOF_TIMESTAMPING_OPT_TSONLY} the whole packet, headers first; else it is empty.
     *
     * @param i the entry
     * @return a view, always the same object for the same entry, from position 0; valid until the next call
     */
    public ByteBuffer payload(int i) {
        ByteBuffer b = Objects.requireNonNull(memory.payload(entry(i)));
        return b.limit(memory.hot(i, BatchSlot.LENGTH));
    }

    /**
     * {@return whether there was more payload than the queue has room for}
     *
     * @param i the entry
     */
    public boolean isTruncated(int i) {
        return (memory.hot(entry(i), BatchSlot.FLAGS) & Constants.MSG_TRUNC) != 0;
    }

    /**
     * The control messages of the entry as they are, such as {@code SCM_TIMESTAMPING_OPT_STATS}.
     *
     * @param i the entry
     * @return always the same object, valid until the next call of this method
     */
    public ReceivedControl received(int i) {
        return received.ofBatch(memory.layout.message(entry(i)), CONTROL);
    }

    // ---- TIMESTAMP ----

    /**
     * {@return which time it is: {@code SCM_TSTAMP_SND}, {@code SCM_TSTAMP_SCHED}, {@code SCM_TSTAMP_ACK} or {@code
     * SCM_TSTAMP_COMPLETION}; -1 for other kinds}
     *
     * @param i the entry
     */
    public int stamp(int i) {
        return kind(i) == ErrorKind.TIMESTAMP ? (int) info(i) : -1;
    }

    /**
     * {@return the number of the send that a transmit time belongs to, 0 to 2^32 - 1: see {@link io.baresock.zerocopy.TransmitIds
     * TransmitIds}; -1 for other kinds. Without {@code SOF_TIMESTAMPING_OPT_ID} always 0}
     *
     * @param i the entry
     */
    public long id(int i) {
        return kind(i) == ErrorKind.TIMESTAMP ? data(i) : -1;
    }

    /**
     * {@return the time by the kernel's clock, in ns since 1970; -1 if there is none}
     *
     * @param i the entry
     */
    public long transmitNanos(int i) {
        return memory.int64(entry(i), BatchColumns.TIME_NS);
    }

    /**
     * {@return the time by the device's clock, in ns; -1 if there is none}
     *
     * @param i the entry
     */
    public long hardwareTransmitNanos(int i) {
        return memory.int64(entry(i), BatchColumns.HARDWARE_NS);
    }

    private long time(int i, int stamp) {
        return stamp(i) == stamp ? transmitNanos(i) : -1;
    }

    /**
     * {@return when the packet entered the packet scheduler, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public long schedNanos(int i) {
        return time(i, Constants.SCM_TSTAMP_SCHED);
    }

    /**
     * {@return when the driver got the packet, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public long sendNanos(int i) {
        return time(i, Constants.SCM_TSTAMP_SND);
    }

    /**
     * {@return when the peer had acknowledged all bytes of the send, in ns since 1970; -1 if the entry is not about that}
     *
     * @param i the entry
     */
    public long ackNanos(int i) {
        return time(i, Constants.SCM_TSTAMP_ACK);
    }

    // ---- ZEROCOPY, TXTIME ----

    /**
     * {@return whether the kernel copied the data of a zero-copy send after all ({@code SO_EE_CODE_ZEROCOPY_COPIED}); false
     *     for other kinds}
     *
     * @param i the entry
     */
    public boolean isCopied(int i) {
        return kind(i) == ErrorKind.ZEROCOPY && (code(i) & Constants.SO_EE_CODE_ZEROCOPY_COPIED) != 0;
    }

    /**
     * {@return the number of the first zero-copy send that is complete; -1 for other kinds}
     *
     * @param i the entry
     */
    public long firstCompleted(int i) {
        return kind(i) == ErrorKind.ZEROCOPY ? info(i) : -1;
    }

    /**
     * {@return the number of the last zero-copy send that is complete; less than the first one if the numbers have wrapped after 2^32 -
     * 1; -1 for other kinds}
     *
     * @param i the entry
     */
    public long lastCompleted(int i) {
        return kind(i) == ErrorKind.ZEROCOPY ? data(i) : -1;
    }

    /**
     * {@return the send time that was missed, in ns on the clock of {@code SO_TXTIME}; -1 for other kinds. The code is {@code
     *     SO_EE_CODE_TXTIME_INVALID_PARAM} or {@code SO_EE_CODE_TXTIME_MISSED}}
     *
     * @param i the entry
     */
    public long txTime(int i) {
        return kind(i) == ErrorKind.TXTIME ? data(i) << 32 | info(i) : -1;
    }

    // ---- the end ----

    /**
     * Frees the memory. After that every method throws {@link IllegalStateException}. If another thread is in a call with it, that call
     * ends first, and then throws too. May be repeated. Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        memory.slab.closeAndFree();
    }

    @Override
    public String toString() {
        String what = memory.slab.isClosed() ? "closed" : count + " entries, room for " + memory.capacity;
        return "ErrorQueue[" + what + "]";
    }
}
