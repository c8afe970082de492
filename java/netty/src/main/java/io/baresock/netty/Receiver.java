package io.baresock.netty;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives into buffers of Netty, one for each slot of a batch. For one thread; only {@link #close} may be called when it is gone. */
final class Receiver {

    /** Room for whatever the kernel merges. */
    private static final int MERGED = 1 << 16;

    /** With more, the memory is out of the processor's cache before it is used again. */
    private static final int MERGED_SLOTS = 2;

    private final Socket socket;
    private final Peers peers;
    private final MessageBatch batch;
    private final @Nullable ByteBuf[] buffers;
    private final boolean merged;
    private int room;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param size how many datagrams a system call receives at most
     * @param merged whether datagrams come merged, by UDP_GRO
     */
    Receiver(Socket socket, Peers peers, int size, boolean merged) {
        this.socket = socket;
        this.peers = peers;
        this.merged = merged;
        int slots = merged ? Math.min(size, MERGED_SLOTS) : size;
        batch = new MessageBatch(slots, 0);
        buffers = new ByteBuf[slots];
    }

    boolean isMerged() {
        return merged;
    }

    /**
     * One system call.
     *
     * @param local the channel's address
     * @param to where the packets are added
     * @return how many messages came; less than {@link #size} if no more were there
     */
    int receive(
            ByteBufAllocator allocator,
            RecvByteBufAllocator.ExtendedHandle handle,
            InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            List<Object> to)
            throws ErrnoException {
        refill(allocator, merged ? MERGED : handle.guess());
        handle.attemptedBytesRead(buffers.length * room);
        int n = socket.recvmmsg(batch, 0, 0);
        int bytes = 0;
        for (int i = 0; i < n; i++) {
            bytes += batch.length(i);
            take(i, local, remote, to);
        }
        // An empty datagram is no end of the stream.
        handle.lastBytesRead(n <= 0 ? -1 : Math.max(bytes, 1));
        return Math.max(n, 0);
    }

    int size() {
        return buffers.length;
    }

    private void refill(ByteBufAllocator allocator, int wanted) {
        if (wanted != room) {
            release();
            room = wanted;
        }
        for (int i = 0; i < buffers.length; i++) {
            if (buffers[i] == null) {
                ByteBuf b = allocator.directBuffer(room);
                buffers[i] = b;
                batch.memory(i, Addresses.of(b, 0, room), room);
            }
        }
    }

    private void take(int i, InetSocketAddress local, @Nullable InetSocketAddress remote, List<Object> to) {
        ByteBuf b = buffers[i];
        if (b == null) {
            throw new AssertionError(i); // refill has filled all
        }
        int length = batch.length(i);
        InetSocketAddress sender = batch.sourceLength(i) == 0 ? remote : peers.sender(batch, i);
        InetSocketAddress own = peers.own(batch, i, local.getPort());
        InetSocketAddress recipient = own == null ? local : own;
        int tos = batch.tos(i);
        int interfaceIndex = Math.max(batch.interfaceIndex(i), 0);
        int size = batch.groSize(i);
        buffers[i] = null;
        b.setIndex(0, length);
        if (size <= 0 || length <= size) {
            int whole = batch.isTruncated(i) ? Math.max(batch.bytes(i), length + 1) : length;
            to.add(new BaresockDatagramPacket(b, recipient, sender, tos, interfaceIndex, whole));
            return;
        }
        while (b.isReadable()) {
            int one = Math.min(size, b.readableBytes());
            to.add(new BaresockDatagramPacket(b.readRetainedSlice(one), recipient, sender, tos, interfaceIndex, one));
        }
        b.release();
    }

    private void release() {
        for (int i = 0; i < buffers.length; i++) {
            ByteBuf b = buffers[i];
            if (b != null) {
                buffers[i] = null;
                b.release();
            }
        }
    }

    /** Releases all. May be repeated. */
    void close() {
        if (!closed) {
            closed = true;
            batch.close();
            release();
        }
    }
}
