package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Batch;
import io.baresock.internal.backend.Header.BatchColumns;
import io.baresock.internal.backend.Header.BatchSlot;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Transfer;
import io.baresock.internal.message.BatchMemory;
import io.baresock.internal.message.BatchRing;
import io.baresock.internal.message.KeptErrors;
import io.baresock.internal.message.MessageLayout;
import io.baresock.internal.message.Staging;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many datagrams for one call of sendmmsg(2) or recvmmsg(2): slots in one piece of native memory. Make it once, and use it for any number
 * of batches: its use allocates nothing. Every method with an index throws {@link IndexOutOfBoundsException} if it is not 0 to
 * {@link #capacity} - 1. After {@link #close} every method throws {@link IllegalStateException}, except where it says otherwise.
 *
 * <p>A slot has a payload (in its own memory or the caller's), a destination, a sender's address, control messages in both directions,
 * and values that a receive sets, such as {@link #receivedNanos}. A destination is copied into its slot.
 *
 * <pre>{@code
 * try (MessageBatch batch = new MessageBatch(64, 1500)) {
 *     while (running) {
 *         socket.recvmmsg(batch, MSG_WAITFORONE); // waits for the first, then takes what is there
 *         for (int i = 0; i < batch.count(); i++) {
 *             handle(batch.payload(i), batch.source(i));
 *             batch.reply(i);
 *         }
 *         while (batch.count() > 0) {
 *             socket.sendmmsg(batch, 0);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p><b>Contract</b>. It is the same where the OS lacks these system calls and a loop replaces them:
 *
 * <ul>
 *   <li>The kernel uses the memory only during the call. When the call returns, all of it is yours again.
 *   <li>A send takes the messages {@link #first} to {@link #first} + {@link #count} - 1 in their order, and moves the range past those
 *       that were sent. Call it until {@link #count} is 0: each message is sent exactly once.
 *   <li>If an error comes after some messages, the result is their number. The next call begins with the message that failed, and gives
 *       the error; {@link #range} skips that message. A receive's error belongs to the socket: its next receive by any batch gives it.
 *       (The OS reports an error of the network about an earlier datagram, such as ECONNREFUSED, only once. Linux may end a batch with
 *       it and then forget it. {@code IP_RECVERR} keeps such errors.)
 *   <li>Linux takes 1024 messages at a time. More need more system calls.
 *   <li>An empty datagram is a message like any other.
 *   <li>A receive begins at slot 0. It sets {@link #first} to 0 and {@link #count} to the number of messages, so that the batch can be
 *       sent back after {@link #reply} for each. It clears what was in the slots before, also in those that stay empty.
 *   <li>A receive ends when all slots are filled. With {@code MSG_WAITFORONE} it ends when at least one is filled and no more is there;
 *       with {@code MSG_DONTWAIT} or a timeout of 0 it does not wait. A timeout is a deadline for the whole call, which returns what came
 *       by then.
 * </ul>
 *
 * <p>It is meant for datagrams. On a stream a send may take a part of a message (see {@link #bytes}), and the end of the stream looks
 * like empty messages.
 *
 * <p><b>Received descriptors</b> are close-on-exec and belong to the batch until they are taken. Those that were not taken are closed by
 * the next receive (also if it fails), by {@link #close}, and when the batch is garbage.
 *
 * <p>Not thread-safe: a second call at the same time throws {@link IllegalStateException}. Only {@link #close} may be called by any
 * thread at any time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
 */
public final class MessageBatch implements AutoCloseable {

    private static final Backend B = Library.backend();
    private static final int DEFAULT_CONTROL = 256;

    private final BatchMemory memory;
    private final ControlBuilder control;
    private final ReceivedControl received;
    private final Cleaner.Cleanable untaken;
    private final @Nullable String whyNoRing;
    final Transfer out = new Out();
    final Transfer in = new In();
    private int first;
    private int count;
    private long byRing; // how many requests the ring had served at the close

    /**
     * Slots with 256 bytes of control data in each direction: enough for all values that a receive sets.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of memory of each slot, 0 to 1 MiB; 0 if you give memory to every slot
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     */
    public MessageBatch(int capacity, int payloadSize) {
        this(capacity, payloadSize, DEFAULT_CONTROL);
    }

    /**
     * Slots with that much control data.
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
        Ranges.check("MessageBatch", "capacity", capacity, 1, 65_536);
        Ranges.check("MessageBatch", "payloadSize", payloadSize, 0, 1 << 20);
        Ranges.check("MessageBatch", "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
        memory = new BatchMemory("MessageBatch", capacity, payloadSize, controlCapacity, ring, 0);
        control = new ControlBuilder(this, memory.slab);
        received = new ReceivedControl(this, memory.slab);
        untaken = Descriptor.CLEANER.register(this, new Untaken(memory.slab, memory.staging));
        whyNoRing = ring ? openRing(memory) : BatchRing.NOT_ASKED_FOR;
    }

    /** Null, or why there is no ring. */
    private static @Nullable String openRing(BatchMemory memory) {
        int r = BatchRing.open(B, memory.address, memory.bytes);
        return r >= 0 ? null : BatchRing.why(memory.bytes.getInt(Batch.RING_STEP), -r, Errno.name(-r), Errno.text(-r));
    }

    /**
     * A batch that receives through its own io_uring if that is possible, with 256 bytes of control data in each direction. See
     * {@link #withRing(int, int, int)}.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB
     * @return a batch; {@link #hasRing} says whether there is a ring
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     */
    public static MessageBatch withRing(int capacity, int payloadSize) {
        return withRing(capacity, payloadSize, DEFAULT_CONTROL);
    }

    /**
     * A batch that receives through its own io_uring(7) if that is possible (Linux 6.0), else as any other batch. It has the same methods
     * and the same contract. Measure whether it is faster. On an Intel Xeon it was faster from about 5 datagrams per receive on, and
     * saved a tenth to a fifth of the time at 32. On an AMD EPYC it took 0.98 to 1.09 of the time of C's recvmmsg(2).
     *
     * <p>A receive uses the ring if all of this is true: the system call itself does not wait ({@code MSG_DONTWAIT}, a timeout, or any
     * receive of a {@link Socket}, which waits by poll(2)); it has no unusual flag; no slot has memory of the caller; and the last
     * receive that brought any messages brought 4 or more. Sends never use it.
     *
     * <p>The ring needs one more descriptor, until {@link #close}, and up to 256 more bytes per slot. Any thread may receive, one at a
     * time. The ring is fastest if it is always the same thread: it is made again at the first receive of a second and of a third thread.
     *
     * @param capacity how many slots, 1 to 65536
     * @param payloadSize bytes of own memory of each, 0 to 1 MiB
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; rounded up to a multiple of 8
     * @return a batch; {@link #hasRing} says whether there is a ring
     * @throws IllegalArgumentException if one is out of range, or all take more than 2 GiB
     * @see <a href="https://man7.org/linux/man-pages/man7/io_uring.7.html">io_uring(7)</a>
     */
    public static MessageBatch withRing(int capacity, int payloadSize, int controlCapacity) {
        Ranges.check("MessageBatch", "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
        return new MessageBatch(capacity, payloadSize, (controlCapacity + 7) & -8, true);
    }

    /** {@return whether the batch has a ring} It stays true after close. Thread-safe. */
    public boolean hasRing() {
        return whyNoRing == null;
    }

    /**
     * {@return why there is no ring: the system call, its error, and what can be done about it; null if there is one} Thread-safe.
     */
    public @Nullable String whyNoRing() {
        return whyNoRing;
    }

    /** For tests: how many requests the ring has served. */
    long ringRequests() {
        return memory.slab.isClosed() ? byRing : memory.bytes.getLong(Batch.BY_RING);
    }

    /** For tests: every receive uses the ring. */
    void useRingAlways() {
        memory.slab.changing("useRingAlways").putInt(Batch.RING_FROM, 0);
    }

    /**
     * Closes the ring and the descriptors that were not taken, and frees the memory. Must not refer to the batch. If the batch was not
     * closed but is garbage, the user may still read its views of payloads, which keep the memory.
     */
    private record Untaken(Slab slab, Staging staging) implements Runnable {
        @Override
        public void run() {
            B.batchDiscard(slab.address());
            if (slab.isClosed()) {
                slab.free();
            }
            staging.free();
        }
    }

    // ---- which ----

    /** {@return how many slots there are} */
    public int capacity() {
        return memory.capacity;
    }

    private int slot(int i) {
        return memory.of(i, memory.capacity);
    }

    /** Checks the index of a slot, and that no call is going on. */
    private int change(String call, int i) {
        memory.slab.changing(call);
        return Objects.checkIndex(i, memory.capacity);
    }

    /**
     * Sets which slots the next send takes.
     *
     * @param newFirst the first slot
     * @param newCount how many, 0 for none
     * @return this
     * @throws IndexOutOfBoundsException if there are no such slots
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch range(int newFirst, int newCount) {
        memory.slab.changing("range");
        Objects.checkFromIndexSize(newFirst, newCount, capacity());
        first = newFirst;
        count = newCount;
        return this;
    }

    /** {@return the slot that the next send begins with} */
    public int first() {
        memory.slab.view();
        return first;
    }

    /** {@return how many messages the next send sends; after a receive, how many came} */
    public int count() {
        memory.slab.view();
        return count;
    }

    // ---- the payload ----

    /**
     * The memory of a slot. Fill it, then call {@link #length(int, int)}.
     *
     * @param i the slot
     * @return a view of all of it, always the same object; position 0
     * @throws IllegalStateException if it is raw memory
     */
    public ByteBuffer buffer(int i) {
        ByteBuffer b = memory.payload(slot(i));
        if (b == null) {
            throw new IllegalStateException("buffer: slot " + i + " has raw memory, given by its address");
        }
        return b;
    }

    /**
     * The payload of a slot, received or to be sent.
     *
     * @param i the slot
     * @return the same view as {@link #buffer}, from position 0 to {@link #length(int)}
     * @throws IllegalStateException if it is raw memory
     */
    public ByteBuffer payload(int i) {
        return buffer(i).limit(length(i));
    }

    /**
     * Sets how many bytes of a slot to send.
     *
     * @param i the slot
     * @param bytes 0 to what the slot has room for
     * @return this
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch length(int i, int bytes) {
        int slot = change("length", i);
        memory.length(slot, Ranges.check("length", "bytes", bytes, 0, memory.hot(slot, BatchSlot.CAPACITY)));
        return this;
    }

    /**
     * Copies a payload into a slot.
     *
     * @param i the slot
     * @param bytes what remains in it is copied; its position moves
     * @return this
     * @throws BufferOverflowException if it is more than the slot has room for
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch put(int i, ByteBuffer bytes) {
        int from = Buffers.present("put", bytes).position(); // each is read once: another thread may move them
        int n = Math.max(bytes.limit() - from, 0);
        change("put", i);
        ByteBuffer to = buffer(i);
        if (n > to.capacity()) {
            throw (BufferOverflowException) new BufferOverflowException()
                    .initCause(new IllegalArgumentException("put: " + n + " bytes do not fit into slot " + i
                            + ", which has room for " + to.capacity()));
        }
        Buffers.copy(bytes, from, to, 0, n);
        Buffers.moved(bytes, from + n);
        return length(i, n);
    }

    /**
     * Makes a slot use memory of the caller from now on.
     *
     * @param i the slot
     * @param direct a direct buffer, not read-only; the slot uses what remains in it now. If its memory belongs to an arena that can be
     *     closed, each call copies. If that arena is closed or belongs to another thread, the call throws as NIO does
     *     ({@link IllegalStateException}, {@code WrongThreadException}), and nothing is sent or received
     * @return this
     * @throws IllegalArgumentException if it is not direct
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch memory(int i, ByteBuffer direct) {
        if (!Buffers.writable("memory", direct).isDirect()) {
            throw new IllegalArgumentException("memory: the buffer is not direct: put() copies");
        }
        slot(i);
        memory.slab.enter("memory");
        try {
            memory.use(i, direct.slice());
        } finally {
            leave();
        }
        return this;
    }

    /**
     * Makes a slot use native memory, from now on.
     *
     * @param i the slot
     * @param start address of the first byte; must stay valid as long as the batch is used with it
     * @param length how many bytes
     * @return this
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch memory(int i, long start, int length) {
        Buffers.range("memory", start, length);
        slot(i);
        memory.slab.enter("memory");
        try {
            memory.use(i, start, length);
        } finally {
            leave();
        }
        return this;
    }

    // ---- datagrams that came merged: UDP_GRO ----

    /**
     * How many datagrams were received into a slot. If {@link #isControlTruncated} is true, the size of merged datagrams may be lost:
     * they then look like one long datagram. A control capacity of {@code CMSG_SPACE(4)} has room for the size.
     *
     * @param i the slot
     * @return 0 if nothing was received; 1, or more with {@code UDP_GRO}
     */
    public int datagrams(int i) {
        if (bytes(i) < 0) {
            return 0;
        }
        int size = groSize(i);
        int length = length(i);
        return size <= 0 || length <= size ? 1 : length / size + (length % size == 0 ? 0 : 1);
    }

    /**
     * One of the datagrams in a slot; it is not copied.
     *
     * @param i the slot
     * @param k 0 to {@link #datagrams} - 1
     * @return the same view as {@link #buffer}, its position and limit around the datagram
     * @throws IndexOutOfBoundsException if there is no such datagram
     * @throws IllegalStateException if the slot is raw memory
     */
    public ByteBuffer datagram(int i, int k) {
        int of = datagrams(i);
        Objects.checkIndex(k, of);
        if (of == 1) {
            return payload(i);
        }
        int size = groSize(i);
        int from = k * size;
        return buffer(i).limit(Math.min(from + size, length(i))).position(from);
    }

    // ---- the destination ----

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
        ByteBuffer from = destination == null ? memory.bytes : destination.packed();
        memory.to(i, from, 0, destination == null ? 0 : destination.length());
        return this;
    }

    /**
     * Makes a message the answer to the one received into the same slot. It goes to that sender. It comes from the address that the
     * received message was sent to, if that is known ({@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}). The slot's control messages to send
     * are replaced.
     *
     * @param i the slot
     * @return this
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public MessageBatch reply(int i) {
        change("reply", i);
        ControlBuilder c = control(i).clear();
        if (localFamily(i) != Constants.AF_UNSPEC) {
            c.replyFrom(received(i));
        }
        memory.to(i, memory.bytes, from(i) + SockaddrSlot.ADDRESS, sourceLength(i));
        return this;
    }

    /** The destination of the message that could not be sent, for an error message. */
    @Nullable
    Sockaddr destination() {
        int length = count == 0 ? 0 : memory.toLength(first);
        return length == 0
                ? null
                : Sockaddr.copyOf(memory.bytes, memory.layout.to(first) + SockaddrSlot.ADDRESS, length);
    }

    // ---- control messages, descriptors ----

    /**
     * The control messages to send with a message.
     *
     * @param i the slot
     * @return always the same object, valid until the next call of this method
     */
    public ControlBuilder control(int i) {
        return control.ofBatch(memory.layout.message(slot(i)), memory.controlCapacity);
    }

    /**
     * The control messages that came with a message.
     *
     * @param i the slot
     * @return always the same object, valid until the next call of this method
     */
    public ReceivedControl received(int i) {
        return received.ofBatch(memory.layout.message(slot(i)), memory.controlCapacity);
    }

    /**
     * {@return how many descriptors came with a message by SCM_RIGHTS, taken or not}
     *
     * @param i the slot
     */
    public int fdCount(int i) {
        return memory.bytes.getInt(memory.layout.message(slot(i)) + Header.Message.FD_COUNT);
    }

    /**
     * Takes a received descriptor over.
     *
     * @param i the slot
     * @param fd 0 to {@link #fdCount} - 1
     * @return its number, which the caller must close; it is close-on-exec
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the batch is closed or in a call
     */
    public int takeFd(int i, int fd) {
        OwnedFds.ask(); // two owners would both close it
        memory.slab.enter("takeFd");
        try {
            Objects.checkIndex(fd, fdCount(i));
            int at = memory.layout.message(i) + MessageLayout.fds(1, memory.controlCapacity) + fd * Integer.BYTES;
            int taken = memory.bytes.getInt(at);
            if (taken < 0) {
                throw new IllegalStateException("takeFd: descriptor " + fd + " of slot " + i + " was taken already");
            }
            OwnedFds.note(taken);
            memory.bytes.putInt(at, -1);
            return taken;
        } finally {
            leave();
        }
    }

    // ---- the message ----

    /**
     * {@return the bytes of payload in the slot: received, or to be sent}
     *
     * @param i the slot
     */
    public int length(int i) {
        return memory.hot(slot(i), BatchSlot.LENGTH);
    }

    /**
     * {@return what sendmsg or recvmsg would have returned for this message: with {@code MSG_TRUNC} a received datagram's own
     *     length; -1 if none was received into the slot}
     *
     * @param i the slot
     */
    public int bytes(int i) {
        return memory.hot(slot(i), BatchSlot.BYTES);
    }

    /**
     * {@return the flags of the received message}
     *
     * @param i the slot
     */
    public int flags(int i) {
        return memory.hot(slot(i), BatchSlot.FLAGS);
    }

    /**
     * {@return whether the datagram was longer than its slot, and its end is lost}
     *
     * @param i the slot
     */
    public boolean isTruncated(int i) {
        return (flags(i) & Constants.MSG_TRUNC) != 0;
    }

    /**
     * {@return whether control messages are missing or cut off}
     *
     * @param i the slot
     */
    public boolean isControlTruncated(int i) {
        return (flags(i) & Constants.MSG_CTRUNC) != 0;
    }

    // ---- the sender ----

    private int from(int i) {
        return memory.layout.from(slot(i));
    }

    /**
     * {@return the length of the sender's address; 0 if there is none}
     *
     * @param i the slot
     */
    public int sourceLength(int i) {
        return SockaddrSlot.length(memory.bytes, from(i));
    }

    /**
     * {@return the family of the sender's address; AF_UNSPEC if there is none}
     *
     * @param i the slot
     */
    public int sourceFamily(int i) {
        return SockaddrSlot.family(memory.bytes, from(i));
    }

    /**
     * {@return the sender's port, 0 to 65535; -1 if it has none}
     *
     * @param i the slot
     */
    public int sourcePort(int i) {
        return SockaddrSlot.port(memory.bytes, from(i));
    }

    /**
     * {@return the sender's IPv4 address as a number; 0 for other families}
     *
     * @param i the slot
     */
    public int sourceInt(int i) {
        return SockaddrSlot.inet(memory.bytes, from(i));
    }

    /**
     * {@return the first 8 bytes of the sender's IPv6 address, most significant first; 0 for other families}
     *
     * @param i the slot
     */
    public long sourceHigh(int i) {
        return SockaddrSlot.inet6High(memory.bytes, from(i));
    }

    /**
     * {@return the last 8 bytes of the sender's IPv6 address, most significant first; 0 for other families}
     *
     * @param i the slot
     */
    public long sourceLow(int i) {
        return SockaddrSlot.inet6Low(memory.bytes, from(i));
    }

    /**
     * Compares the sender without allocating.
     *
     * @param i the slot
     * @param other an address
     * @return whether the sender's address equals it
     */
    public boolean sourceMatches(int i, Sockaddr other) {
        int from = from(i);
        return SockaddrSlot.holds(
                memory.bytes, from, Buffers.present("sourceMatches", other).packed());
    }

    /**
     * Copies the sender's address.
     *
     * @param i the slot
     * @param to where to
     */
    public void source(int i, SockaddrStorage to) {
        int from = from(i);
        Buffers.present("source", to).copyFromSlot(memory.bytes, from);
    }

    /**
     * {@return a copy of the sender's address; without one, an address of AF_UNSPEC and no data}
     *
     * @param i the slot
     */
    public Sockaddr source(int i) {
        return Sockaddr.copyOfSlot(memory.bytes, from(i));
    }

    // ---- its destination and header fields; each needs a socket option ----

    /**
     * {@return the family of the local address: AF_INET, AF_INET6; AF_UNSPEC if it is not known. {@code IP_PKTINFO},
     *     {@code IPV6_RECVPKTINFO}, {@code IP_RECVDSTADDR}}
     *
     * @param i the slot
     */
    public int localFamily(int i) {
        return memory.int32(slot(i), BatchColumns.LOCAL_FAMILY);
    }

    /**
     * {@return the local IPv4 address as a number: the packet's destination, or for multicast and broadcast the address an
     *     answer is to come from; 0 if not known}
     *
     * @param i the slot
     */
    public int localInt(int i) {
        return localFamily(i) == Constants.AF_INET ? memory.netInt(i, BatchColumns.LOCAL) : 0;
    }

    /**
     * {@return the first 8 bytes of the packet's IPv6 destination, most significant first; 0 if not known}
     *
     * @param i the slot
     */
    public long localHigh(int i) {
        return localFamily(i) == Constants.AF_INET6 ? memory.netLong(i, BatchColumns.LOCAL) : 0;
    }

    /**
     * {@return the last 8 bytes of the packet's IPv6 destination, most significant first; 0 if not known}
     *
     * @param i the slot
     */
    public long localLow(int i) {
        return localFamily(i) == Constants.AF_INET6 ? memory.netLong(i, BatchColumns.LOCAL + Long.BYTES) : 0;
    }

    /**
     * {@return the index of the interface that the packet came in by; -1 if not known. {@code IP_PKTINFO},
     *     {@code IPV6_RECVPKTINFO}}
     *
     * @param i the slot
     */
    public int interfaceIndex(int i) {
        return memory.int32(slot(i), BatchColumns.INTERFACE_INDEX);
    }

    /**
     * {@return type of service or traffic class, 0 to 255; -1 if not known. {@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}}
     *
     * @param i the slot
     */
    public int tos(int i) {
        return memory.int32(slot(i), BatchColumns.TOS);
    }

    /**
     * {@return the ECN bits of {@link #tos}: 0 none, 1 ECT(1), 2 ECT(0), 3 congestion experienced; -1 if not known}
     *
     * @param i the slot
     */
    public int ecn(int i) {
        int tos = tos(i);
        return tos < 0 ? -1 : tos & 3;
    }

    /**
     * {@return TTL or hop limit, 0 to 255; -1 if not known. {@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}}
     *
     * @param i the slot
     */
    public int ttl(int i) {
        return memory.int32(slot(i), BatchColumns.TTL);
    }

    /**
     * {@return when the kernel received the packet, in ns since 1970; -1 if not known. {@code SO_TIMESTAMPNS},
     *     {@code SO_TIMESTAMP}, {@code SO_TIMESTAMPING}}
     *
     * @param i the slot
     */
    public long receivedNanos(int i) {
        return memory.int64(slot(i), BatchColumns.TIME_NS);
    }

    /**
     * {@return when the device received it, in ns of its clock; -1 if not known. {@code SO_TIMESTAMPING}}
     *
     * @param i the slot
     */
    public long hardwareReceivedNanos(int i) {
        return memory.int64(slot(i), BatchColumns.HARDWARE_NS);
    }

    /**
     * {@return the size of the datagrams that were merged into this one; -1 if none were. {@code UDP_GRO}}
     *
     * @param i the slot
     */
    public int groSize(int i) {
        return memory.int32(slot(i), BatchColumns.GRO_SIZE);
    }

    /**
     * {@return how many packets the socket had dropped when this one came, modulo 2^32. 0 if there were none, or if {@code SO_RXQ_OVFL}
     * is not set. -1 if it is not known: control messages are missing, nothing was received into the slot, or the system has no
     * {@code SO_RXQ_OVFL}. The option {@code SO_MEMINFO} has the count of now}
     *
     * @param i the slot
     */
    public long dropCount(int i) {
        long drops = memory.int64(slot(i), BatchColumns.DROPS);
        boolean known = bytes(i) >= 0 && !isControlTruncated(i) && Abi.isPresent(Constants.SO_RXQ_OVFL);
        return drops >= 0 ? drops : known ? 0 : -1;
    }

    // ---- calls ----

    /** Begins a call of one or more attempts. Nothing else may use or change the batch until {@link #end}. */
    void begin(String call) {
        memory.slab.enter(call);
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

    /** Ends a call; true if the batch was closed meanwhile. */
    private boolean leave() {
        boolean closed = memory.slab.leave();
        if (closed) {
            discard();
        }
        return closed;
    }

    private final class Out extends Transfer {
        @Override
        protected int attempt(
                int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            return send(fd, 0, flags);
        }

        @Override
        protected long bytes(int n) {
            return bytesOf(first - n, n);
        }

        @Override
        protected int messages(int n) {
            return n;
        }
    }

    private final class In extends Transfer {
        @Override
        protected int attempt(
                int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            return receive(fd, opening, done, flags);
        }

        @Override
        protected long bytes(int n) {
            return bytesOf(0, n);
        }

        @Override
        protected int messages(int n) {
            return n;
        }

        /** Also after an error that was kept: where the kernel does not keep it, nothing would end the wait for more. */
        @Override
        protected boolean isFull(int done) {
            return done >= capacity() || memory.bytes.getInt(Batch.PENDING) < 0;
        }

        @Override
        protected boolean goesByRing() {
            return hasRing();
        }

        @Override
        protected void keep(int fd, long opening, int error) {
            KeptErrors.keep(fd, opening, error);
        }
    }

    /** What that many slots hold, from one on, after a call that moved them. */
    long bytesOf(int from, int many) {
        long sum = 0;
        for (int i = from; i < from + many; i++) {
            sum += memory.hot(i, BatchSlot.LENGTH);
        }
        return sum;
    }

    /** One attempt; {@code gso} is the address of a {@link Gso}, or 0. */
    int send(int fd, long gso, int flags) {
        int from = first;
        int many = count;
        Objects.checkFromIndexSize(from, many, capacity()); // a change may have been going on when the call began
        if (!memory.staging.isEmpty()) {
            memory.staging.copyIn(memory, from, many);
        }
        memory.bytes.putLong(Batch.GSO, gso);
        int n = ControlBuilder.checkLost("sendmmsg", transmit(fd, from, many, flags));
        int sent = Math.max(n, 0);
        first = from + sent;
        count = many - sent;
        return n;
    }

    private int transmit(int fd, int from, int many, int flags) {
        PassedOn sockets = control.passedOn();
        if (sockets == null) {
            int n = B.sendmmsg(fd, memory.address, from, many, flags);
            Reference.reachabilityFence(this);
            return n;
        }
        int n = sockets.sendmmsg(fd, memory.address, memory.layout, from, many, flags);
        Reference.reachabilityFence(this);
        return n;
    }

    /**
     * Receives into the slots from {@code from} on; the same call has filled those before.
     *
     * @param opening which opening of the descriptor's number it is
     */
    int receive(int fd, long opening, int from, int flags) {
        int kept = KeptErrors.take(fd, opening);
        if (kept < 0) {
            first = 0;
            count = from;
            return kept;
        }
        int room = capacity() - from;
        if (!memory.staging.isEmpty()) {
            memory.staging.prepare(from, room, Copies.mayWriteLess(flags));
        }
        int n = B.recvmmsg(fd, memory.address, from, room, flags);
        Reference.reachabilityFence(this);
        first = 0;
        count = from + Math.max(n, 0);
        if (n > 0 && !memory.staging.isEmpty()) {
            memory.staging.copyOut(memory, from, n);
        }
        int pending = n > 0 ? memory.bytes.getInt(Batch.PENDING) : 0;
        if (pending < 0) {
            KeptErrors.keep(fd, opening, pending);
        }
        return n;
    }

    /** Releases what the batch owns, once it is closed. */
    private void discard() {
        byRing = memory.bytes.getLong(Batch.BY_RING);
        untaken.clean();
    }

    /**
     * Closes the ring and the received descriptors that were not taken, and frees the memory. If another thread is in a call with it,
     * that call ends first, and then throws {@link IllegalStateException}; to end it at once, close the socket. May be repeated.
     * Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        if (memory.slab.close()) {
            discard();
        }
    }

    @Override
    public String toString() {
        String what = memory.slab.isClosed()
                ? "closed"
                : "slots " + first + " to " + (first + count) + " of " + memory.capacity;
        return "MessageBatch[" + what + (hasRing() ? ", io_uring]" : "]");
    }
}
