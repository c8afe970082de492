package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.Multicast;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A UDP channel that receives and sends many datagrams with each system call.
 *
 * <pre>{@code
 * new Bootstrap()
 *         .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
 *         .channel(BaresockDatagramChannel.class)
 *         .option(BaresockChannelOption.GRO, true)
 *         .handler(handler)
 *         .bind(port);
 * }</pre>
 *
 * <p>It takes the place of {@code EpollDatagramChannel}, {@code NioDatagramChannel} and the like, with the same messages and options. Beside
 * that it has the options of {@link BaresockChannelOption}. The group must have {@code EpollIoHandler}, {@code IoUringIoHandler} or
 * {@code KQueueIoHandler}.
 *
 * <p><b>Receiving.</b> Handlers get a {@link BaresockDatagramPacket} for each datagram. Its content is a slice of a direct buffer, into which the
 * kernel has written. It has room for as much as {@link ChannelOption#RECVBUF_ALLOCATOR} says, by default 2048 bytes. A longer datagram is
 * cut, and {@link BaresockDatagramPacket#isTruncated} says so. Datagrams that come together share buffers of up to 32 KiB, and a buffer
 * whose packets are all released is used again. So to keep a few bytes for long, copy them. A packet that is released too often takes the
 * memory of another; if the channel notices that, {@code exceptionCaught} gets an {@link IllegalReferenceCountException}. The kernel's errors, such as {@link java.net.PortUnreachableException} on a connected
 * channel, come as {@code exceptionCaught}; the channel stays open. With {@code IP_RECVERR} or {@code IPV6_RECVERR} each ICMP error comes so,
 * on a channel that is not connected too; its message says the destination. The channel empties the socket's error queue for that, so do not
 * read that queue too.
 *
 * <p><b>Sending.</b> It takes a {@link DatagramPacket}, an {@link AddressedEnvelope} of a {@link ByteBuf} and an {@link InetSocketAddress}, on
 * a connected channel a {@link ByteBuf}, and a {@link SegmentedDatagramPacket}, which becomes several datagrams. What was written before a flush
 * goes with few system calls. The kernel reads a direct buffer of one piece where it is; others are copied first. Datagrams of one size
 * and one destination that follow each other go as one piece (GSO). The promise of a message is completed when the kernel has all of it, or fails with the
 * {@link ErrnoException} of that message; the messages after it are sent all the same. If the socket has no room, the rest waits until it
 * has, and the channel becomes unwritable as Netty's water marks say.
 *
 * <p>{@link #close} and a {@link Socket#close} of a socket that was given are the same, and safe on any thread. Calls fail at once. The
 * descriptor is closed when the loop has forgotten it, up to two turns of the loop later. Only then {@link #closeFuture} and the futures of
 * the close are done, so the port is free for their listeners. (If another thread is in a call of {@link #socket}, such as its close,
 * the port is free when that call ends. If the loop ends, they do not wait.)
 */
public final class BaresockDatagramChannel extends AbstractChannel implements DatagramChannel {

    private static final int MAX_MESSAGES_PER_READ = 16;
    private static final ChannelMetadata METADATA = new ChannelMetadata(true, MAX_MESSAGES_PER_READ);
    private static final int ERRORS = 16;
    private static final boolean HAS_ERROR_QUEUE = "Linux".equals(System.getProperty("os.name"));

    private final Socket socket;
    private final Peers peers;
    private final BaresockDatagramChannelConfig config;
    private final List<Object> packets = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress remote;
    private volatile boolean active;

    // Only the thread of the loop
    private @Nullable Readiness readiness;
    private @Nullable Receiver receiver;
    private @Nullable Sender sender;
    private @Nullable ErrorQueue errors;
    private boolean readPending;
    private boolean ending; // the loop is

    /**
     * An IPv6 socket that is for IPv4 too; where the system has no IPv6, or with {@code java.net.preferIPv4Stack}, an IPv4 socket.
     *
     * @throws ChannelException if the system refuses
     */
    public BaresockDatagramChannel() {
        this(Opening.any());
    }

    /**
     * A socket of one family.
     *
     * @param family {@code INET}; or {@code INET6}, which is for IPv4 too
     * @throws IllegalArgumentException if it is another family
     * @throws ChannelException if the system refuses
     */
    public BaresockDatagramChannel(SocketProtocolFamily family) {
        this(Opening.of(family));
    }

    /**
     * A socket that exists, perhaps bound or connected.
     *
     * @param socket an open socket of {@code AF_INET} or {@code AF_INET6} and {@code SOCK_DGRAM}; the channel closes it
     * @throws IllegalArgumentException if it is of another kind
     * @throws ChannelException if the system refuses to tell its address
     */
    public BaresockDatagramChannel(Socket socket) {
        super(null);
        Opening.check(socket);
        this.socket = socket;
        peers = new Peers(socket.domain());
        config = new BaresockDatagramChannelConfig(this, socket);
        try {
            Sockaddr own = socket.localAddress();
            if (own.port() != 0) {
                local = Peers.java(own);
                active = true;
            }
            remote = Opening.peer(socket);
        } catch (ErrnoException e) {
            throw new ChannelException(e);
        }
    }

    /** {@return the socket, for what the channel has no method for; do not receive from it} */
    public Socket socket() {
        return socket;
    }

    // ---- state ----

    @Override
    public BaresockDatagramChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isActive() {
        return socket.isOpen() && (active || config.isActiveOnRegistration() && isRegistered());
    }

    @Override
    public boolean isConnected() {
        return remote != null && socket.isOpen();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    @Override
    @SuppressWarnings("NullAway") // null before the bind, as in Netty's channels
    protected SocketAddress localAddress0() {
        return own();
    }

    /** The local address. A socket that was not bound gets one with its first datagram. */
    private @Nullable InetSocketAddress own() {
        InetSocketAddress known = local;
        if (known == null && socket.isOpen()) {
            try {
                Sockaddr now = socket.localAddress();
                known = now.port() == 0 ? null : Peers.java(now);
                local = known;
            } catch (ErrnoException e) {
                return null; // closed since
            }
        }
        return known;
    }

    @Override
    @SuppressWarnings("NullAway")
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    // ---- the loop ----

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return Readiness.isCompatible(loop);
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        try {
            Readiness.register(eventLoop(), socket, arrivals).addListener((Future<Readiness> f) -> {
                if (!f.isSuccess()) {
                    promise.setFailure(f.cause());
                    return;
                }
                readiness = f.getNow();
                waitForRoom(unsafe().outboundBuffer());
                promise.setSuccess();
            });
        } catch (SocketClosedException e) {
            promise.setFailure(e);
        }
    }

    @Override
    protected void doDeregister() {
        Readiness r = readiness;
        if (r != null) {
            r.leave();
        }
    }

    private void interest(int which, boolean on) {
        Readiness r = readiness;
        if (r != null) {
            r.interest(on ? r.interest() | which : r.interest() & ~which);
        }
    }

    /** In one of them at least. */
    private boolean isInterested(int which) {
        Readiness r = readiness;
        return r != null && (r.interest() & which) != 0;
    }

    /** What the loop tells. */
    private final class Arrivals implements Readiness.Events {

        @Override
        public void ready(int what) {
            boolean error = (what & Readiness.ERROR) != 0;
            boolean told = error && isInterested(Readiness.READABLE | Readiness.WRITABLE) && readErrors(null);
            if ((error || (what & Readiness.WRITABLE) != 0) && isInterested(Readiness.WRITABLE)) {
                ((Unsafe) unsafe()).forceFlush();
            }
            if ((error && !told || (what & Readiness.READABLE) != 0) && isInterested(Readiness.READABLE)) {
                receive();
            }
        }

        @Override
        public void closed() {
            unsafe().close(voidPromise());
        }

        @Override
        public void shutDown() {
            ending = true;
            unsafe().close(voidPromise());
        }
    }

    // ---- names ----

    private static InetSocketAddress inet(String call, SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException(call + ": " + address + " is not an InetSocketAddress");
        }
        if (inet.isUnresolved()) {
            throw new IllegalArgumentException(
                    call + ": " + inet + " is not resolved; resolve the name first, as Bootstrap.resolver does");
        }
        return inet;
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws ErrnoException {
        socket.bind(peers.bare(inet("bind", localAddress)));
        local = Peers.java(socket.localAddress());
        active = true;
    }

    private void doConnect(SocketAddress peer, @Nullable SocketAddress own) throws ErrnoException {
        if (remote != null) {
            throw new AlreadyConnectedException();
        }
        InetSocketAddress to = inet("connect", peer);
        if (own != null) {
            socket.bind(peers.bare(inet("bind", own)));
        }
        socket.connect(peers.bare(to));
        local = Peers.java(socket.localAddress());
        remote = to;
        active = true;
    }

    /** Linux forgets a port that it chose itself: the socket is bound to it again. */
    @Override
    protected void doDisconnect() throws ErrnoException {
        Sockaddr before = socket.localAddress();
        try {
            socket.connect(Sockaddr.raw(Bsd.AF_UNSPEC, new byte[14]));
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.EAFNOSUPPORT) { // BSD says so, and has done it
                throw e;
            }
        }
        remote = null;
        Sockaddr now = socket.localAddress();
        if (now.port() == 0 && before.port() != 0) {
            InetAddress own = Peers.java(now).getAddress();
            socket.bind(peers.bare(new InetSocketAddress(own, before.port())));
            now = socket.localAddress();
        }
        local = now.port() == 0 ? null : Peers.java(now);
    }

    @Override
    protected void doClose() {
        active = false;
        socket.close();
        if (receiver != null) {
            receiver.close();
        }
        if (sender != null) {
            sender.close();
        }
        if (errors != null) {
            errors.close();
        }
    }

    // ---- receiving ----

    @Override
    protected void doBeginRead() {
        readPending = true;
        interest(Readiness.READABLE, true);
    }

    /** The configuration says that nothing is to be read any more. */
    void autoReadCleared() {
        if (!isRegistered()) {
            readPending = false;
        } else if (eventLoop().inEventLoop()) {
            stopReading();
        } else {
            eventLoop().execute(this::stopReading);
        }
    }

    private void stopReading() {
        if (!config.isAutoRead()) {
            readPending = false;
            interest(Readiness.READABLE, false);
        }
    }

    private void receive() {
        RecvByteBufAllocator.ExtendedHandle handle =
                (RecvByteBufAllocator.ExtendedHandle) unsafe().recvBufAllocHandle();
        handle.reset(config);
        ErrnoException failure = null;
        IllegalReferenceCountException misuse = null;
        try {
            while (readBatch(handle)
                    && socket.isOpen()
                    && handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER)) {}
        } catch (SocketClosedException e) {
            return; // another thread has closed it, and the loop is about to say so
        } catch (ErrnoException e) {
            failure = e;
        } catch (IllegalReferenceCountException e) {
            misuse = e;
        }
        handle.readComplete();
        pipeline().fireChannelReadComplete();
        if (failure != null) {
            readErrors(failure);
        }
        if (misuse != null) {
            pipeline().fireExceptionCaught(misuse);
        }
        if (!readPending && !config.isAutoRead()) {
            interest(Readiness.READABLE, false);
        }
    }

    /** One system call. True if all slots were filled, so that more may wait. */
    private boolean readBatch(RecvByteBufAllocator.ExtendedHandle handle) throws ErrnoException {
        Receiver r = receiver;
        if (r == null || r.isMerged() != config.isMerged()) {
            if (r != null) {
                r.close();
            }
            r = new Receiver(socket, peers, config.batch(), config.isMerged());
            receiver = r;
        }
        InetSocketAddress own = own();
        try {
            int n = r.receive(
                    config.getAllocator(), handle, own == null ? new InetSocketAddress(0) : own, remote, packets);
            if (n > 0) {
                readPending = false;
                handle.incMessagesRead(packets.size());
                for (Object packet : packets) {
                    pipeline().fireChannelRead(packet);
                }
            }
            return n == r.size();
        } finally {
            packets.clear();
        }
    }

    /**
     * Empties the error queue. With IP_RECVERR the kernel keeps each ICMP error there, and the loop reports an error until it is empty.
     * The kernel says the latest such error to the next call too; handlers get it once.
     *
     * @param said what a call has said
     * @return whether handlers were told of an error
     */
    private boolean readErrors(@Nullable ErrnoException said) {
        boolean told = false;
        ErrnoException left = said;
        try {
            while (HAS_ERROR_QUEUE && socket.isOpen() && socket.errors(errorQueue()) > 0) {
                ErrorQueue queue = errorQueue();
                for (int i = 0;
                        socket.isOpen() && i < queue.count();
                        i++) { // a handler may close it, and with it the queue
                    if (isOfNetwork(queue.kind(i))) {
                        left = left != null && left.errno() == queue.errno(i) ? null : left;
                        told = true;
                        fireError(new ErrnoException("recvmsg(MSG_ERRQUEUE)", queue.errno(i), destination(queue, i)));
                    }
                }
            }
        } catch (SocketClosedException e) {
            return told; // another thread has closed it, and the loop is about to say so
        } catch (ErrnoException e) {
            told = true;
            fireError(e);
        }
        if (left != null && socket.isOpen()) {
            told = true;
            fireError(left);
        }
        return told;
    }

    private ErrorQueue errorQueue() {
        ErrorQueue queue = errors;
        if (queue == null) {
            queue = new ErrorQueue(ERRORS, 0);
            errors = queue;
        }
        return queue;
    }

    /** An error of this host is no news: the promise of that message has failed. */
    private static boolean isOfNetwork(ErrorKind kind) {
        return kind == ErrorKind.ICMP || kind == ErrorKind.ICMP6;
    }

    private static @Nullable Sockaddr destination(ErrorQueue queue, int i) {
        SockaddrStorage to = new SockaddrStorage();
        return queue.destination(i, to) ? to.toSockaddr() : null;
    }

    private void fireError(ErrnoException e) {
        pipeline().fireExceptionCaught(remote == null ? e : Sender.ofConnected(e));
    }

    // ---- sending ----

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        Sender s = sender;
        if (s == null) {
            s = new Sender(socket, peers, config.batch(), config.gso(), out.size());
            sender = s;
        }
        s.write(out, remote != null, maxMessagesPerWrite());
        waitForRoom(out);
    }

    private void waitForRoom(@Nullable ChannelOutboundBuffer out) {
        if (socket.isOpen()) {
            interest(Readiness.WRITABLE, out != null && !out.isEmpty());
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ReferenceCounted counted
                && counted.refCnt() == 0) { // at the flush it would end the channel
            throw new IllegalReferenceCountException("write: the message was released before");
        }
        if (message instanceof ByteBuf content) {
            return isInPlace(content) ? content : direct(content, content);
        }
        if (message instanceof AddressedEnvelope<?, ?> envelope
                && envelope.content() instanceof ByteBuf content
                && (envelope.recipient() == null || envelope.recipient() instanceof InetSocketAddress)) {
            if (envelope.recipient() != null) {
                inet("write", envelope.recipient());
            }
            return isInPlace(content) ? envelope : copy(envelope, content);
        }
        throw new UnsupportedOperationException("write: a " + message.getClass().getName()
                + " cannot be sent; write a DatagramPacket, an AddressedEnvelope<ByteBuf, InetSocketAddress>, or on a connected"
                + " channel a ByteBuf");
    }

    private static boolean isInPlace(ByteBuf content) {
        // Netty's empty buffer stands for a cancelled message: Sender must be able to tell them apart.
        return content.isDirect() && content.nioBufferCount() == 1 && content.capacity() > 0;
    }

    private Object copy(AddressedEnvelope<?, ?> envelope, ByteBuf content) {
        if (envelope instanceof DatagramPacket packet) {
            return packet.replace(direct(packet, content));
        }
        return new DefaultAddressedEnvelope<>(
                direct(envelope, content), (InetSocketAddress) envelope.recipient(), (SocketAddress) envelope.sender());
    }

    /** A direct copy; the holder of the original is released. */
    private ByteBuf direct(Object holder, ByteBuf content) {
        try {
            int length = content.readableBytes();
            return alloc().directBuffer(Math.max(length, 1)).writeBytes(content, content.readerIndex(), length);
        } finally {
            ReferenceCountUtil.safeRelease(holder);
        }
    }

    // ---- groups ----

    private interface Call {
        void on(Sockaddr group, int interfaceIndex) throws ErrnoException;
    }

    private ChannelFuture multicast(
            String what, InetAddress group, @Nullable NetworkInterface chosen, ChannelPromise promise, Call call) {
        Objects.requireNonNull(group, what + ": the group is null");
        try {
            if (!group.isMulticastAddress()) {
                throw new IllegalArgumentException(what + ": " + group + " is not a multicast address");
            }
            NetworkInterface by = chosen == null ? config.outgoing() : chosen;
            call.on(Sockaddr.of(new InetSocketAddress(group, 0)), by == null ? 0 : by.getIndex());
            return promise.setSuccess();
        } catch (ErrnoException | IllegalArgumentException e) {
            return promise.setFailure(e);
        }
    }

    private static Sockaddr source(InetAddress address) {
        return Sockaddr.of(new InetSocketAddress(address, 0));
    }

    @Override
    public ChannelFuture joinGroup(InetAddress multicastAddress) {
        return joinGroup(multicastAddress, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetAddress multicastAddress, ChannelPromise promise) {
        return join(multicastAddress, null, null, promise);
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress multicastAddress, NetworkInterface networkInterface) {
        return joinGroup(multicastAddress, networkInterface, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetSocketAddress multicastAddress, NetworkInterface networkInterface, ChannelPromise promise) {
        return join(multicastAddress.getAddress(), networkInterface, null, promise);
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress multicastAddress, NetworkInterface networkInterface, InetAddress source) {
        return joinGroup(multicastAddress, networkInterface, source, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress multicastAddress,
            NetworkInterface networkInterface,
            InetAddress source,
            ChannelPromise promise) {
        return join(multicastAddress, networkInterface, source, promise);
    }

    private ChannelFuture join(
            InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source, ChannelPromise promise) {
        return multicast("joinGroup", group, by, promise, (g, index) -> {
            if (source == null) {
                Multicast.join(socket, g, index);
            } else {
                Multicast.join(socket, g, source(source), index);
            }
        });
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress multicastAddress) {
        return leaveGroup(multicastAddress, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress multicastAddress, ChannelPromise promise) {
        return leave(multicastAddress, null, null, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress multicastAddress, NetworkInterface networkInterface) {
        return leaveGroup(multicastAddress, networkInterface, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetSocketAddress multicastAddress, NetworkInterface networkInterface, ChannelPromise promise) {
        return leave(multicastAddress.getAddress(), networkInterface, null, promise);
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress multicastAddress, NetworkInterface networkInterface, InetAddress source) {
        return leaveGroup(multicastAddress, networkInterface, source, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress multicastAddress,
            NetworkInterface networkInterface,
            InetAddress source,
            ChannelPromise promise) {
        return leave(multicastAddress, networkInterface, source, promise);
    }

    private ChannelFuture leave(
            InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source, ChannelPromise promise) {
        return multicast("leaveGroup", group, by, promise, (g, index) -> {
            if (source == null) {
                Multicast.leave(socket, g, index);
            } else {
                Multicast.leave(socket, g, source(source), index);
            }
        });
    }

    @Override
    public ChannelFuture block(
            InetAddress multicastAddress, NetworkInterface networkInterface, InetAddress sourceToBlock) {
        return block(multicastAddress, networkInterface, sourceToBlock, newPromise());
    }

    @Override
    public ChannelFuture block(
            InetAddress multicastAddress,
            @Nullable NetworkInterface networkInterface,
            InetAddress sourceToBlock,
            ChannelPromise promise) {
        return multicast(
                "block",
                multicastAddress,
                networkInterface,
                promise,
                (g, index) -> Multicast.block(socket, g, source(sourceToBlock), index));
    }

    @Override
    public ChannelFuture block(InetAddress multicastAddress, InetAddress sourceToBlock) {
        return block(multicastAddress, sourceToBlock, newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress multicastAddress, InetAddress sourceToBlock, ChannelPromise promise) {
        return block(multicastAddress, null, sourceToBlock, promise);
    }

    // ---- what Netty calls ----

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Unsafe();
    }

    private final class Unsafe extends AbstractUnsafe {

        /** What runs the rest of the close: when the descriptor is closed. A loop that ends may have no turn left to wait for. */
        @Override
        @SuppressWarnings("NullAway") // null: at once
        protected Executor prepareToClose() {
            socket.close(); // which also leaves the loop
            Readiness r = readiness;
            return r == null || ending ? null : r::whenReleased;
        }

        @Override
        public void connect(SocketAddress peer, SocketAddress own, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            boolean wasActive = isActive();
            try {
                doConnect(peer, own);
            } catch (AlreadyConnectedException e) {
                safeSetFailure(promise, e);
                return;
            } catch (Exception e) { // then a channel of Netty is closed: it may be bound, and nobody was told
                safeSetFailure(promise, e);
                close(voidPromise());
                return;
            }
            safeSetSuccess(promise);
            if (!wasActive && isActive()) {
                pipeline().fireChannelActive();
            }
        }

        /** While the rest of an earlier flush waits for room, the loop goes on with it. */
        @Override
        protected void flush0() {
            if (!isInterested(Readiness.WRITABLE)) {
                super.flush0();
            }
        }

        void forceFlush() {
            super.flush0();
        }
    }
}
