package io.baresock.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
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
import java.util.ArrayList;
import java.util.List;

/** A listener of Netty's native transports, on one event loop. It never uses NIO instead: without the native transport it ends with an exception. */
public final class NettyListener {

    /** Without Unsafe, which newer JDKs forbid by default, Netty's buffers are slower. */
    private static final List<String> AT_ITS_BEST = List.of(
            "-Dio.netty.leakDetection.level=disabled",
            "-Dio.netty.noUnsafe=false",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private NettyListener() {}

    /** What its JVM needs for Netty to be at its best. */
    public static List<String> options() {
        List<String> options = new ArrayList<>(AT_ITS_BEST);
        if (Runtime.version().feature() >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /**
     * Listens on the loopback.
     *
     * @param transport {@code epoll} or {@code io_uring}
     * @param handler of each connection
     * @return the port
     */
    public static int listen(String transport, ChannelHandler handler) throws InterruptedException {
        if (transport.equals("io_uring")) {
            IoUring.ensureAvailability();
            return listen(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class, handler);
        }
        Epoll.ensureAvailability();
        return listen(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, handler);
    }

    private static int listen(IoHandlerFactory factory, Class<? extends ServerChannel> type, ChannelHandler handler)
            throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, factory);
        return ((InetSocketAddress) new ServerBootstrap()
                        .group(loop)
                        .channel(type)
                        .option(ChannelOption.SO_BACKLOG, EchoProcess.BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(handler)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel()
                        .localAddress())
                .getPort();
    }
}
