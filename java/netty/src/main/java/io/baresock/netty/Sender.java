package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.ControlBuilder;
import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.jspecify.annotations.Nullable;

/** Sends what was flushed, from the buffers of Netty, in batches. For one thread; only {@link #close} may be called when it is gone. */
final class Sender implements ChannelOutboundBuffer.MessageProcessor {

    /** The largest IP packet, less the header of UDP and the longest one of IPv4. */
    private static final int PIECE_MAX = 65_535 - 8 - 60;

    /** With segmentation a batch is so much longer: what is left of a run at its end is often too short for a piece. */
    private static final int RUNS = 4;

    /** Bytes for a local address, a type of service and a segment size. */
    private static final int CONTROL = 128;

    private final Socket socket;
    private final Peers peers;
    private final MessageBatch batch;
    private final @Nullable Gso gso;

    // Of the batch that is being made or sent, for each slot: the message, its destination, whether this is its last
    // datagram, whether control data is set
    private final @Nullable Object[] messages;
    private final @Nullable Sockaddr[] recipients;
    private final boolean[] last;
    private final boolean[] controlled;
    private int filled;
    private int most;
    private int done; // bytes of the first message that went with an earlier batch
    private @Nullable Object cut; // this message goes in single datagrams

    /**
     * Makes one.
     *
     * @param minRun how many equal datagrams are sent in one piece; 0 for none
     */
    Sender(Socket socket, Peers peers, int size, int minRun) {
        this.socket = socket;
        this.peers = peers;
        boolean udp = socket.protocol() == 0 || socket.protocol() == Bsd.IPPROTO_UDP;
        gso = udp && minRun > 0 && Gso.supportedSegments() > 1 ? new Gso().minRun(minRun) : null;
        int slots = gso == null ? size : size * RUNS;
        batch = new MessageBatch(slots, 0, CONTROL);
        messages = new Object[slots];
        recipients = new Sockaddr[slots];
        last = new boolean[slots];
        controlled = new boolean[slots];
    }

    /**
     * Sends what was flushed, and completes the promises, until all is sent, the socket has no more room, or the limit is reached.
     *
     * @param connected whether the socket has a peer
     * @param limit how many datagrams at most
     */
    void write(ChannelOutboundBuffer out, boolean connected, int limit) throws Exception {
        int left = limit;
        while (left > 0 && !out.isEmpty()) {
            filled = 0;
            most = Math.min(left, messages.length);
            out.forEachFlushedMessage(this);
            if (filled == 0) { // only cancelled ones
                while (out.current() != null) {
                    out.remove();
                }
                return;
            }
            left -= filled;
            if (!sendAll(out, connected)) {
                return;
            }
        }
    }

    // ---- filling ----

    @Override
    public boolean processMessage(Object message) {
        if (filled == most) {
            return false;
        }
        ByteBuf content;
        InetSocketAddress to = null;
        if (message instanceof AddressedEnvelope<?, ?> envelope) {
            content = (ByteBuf) envelope.content();
            to = (InetSocketAddress) envelope.recipient();
        } else {
            content = (ByteBuf) message;
        }
        int length = content.readableBytes();
        int segment = message instanceof SegmentedDatagramPacket s ? s.segmentSize() : length;
        Sockaddr bare = to == null ? null : peers.recipient(to);
        int piece = segment < length && message != cut ? piece(segment, bare) : segment;
        int from = filled == 0 ? done : 0;
        long start = Addresses.of(content, content.readerIndex(), length);
        do {
            int n = Math.min(piece, length - from);
            fill(message, bare, start + from, n);
            if (n > segment) {
                controlled[filled] = true;
                batch.control(filled).segmentSize(segment);
            }
            from += n;
            last[filled++] = from == length;
        } while (from < length && filled < most);
        return true;
    }

    /** How many bytes of segments of this size the kernel takes at once. */
    private int piece(int segment, @Nullable Sockaddr to) {
        if (gso == null || segment > PIECE_MAX || gso.plainReason(to) != 0) {
            return segment;
        }
        return segment * Math.min(Gso.supportedSegments(), PIECE_MAX / segment);
    }

    private void fill(Object message, @Nullable Sockaddr to, long start, int length) {
        int i = filled;
        messages[i] = message;
        batch.memory(i, start, length);
        address(i, to);
        if (controlled[i]) {
            batch.control(i).clear();
            controlled[i] = false;
        }
        if (message instanceof BaresockDatagramPacket packet) {
            control(i, packet);
        }
    }

    /** Peers has one object for each address in use, and most slots keep their destination from batch to batch. */
    @SuppressWarnings("ReferenceEquality")
    private void address(int i, @Nullable Sockaddr to) {
        if (recipients[i] != to) {
            batch.to(i, to);
            recipients[i] = to;
        }
    }

    private void control(int i, BaresockDatagramPacket packet) {
        InetSocketAddress own = packet.sender();
        int interfaceIndex = packet.interfaceIndex();
        int tos = packet.tos();
        if (own == null && interfaceIndex == 0 && tos < 0) {
            return;
        }
        controlled[i] = true;
        ControlBuilder c = batch.control(i);
        boolean four = packet.recipient().getAddress() instanceof Inet4Address;
        if (own != null) {
            c.pktinfo(peers.bare(own), interfaceIndex);
        } else if (interfaceIndex != 0 && four) {
            c.pktinfo4(0, interfaceIndex);
        } else if (interfaceIndex != 0) {
            c.pktinfo6(0, 0, interfaceIndex);
        }
        if (tos >= 0 && four) {
            c.tos(tos);
        } else if (tos >= 0) {
            c.trafficClass(tos);
        }
    }

    // ---- sending ----

    /** False if there is no more room, or the socket is closed. */
    private boolean sendAll(ChannelOutboundBuffer out, boolean connected) {
        int at = 0;
        while (at < filled) {
            batch.range(at, filled - at);
            int sent = 0;
            ErrnoException failure = null;
            try {
                sent = gso == null ? socket.sendmmsg(batch, 0, 0) : socket.sendmmsg(batch, gso, 0, 0);
            } catch (SocketClosedException e) {
                return false; // the channel is about to close too, and fails the rest
            } catch (ErrnoException e) {
                failure = e;
            }
            if (failure != null && isRefused(at, failure)) {
                cut = messages[at];
                return true; // the next batch begins with it
            }
            if (failure != null) {
                at = fail(out, at, connected ? ofConnected(failure) : failure);
            } else if (sent == Socket.WOULD_BLOCK) {
                return false;
            } else {
                at = complete(out, at, sent);
            }
            if (!socket.isOpen()) { // a listener of a promise closed it
                return false;
            }
        }
        return true;
    }

    /** Whether the path may not take a piece. Nothing of it was sent, and its datagrams can be sent one by one. */
    private boolean isRefused(int slot, ErrnoException e) {
        boolean mayBeThePath = e.errno() == Bsd.EIO || e.errno() == Bsd.EINVAL || e.errno() == Bsd.EMSGSIZE;
        return mayBeThePath
                && messages[slot] instanceof SegmentedDatagramPacket s
                && s.segmentSize() < batch.length(slot);
    }

    /** What Netty and the JDK throw if the peer has no such port. */
    static Exception ofConnected(ErrnoException e) {
        if (e.errno() != Bsd.ECONNREFUSED) {
            return e;
        }
        PortUnreachableException unreachable = new PortUnreachableException(e.getMessage());
        unreachable.initCause(e);
        return unreachable;
    }

    /** Completes the messages of the slots that were sent; returns the next slot. */
    private int complete(ChannelOutboundBuffer out, int first, int sent) {
        for (int i = first; i < first + sent && socket.isOpen(); i++) {
            if (last[i]) {
                done = 0;
                toFront(out, i);
                out.remove();
            } else {
                done += batch.length(i);
            }
        }
        return first + sent;
    }

    /** Fails the message of a slot; returns the first slot of the next message. */
    private int fail(ChannelOutboundBuffer out, int slot, Exception cause) {
        int next = slot;
        while (next < filled && !last[next]) {
            next++;
        }
        done = 0;
        toFront(out, slot);
        out.remove(cause);
        return Math.min(next + 1, filled);
    }

    /** Drops messages before that of the slot: they were cancelled, and were never in the batch. */
    private void toFront(ChannelOutboundBuffer out, int slot) {
        Object message = messages[slot];
        messages[slot] = null;
        cut = null;
        while (out.current() != null && out.current() != message) {
            out.remove();
        }
    }

    /** Frees the memory. May be repeated. */
    void close() {
        batch.close();
    }
}
