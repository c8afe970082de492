package io.baresock;

import static io.baresock.internal.backend.Header.Message.*;

import io.baresock.constants.Constants;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.Scratch;
import io.baresock.internal.Slab;
import io.baresock.internal.Tally;
import io.baresock.internal.address.SockaddrCodecs;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header.Control;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Transfer;
import io.baresock.internal.call.UnixPieces;
import io.baresock.internal.call.Waiting;
import io.baresock.internal.message.Iovecs;
import io.baresock.internal.message.MessageLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code msghdr}, the argument of sendmsg(2) and recvmsg(2): buffers, a destination, the sender's address, control messages in both
 * directions, and the received flags. Make it once, and use it for any number of messages: its use allocates nothing.
 *
 * <p>{@link #add Add} buffers once: each call uses what remains in them, and moves their positions. {@link #control} builds the control
 * messages to send; they stay until cleared. {@link #received} shows the received ones until the next receive.
 *
 * <p>Passing a descriptor through a Unix socket:
 *
 * <pre>{@code
 * try (Message out = new Message().add(ByteBuffer.wrap(new byte[] {1}))) { // on a stream, with one byte at least
 *     out.control().rights(listener);
 *     socket.sendmsg(out);
 * }
 * try (Message in = new Message().add(buffer)) {
 *     socket.recvmsg(in);
 *     if (in.fdCount() > 0) {
 *         serve(in.takeSocket(0)); // now the caller's to close
 *     }
 * }
 * }</pre>
 *
 * <p><b>Received descriptors</b> (SCM_RIGHTS, SCM_PIDFD) are close-on-exec and belong to the message until they are taken. Those that
 * were not taken are closed by the next receive into the message (also if it fails), by {@link #close}, and when the message is garbage.
 * None leaks if control data is cut off, nor if more arrive than the control buffer was made for: {@code CMSG_SPACE(4)} bytes have room
 * for two.
 *
 * <p>Not thread-safe: a second call at the same time throws {@link IllegalStateException}. Only {@link #close} may be called by any
 * thread at any time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public final class Message implements AutoCloseable {

    private static final Backend B = Library.backend();
    private static final int DEFAULT_BUFFERS = 16;
    private static final int DEFAULT_CONTROL = 512;

    private final Slab slab;
    private ByteBuffer memory; // the slab as a call sees it
    private long address;
    private @Nullable ByteBuffer[] buffers; // null: raw memory, whose record is in the slab
    private ByteBuffer positions; // the buffers' positions when the call began: see Iovecs
    private final SockaddrStorage from = new SockaddrStorage();
    private final ControlBuilder control;
    private final ReceivedControl received;
    private final Cleaner.Cleanable untaken;
    private int count;
    private boolean raw; // some buffers are raw memory
    private int bytes;

    // of the call that is going on
    private int asked; // the caller's flags
    private boolean mayCut;
    private long piece; // bytes of the last attempt if it was only a piece; else -1
    private int outCount; // the number of control messages while they are hidden; else -1
    private int outLength;
    private boolean again; // an attempt to receive was made
    private @Nullable SockaddrStorage held; // the destination's, if it sends
    private boolean displaced; // another thread has moved a buffer, so the call does not go on
    private int peeked; // bytes of the last one that succeeded, for MSG_PEEK
    private long unixPiece; // address of what the pieces of a receive share, 0: there is none
    private boolean isLastPiece;
    private final Transfer out = new Out();
    private final Transfer in = new In();
    private @Nullable Sockaddr to;
    private @Nullable SockaddrStorage toStorage;

    /** Room for 16 buffers, and for 512 bytes of control data in each direction. */
    public Message() {
        this(DEFAULT_BUFFERS, DEFAULT_CONTROL);
    }

    /**
     * Room for that many buffers and that much control data; {@link #ensureRoom} makes more.
     *
     * @param maxBuffers 0 to 65536. No kernel takes more than {@code IOV_MAX} of them: a call with more is refused with EMSGSIZE
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; recvmsg is given exactly this many, so
     *     see {@link Bsd#CMSG_SPACE}
     * @throws IllegalArgumentException if one is out of range
     */
    public Message(int maxBuffers, int controlCapacity) {
        checkRoom("Message", maxBuffers, controlCapacity);
        slab = new Slab("Message", MessageLayout.size(maxBuffers, controlCapacity));
        memory = slab.memory();
        address = slab.address();
        MessageLayout.lay(memory, address, 0, maxBuffers, controlCapacity);
        memory.putLong(FROM, from.slot());
        buffers = new ByteBuffer[maxBuffers];
        positions = ByteBuffer.allocate(maxBuffers * Integer.BYTES);
        control = new ControlBuilder(this, slab)
                .at(0, MessageLayout.outData(maxBuffers), MessageLayout.outRecords(maxBuffers, controlCapacity));
        received = new ReceivedControl(this, slab)
                .at(
                        0,
                        MessageLayout.inData(maxBuffers, controlCapacity),
                        MessageLayout.inRecords(maxBuffers, controlCapacity));
        untaken = Descriptor.CLEANER.register(this, new Untaken(slab));
    }

    /** Closes descriptors that were not taken, and frees the memory. Must not refer to the message. */
    private record Untaken(Slab slab) implements Runnable {
        @Override
        public void run() {
            B.messageDiscard(slab.address());
            slab.free();
        }
    }

    private static void checkRoom(String call, int maxBuffers, int controlCapacity) {
        Ranges.check(call, "maxBuffers", maxBuffers, 0, MessageLayout.BUFFERS_MAX);
        Ranges.check(call, "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
    }

    // ---- room ----

    /**
     * Makes more room; never less. Everything in the message stays: the buffers, the destination, the control messages to send with their
     * sockets, and the result of the last receive with the descriptors that were not taken. It allocates only if there is not enough
     * room, and frees the old memory at once.
     *
     * <p>Use it after a receive with {@link #isControlTruncated}, before the next one.
     *
     * @param maxBuffers 0 to 65536. No kernel takes more than {@code IOV_MAX} of them: a call with more is refused with EMSGSIZE
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; see {@link Bsd#CMSG_SPACE}
     * @return this
     * @throws IllegalArgumentException if one is out of range; the message is as before
     * @throws IllegalStateException if the message is closed, or in a call
     * @throws OutOfMemoryError if the system has no memory for it; the message is as before
     */
    public Message ensureRoom(int maxBuffers, int controlCapacity) {
        checkRoom("ensureRoom", maxBuffers, controlCapacity);
        slab.enter("ensureRoom");
        try {
            int capacity = memory.getInt(IN + Control.CAPACITY);
            if (maxBuffers > buffers.length || controlCapacity > capacity) {
                grow(Math.max(maxBuffers, buffers.length), Math.max(controlCapacity, capacity), capacity);
            }
        } finally {
            leave();
        }
        return this;
    }

    private void grow(int maxBuffers, int capacity, int oldCapacity) {
        // All that can fail comes first, so that a failure changes nothing.
        @Nullable ByteBuffer[] more = Arrays.copyOf(buffers, maxBuffers);
        ByteBuffer morePositions = ByteBuffer.allocate(maxBuffers * Integer.BYTES);
        Slab other = new Slab("Message", MessageLayout.size(maxBuffers, capacity));
        MessageLayout.lay(other.memory(), other.address(), 0, maxBuffers, capacity);
        MessageLayout.copy(memory, buffers.length, oldCapacity, other.memory(), maxBuffers, capacity);
        slab.swap(other);
        memory = slab.memory();
        address = slab.address();
        buffers = more;
        positions = morePositions;
        control.relocate(0, MessageLayout.outData(maxBuffers), MessageLayout.outRecords(maxBuffers, capacity));
        received.relocate(0, MessageLayout.inData(maxBuffers, capacity), MessageLayout.inRecords(maxBuffers, capacity));
        other.free();
    }

    // ---- buffers ----

    /**
     * Adds a buffer after the others. Each call uses what remains in it at that time.
     *
     * @param b direct (used in place) or heap (copied); read-only only for sending
     * @return this
     * @throws IllegalArgumentException if there is no room for another buffer, or if this one was added already: add a
     *     {@link ByteBuffer#duplicate} then
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message add(ByteBuffer b) {
        Buffers.present("add", b);
        slab.enter("add");
        try {
            int at = room();
            Iovecs.distinct("add", buffers, at, b);
            buffers[at] = b;
            memory.putInt(IOV_COUNT, ++count);
        } finally {
            leave();
        }
        return this;
    }

    /**
     * Adds native memory after the other buffers.
     *
     * @param start address of the first byte; must stay valid as long as the message is used with it
     * @param length how many bytes; the same in each call
     * @return this
     * @throws IllegalArgumentException if there is no room for another buffer
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message add(long start, int length) {
        Buffers.range("add", start, length);
        slab.enter("add");
        try {
            int at = MessageLayout.iov() + room() * Iovecs.SIZE;
            buffers[count] = null;
            positions.putInt(count * Integer.BYTES, 0);
            raw = true;
            memory.putLong(at, start).putLong(at + Long.BYTES, length);
            memory.putInt(IOV_COUNT, ++count);
        } finally {
            leave();
        }
        return this;
    }

    private int room() {
        if (count == buffers.length) {
            throw new IllegalArgumentException(
                    "add: the message has room for " + buffers.length + " buffers, and all are used; see ensureRoom");
        }
        return count;
    }

    /**
     * Forgets the buffers.
     *
     * @return this
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message clearBuffers() {
        slab.enter("clearBuffers");
        try {
            for (int i = 0; i < count; i++) {
                buffers[i] = null;
            }
            count = 0;
            raw = false;
            memory.putInt(IOV_COUNT, 0);
        } finally {
            leave();
        }
        return this;
    }

    // ---- addresses ----

    /**
     * Sets the destination of what is sent.
     *
     * @param destination null for the connected peer
     * @return this
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message to(@Nullable Sockaddr destination) {
        return to(destination, null);
    }

    /**
     * Sets the destination to what {@code destination} holds at each send. With {@link #from} of this or another message, the answer goes
     * to the sender, and no object is made for its address. The storage belongs to each send until it returns.
     *
     * @param destination where the address is
     * @return this
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message to(SockaddrStorage destination) {
        return to(null, Buffers.present("to", destination));
    }

    private Message to(@Nullable Sockaddr fixed, @Nullable SockaddrStorage storage) {
        slab.enter("to");
        try {
            to = fixed;
            toStorage = storage;
            address(fixed);
        } finally {
            leave();
        }
        return this;
    }

    @Nullable
    Sockaddr destination() {
        SockaddrStorage s = toStorage;
        return s != null && s.length() > 0 ? s.toSockaddr() : to;
    }

    /** {@return the sender's address of the last receive; of length 0 if there was none} */
    public SockaddrStorage from() {
        return from;
    }

    // ---- control messages, results ----

    /** {@return the control messages to send} */
    public ControlBuilder control() {
        return control;
    }

    /** {@return the control messages of the last receive} */
    public ReceivedControl received() {
        return received;
    }

    /** {@return what the last call returned, in bytes; 0 if it failed} */
    public int bytes() {
        slab.view();
        return bytes;
    }

    /** {@return the flags of the last receive, such as {@code MSG_EOR}; 0 if it failed} */
    public int flags() {
        return slab.view().getInt(FLAGS);
    }

    /** {@return whether the last message received was longer than the buffers, and its end is lost} */
    public boolean isTruncated() {
        return (flags() & Constants.MSG_TRUNC) != 0;
    }

    /** {@return whether control messages of the last message received are missing or cut off} */
    public boolean isControlTruncated() {
        return (flags() & Constants.MSG_CTRUNC) != 0;
    }

    // ---- descriptors ----

    /** {@return how many descriptors came with the last receive by SCM_RIGHTS, taken or not} */
    public int fdCount() {
        return slab.view().getInt(FD_COUNT);
    }

    /**
     * Takes a received descriptor over.
     *
     * @param i 0 to {@link #fdCount} - 1
     * @return its number; the caller must close it, for example with {@link Bsd#close}; it is close-on-exec
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the message is closed or in a call
     */
    public int takeFd(int i) {
        OwnedFds.ask();
        slab.enter("takeFd");
        try {
            int at = place("takeFd", i);
            int fd = memory.getInt(at);
            OwnedFds.note(fd);
            memory.putInt(at, -1);
            return fd;
        } finally {
            leave();
        }
    }

    /**
     * Takes a received descriptor over, as a socket. Other processes may have the same open socket.
     *
     * @param i 0 to {@link #fdCount} - 1
     * @return the socket
     * @throws ErrnoException ENOTSOCK if it is not a socket; {@link #takeFd} can still take it
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the message is closed or in a call
     */
    public Socket takeSocket(int i) throws ErrnoException {
        OwnedFds.ask(); // two owners would both close it
        slab.enter("takeSocket");
        try {
            int at = place("takeSocket", i);
            Socket socket = Socket.adopt(memory.getInt(at));
            memory.putInt(at, -1);
            return socket;
        } finally {
            leave();
        }
    }

    /**
     * Takes over the pidfd that came with the last receive by SCM_PIDFD (Linux 6.5, after {@code SO_PASSPIDFD}). See pidfd_open(2).
     *
     * @return its number, which the caller must close; -1 if there is none, or it was taken
     * @throws IllegalStateException if the message is closed or in a call
     */
    public int takePidfd() {
        OwnedFds.ask();
        slab.enter("takePidfd");
        try {
            int fd = memory.getInt(PIDFD);
            OwnedFds.note(fd);
            memory.putInt(PIDFD, -1);
            return fd;
        } finally {
            leave();
        }
    }

    /** Where in the slab a descriptor is that was not taken yet. */
    private int place(String call, int i) {
        Objects.checkIndex(i, fdCount());
        int at = (int) (memory.getLong(FDS) - address) + i * Integer.BYTES;
        if (memory.getInt(at) < 0) {
            throw new IllegalStateException(call + ": descriptor " + i + " was taken already");
        }
        return at;
    }

    // ---- calls ----

    /** Sends on a socket, waiting as often as it must; a result of the C ABI. */
    int send(Descriptor d, int flags, long timeout) {
        slab.enter("sendmsg");
        int total = 0;
        try {
            begin(flags, true, toStorage);
            boolean sleeps = Waiting.sleeps(d, flags, timeout);
            boolean more = true;
            while (more) {
                long patience = total == 0 || sleeps ? timeout : 0;
                int n = Waiting.call(d, Waiting.SENDMSG, out, 0, 0, flags, 0, 0, patience);
                if (n < 0 && total > 0) {
                    d.holdSendError(n);
                    break;
                }
                total += n;
                more = n >= 0 && n == piece && fits(total);
                if (more) {
                    goOn();
                }
            }
        } finally {
            end("sendmsg", total);
        }
        return total;
    }

    /** Receives on a socket, waiting as often as it must; a result of the C ABI. */
    int receive(Descriptor d, int flags, long timeout) {
        slab.enter("recvmsg");
        int total = 0;
        try {
            begin(flags, true, null);
            boolean all = (flags & Constants.MSG_WAITALL) != 0;
            long deadline = all ? Deadlines.in(timeout) : 0;
            boolean more = true;
            while (more) {
                long left = total == 0 ? timeout : Deadlines.left(deadline);
                int n = Waiting.receive(d, Waiting.RECVMSG, in, 0, 0, flags, 0, left);
                if (n < 0 && total > 0) {
                    d.holdReceiveError(n);
                    break;
                }
                total += n;
                more = all
                        && n > 0
                        && n == piece
                        && !isFilled()
                        && fits(total)
                        && Waiting.more(d, flags, Deadlines.left(deadline)) >= 0;
            }
        } finally {
            end("recvmsg", total);
        }
        return total;
    }

    /** Sends on a descriptor; a result of the C ABI. */
    int send(String call, int fd, int flags) {
        slab.enter(call);
        int total = 0;
        try {
            begin(flags, true, toStorage);
            boolean more = true;
            while (more) {
                int n = send(fd, flags);
                if (n == -Constants.EINTR) {
                    continue;
                }
                if (n < 0 && total > 0) {
                    break;
                }
                total += n;
                more = n >= 0 && n == piece && fits(total);
                if (more) {
                    goOn();
                }
            }
        } finally {
            end(call, total);
        }
        return total;
    }

    /** Receives on a descriptor; a result of the C ABI. */
    int receive(String call, int fd, int flags) {
        slab.enter(call);
        int n = 0;
        try {
            begin(flags, (flags & Constants.MSG_WAITALL) == 0, null);
            do {
                n = receive(fd, 0, flags);
            } while (n == -Constants.EINTR);
        } finally {
            end(call, n);
        }
        return n;
    }

    /**
     * Begins a call of one or more attempts. Nothing else may use or change the message until {@link #end}.
     *
     * @param pieces whether a stream may take a large heap buffer in pieces
     * @param destination the storage that it sends to, if there is one
     */
    private void begin(int flags, boolean pieces, @Nullable SockaddrStorage destination) {
        from.enter();
        held = destination;
        if (destination != null) {
            destination.enter();
        }
        bytes = 0;
        asked = flags;
        mayCut = pieces;
        piece = -1;
        outCount = -1;
        again = false;
        displaced = false;
        peeked = 0;
        unixPiece = 0;
        isLastPiece = false;
    }

    /** Whether the call can go on, and its result has room for what remains; the kernel itself takes less than 2 GiB in one call. */
    private boolean fits(int done) {
        return !displaced && Iovecs.remaining(buffers, count, memory, MessageLayout.iov()) <= Integer.MAX_VALUE - done;
    }

    private void restoreRaw() {
        if (raw) {
            Iovecs.restore(buffers, count, memory, MessageLayout.iov(), positions);
        }
    }

    private void end(String call, int n) {
        boolean closed;
        try {
            bytes = Math.max(n, 0);
            if (outCount >= 0) {
                memory.putInt(OUT_COUNT, outCount).putInt(OUT_LENGTH, outLength);
                address(to);
            }
            restoreRaw();
            from.leave();
            SockaddrStorage.leaveIfAny(held);
            held = null;
        } finally {
            closed = leave();
        }
        if (closed) {
            throw new IllegalStateException(call + ": the Message was closed during the call, which returned " + n);
        }
    }

    /** After a piece of a stream was sent: hides control data and address, which went with that piece. */
    private void goOn() {
        if (outCount < 0) {
            outCount = memory.getInt(OUT_COUNT);
            outLength = memory.getInt(OUT_LENGTH);
            memory.putInt(OUT_COUNT, 0).putInt(OUT_LENGTH, 0);
            address(null);
        }
    }

    private void address(@Nullable Sockaddr fixed) {
        memory.putLong(TO, fixed == null ? 0 : fixed.address());
        memory.putInt(TO_LENGTH, fixed == null ? 0 : fixed.length());
    }

    private final class Out extends Transfer {
        @Override
        protected int attempt(
                int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            return send(fd, flags);
        }

        @Override
        protected @Nullable String peer() {
            return SockaddrCodecs.format(memory.getLong(TO), memory.getInt(TO_LENGTH));
        }
    }

    private final class In extends Transfer {
        @Override
        protected int attempt(
                int fd, long opening, int done, long buffer, int length, int flags, long second, int secondLength) {
            unixPiece = secondLength == 0 ? 0 : second;
            int n = receive(fd, done, flags);
            return isLastPiece ? UnixPieces.bytes(n) : n;
        }

        @Override
        protected @Nullable String peer() {
            return SockaddrCodecs.formatSlot(memory.getLong(FROM));
        }

        @Override
        protected boolean isFull(int done) {
            return (unixPiece == 0 ? isFilled() : !isRoomLeft()) || !fits(done);
        }

        @Override
        protected boolean hasRoom() {
            return !hasNoRoom();
        }
    }

    /** One attempt to send, within a call. */
    int send(int fd, int flags) {
        SockaddrStorage s = toStorage;
        if (s != null && outCount < 0) {
            memory.putLong(TO, s.length() == 0 ? 0 : s.bytes()).putInt(TO_LENGTH, s.length());
        }
        return transfer("sendmsg", false, fd, outCount < 0 ? flags : flags & ~Copies.FASTOPEN);
    }

    /** One attempt to receive, within a call; {@code done} bytes came with earlier ones. */
    int receive(int fd, int done, int flags) {
        boolean repeats = again && done == 0 && (flags & Constants.MSG_PEEK) != 0;
        if (repeats) { // looks at the same bytes again, and perhaps more
            Iovecs.rewind(buffers, count, positions);
            restoreRaw();
        }
        again = true;
        int n = transfer("recvmsg", true, fd, flags);
        if (n >= 0) {
            peeked = n;
        } else if (repeats) { // another thread has received them; the result is what the attempt before saw
            displaced |= !Iovecs.advance(buffers, count, memory, MessageLayout.iov(), positions, 0, peeked, memory, -1);
        }
        return n;
    }

    /**
     * Whether a receive with MSG_WAITALL is complete, or must stop because control data came, which the next receive would throw away.
     */
    boolean isFilled() {
        if (memory.getInt(IN_COUNT) > 0 || (memory.getInt(FLAGS) & Constants.MSG_CTRUNC) != 0) {
            return true;
        }
        return !isRoomLeft();
    }

    private boolean isRoomLeft() {
        return Iovecs.remaining(buffers, count, memory, MessageLayout.iov()) != 0;
    }

    /** Whether no buffer has room. False if there are more buffers than the kernel takes: it refuses those. */
    boolean hasNoRoom() {
        if (count > Constants.IOV_MAX) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b == null || b.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private int transfer(String call, boolean receiving, int fd, int flags) {
        int iov = MessageLayout.iov();
        piece = -1;
        int copied = Iovecs.snapshot(call, buffers, count, memory, iov, positions, 0, receiving);
        if (copied == 0 || count > Constants.IOV_MAX) { // the kernel refuses that, and touches no buffer
            int n = call(receiving, fd, flags);
            displaced |= !Iovecs.advance(buffers, count, memory, iov, positions, 0, n, memory, -1);
            return n;
        }
        boolean cuts = mayCut
                && copied > Copies.PIECE
                && !(receiving && (flags & Constants.MSG_PEEK) != 0)
                && Copies.isStream(fd);
        int used = cuts ? Iovecs.cut(count, memory, iov, positions, 0, Copies.PIECE) : count;
        Scratch scratch = receiving
                ? Scratch.take(cuts ? Copies.PIECE : copied)
                : Copies.take(cuts ? Copies.PIECE : copied, flags);
        try {
            boolean copies = !receiving || Copies.mayWriteLess(asked);
            Iovecs.place(buffers, used, memory, iov, positions, 0, scratch, 0, copies);
            memory.putInt(IOV_COUNT, used);
            piece = cuts ? Iovecs.length(used, memory, iov) : -1;
            int n = call(receiving, fd, cuts ? flags & ~Constants.MSG_OOB : flags);
            displaced |=
                    !Iovecs.advance(buffers, used, memory, iov, positions, 0, n, scratch.buffer(), receiving ? 0 : -1);
            return n;
        } finally {
            memory.putInt(IOV_COUNT, count);
            scratch.give();
        }
    }

    private int call(boolean receiving, int fd, int flags) {
        int n = receiving ? take(fd, flags) : ControlBuilder.checkLost("sendmsg", transmit(fd, flags));
        if (Tally.ON && !receiving) {
            Tally.sent(n, Iovecs.length(memory.getInt(IOV_COUNT), memory, MessageLayout.iov()));
        }
        Reference.reachabilityFence(this);
        return n;
    }

    private int take(int fd, int flags) {
        if (unixPiece == 0) {
            return B.recvmsg(fd, address, flags);
        }
        int n = B.recvmsgPiece(fd, address, flags, unixPiece);
        isLastPiece = UnixPieces.isLast(n);
        return isLastPiece ? UnixPieces.bytes(n) : n;
    }

    private int transmit(int fd, int flags) {
        PassedOn sockets = control.passedOn();
        if (sockets == null) {
            return B.sendmsg(fd, address, flags);
        }
        return sockets.sendmsg(fd, address, flags);
    }

    /** Ends a call; true if the message was closed meanwhile. */
    private boolean leave() {
        boolean closed = slab.leave();
        if (closed) {
            untaken.clean();
        }
        return closed;
    }

    /**
     * Closes the received descriptors that were not taken, and frees the memory. The message cannot be used any more. If another thread
     * is in a call with it, that call ends first, and then throws {@link IllegalStateException}; to end it at once, close the socket. May
     * be repeated. Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        if (slab.close()) {
            untaken.clean();
        }
    }

    @Override
    public String toString() {
        return slab.isClosed()
                ? "Message[closed]"
                : "Message[" + count + " of " + buffers.length + " buffers, " + control + ", " + received + "]";
    }
}
