package io.baresock;

import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many datagrams for one call of sendmmsg(2) or recvmmsg(2): slots in one piece of native memory, laid out once and used
 * again for any number of batches. Using it allocates nothing.
 *
 * <p>A slot has a payload (own memory or the caller's), a destination, a sender's address, control messages in both
 * directions, and the columns that a receive fills. Destinations are copied into their slots, so no two share one.
 *
 * <p><b>Contract</b>, the same whether the OS has the system calls (Linux) or a loop stands in:
 *
 * <ul>
 *   <li>The memory is the kernel's during a call only: on return it is the caller's again, all of it.
 *   <li>A send takes the messages {@link #first} to {@link #first} + {@link #count} - 1 in their order, connected or not, and
 *       moves the range past those that were sent. Each is sent once: calling again until {@link #count} is 0 neither leaves
 *       out nor repeats any.
 *   <li>If some were done, the result is how many, whatever stopped the rest; an error is told by the next call, which
 *       begins with the message that failed: skip it with {@link #range}. (An error that the network reported about an
 *       earlier datagram, such as ECONNREFUSED, is told once by the OS: Linux may end a batch with it and then forget it. See
 *       {@code IP_RECVERR} for one that does not.)
 *   <li>Linux takes 1024 messages at a time; more are sent by as many system calls as they need.
 *   <li>A datagram of no bytes is a message like others, sent and received.
 *   <li>A receive begins at slot 0 and makes {@link #first} 0 and {@link #count} what came: a batch received can be sent back
 *       after {@link #reply} of each. What was in the slots before is forgotten, in those that stay empty too.
 *   <li>It ends when all slots are filled; with {@code MSG_WAITFORONE} as soon as one is and no more is there; with
 *       {@code MSG_DONTWAIT} or a timeout of 0 at once. A timeout is a deadline for the whole call, which returns what came
 *       by then.
 * </ul>
 *
 * <p>It is meant for datagrams: on a stream a send may take part of a message ({@link #bytes} tells), and the end shows as
 * messages of no bytes.
 *
 * <p><b>Received descriptors</b> are close-on-exec and belong to the batch until they are taken. Those that nobody took are
 * closed by the next receive (also if it fails), by {@link #close}, and when the batch is garbage.
 *
 * <p>Not thread-safe: one call at a time, another one is refused with {@link IllegalStateException}. Only {@link #close} may
 * come from any thread at any time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
 */
public final class MessageBatch extends BatchPayloads implements AutoCloseable {

    private static final Backend B = Library.backend();
    private static final int DEFAULT_CONTROL = 256;

    private final ControlBuilder control;
    private final ReceivedControl received;
    private final Cleaner.Cleanable untaken;
    private long lastOpening; // received from
    private final @Nullable String whyNoRing;
    final Transfer out = new Out();
    final Transfer in = new In();
    private int first;
    private int count;
    private long byRing; // when it was closed

    /**
     * Slots with 256 bytes of control data in each direction, which all of the columns fit into.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB; 0 if all is to be the caller's
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     */
    public MessageBatch(int capacity, int payloadSize) {
        this(capacity, payloadSize, DEFAULT_CONTROL);
    }

    /**
     * Slots as asked for.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; see {@link Bsd#CMSG_SPACE}
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     */
    public MessageBatch(int capacity, int payloadSize, int controlCapacity) {
        this(capacity, payloadSize, controlCapacity, false);
    }

    private MessageBatch(int capacity, int payloadSize, int controlCapacity, boolean ring) {
        super(capacity, payloadSize, controlCapacity, ring);
        control = new ControlBuilder(memory);
        received = new ReceivedControl(memory);
        untaken = Descriptor.CLEANER.register(this, new Untaken(memory, staging));
        whyNoRing = ring ? BatchRing.open(B, address, slab) : BatchRing.NOT_ASKED_FOR;
    }

    /**
     * A batch that receives through an io_uring of its own where that is possible, with 256 bytes of control data in each
     * direction. See {@link #withRing(int, int, int)}.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB
     * @return a batch; {@link #hasRing} tells whether there is a ring
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     */
    public static MessageBatch withRing(int capacity, int payloadSize) {
        return withRing(capacity, payloadSize, DEFAULT_CONTROL);
    }

    /**
     * A batch that receives through an io_uring(7) of its own where that is possible, and else as every batch: the contract is the
     * same, and so is everything that can be done with it. (Linux 6.0.) Measure whether it is faster: on an Intel Xeon it was from
     * about 5 datagrams a receive on, at 32 of them by a tenth to a fifth; on an AMD EPYC, where the kernel guards its returns, it
     * was 4 to 9 % slower.
     *
     * <p>A receive goes by the ring if it does not wait itself ({@code MSG_DONTWAIT}, a timeout, or any receive of a
     * {@link Socket}, which waits by poll(2)), has no unusual flag, no slot of the batch has memory of the caller's, and the last
     * receive that brought any brought 4 messages or more. Sends do not.
     *
     * <p>It takes one descriptor more, until {@link #close}, and for each slot up to 256 bytes more. Any thread may receive, one
     * at a time as always; the ring is fastest for a single one, and made anew at the first receives of the second and the third.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; rounded up to a multiple of 8
     * @return a batch; {@link #hasRing} tells whether there is a ring
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     * @see <a href="https://man7.org/linux/man-pages/man7/io_uring.7.html">io_uring(7)</a>
     */
    public static MessageBatch withRing(int capacity, int payloadSize, int controlCapacity) {
        Ranges.check("MessageBatch", "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
        return new MessageBatch(capacity, payloadSize, (controlCapacity + 7) & -8, true);
    }

    /** {@return whether the batch was made with a ring, and got one} Stays true when the batch is closed. Thread-safe. */
    public boolean hasRing() {
        return whyNoRing == null;
    }

    /**
     * {@return why there is no ring: the system call, its error, and what can be done about it; null if there is one} Thread-safe.
     */
    public @Nullable String whyNoRing() {
        return whyNoRing;
    }

    /** How many requests the ring has served, for tests. */
    long ringRequests() {
        return memory.isClosed() ? byRing : slab.getLong(BatchLayout.BY_RING);
    }

    /** Makes the ring be used whatever the last receive brought, for tests. */
    void useRingAlways() {
        memory.changing("useRingAlways").putInt(BatchLayout.RING_FROM, 0);
    }

    /** Closes what nobody took, and the ring, and gives the memory back. Must not refer to the batch. */
    private record Untaken(Slab memory, Staging staging) implements Runnable {
        @Override
        public void run() {
            B.batchDiscard(memory.address());
            memory.free();
            staging.free();
        }
    }

    // ---- which ----

    /**
     * Chooses what the next send sends.
     *
     * @param newFirst the first slot
     * @param newCount how many, 0 for none
     * @return this
     * @throws IndexOutOfBoundsException if there are no such slots
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch range(int newFirst, int newCount) {
        memory.changing("range");
        Objects.checkFromIndexSize(newFirst, newCount, capacity());
        first = newFirst;
        count = newCount;
        return this;
    }

    /** {@return the slot that the next send begins with} */
    public int first() {
        memory.view();
        return first;
    }

    /** {@return how many messages the next send sends; after a receive, how many came} */
    public int count() {
        memory.view();
        return count;
    }

    // ---- destination ----

    /**
     * Sets the destination of a message.
     *
     * @param i the slot
     * @param destination null for the connected peer
     * @return this
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch to(int i, @Nullable Sockaddr destination) {
        change("to", i);
        int length = destination == null ? 0 : destination.length();
        if (destination != null) {
            slab.put(layout.to(i) + BatchLayout.ADDRESS, destination.packed(), 0, length);
        }
        return to(i, length);
    }

    /**
     * Makes a message the answer to the one received into the same slot: to its sender, and from the address it was for if
     * that is known ({@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}). The slot's control messages to send are replaced.
     *
     * @param i the slot
     * @return this
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch reply(int i) {
        change("reply", i);
        int length = sourceLength(i);
        slab.put(layout.to(i) + BatchLayout.ADDRESS, slab, layout.from(i) + BatchLayout.ADDRESS, length);
        ControlBuilder c = control(i).clear();
        if (localFamily(i) != Bsd.AF_UNSPEC) {
            c.replyFrom(received(i));
        }
        return to(i, length);
    }

    private MessageBatch to(int i, int length) {
        int message = layout.message(i);
        slab.putLong(message + MessageLayout.TO, length == 0 ? 0 : address + layout.to(i) + BatchLayout.ADDRESS);
        slab.putInt(message + MessageLayout.TO_LENGTH, length);
        return this;
    }

    /** The destination of the message that a send failed at, for an error message. */
    @Nullable
    Sockaddr destination() {
        if (count == 0) {
            return null;
        }
        int length = slab.getInt(layout.message(first) + MessageLayout.TO_LENGTH);
        return length == 0 ? null : Sockaddr.copyOf(slab, layout.to(first) + BatchLayout.ADDRESS, length);
    }

    // ---- control messages, descriptors ----

    /**
     * The control messages to send with a message.
     *
     * @param i the slot
     * @return always the same object, good until it is asked for another slot
     */
    public ControlBuilder control(int i) {
        int message = layout.message(check(i));
        return control.at(
                message, message + MessageLayout.outData(1), message + MessageLayout.outRecords(1, controlCapacity));
    }

    /**
     * The control messages that came with a message, as they are.
     *
     * @param i the slot
     * @return always the same object, good until it is asked for another slot
     */
    public ReceivedControl received(int i) {
        int message = layout.message(check(i));
        return received.at(
                message,
                message + MessageLayout.inData(1, controlCapacity),
                message + MessageLayout.inRecords(1, controlCapacity));
    }

    /**
     * {@return how many descriptors a message brought by SCM_RIGHTS, taken or not}
     *
     * @param i the slot
     */
    public int fdCount(int i) {
        return slab.getInt(layout.message(check(i)) + MessageLayout.FD_COUNT);
    }

    /**
     * Takes a received descriptor over.
     *
     * @param i the slot
     * @param fd 0 to {@link #fdCount} - 1
     * @return its number, the caller's to close; close-on-exec
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the batch is closed or in a call
     */
    public int takeFd(int i, int fd) {
        memory.enter("takeFd");
        try {
            Objects.checkIndex(fd, fdCount(i));
            int at = layout.message(i) + MessageLayout.fds(1, controlCapacity) + fd * Integer.BYTES;
            int taken = slab.getInt(at);
            if (taken < 0) {
                throw new IllegalStateException("takeFd: descriptor " + fd + " of slot " + i + " was taken already");
            }
            slab.putInt(at, -1);
            return OwnedFds.opened(taken);
        } finally {
            leave();
        }
    }

    // ---- calls ----

    /** Begins a call of however many attempts, during which nothing else may use or change the batch; {@link #end} ends it. */
    void begin(String call) {
        memory.enter(call);
    }

    /**
     * Ends a call.
     *
     * @param n what it returned
     * @throws IllegalStateException if the batch was closed meanwhile
     */
    void end(String call, int n) {
        if (leave()) {
            throw new IllegalStateException(
                    call + ": the MessageBatch was closed during the call, which returned " + n);
        }
    }

    private final class Out extends Transfer {
        @Override
        int attempt(int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            return send(fd, 0, flags);
        }
    }

    private final class In extends Transfer {
        @Override
        int attempt(int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            return receive(fd, opening, done, flags);
        }

        @Override
        boolean isFull(int done) {
            return done >= capacity();
        }

        @Override
        boolean goesByRing() {
            return hasRing();
        }

        @Override
        void keep(int fd, int error) {
            MessageBatch.this.keep(fd, error);
        }
    }

    /** One attempt; {@code gso} is the address of a {@link Gso} that is in use, or 0. */
    int send(int fd, long gso, int flags) {
        int from = first;
        int many = count;
        Objects.checkFromIndexSize(from, many, capacity()); // a change that was under way when the call began
        if (!staging.isEmpty()) {
            staging.copyIn(this, from, many);
        }
        slab.putLong(BatchLayout.GSO, gso);
        int n = ControlBuilder.checkLost("sendmmsg", transmit(fd, from, many, flags));
        int sent = Math.max(n, 0);
        first = from + sent;
        count = many - sent;
        return n;
    }

    private int transmit(int fd, int from, int many, int flags) {
        PassedOn sockets = control.passedOn();
        if (sockets == null) {
            int n = B.sendmmsg(fd, address, from, many, flags);
            Reference.reachabilityFence(this);
            return n;
        }
        int n = sockets.sendmmsg(fd, address, from, many, flags);
        Reference.reachabilityFence(this);
        return n;
    }

    /**
     * Receives into the slots from {@code from} on; those before were filled by the same call.
     *
     * @param opening which opening of the descriptor's number it is
     */
    int receive(int fd, long opening, int from, int flags) {
        if (opening != lastOpening) { // the error that was kept is of another socket, perhaps of this one's number
            slab.putInt(BatchLayout.PENDING, 0);
            lastOpening = opening;
        }
        int room = capacity() - from;
        if (!staging.isEmpty()) {
            staging.prepare(from, room, Copies.mayWriteLess(flags));
        }
        int n = B.recvmmsg(fd, address, from, room, flags);
        Reference.reachabilityFence(this);
        first = 0;
        count = from + Math.max(n, 0);
        if (n > 0 && !staging.isEmpty()) {
            staging.copyOut(this, from, n);
        }
        return n;
    }

    /** Keeps an error that came after messages, for the next receive from this descriptor. */
    void keep(int fd, int error) {
        slab.putInt(BatchLayout.PENDING, error).putInt(BatchLayout.PENDING_FD, fd);
    }

    @Override
    void discard() {
        byRing = slab.getLong(BatchLayout.BY_RING);
        untaken.clean();
    }

    /**
     * Closes the received descriptors that were not taken, and the ring. The batch cannot be used any more. If another thread is in a call
     * with it, that call goes on, and then ends with {@link IllegalStateException}; to end it at once close the socket.
     * Harmless when repeated. Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        if (memory.close()) {
            discard();
        }
    }
}
