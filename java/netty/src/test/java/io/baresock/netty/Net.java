package io.baresock.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Channels of one loop, and an allocator of their own that counts: at the end all its memory has come back. */
final class Net implements AutoCloseable {

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    private final Loops.Loop loop;
    private final ChannelGroup channels;
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    Net(Loops kind) {
        loop = kind.open();
        channels = new DefaultChannelGroup(loop.loop());
    }

    Loops.Loop loop() {
        return loop;
    }

    /** Keeps what comes. */
    static class Inbox extends ChannelInboundHandlerAdapter {
        final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            messages.add(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.add(cause);
        }

        /** The next datagram; the caller releases it. */
        BaresockDatagramPacket next() throws InterruptedException {
            Object message = messages.poll(Patience.SECONDS, TimeUnit.SECONDS);
            assertNotNull(message, () -> "nothing came; failures: " + failures);
            return (BaresockDatagramPacket) message;
        }

        String nextText() throws InterruptedException {
            BaresockDatagramPacket packet = next();
            String text = packet.content().toString(StandardCharsets.US_ASCII);
            packet.release();
            return text;
        }

        Throwable nextFailure() throws InterruptedException {
            Throwable failure = failures.poll(Patience.SECONDS, TimeUnit.SECONDS);
            assertNotNull(failure, "nothing failed");
            return failure;
        }
    }

    Bootstrap bootstrap(ChannelInboundHandlerAdapter handler) {
        return bootstrap(handler, BaresockDatagramChannel::new);
    }

    Bootstrap bootstrap(ChannelInboundHandlerAdapter handler, ChannelFactory<BaresockDatagramChannel> factory) {
        return new Bootstrap()
                .group(loop.group())
                .channelFactory(factory)
                .option(ChannelOption.ALLOCATOR, allocator)
                .handler(handler);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An address on loopback that nobody has. */
    static InetSocketAddress free() {
        return loopback(Ports.free());
    }

    /** A channel on loopback. */
    BaresockDatagramChannel bind(ChannelInboundHandlerAdapter handler) throws Exception {
        return bind(handler, b -> {});
    }

    BaresockDatagramChannel bind(ChannelInboundHandlerAdapter handler, Consumer<Bootstrap> more) throws Exception {
        Bootstrap b = bootstrap(handler);
        more.accept(b);
        return channel(b.bind(loopback(0)));
    }

    BaresockDatagramChannel connect(ChannelInboundHandlerAdapter handler, InetSocketAddress to) throws Exception {
        return channel(bootstrap(handler).connect(to));
    }

    BaresockDatagramChannel channel(ChannelFuture future) throws Exception {
        Loops.await(future);
        channels.add(future.channel());
        return (BaresockDatagramChannel) future.channel();
    }

    ByteBuf text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** Written at once: the leak detector takes a stack trace for each write. */
    ByteBuf bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return allocator.directBuffer(length).writeBytes(bytes);
    }

    /** Closes the channels and ends the loop, and checks that all memory was released. */
    @Override
    public void close() throws Exception {
        Loops.await(channels.close());
        loop.close();
        assertEquals(0, allocator.metric().usedDirectMemory(), "direct memory that was not released");
        assertEquals(0, allocator.metric().usedHeapMemory(), "heap memory that was not released");
    }
}
