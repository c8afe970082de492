package io.baresock.zerocopy;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Ranges;
import io.baresock.internal.Slab;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.call.Calls;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import io.baresock.zerocopy.ZeroCopyBuffer.State;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that one TCP or UDP socket sends without a copy ({@code MSG_ZEROCOPY}); Linux 4.14, UDP 5.0. The kernel uses a buffer until it
 * reports the completion in the error queue. Only then the pool gives the buffer out again. Its use allocates nothing.
 *
 * <pre>{@code
 * ZeroCopyBuffer b = pool.acquire();
 * if (b != null) {
 *     b.buffer().put(data).flip();
 *     b.send(0);
 * }
 * ...
 * while (socket.errors(queue) > 0) { // when a poller says ERROR, or acquire() says null
 *     pool.completed(queue);
 * }
 * }</pre>
 *
 * <p>It is faster from about 10 KiB per send on, and only with a device that can gather. For the loopback device, for taps, and without
 * checksum offload the kernel copies after all; {@link #copied} counts that. If most sends are copied, plain sends are faster.
 *
 * <p><b>Falling back.</b> If the kernel has no memory to track a send ({@code ENOBUFS}: net.core.optmem_max, or {@code RLIMIT_MEMLOCK} of
 * a user without CAP_IPC_LOCK), the send is a plain one, and the buffer is free at once; {@link #fallbacks} counts that. After a failed
 * datagram it is not known whether the kernel counted it. The pool then sends plain until all sends are complete and the error queue is
 * empty, which answers that.
 *
 * <p><b>One pool per socket.</b> The pool counts the zero-copy sends of its socket as the kernel does. Make no other {@code MSG_ZEROCOPY}
 * sends on this socket or a duplicate of it. A socket can have only one pool in its life.
 *
 * <p><b>Closing</b> the pool does not wait. Data that is not sent yet still leaves unchanged: the pages are unmapped from this process,
 * and the kernel keeps them as long as it needs them. This is also true if the socket is closed before or after, and for a pool that is
 * forgotten.
 *
 * <p>Thread-safe; one call runs at a time. While a send blocks, other calls wait; {@link Socket#close} ends it.
 *
 * @see <a href="https://docs.kernel.org/networking/msg_zerocopy.html">Documentation/networking/msg_zerocopy.rst</a>
 */
public final class ZeroCopyPool implements AutoCloseable {

    private static final int CACHE_LINE = 64;
    private static final int LEAST_IDS = 1024;

    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    private final Socket socket;
    private final boolean datagrams;
    private final int bufferSize;
    private final ZeroCopyBuffer[] free;
    private final CompletionRing<ZeroCopyBuffer> ids;
    private final Consumer<ZeroCopyBuffer> whenComplete = this::complete;
    private final Cleaner.Cleanable pages;
    private int freeCount;
    private int lent;
    private boolean doubt; // the number of the next send is not known
    private boolean closed;
    private long copied;
    private long zeroCopied;
    private long fallbacks;

    private ZeroCopyPool(Socket socket, Slab memory, int buffers, int bufferSize, int stride) {
        this.socket = socket;
        this.bufferSize = bufferSize;
        datagrams = socket.type() != Bsd.SOCK_STREAM;
        ByteBuffer lentOut = memory.lent();
        long address = memory.address();
        free = new ZeroCopyBuffer[buffers];
        for (int i = 0; i < buffers; i++) {
            int at = (buffers - 1 - i) * stride; // the last one is given out first
            free[i] = new ZeroCopyBuffer(this, lentOut.slice(at, bufferSize), address + at);
        }
        freeCount = buffers;
        ids = new CompletionRing<>(Integer.highestOneBit(Math.max(LEAST_IDS, 4 * buffers)), 0);
        pages = Descriptor.CLEANER.register(this, memory::free);
    }

    /**
     * Makes a pool and sets {@code SO_ZEROCOPY}.
     *
     * @param socket a TCP or UDP socket, IPv4 or IPv6, without an earlier {@code MSG_ZEROCOPY} send
     * @param buffers how many, 1 to 65536
     * @param bufferSize bytes of each, 1 to 16 MiB
     * @return the pool
     * @throws ErrnoException as in setsockopt(2)
     * @throws SocketClosedException if the socket is closed
     * @throws IllegalArgumentException if a number is out of range, the sum is more than 1 GiB, or the socket is of another kind
     * @throws IllegalStateException if the socket, or a copy by {@link Socket#dup}, has or had a pool
     * @throws OutOfMemoryError if there is no memory for it; the socket is as before, and can have a pool later
     * @throws UnsupportedOperationException on systems other than Linux
     */
    public static ZeroCopyPool open(Socket socket, int buffers, int bufferSize) throws ErrnoException {
        Abi.check(Bsd.MSG_ZEROCOPY, "ZeroCopyPool");
        Buffers.present("ZeroCopyPool", socket);
        Ranges.check("ZeroCopyPool", "buffers", buffers, 1, 65_536);
        Ranges.check("ZeroCopyPool", "bufferSize", bufferSize, 1, 1 << 24);
        int stride = (bufferSize + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        if ((long) buffers * stride > 1 << 30) {
            throw new IllegalArgumentException(
                    "ZeroCopyPool: " + buffers + " buffers of " + bufferSize + " bytes are more than 1 GiB");
        }
        boolean inet = socket.domain() == Bsd.AF_INET || socket.domain() == Bsd.AF_INET6;
        if (socket.isOpen() && (!inet || (socket.type() != Bsd.SOCK_STREAM && socket.type() != Bsd.SOCK_DGRAM))) {
            throw new IllegalArgumentException("ZeroCopyPool: " + socket + " is neither TCP nor UDP");
        }
        Descriptor d = SOCKETS.descriptor(socket);
        if (!d.takeZeroCopy()) {
            throw new IllegalStateException("ZeroCopyPool: " + socket + " has a pool, or had one");
        }
        Slab memory = null;
        boolean opened = false;
        try {
            memory = new Slab("ZeroCopyPool", buffers * stride); // whole pages, with no other data in them
            ZeroCopyPool pool = new ZeroCopyPool(socket, memory, buffers, bufferSize, stride);
            socket.setsockopt(Bsd.SOL_SOCKET, Bsd.SO_ZEROCOPY, 1);
            opened = true;
            return pool;
        } finally {
            if (!opened) {
                giveBack(d, memory);
            }
        }
    }

    /** Undoes an {@link #open} that failed: a later one may succeed. */
    private static void giveBack(Descriptor d, @Nullable Slab memory) {
        d.giveZeroCopyBack();
        if (memory != null) {
            memory.free();
        }
    }

    // ---- what a buffer can do ----

    /**
     * Takes a buffer.
     *
     * @return a cleared buffer, which is yours now; null if there is none: see {@link #completed}
     * @throws IllegalStateException if the pool is closed
     */
    public synchronized @Nullable ZeroCopyBuffer acquire() {
        checkOpen("acquire");
        if (freeCount == 0) {
            return null;
        }
        ZeroCopyBuffer b = free[--freeCount];
        b.state = State.OWNED;
        b.view().clear();
        return b;
    }

    private void checkOpen(String call) {
        if (closed) {
            throw new IllegalStateException(call + ": the ZeroCopyPool is closed");
        }
    }

    private static void checkOwned(String call, ZeroCopyBuffer b) {
        if (b.state != State.OWNED) {
            throw new IllegalStateException(call + ": the buffer "
                    + (b.state == State.LENT ? "was sent, and is the kernel's" : "is the pool's"));
        }
    }

    synchronized ByteBuffer fillable(ZeroCopyBuffer b) {
        checkOpen("buffer");
        checkOwned("buffer", b);
        if (b.pending > 0) {
            throw new IllegalStateException("buffer: a part was sent, and the kernel reads it still");
        }
        return b.view();
    }

    synchronized int send(ZeroCopyBuffer b, int flags, @Nullable Sockaddr to) throws ErrnoException {
        String call = to == null ? "send" : "sendto";
        checkOpen(call);
        checkOwned(call, b);
        Abi.check(flags, call);
        ByteBuffer view = b.view();
        int position = view.position(); // each read once: another thread may be moving them
        Descriptor d = SOCKETS.descriptor(socket);
        int n = attempt(d, b, position, Math.max(view.limit() - position, 0), flags, to);
        Reference.reachabilityFence(socket);
        if (n < 0 && n != Socket.WOULD_BLOCK) {
            throw failed(d, call, n, to == null ? SOCKETS.peer(socket) : to);
        }
        if (n >= 0) {
            Buffers.moved(view, position + n);
            if (!view.hasRemaining()) {
                giveUp(b);
            }
        }
        return n;
    }

    private static ErrnoException failed(Descriptor d, String call, int error, @Nullable Sockaddr peer) {
        return d.isOpen() ? new ErrnoException(call, -error, peer) : new SocketClosedException(call);
    }

    private int attempt(Descriptor d, ZeroCopyBuffer b, int at, int length, int flags, @Nullable Sockaddr to)
            throws ErrnoException {
        boolean numbered = length > 0 && !ids.isFull() && !isDoubtful(d);
        if (numbered) {
            int n = trySend(d, b.address + at, length, flags | Bsd.MSG_ZEROCOPY, to);
            if (n > 0) {
                ids.add(b);
                b.pending++;
                return n;
            }
            doubt = datagrams && n != Socket.WOULD_BLOCK;
            if (n != -Bsd.ENOBUFS) {
                return n;
            }
        }
        int n = trySend(d, b.address + at, length, flags, to);
        if (n > 0) {
            fallbacks++;
        }
        return n;
    }

    /**
     * Whether it is still unknown if the kernel counted a failed datagram. When all sends are complete, its completion would be in the
     * error queue.
     */
    private boolean isDoubtful(Descriptor d) throws ErrnoException {
        if (doubt && ids.isEmpty()) {
            int revents = Calls.number(d, Calls.POLL, 0); // POLLERR: the queue has entries, or an error is pending
            if (revents < 0) {
                throw failed(d, "poll", revents, SOCKETS.peer(socket));
            }
            doubt = (revents & Bsd.POLLERR) != 0;
        }
        return doubt;
    }

    /** A send that returns {@code -errno} for an error. */
    private static int trySend(Descriptor d, long address, int length, int flags, @Nullable Sockaddr to) {
        long sa = to == null ? 0 : SOCKETS.memory(to);
        int n = Waiting.send(d, address, length, flags, sa, to == null ? 0 : to.length(), d.defaultTimeout());
        Reference.reachabilityFence(to);
        return n;
    }

    synchronized void release(ZeroCopyBuffer b) {
        checkOwned("release", b);
        giveUp(b);
    }

    private void giveUp(ZeroCopyBuffer b) {
        if (b.pending == 0) {
            put(b);
        } else {
            b.state = State.LENT;
            lent++;
        }
    }

    private void put(ZeroCopyBuffer b) {
        b.state = State.FREE;
        free[freeCount++] = b;
    }

    // ---- completions ----

    /**
     * Takes the completions among the entries from the error queue of the pool's socket; it skips other entries.
     *
     * @param queue after {@link Socket#errors}; pass the entries of each call once
     * @return how many buffers are free again
     * @throws IllegalStateException if there is a completion of a send that the pool did not make
     */
    public synchronized int completed(ErrorQueue queue) {
        int before = freeCount;
        int count = Buffers.present("completed", queue).count();
        for (int i = 0; i < count; i++) {
            if (queue.kind(i) == ErrorKind.ZEROCOPY) {
                completed((int) queue.firstCompleted(i), (int) queue.lastCompleted(i), queue.isCopied(i));
            }
        }
        return freeCount - before;
    }

    private void completed(int first, int last, boolean wasCopied) {
        if (doubt && last == ids.next() && !ids.isFull()) {
            ids.skip(); // the datagram that failed was counted
        }
        if (last - ids.next() >= 0) {
            throw new IllegalStateException("completed: zero-copy send " + Integer.toUnsignedLong(last)
                    + " was not one of the pool, whose next is " + Integer.toUnsignedLong(ids.next()));
        }
        int n = ids.complete(first, last, whenComplete);
        if (wasCopied) {
            copied += n;
        } else {
            zeroCopied += n;
        }
    }

    private void complete(ZeroCopyBuffer b) {
        b.pending--;
        if (b.pending == 0 && b.state == State.LENT) {
            lent--;
            put(b);
        }
    }

    // ---- numbers ----

    /** {@return bytes of each buffer} */
    public int bufferSize() {
        return bufferSize;
    }

    /** {@return how many buffers there are} */
    public int capacity() {
        return free.length;
    }

    /** {@return how many buffers can be acquired now} */
    public synchronized int available() {
        return freeCount;
    }

    /** {@return how many sent or released buffers the kernel still has} */
    public synchronized int lent() {
        return lent;
    }

    /** {@return how many complete sends the kernel made without a copy} */
    public synchronized long zeroCopied() {
        return zeroCopied;
    }

    /** {@return how many complete sends the kernel copied after all ({@code SO_EE_CODE_ZEROCOPY_COPIED})} */
    public synchronized long copied() {
        return copied;
    }

    /** {@return how many sends were plain ones, without {@code MSG_ZEROCOPY}} */
    public synchronized long fallbacks() {
        return fallbacks;
    }

    synchronized String text(ZeroCopyBuffer b) {
        return "ZeroCopyBuffer[" + b.state + ", " + b.pending + " sends under way]";
    }

    /**
     * Ends the use of all buffers, also of acquired ones; their content is lost. Data that is not sent yet still leaves unchanged. If
     * another thread is in a send that blocks, this waits for it. May be repeated.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pages.clean();
        }
    }

    @Override
    public synchronized String toString() {
        String what = closed ? "closed" : freeCount + " of " + free.length + " buffers free, " + lent + " lent";
        return "ZeroCopyPool[" + socket + ", " + what + "]";
    }
}
