package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.netty.BaresockChannelOption;
import io.baresock.netty.BaresockDatagramChannel;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * UDP channels on one event loop of Netty, {@code BaresockDatagramChannel} beside {@code EpollDatagramChannel}: nanoseconds per datagram, on
 * loopback. The loop has epoll, and the measuring thread makes its turns. What is received was queued before the clock starts, and what was
 * sent is drained after it has stopped, by the same C code for both.
 *
 * <p>Netty's channel has the settings that are best for it: 64 datagrams for each recvmmsg(2), and with {@code UDP_GRO} room for what
 * is merged. (With room for 8 of those in one call its run did not end.) Ours has its defaults. Both have Netty's default allocator, and the same handler.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class DatagramChannelBench extends Bench {

    private static final int MANY = 512;
    private static final int SEGMENTS = 54; // of 1200 bytes; more do not go in one piece
    private static final int PIECES = 10;
    private static final int ROOM = 2048;
    private static final int BATCH = 64;
    private static final int MERGED = 1 << 16;

    private static void lengthenQueue(int fd) throws IOException {
        int r = Bsd.setsockopt(fd, Bsd.SOL_SOCKET, Bsd.SO_RCVBUFFORCE, 32 << 20);
        if (r < 0) {
            throw new IOException("SO_RCVBUFFORCE: errno " + -r);
        }
    }

    /** A channel on a loop. */
    public abstract static class OnLoop extends Contestant {
        @Param({"64", "1200"})
        int size = 64;

        NettyLoop loop;
        Channel channel;

        abstract Channel make();

        final void bind(ChannelHandler handler) throws IOException {
            loop = keep(new NettyLoop()); // first, since it loads what Netty's channel needs
            channel = make();
            channel.pipeline().addLast(handler);
            loop.register(channel);
            keep(() -> loop.await(channel.close()));
            loop.await(channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
    }

    // ---- receiving ----

    /** Counts what comes. */
    private static final class Counting extends ChannelInboundHandlerAdapter {
        private int came;
        private @Nullable Throwable failure;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            came++;
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure = cause;
        }
    }

    /** A receiver, and a socket that sends to it. */
    public abstract static class Receiving extends OnLoop {
        private final Counting counting = new Counting();
        Socket from;

        abstract int descriptor();

        @Override
        final void open() throws IOException {
            bind(counting);
            lengthenQueue(descriptor());
            int port = ((InetSocketAddress) channel.localAddress()).getPort();
            from = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0));
            from.connect(Sockaddr.inet("127.0.0.1", port));
        }

        final int receive(int count) throws IOException {
            counting.came = 0;
            for (int turns = 0; counting.came < count && counting.failure == null; turns++) {
                loop.turn(turns);
            }
            if (counting.failure != null || counting.came != count) {
                throw new IOException(counting.came + " came, not " + count, counting.failure);
            }
            return counting.came;
        }
    }

    /** Each datagram is sent by itself. */
    public abstract static class Single extends Receiving {
        @Setup(Level.Invocation)
        public void fill() throws IOException {
            Twin.check(Twin.sendBatches(from.fd(), size, MANY), "send");
        }
    }

    /** They are sent in pieces, which the kernel does not cut for a socket with UDP_GRO. */
    public abstract static class Pieces extends Receiving {
        @Setup(Level.Invocation)
        public void fill() throws IOException {
            Twin.check(Twin.sendSegments(from.fd(), size, SEGMENTS, PIECES), "send segments");
        }
    }

    public static class Bare extends Single {
        @Override
        Channel make() {
            return new BaresockDatagramChannel(SocketProtocolFamily.INET);
        }

        @Override
        int descriptor() {
            return ((BaresockDatagramChannel) channel).socket().fd();
        }
    }

    public static class BareMerged extends Pieces {
        @Override
        Channel make() {
            Channel c = new BaresockDatagramChannel(SocketProtocolFamily.INET);
            c.config().setOption(BaresockChannelOption.GRO, true);
            return c;
        }

        @Override
        int descriptor() {
            return ((BaresockDatagramChannel) channel).socket().fd();
        }
    }

    private static Channel netty(boolean merged) {
        Channel c = new EpollDatagramChannel(SocketProtocolFamily.INET);
        c.config().setOption(EpollChannelOption.UDP_GRO, merged);
        c.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, merged ? 0 : ROOM);
        int room = merged ? MERGED : BATCH * ROOM;
        c.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(room));
        return c;
    }

    public static class Netty extends Single {
        @Override
        Channel make() {
            return netty(false);
        }

        @Override
        int descriptor() {
            return ((EpollDatagramChannel) channel).fd().intValue();
        }
    }

    public static class NettyMerged extends Pieces {
        @Override
        Channel make() {
            return netty(true);
        }

        @Override
        int descriptor() {
            return ((EpollDatagramChannel) channel).fd().intValue();
        }
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int channelReceive(Bare s) throws IOException {
        return s.receive(MANY);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int nettyReceive(Netty s) throws IOException {
        return s.receive(MANY);
    }

    @Benchmark
    @OperationsPerInvocation(PIECES * SEGMENTS)
    public int channelReceiveMerged(BareMerged s) throws IOException {
        return s.receive(PIECES * SEGMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(PIECES * SEGMENTS)
    public int nettyReceiveMerged(NettyMerged s) throws IOException {
        return s.receive(PIECES * SEGMENTS);
    }

    // ---- sending ----

    /** A sender that is not connected, and a receiver that is drained. */
    public abstract static class Sending extends OnLoop {
        private Socket receiver;
        private DatagramPacket one;
        private DatagramPacket piece;
        private int sent;

        @Override
        final void open() throws IOException {
            receiver = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0)).bind(Sockaddr.inet("127.0.0.1", 0));
            lengthenQueue(receiver.fd());
            InetSocketAddress to = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), receiver.localAddress().port());
            one = new DatagramPacket(Unpooled.directBuffer(size).writeZero(size), to);
            int bytes = SEGMENTS * size;
            piece = new SegmentedDatagramPacket(Unpooled.directBuffer(bytes).writeZero(bytes), size, to);
            keep(one::release);
            keep(piece::release);
            bind(new ChannelInboundHandlerAdapter());
        }

        final int send(int count) throws IOException {
            sent = count;
            return flush(one, count);
        }

        final int sendPieces(int count) throws IOException {
            sent = count * SEGMENTS;
            return flush(piece, count);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the void promise
        private int flush(DatagramPacket packet, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                channel.write(packet.retain(), channel.voidPromise());
            }
            channel.flush();
            if (!channel.unsafe().outboundBuffer().isEmpty()) {
                throw new IOException("the socket has no room");
            }
            return count;
        }

        @TearDown(Level.Invocation)
        public void drain() throws IOException {
            int came = 0;
            for (int n; (n = Twin.receiveBatch(receiver.fd())) > 0; ) {
                came += n;
            }
            if (came != sent) {
                throw new IOException(came + " came, not " + sent);
            }
        }
    }

    /** Without segmentation. */
    public static class BareSend extends Sending {
        @Override
        Channel make() {
            Channel c = new BaresockDatagramChannel(SocketProtocolFamily.INET);
            c.config().setOption(BaresockChannelOption.GSO, 0);
            return c;
        }
    }

    public static class BareSendPieces extends Sending {
        @Override
        Channel make() {
            return new BaresockDatagramChannel(SocketProtocolFamily.INET);
        }
    }

    public static class NettySend extends Sending {
        @Override
        Channel make() {
            return new EpollDatagramChannel(SocketProtocolFamily.INET);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int channelSend(BareSend s) throws IOException {
        return s.send(MANY);
    }

    /** One by one too; the channel finds that they are of one size, and makes pieces of them. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public int channelSendRuns(BareSendPieces s) throws IOException {
        return s.send(MANY);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int nettySend(NettySend s) throws IOException {
        return s.send(MANY);
    }

    @Benchmark
    @OperationsPerInvocation(PIECES * SEGMENTS)
    public int channelSendSegmented(BareSendPieces s) throws IOException {
        return s.sendPieces(PIECES);
    }

    @Benchmark
    @OperationsPerInvocation(PIECES * SEGMENTS)
    public int nettySendSegmented(NettySend s) throws IOException {
        return s.sendPieces(PIECES);
    }
}
