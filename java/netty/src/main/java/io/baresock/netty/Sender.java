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

    /** Slots until a flush has more messages. Most flushes are short, and memory for a long one takes 0.2 ms to make (measured). */
    private static final int FEW = 16;

    /** Bytes for a local address, a type of service and a segment size. */
    private static final int CONTROL = 128;

    /**
     * A batch that is being made or sent, and for each slot: the message, its destination, whether this is its last datagram, whether
     * control data is set.
     */
    private static final class Slots {
        final MessageBatch batch;
        final @Nullable Object[] messages;
        final @Nullable Sockaddr[] recipients;
        final boolean[] last;
        final boolean[] controlled;

        Slots(int n) {
            batch = new MessageBatch(n, 0, CONTROL);
            messages = new Object[n];
            recipients = new Sockaddr[n];
            last = new boolean[n];
            controlled = new boolean[n];
        }
    }

    private final Socket socket;
    private final Peers peers;
    private final @Nullable Gso gso;
    private final int allSlots;
    private Slots slots;
    private int filled;
    private int most;
    private int done; // bytes of the first message that went with an earlier batch
    private @Nullable Object cut; // this message goes in single datagrams

    /**
     * Makes one.
     *
     * @param minRun how many equal datagrams are sent in one piece; 0 for none
     * @param flushed how many messages the first flush has
     */
    Sender(Socket socket, Peers peers, int size, int minRun, int flushed) {
        this.socket = socket;
        this.peers = peers;
        boolean udp = socket.protocol() == 0 || socket.protocol() == Bsd.IPPROTO_UDP;
        gso = udp && minRun > 0 && Gso.supportedSegments() > 1 ? new Gso().minRun(minRun) : null;
        allSlots = gso == null ? size : size * RUNS;
        slots = new Slots(slotsFor(flushed));
    }

    /**
     * Sends what was flushed, and completes the promises, until all is sent, the socket has no more room, or the limit is reached.
     *
     * @param connected whether the socket has a peer
     * @param limit how many datagrams at most
     */
    void write(ChannelOutboundBuffer out, boolean connected, int limit) throws Exception {
        makeRoom(out.size());
        int left = limit;
        while (left > 0 && !out.isEmpty()) {
            filled = 0;
            most = Math.min(left, slots.last.length);
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

    private int slotsFor(int flushed) {
        return flushed > FEW ? allSlots : Math.min(FEW, allSlots);
    }

    private void makeRoom(int flushed) {
        Slots few = slots;
        if (slotsFor(flushed) > few.last.length) {
            slots = new Slots(allSlots);
            few.batch.close();
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
                slots.controlled[filled] = true;
                slots.batch.control(filled).segmentSize(segment);
            }
            from += n;
            slots.last[filled++] = from == length;
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
        MessageBatch batch = slots.batch;
        slots.messages[i] = message;
        batch.memory(i, start, length);
        address(i, to);
        if (slots.controlled[i]) {
            batch.control(i).clear();
            slots.controlled[i] = false;
        }
        if (message instanceof BaresockDatagramPacket packet) {
            control(i, packet);
        }
    }

    /** Peers has one object for each address in use, and most slots keep their destination from batch to batch. */
    @SuppressWarnings("ReferenceEquality")
    private void address(int i, @Nullable Sockaddr to) {
        if (slots.recipients[i] != to) {
            slots.batch.to(i, to);
            slots.recipients[i] = to;
        }
    }

    private void control(int i, BaresockDatagramPacket packet) {
        InetSocketAddress own = packet.sender();
        int interfaceIndex = packet.interfaceIndex();
        int tos = packet.tos();
        if (own == null && interfaceIndex == 0 && tos < 0) {
            return;
        }
        slots.controlled[i] = true;
        ControlBuilder c = slots.batch.control(i);
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
        MessageBatch batch = slots.batch;
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
                cut = slots.messages[at];
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
                && slots.messages[slot] instanceof SegmentedDatagramPacket s
                && s.segmentSize() < slots.batch.length(slot);
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
            if (slots.last[i]) {
                done = 0;
                toFront(out, i);
                out.remove();
            } else {
                done += slots.batch.length(i);
            }
        }
        return first + sent;
    }

    /** Fails the message of a slot; returns the first slot of the next message. */
    private int fail(ChannelOutboundBuffer out, int slot, Exception cause) {
        int next = slot;
        while (next < filled && !slots.last[next]) {
            next++;
        }
        done = 0;
        toFront(out, slot);
        out.remove(cause);
        return Math.min(next + 1, filled);
    }

    /** Drops messages before that of the slot: they were cancelled, and were never in the batch. */
    private void toFront(ChannelOutboundBuffer out, int slot) {
        Object message = slots.messages[slot];
        slots.messages[slot] = null;
        cut = null;
        while (out.current() != null && out.current() != message) {
            out.remove();
        }
    }

    /** Frees the memory. May be repeated. */
    void close() {
        slots.batch.close();
    }
}
