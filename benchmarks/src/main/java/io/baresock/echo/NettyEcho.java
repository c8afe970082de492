package io.baresock.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Netty's native transports, with as little code as possible: one event loop, one handler, no promises. The argument is {@code epoll} or
 * {@code io_uring}. It never uses NIO instead: without the native transport it ends with an exception.
 */
final class NettyEcho {

    private NettyEcho() {}

    public static void main(String[] args) throws InterruptedException {
        Channel listener = args[0].equals("io_uring") ? ioUring() : epoll();
        EchoProcess.serving(((InetSocketAddress) listener.localAddress()).getPort());
    }

    private static Channel epoll() throws InterruptedException {
        Epoll.ensureAvailability();
        return listen(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }

    private static Channel ioUring() throws InterruptedException {
        IoUring.ensureAvailability();
        return listen(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }

    private static Channel listen(IoHandlerFactory factory, Class<? extends ServerChannel> type)
            throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, factory);
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, EchoProcess.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Echo())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    @Sharable
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise; a failed write also closes the channel
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) { // the load has ended: a reset
            context.close();
        }
    }
}
