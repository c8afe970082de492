package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Transfer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * UDP segmentation offload (GSO, Linux 4.18): many datagrams of one size handed to the kernel in one send, cut up by it or by
 * the network card. This says how it is used by {@link Socket#sendSegments} and {@link Socket#sendmmsg(MessageBatch, Gso, int)},
 * counts exactly what was handed over, and remembers where it does not work. Where the OS has no segmentation the same calls
 * send one datagram after the other.
 *
 * <p><b>Nothing is lost or sent twice.</b> A path that cannot segment (IPsec, a device without checksum offload on older
 * kernels, a segment larger than the MTU) refuses a send before any of it has gone: EIO, EINVAL or EMSGSIZE. Then the same
 * datagrams are sent plain, at once, and later ones to that destination as well; the listener is called, once. If the plain
 * send is refused too, that was not the path's fault, and its error is the result. 64 destinations are remembered; the one that
 * has been known longest makes room for the next.
 *
 * <p>Short runs are not worth it: on loopback about 16 datagrams are where it begins to pay, which is what {@link #minRun} is at
 * first. It counts for batches only; {@link Socket#sendSegments} does as it is told.
 *
 * <p>Not thread-safe: one call at a time, another one is refused with {@link IllegalStateException}. One for each socket is
 * the use that is meant: what a path can do belongs to a route.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public final class Gso {

    /** Called for a destination whose path cannot segment. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called once for a destination, by the thread that sends, when what it sent has been counted and positions have moved.
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

    // struct bs_gso
    private static final int PLAIN = 0;
    private static final int PLAIN_CAPACITY = 8;
    private static final int MAX_SEGMENTS = 12;
    private static final int MIN_RUN = 16;
    private static final int SEGMENTS = 24;
    private static final int SINGLES = 32;
    private static final int PLAIN_TOTAL = 40;
    private static final int SIZE = 48;
    // struct bs_sockaddr_slot
    private static final int REASON = 4;
    private static final int SLOT = SockaddrSlot.BYTES;

    private final Slab memory = new Slab("Gso", SIZE + DESTINATIONS * SLOT);
    private final ByteBuffer slab = memory.memory();
    private final long address = memory.address();
    final Transfer transfer = new Segments();
    private @Nullable Listener listener;
    private long reported;
    private int segment; // of the call that is inside, as the next
    private @Nullable MessageBatch batch;
    private int checkedFd = -1; // is a UDP socket
    private long checkedOpening; // of that number

    /** Segmentation as far as the kernel goes, for runs of 16 datagrams and more. */
    public Gso() {
        slab.putLong(PLAIN, address + SIZE).putInt(PLAIN_CAPACITY, DESTINATIONS);
        slab.putInt(MAX_SEGMENTS, supportedSegments()).putInt(MIN_RUN, DEFAULT_MIN_RUN);
    }

    /** Found by trying, once. */
    private static final class Probe {
        static final int SEGMENTS = B.gsoProbe();
    }

    /**
     * How many datagrams the kernel takes in one segmented send, found by trying on loopback.
     *
     * @return such as 128 (Linux 6.9) or 64; 1 if it has no segmentation
     */
    public static int supportedSegments() {
        return Probe.SEGMENTS;
    }

    /**
     * Sends less at once than the kernel would take.
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
     * Says how many messages of a batch must follow each other with one size and one destination to be sent as segments.
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
     * Sets what is called for destinations that cannot be reached with segments.
     *
     * @param l null for nobody
     * @return this
     */
    public Gso onPlain(@Nullable Listener l) {
        listener = l;
        return this;
    }

    /** {@return datagrams handed to the kernel in segmented sends, since the beginning} */
    public long segments() {
        return slab.getLong(SEGMENTS);
    }

    /** {@return datagrams handed to the kernel one by one, since the beginning} */
    public long singles() {
        return slab.getLong(SINGLES);
    }

    /**
     * Why a destination gets plain datagrams.
     *
     * @param destination null for the connected peer
     * @return {@code EIO}, {@code EINVAL} or {@code EMSGSIZE}; 0 if none of it was refused
     */
    public int plainReason(@Nullable Sockaddr destination) {
        for (int i = 0; i < Math.min(slab.getLong(PLAIN_TOTAL), DESTINATIONS); i++) {
            int at = SIZE + i * SLOT;
            int length = slab.getInt(at);
            boolean same = destination == null ? length == 0 : SockaddrSlot.holds(slab, at, destination.packed());
            if (same) {
                return -slab.getInt(at + REASON);
            }
        }
        return 0;
    }

    /**
     * Forgets which destinations cannot: they are tried again. For when routes have changed.
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

    /** How much of a buffer that is copied goes at once: whole datagrams, as many as fit into the memory that is kept. */
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
    }

    /** One attempt to send, between {@link #enter} and {@link #leave}: a buffer as segments, or the batch. */
    int attempt(int fd, long buffer, int length, int flags, long to, int toLength) {
        MessageBatch b = batch;
        return b != null
                ? b.send(fd, address, flags)
                : B.sendSegments(fd, address, buffer, length, segment, flags, to, toLength);
    }

    /** Says that so many were refused so far, as C would, for tests. */
    void refused(long total) {
        slab.putLong(PLAIN_TOTAL, total);
    }

    /** Tells the listener what is new; last in a call. */
    void report() {
        long total = slab.getLong(PLAIN_TOTAL);
        reported = Math.max(reported, total - DESTINATIONS); // others were overwritten within one call
        while (reported < total) {
            int at = SIZE + (int) (reported++ % DESTINATIONS) * SLOT;
            Listener l = listener;
            if (l != null) {
                int length = slab.getInt(at);
                l.plain(
                        length == 0 ? null : Sockaddr.copyOf(slab, at + SockaddrSlot.ADDRESS, length),
                        -slab.getInt(at + REASON));
            }
        }
        Reference.reachabilityFence(this);
    }

    // ---- sockets: anything but UDP would take a segmented send for one message, and lose where it ends ----

    static void check(String call, Descriptor socket) {
        boolean udp = socket.protocol == 0 || socket.protocol == Constants.IPPROTO_UDP;
        if (socket.isOpen() && !(socket.isInternet() && socket.type == Constants.SOCK_DGRAM && udp)) {
            throw notUdp(call);
        }
    }

    /** By SO_DOMAIN and SO_PROTOCOL, the first time that it is used with an opening of a descriptor's number. */
    void check(String call, int fd) {
        long opening = OwnedFds.opening(fd);
        if ((fd != checkedFd || opening != checkedOpening) && supportedSegments() > 1 && fd >= 0) {
            long protocol = B.getsockoptInt(fd, Constants.SOL_SOCKET, Constants.SO_PROTOCOL);
            if (protocol < 0) {
                return; // the send will tell why
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
