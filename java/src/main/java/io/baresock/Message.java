package io.baresock;

import static io.baresock.MessageLayout.FD_COUNT;
import static io.baresock.MessageLayout.FLAGS;
import static io.baresock.MessageLayout.FROM;
import static io.baresock.MessageLayout.IOV_COUNT;
import static io.baresock.MessageLayout.PIDFD;
import static io.baresock.MessageLayout.TO;
import static io.baresock.MessageLayout.TO_LENGTH;

import io.baresock.internal.InUse;
import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sendmsg(2) and recvmsg(2) take, a {@code msghdr}: buffers, a destination, the sender's address, control messages in
 * both directions, and the flags that come back. Made once and used again for any number of messages; using it allocates
 * nothing.
 *
 * <p>Buffers are {@link #add added} once; each call takes what remains in them and moves their positions. Control messages
 * to send are built with {@link #control} and stay until cleared; those received are seen through {@link #received} until
 * the next receive.
 *
 * <p><b>Received descriptors</b> (SCM_RIGHTS, SCM_PIDFD) are close-on-exec and belong to the message until they are taken.
 * Those that nobody took are closed by the next receive into the message (also if it fails), by {@link #close}, and when the
 * message is garbage. None is lost when control data was cut off, and none when more arrived than the sender announced: a
 * control buffer of {@code CMSG_SPACE(4)} bytes has room for two.
 *
 * <p>Not thread-safe: one call at a time, another one is refused with {@link IllegalStateException}. Only {@link #close} may
 * come from any thread at any time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public final class Message implements AutoCloseable {

    private static final Backend B = Library.backend();
    private static final int DEFAULT_BUFFERS = 16;
    private static final int DEFAULT_CONTROL = 512;

    private final InUse inUse = new InUse();
    private final ByteBuffer slab;
    private final long address;
    private final @Nullable ByteBuffer[] buffers; // null: raw memory, whose record is in the slab
    private final SockaddrStorage from = new SockaddrStorage();
    private final ControlBuilder control;
    private final ReceivedControl received;
    private final Cleaner.Cleanable untaken;
    private int count;
    private int bytes;
    private @Nullable Sockaddr to;
    private @Nullable SockaddrStorage toStorage;

    /** Room for 16 buffers, and for 512 bytes of control data in each direction. */
    public Message() {
        this(DEFAULT_BUFFERS, DEFAULT_CONTROL);
    }

    /**
     * Room for what is asked for.
     *
     * @param maxBuffers 0 to {@code IOV_MAX}
     * @param controlCapacity bytes of control data in each direction, 0 to 1 MiB; recvmsg is given exactly this many, so
     *     see {@link Bsd#CMSG_SPACE}
     * @throws IllegalArgumentException if one is out of range
     */
    public Message(int maxBuffers, int controlCapacity) {
        Ranges.check("Message", "maxBuffers", maxBuffers, 0, Bsd.IOV_MAX);
        Ranges.check("Message", "controlCapacity", controlCapacity, 0, MessageLayout.CONTROL_MAX);
        slab = Memory.allocate(MessageLayout.size(maxBuffers, controlCapacity));
        address = Memory.address(slab);
        MessageLayout.lay(slab, address, 0, maxBuffers, controlCapacity);
        slab.putLong(FROM, from.slot());
        buffers = new ByteBuffer[maxBuffers];
        control = new ControlBuilder(slab)
                .at(0, MessageLayout.outData(maxBuffers), MessageLayout.outRecords(maxBuffers, controlCapacity));
        received = new ReceivedControl(slab)
                .at(
                        0,
                        MessageLayout.inData(maxBuffers, controlCapacity),
                        MessageLayout.inRecords(maxBuffers, controlCapacity));
        untaken = Descriptor.CLEANER.register(this, new Untaken(slab, address));
    }

    /** Closes what nobody took. Must not refer to the message. */
    private record Untaken(ByteBuffer slab, long address) implements Runnable {
        @Override
        public void run() {
            B.messageDiscard(address);
            Reference.reachabilityFence(slab);
        }
    }

    // ---- buffers ----

    /**
     * Adds a buffer behind those that are there. It is kept: each call takes what remains in it at that time.
     *
     * @param b direct (used in place) or heap (copied); read-only only for sending
     * @return this
     * @throws IllegalArgumentException if there are as many as the message has room for
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message add(ByteBuffer b) {
        Buffers.present("add", b);
        inUse.enter("add", "Message");
        try {
            buffers[room()] = b;
            slab.putInt(IOV_COUNT, ++count);
        } finally {
            leave();
        }
        return this;
    }

    /**
     * Adds native memory behind the buffers that are there.
     *
     * @param start address of the first byte; must stay valid as long as the message is used with it
     * @param length how many bytes; the same in each call
     * @return this
     * @throws IllegalArgumentException if there are as many buffers as the message has room for
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message add(long start, int length) {
        Buffers.range("add", start, length);
        inUse.enter("add", "Message");
        try {
            int at = MessageLayout.iov() + room() * Iovecs.SIZE;
            buffers[count] = null;
            slab.putLong(at, start).putLong(at + Long.BYTES, length);
            slab.putInt(IOV_COUNT, ++count);
        } finally {
            leave();
        }
        return this;
    }

    private int room() {
        if (count == buffers.length) {
            throw new IllegalArgumentException(
                    "add: the message was made for at most " + buffers.length + " buffers, and has them");
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
        inUse.enter("clearBuffers", "Message");
        try {
            for (int i = 0; i < count; i++) {
                buffers[i] = null;
            }
            count = 0;
            slab.putInt(IOV_COUNT, 0);
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
     * Sets the destination of what is sent to whatever {@code destination} holds at that time: with {@link #from} of this
     * or another message the answer goes back to the sender, without an object for its address.
     *
     * @param destination where the address is
     * @return this
     * @throws IllegalStateException if the message is closed, or in a call
     */
    public Message to(SockaddrStorage destination) {
        return to(null, Buffers.present("to", destination));
    }

    private Message to(@Nullable Sockaddr fixed, @Nullable SockaddrStorage storage) {
        inUse.enter("to", "Message");
        try {
            to = fixed;
            toStorage = storage;
            slab.putLong(TO, fixed == null ? 0 : fixed.address());
            slab.putInt(TO_LENGTH, fixed == null ? 0 : fixed.length());
        } finally {
            leave();
        }
        return this;
    }

    /** The destination, for an error message. */
    @Nullable
    Sockaddr destination() {
        SockaddrStorage s = toStorage;
        return s != null && s.length() > 0 ? s.toSockaddr() : to;
    }

    /** {@return where receives put the sender's address; of length 0 if there was none} */
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

    /** {@return how many bytes the last call sent or received, as it returned it; 0 if it failed} */
    public int bytes() {
        return bytes;
    }

    /** {@return the flags of the last receive, such as {@code MSG_EOR}; 0 if it failed} */
    public int flags() {
        return slab.getInt(FLAGS);
    }

    /** {@return whether the last message received was longer than the buffers, and its end is lost} */
    public boolean isTruncated() {
        return (flags() & Bsd.MSG_TRUNC) != 0;
    }

    /** {@return whether control messages of the last message received are missing or cut off} */
    public boolean isControlTruncated() {
        return (flags() & Bsd.MSG_CTRUNC) != 0;
    }

    // ---- descriptors ----

    /** {@return how many descriptors the last receive brought by SCM_RIGHTS, taken or not} */
    public int fdCount() {
        return slab.getInt(FD_COUNT);
    }

    /**
     * Takes a received descriptor over.
     *
     * @param i 0 to {@link #fdCount} - 1
     * @return its number, the caller's to close, with {@link Bsd#close} for one; close-on-exec
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the message is closed or in a call
     */
    public int takeFd(int i) {
        inUse.enter("takeFd", "Message");
        try {
            int at = place("takeFd", i);
            int fd = slab.getInt(at);
            slab.putInt(at, -1);
            return OwnedFds.opened(fd);
        } finally {
            leave();
        }
    }

    /**
     * Takes a received descriptor over, as a socket. Others may have the same open socket.
     *
     * @param i 0 to {@link #fdCount} - 1
     * @return the socket
     * @throws ErrnoException ENOTSOCK if it is none: it can be taken by {@link #takeFd} still
     * @throws IndexOutOfBoundsException if there is no such descriptor
     * @throws IllegalStateException if it was taken already, or the message is closed or in a call
     */
    public Socket takeSocket(int i) throws ErrnoException {
        inUse.enter("takeSocket", "Message");
        try {
            int at = place("takeSocket", i);
            Socket socket = Socket.adopt(slab.getInt(at));
            slab.putInt(at, -1);
            return socket;
        } finally {
            leave();
        }
    }

    /**
     * Takes the pidfd over that the last receive brought by SCM_PIDFD (Linux 6.5, after {@code SO_PASSPIDFD}). See
     * pidfd_open(2).
     *
     * @return its number, the caller's to close; -1 if there is none, or it was taken
     * @throws IllegalStateException if the message is closed or in a call
     */
    public int takePidfd() {
        inUse.enter("takePidfd", "Message");
        try {
            int fd = slab.getInt(PIDFD);
            slab.putInt(PIDFD, -1);
            return OwnedFds.opened(fd);
        } finally {
            leave();
        }
    }

    /** Where in the slab an untaken descriptor is. */
    private int place(String call, int i) {
        Objects.checkIndex(i, fdCount());
        int at = (int) (slab.getLong(MessageLayout.FDS) - address) + i * Integer.BYTES;
        if (slab.getInt(at) < 0) {
            throw new IllegalStateException(call + ": descriptor " + i + " was taken already");
        }
        return at;
    }

    // ---- calls ----

    int send(String call, int fd, int flags) {
        return transfer(call, false, fd, flags);
    }

    int receive(String call, int fd, int flags) {
        return transfer(call, true, fd, flags);
    }

    /** Whether a receive that wants all has it, or must stop: control data came, which the next receive would throw away. */
    boolean isFilled() {
        if (slab.getInt(MessageLayout.IN + MessageLayout.COUNT) > 0) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b == null || b.hasRemaining()) {
                return b == null;
            }
        }
        return true;
    }

    /** Whether no buffer of it has room. */
    boolean hasNoRoom() {
        for (int i = 0; i < count; i++) {
            ByteBuffer b = buffers[i];
            if (b == null || b.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private int transfer(String call, boolean receiving, int fd, int flags) {
        inUse.enter(call, "Message");
        int n = 0;
        boolean closed;
        try {
            bytes = 0;
            SockaddrStorage s = toStorage;
            if (s != null) {
                slab.putLong(TO, s.length() == 0 ? 0 : s.bytes()).putInt(TO_LENGTH, s.length());
            }
            int heap = Iovecs.heapBytes(call, buffers, 0, count, receiving);
            if (heap == 0) {
                Iovecs.fill(slab, MessageLayout.iov(), buffers, 0, count, 0);
                n = call(receiving, fd, flags);
                Iovecs.advance(buffers, 0, count, slab, MessageLayout.iov(), n);
            } else {
                n = copying(receiving, fd, flags, heap);
            }
            bytes = Math.max(n, 0);
        } finally {
            closed = leave();
        }
        if (closed) {
            throw new IllegalStateException(call + ": the Message was closed during the call, which returned " + n);
        }
        return n;
    }

    private int copying(boolean receiving, int fd, int flags, int heap) {
        Scratch scratch = Scratch.take(heap);
        try {
            ByteBuffer memory = scratch.buffer();
            Iovecs.fill(slab, MessageLayout.iov(), buffers, 0, count, scratch.address());
            if (!receiving) {
                Iovecs.copyIn(buffers, 0, count, memory, 0);
            }
            int n = call(receiving, fd, flags);
            Iovecs.advance(buffers, 0, count, slab, MessageLayout.iov(), n, memory, receiving ? 0 : -1);
            return n;
        } finally {
            scratch.give();
        }
    }

    private int call(boolean receiving, int fd, int flags) {
        int n = receiving
                ? B.recvmsg(fd, address, flags)
                : ControlBuilder.checkLost("sendmsg", B.sendmsg(fd, address, flags));
        Reference.reachabilityFence(this);
        return n;
    }

    /** Ends a call; true if the message was closed meanwhile. */
    private boolean leave() {
        boolean closed = inUse.leave();
        if (closed) {
            untaken.clean();
        }
        return closed;
    }

    /**
     * Closes the received descriptors that were not taken. The message cannot be used any more. If another thread is in a
     * call with it, that call goes on, and then ends with {@link IllegalStateException}; to end it at once close the socket.
     * Harmless when repeated. Thread-safe, and does not wait.
     */
    @Override
    public void close() {
        if (inUse.close()) {
            untaken.clean();
        }
    }
}
