package io.baresock.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Netty's epoll transport with both ends in one thread, which makes the turns of the event loop. Only its event loop reads a channel of
 * Netty, so the calls of epoll are added to the four system calls. Every user of Netty pays that, so it counts.
 */
final class NettyPingPong {

    private final NettyLoop loop = new NettyLoop();
    private final ByteBuf ping;
    private final Channel mine;
    private int came;

    /**
     * Only the thread that makes it may use it. Streams are opened by C and taken over. With UDP Netty must make the connection itself,
     * to know of it.
     */
    NettyPingPong(Transport transport, int size) throws IOException {
        ping = Unpooled.directBuffer(size).writeZero(size);
        TwinPair pair = new TwinPair(transport, false);
        mine = registered(transport, pair.a, new Counting());
        Channel theirs = registered(transport, pair.b, new Echo());
        if (transport == Transport.UDP) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            loop.await(mine.bind(any));
            loop.await(theirs.bind(any));
            loop.await(mine.connect(theirs.localAddress()));
            loop.await(theirs.connect(mine.localAddress()));
        }
    }

    private Channel registered(Transport transport, int fd, ChannelHandler handler) throws IOException {
        Channel channel =
                switch (transport) {
                    case TCP -> new EpollSocketChannel(fd);
                    case UDP -> new EpollDatagramChannel();
                    case UNIX -> new EpollDomainSocketChannel(fd);
                    case UNIX_DATAGRAM -> throw new IOException("not measured: Netty with " + transport);
                };
        channel.pipeline().addLast(handler);
        loop.register(channel);
        return channel;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise
    void roundTrip() throws IOException {
        came = 0;
        mine.writeAndFlush(ping.retainedDuplicate(), mine.voidPromise());
        for (int turns = 0; came < ping.readableBytes(); turns++) {
            loop.turn(turns);
        }
    }

    private static ByteBuf bytes(Object message) {
        return message instanceof ByteBufHolder packet ? packet.content() : (ByteBuf) message;
    }

    private final class Counting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            came += bytes(message).readableBytes();
            ReferenceCountUtil.release(message);
        }
    }

    /** Sends back what comes, unchanged. */
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(bytes(message), context.voidPromise());
        }
    }
}
