package io.baresock.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Netty's epoll transport with both ends in one thread: an event loop that the benchmark drives itself, without ever
 * waiting, so that no wake-up is on its account. A channel of Netty's is read by its event loop only, so its four system
 * calls come with those that ask epoll what is ready; that is what Netty costs whoever uses it, and what is compared.
 */
final class NettyPingPong {

    /** What is sent on the loopback is there at once; what was lost must not hang the program. */
    private static final int TURNS = 100_000_000;

    private final ManualIoEventLoop loop;
    private final ByteBuf ping;
    private Channel mine;
    private Channel theirs;
    private int came;

    /** To be used by the thread that makes it. */
    @SuppressWarnings("NullAway.Init") // by open(), which the event loop is for
    NettyPingPong(Transport transport, int size) throws IOException {
        Epoll.ensureAvailability();
        loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        ping = Unpooled.directBuffer(size).writeZero(size);
        switch (transport) {
            case TCP -> tcp();
            case UDP -> udp();
            case UNIX -> unix();
            case UNIX_DATAGRAM -> throw new IOException("not measured: Netty with " + transport);
        }
    }

    private void tcp() throws IOException {
        ServerBootstrap server = new ServerBootstrap()
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true);
        Bootstrap client = new Bootstrap().channel(EpollSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        streams(server, client, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void unix() throws IOException {
        Path directory = Files.createTempDirectory("baresock-bench");
        Path path = directory.resolve("s");
        try {
            streams(
                    new ServerBootstrap().channel(EpollServerDomainSocketChannel.class),
                    new Bootstrap().channel(EpollDomainSocketChannel.class),
                    new DomainSocketAddress(path.toFile()));
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private void streams(ServerBootstrap server, Bootstrap client, SocketAddress address) throws IOException {
        Channel listener =
                connected(server.group(loop).childHandler(new Accepted()).bind(address));
        mine = connected(client.group(loop).handler(new Counting()).connect(listener.localAddress()));
        turnUntil(() -> theirs != null);
        done(listener.close());
    }

    private void udp() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(EpollDatagramChannel.class);
        mine = connected(bootstrap.clone().handler(new Counting()).bind(any));
        theirs = connected(bootstrap.clone().handler(new Echo()).bind(any));
        done(mine.connect(theirs.localAddress()));
        done(theirs.connect(mine.localAddress()));
    }

    private Channel connected(ChannelFuture future) throws IOException {
        done(future);
        return future.channel();
    }

    private void done(Future<?> future) throws IOException {
        turnUntil(future::isDone);
        if (!future.isSuccess()) {
            throw new IOException(future.cause());
        }
    }

    private void turnUntil(BooleanSupplier done) throws IOException {
        for (int turns = 0; !done.getAsBoolean(); turns++) {
            if (turns == TURNS) {
                throw new IOException("Netty does not come to an end");
            }
            loop.runNow();
        }
    }

    /** There and back. */
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise
    void roundTrip() throws IOException {
        came = 0;
        mine.writeAndFlush(ping.retainedDuplicate(), mine.voidPromise());
        for (int turns = 0; came < ping.readableBytes(); turns++) {
            if (turns == TURNS) {
                throw new IOException("the peer has closed, or a message was lost");
            }
            loop.runNow();
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

    /** What comes goes back, as it is. */
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise
    private static class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(bytes(message), context.voidPromise());
        }
    }

    @Sharable
    private final class Accepted extends Echo {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            theirs = context.channel();
        }
    }
}
