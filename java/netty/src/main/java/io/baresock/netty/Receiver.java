package io.baresock.netty;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives into buffers of Netty, by the slots of a batch. For one thread; only {@link #close} may be called when it is gone. */
final class Receiver {

    /** Room for whatever the kernel merges. */
    private static final int MERGED = 1 << 16;

    /** With more, the memory is out of the processor's cache before it is used again. */
    private static final int MERGED_SLOTS = 2;

    /** The most bytes that slots share, and so that a handler holds by one packet that it keeps. */
    private static final int SHARED = 1 << 15;

    private final Socket socket;
    private final Peers peers;
    private final MessageBatch batch;
    private final int slots;
    private final boolean merged;
    private final List<SharedBuffer> buffers = new ArrayList<>();
    private int room;
    private int taken; // slots before this one may have memory that somebody keeps
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
        slots = merged ? Math.min(size, MERGED_SLOTS) : size;
        batch = new MessageBatch(slots, 0);
    }

    boolean isMerged() {
        return merged;
    }

    int size() {
        return slots;
    }

    /**
     * One system call.
     *
     * @param local the channel's address
     * @param to where the packets are added; if this throws, they are worth nothing
     * @return how many messages came; less than {@link #size} if no more were there
     */
    int receive(
            ByteBufAllocator allocator,
            RecvByteBufAllocator.ExtendedHandle handle,
            InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            List<Object> to)
            throws ErrnoException {
        prepare(allocator, merged ? MERGED : handle.guess());
        handle.attemptedBytesRead(slots * room);
        int n = socket.recvmmsg(batch, 0, 0);
        taken = Math.max(n, 0);
        int bytes = 0;
        for (int b = 0; b < buffers.size() && buffers.get(b).first < n; b++) {
            SharedBuffer from = buffers.get(b);
            for (int i = from.first; i < Math.min(from.end(), n); i++) {
                bytes += batch.length(i);
                take(from, i, local, remote, to);
            }
        }
        for (int b = 0; b < buffers.size() && buffers.get(b).first < n; b++) {
            buffers.get(b).handOut();
        }
        // An empty datagram is no end of the stream.
        handle.lastBytesRead(n <= 0 ? -1 : Math.max(bytes, 1));
        return taken;
    }

    private void prepare(ByteBufAllocator allocator, int wanted) {
        if (wanted != room) {
            release();
            layOut(wanted);
        }
        for (int b = 0; b < buffers.size() && buffers.get(b).first < taken; b++) {
            buffers.get(b).prepare(allocator, batch);
        }
        taken = 0;
    }

    /**
     * The first slots have buffers of their own, and each later buffer serves as many slots as are before it. So a receive of few datagrams
     * does not use, nor its handlers keep, more than twice the memory that is needed.
     */
    private void layOut(int wanted) {
        int most = Math.max(1, SHARED / wanted);
        int n;
        for (int first = 0; first < slots; first += n) {
            n = Math.min(Math.min(Math.max(first, 1), most), slots - first);
            buffers.add(new SharedBuffer(first, n, wanted));
        }
        room = wanted;
        taken = slots;
    }

    private void take(
            SharedBuffer from, int i, InetSocketAddress local, @Nullable InetSocketAddress remote, List<Object> to) {
        int length = batch.length(i);
        InetSocketAddress sender = batch.sourceLength(i) == 0 ? remote : peers.sender(batch, i);
        InetSocketAddress own = peers.own(batch, i, local.getPort());
        InetSocketAddress recipient = own == null ? local : own;
        int tos = batch.tos(i);
        int interfaceIndex = Math.max(batch.interfaceIndex(i), 0);
        int size = batch.groSize(i);
        if (size <= 0 || length <= size) {
            int whole = batch.isTruncated(i) ? Math.max(batch.bytes(i), length + 1) : length;
            ByteBuf content = from.slice(i, 0, room).writerIndex(length);
            to.add(new BaresockDatagramPacket(content, recipient, sender, tos, interfaceIndex, whole));
            return;
        }
        for (int at = 0; at < length; at += size) {
            int one = Math.min(size, length - at);
            ByteBuf content = from.slice(i, at, one);
            to.add(new BaresockDatagramPacket(content, recipient, sender, tos, interfaceIndex, one));
        }
    }

    private void release() {
        for (SharedBuffer b : buffers) {
            b.release();
        }
        buffers.clear();
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
