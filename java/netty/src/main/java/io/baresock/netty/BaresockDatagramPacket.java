package io.baresock.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram of a {@link BaresockDatagramChannel}, with what its IP header said or shall say.
 *
 * <p><b>One that was received</b> has the peer's address as {@link #sender}. Its {@link #recipient} is the address of this host that the
 * datagram was sent to, if {@link BaresockChannelOption#PKTINFO} is on, else the channel's own address. For a multicast or broadcast
 * datagram on a channel of family INET it is the address that an answer comes from; on one of INET6 it is the group. {@link #tos} and {@link #ecn} are known with {@link BaresockChannelOption#TOS}.
 *
 * <p><b>One to send</b> goes to the {@link #recipient}. If it has a {@link #sender}, the datagram comes from that address of this host; its
 * port does not matter. If it has an interface, it leaves by that one. If it has a type of service, it gets that one, ECN bits included.
 *
 * <p>Immutable, except for its content.
 */
public final class BaresockDatagramPacket extends DatagramPacket {

    private static final int ECN = 3;
    private static final int BYTE_MAX = 255;

    private final int tos;
    private final int interfaceIndex;
    private final int length;

    /**
     * A datagram to send, from the channel's address and with its type of service.
     *
     * @param content the payload
     * @param recipient the peer
     */
    public BaresockDatagramPacket(ByteBuf content, InetSocketAddress recipient) {
        this(content, recipient, null, -1, 0);
    }

    /**
     * A datagram to send.
     *
     * @param content the payload
     * @param recipient the peer
     * @param sender the address of this host to send from; null leaves the choice to the kernel
     * @param tos type of service or traffic class, 0 to 255: 6 bits DSCP, 2 bits ECN; -1 for the channel's
     * @param interfaceIndex the interface to send by; 0 leaves the choice to the routing table
     * @throws IllegalArgumentException if a number is out of range
     */
    public BaresockDatagramPacket(
            ByteBuf content,
            InetSocketAddress recipient,
            @Nullable InetSocketAddress sender,
            int tos,
            int interfaceIndex) {
        this(content, recipient, sender, tos, interfaceIndex, -1);
    }

    BaresockDatagramPacket(
            ByteBuf content,
            InetSocketAddress recipient,
            @Nullable InetSocketAddress sender,
            int tos,
            int interfaceIndex,
            int length) {
        super(content, recipient, sender);
        if (tos < -1 || tos > BYTE_MAX) {
            throw new IllegalArgumentException(
                    "BaresockDatagramPacket: type of service " + tos + " is not in 0..255, or -1 for the channel's");
        }
        if (interfaceIndex < 0) {
            throw new IllegalArgumentException("BaresockDatagramPacket: interface index " + interfaceIndex
                    + " is negative; take 0 to leave the choice to the routing table");
        }
        this.tos = tos;
        this.interfaceIndex = interfaceIndex;
        this.length = length;
    }

    /** {@return type of service or traffic class, 0 to 255; -1 if it is not known, or for the channel's} */
    public int tos() {
        return tos;
    }

    /** {@return the ECN bits: 0 none, 1 ECT(1), 2 ECT(0), 3 congestion experienced; -1 if they are not known} */
    public int ecn() {
        return tos < 0 ? -1 : tos & ECN;
    }

    /** {@return the index of the interface that it came in by or is to leave by; 0 if that is not known} */
    public int interfaceIndex() {
        return interfaceIndex;
    }

    /**
     * {@return whether it was longer than the buffer that it was received into, so that its end is lost} See
     * {@link BaresockDatagramChannel} for the size of that buffer.
     */
    public boolean isTruncated() {
        return length > content().capacity();
    }

    /** {@return how long the datagram was that was received, also if its end is lost; -1 for one to send} */
    public int length() {
        return length;
    }

    /**
     * The answer to a received datagram: it goes to the sender, from the address that the datagram came to.
     *
     * @param answer the payload
     * @return a packet to send
     * @throws IllegalStateException if this one has no sender
     */
    public BaresockDatagramPacket reply(ByteBuf answer) {
        InetSocketAddress peer = sender();
        if (peer == null) {
            throw new IllegalStateException(
                    "reply: " + this + " has no sender; only a received datagram can be answered");
        }
        InetSocketAddress own = recipient();
        boolean usable =
                !own.getAddress().isMulticastAddress() && !own.getAddress().isAnyLocalAddress();
        boolean needsInterface =
                own.getAddress().isLinkLocalAddress() || own.getAddress().isMulticastAddress();
        return new BaresockDatagramPacket(answer, peer, usable ? own : null, -1, needsInterface ? interfaceIndex : 0);
    }

    @Override
    public BaresockDatagramPacket copy() {
        return replace(content().copy());
    }

    @Override
    public BaresockDatagramPacket duplicate() {
        return replace(content().duplicate());
    }

    @Override
    public BaresockDatagramPacket retainedDuplicate() {
        return replace(content().retainedDuplicate());
    }

    @Override
    public BaresockDatagramPacket replace(ByteBuf content) {
        return new BaresockDatagramPacket(content, recipient(), sender(), tos, interfaceIndex, length);
    }

    @Override
    public BaresockDatagramPacket retain() {
        super.retain();
        return this;
    }

    @Override
    public BaresockDatagramPacket retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public BaresockDatagramPacket touch() {
        super.touch();
        return this;
    }

    @Override
    public BaresockDatagramPacket touch(Object hint) {
        super.touch(hint);
        return this;
    }
}
