package io.baresock;

import static io.baresock.internal.backend.Header.Gso.*;
import static io.baresock.internal.backend.Header.SockaddrSlot.ERROR;

import io.baresock.constants.Constants;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.Tally;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Transfer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * UDP segmentation offload (GSO, Linux 4.18): one send gives the kernel many datagrams of one size, and the kernel or the network card
 * cuts them apart. This object has the settings for {@link Socket#sendSegments} and {@link Socket#sendmmsg(MessageBatch, Gso, int)},
 * counts exactly what was sent, and remembers destinations where segmentation does not work. Where the OS has no segmentation, the same
 * calls send the datagrams one by one.
 *
 * <p><b>Nothing is lost or sent twice.</b> Some paths cannot segment: IPsec, a device without checksum offload on older kernels, a
 * segment larger than the MTU. The kernel then refuses a send before any of it is sent: EIO, EINVAL or EMSGSIZE. The same datagrams are
 * then sent plain, at once, and so are later ones to that destination. The listener is called once. If the plain send fails too, its
 * error is the result, and the destination is not remembered. 64 destinations are remembered; a new one replaces the oldest.
 *
 * <p>Short runs gain nothing: on loopback the gain begins at about 16 datagrams. That is the default of {@link #minRun}, which counts for
 * batches only; {@link Socket#sendSegments} always segments.
 *
 * <p>Not thread-safe: a second call at the same time throws {@link IllegalStateException}. Use one object per socket.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public final class Gso {

    /** Called for a destination whose path cannot segment. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called once for a destination, by the thread that sends, after counts and positions were updated.
         *
         * @param destination null for the connected peer
         * @param errno why: {@code EIO}, {@code EINVAL} or {@code EMSGSIZE}
         */
        void plain(@Nullable Sockaddr destination, int errno);
    }

    /** The largest payload of a datagram: 65535 less the headers of IPv4 and UDP. */
    static final int DATAGRAM_MAX = 65_507;

    private static final Backend B = Library.backend();
    private static final int DESTINATIONS = 64;
    private static final int DEFAULT_MIN_RUN = 16;

    private static final int SLOT = SockaddrSlot.BYTES;

    private final Slab memory = new Slab("Gso", SIZE + DESTINATIONS * SLOT);
    private final ByteBuffer slab = memory.memory();
    private final long address = memory.address();
    final Transfer transfer = new Segments();
    private @Nullable Listener listener;
    private long reported;
    private int segment; // of the call that is going on, as the next field
    private @Nullable MessageBatch batch;
    private int checkedFd = -1; // is a UDP socket
    private long checkedOpening; // of that number

    /** As many segments as the kernel takes, for runs of 16 datagrams and more. */
    public Gso() {
        slab.putLong(PLAIN, address + SIZE).putInt(PLAIN_CAPACITY, DESTINATIONS);
        slab.putInt(MAX_SEGMENTS, supportedSegments()).putInt(MIN_RUN, DEFAULT_MIN_RUN);
    }

    /** Tries it once. */
    private static final class Probe {
        static final int SEGMENTS = B.gsoProbe();
    }

    /**
     * {@return how many datagrams the kernel takes in one segmented send, found by trying on loopback, such as 128 (Linux 6.9) or 64; 1 if
     * it has no segmentation}
     */
    public static int supportedSegments() {
        return Probe.SEGMENTS;
    }

    /**
     * Sends fewer segments at once than the kernel would take.
     *
     * @param segments 1, never to segment, to {@link #supportedSegments}
     * @return this
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException during a call
     */
    public Gso maxSegments(int segments) {
        int checked = Ranges.check("maxSegments", "segments", segments, 1, supportedSegments());
        memory.changing("maxSegments").putInt(MAX_SEGMENTS, checked);
        return this;
    }

    /**
     * Sets how many messages of a batch must follow each other, with one size and one destination, to be sent as segments.
     *
     * @param messages 2 or more
     * @return this
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException during a call
     */
    public Gso minRun(int messages) {
        int checked = Ranges.check("minRun", "messages", messages, 2, Integer.MAX_VALUE);
        memory.changing("minRun").putInt(MIN_RUN, checked);
        return this;
    }

    /**
     * Sets the listener for destinations that cannot be reached with segments.
     *
     * @param l the listener; null for none
     * @return this
     */
    public Gso onPlain(@Nullable Listener l) {
        listener = l;
        return this;
    }

    /** {@return how many datagrams the kernel took in segmented sends, since this object was made} */
    public long segments() {
        return slab.getLong(SEGMENTS);
    }

    /** {@return how many datagrams the kernel took one by one, since this object was made} */
    public long singles() {
        return slab.getLong(SINGLES);
    }

    /**
     * Why a destination gets plain datagrams.
     *
     * @param destination null for the connected peer
     * @return {@code EIO}, {@code EINVAL} or {@code EMSGSIZE}; 0 if no segments to it were refused
     */
    public int plainReason(@Nullable Sockaddr destination) {
        for (int i = 0; i < Math.min(slab.getLong(PLAIN_TOTAL), DESTINATIONS); i++) {
            int at = SIZE + i * SLOT;
            int length = slab.getInt(at);
            boolean same = destination == null ? length == 0 : SockaddrSlot.holds(slab, at, destination.packed());
            if (same) {
                return -slab.getInt(at + ERROR);
            }
        }
        return 0;
    }

    /**
     * Forgets the destinations that get plain datagrams, so that segments are tried again. Call it after routes have changed.
     *
     * @throws IllegalStateException during a call
     */
    public void forget() {
        memory.enter("forget");
        slab.putLong(PLAIN_TOTAL, 0);
        reported = 0;
        memory.leave();
    }

    // ---- calls ----

    /**
     * Begins a call, of whatever length; {@link #leave} ends it.
     *
     * @param segmentSize of {@link #attempt}
     */
    void enter(String call, int segmentSize) {
        memory.enter(call);
        segment = segmentSize;
    }

    void leave() {
        memory.leave();
    }

    /** The native side, between {@link #enter} and {@link #leave}. */
    long address() {
        return address;
    }

    /** How many bytes of a copied buffer go at once: whole datagrams, as many as fit into the memory that is kept. */
    int piece(int length) {
        return Math.min(length, Math.max(segment, Copies.PIECE / segment * segment));
    }

    /** For sendmmsg, between {@link #enter} and {@link #leave}: one system call with the messages of this batch. */
    void with(@Nullable MessageBatch b) {
        batch = b;
    }

    private final class Segments extends Transfer {
        @Override
        protected int attempt(
                int fd, long opening, int done, long buffer, int length, int flags, long to, int toLength) {
            return Gso.this.attempt(fd, buffer, length, flags, to, toLength);
        }

        @Override
        protected long bytes(int n) {
            MessageBatch b = batch;
            return b == null ? n : b.bytesOf(b.first() - n, n);
        }

        @Override
        protected int messages(int n) {
            return batch == null && n > 0 ? (n - 1) / segment + 1 : n;
        }
    }

    /** One attempt to send, between {@link #enter} and {@link #leave}: a buffer as segments, or the batch. */
    int attempt(int fd, long buffer, int length, int flags, long to, int toLength) {
        MessageBatch b = batch;
        return b != null
                ? b.send(fd, address, flags)
                : B.sendSegments(fd, address, buffer, length, segment, flags, to, toLength);
    }

    /** For tests: sets how many destinations were refused so far, as C does. */
    void refused(long total) {
        slab.putLong(PLAIN_TOTAL, total);
    }

    /** Calls the listener for new destinations; the last step of a call. */
    void report() {
        long total = slab.getLong(PLAIN_TOTAL);
        if (Tally.ON) {
            Tally.GSO_DOWNGRADES.add(total - reported);
        }
        reported = Math.max(reported, total - DESTINATIONS); // others were overwritten within one call
        while (reported < total) {
            int at = SIZE + (int) (reported++ % DESTINATIONS) * SLOT;
            Listener l = listener;
            if (l != null) {
                int length = slab.getInt(at);
                l.plain(
                        length == 0 ? null : Sockaddr.copyOf(slab, at + SockaddrSlot.ADDRESS, length),
                        -slab.getInt(at + ERROR));
            }
        }
        Reference.reachabilityFence(this);
    }

    // ---- only UDP sockets: any other kind would send the segments as one message ----

    static void check(String call, Descriptor socket) {
        boolean udp = socket.protocol == 0 || socket.protocol == Constants.IPPROTO_UDP;
        if (socket.isOpen() && !(socket.isInternet() && socket.type == Constants.SOCK_DGRAM && udp)) {
            throw notUdp(call);
        }
    }

    /**
     * Checks SO_PROTOCOL, once for each opening of a descriptor. If something else opened it, it checks again after each opening here; one by
     * something else alone stays unseen. To look each time would be a second system call for each send. The send cannot tell it: TCP, AF_UNIX
     * and raw sockets ignore UDP_SEGMENT, send all as one message and report success (Linux 6.18).
     */
    void check(String call, int fd) {
        long opening = OwnedFds.opening(fd);
        if ((fd != checkedFd || opening != checkedOpening) && supportedSegments() > 1 && fd >= 0) {
            long protocol = B.getsockoptInt(fd, Constants.SOL_SOCKET, Constants.SO_PROTOCOL);
            if (protocol < 0) {
                return; // the send fails with the reason
            }
            if (protocol != Constants.IPPROTO_UDP) {
                throw notUdp(call);
            }
            checkedFd = fd;
            checkedOpening = opening;
        }
    }

    private static IllegalArgumentException notUdp(String call) {
        return new IllegalArgumentException(call + ": only a UDP socket can segment; send without a Gso");
    }

    static int segment(String call, int segment) {
        return Ranges.check(call, "segment size", segment, 1, DATAGRAM_MAX);
    }

    @Override
    public String toString() {
        return "Gso[" + segments() + " segments, " + singles() + " singles, "
                + Math.min(slab.getLong(PLAIN_TOTAL), DESTINATIONS) + " plain destinations]";
    }
}
