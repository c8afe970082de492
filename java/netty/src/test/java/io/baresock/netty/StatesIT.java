package io.baresock.netty;

import static io.baresock.netty.Loops.await;
import static io.baresock.netty.Loops.failure;
import static io.baresock.netty.Net.loopback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.netty.Net.Inbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.IllegalReferenceCountException;
import java.net.InetSocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a channel is after calls that fail: as Netty's own channels are. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class StatesIT {

    /** Counts how often a channel became active. */
    private static final class Active extends Inbox {
        final AtomicInteger count = new AtomicInteger();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            count.incrementAndGet();
        }
    }

    private static BaresockDatagramChannel registered(Net net, Inbox inbox) throws Exception {
        ChannelFuture future = net.bootstrap(inbox).register();
        await(future);
        return (BaresockDatagramChannel) future.channel();
    }

    private static ByteBuf text(String text) {
        return Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource
    void aConnectedChannel_isNotConnectedToAnotherPeer(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            assertInstanceOf(AlreadyConnectedException.class, failure(from.connect(Net.free())));
            assertTrue(from.isConnected() && from.isActive());
            await(from.writeAndFlush(text("still")));
            assertEquals("still", inbox.nextText());
        }
    }

    /** Connecting to a broadcast address needs SO_BROADCAST. */
    @ParameterizedTest
    @EnumSource
    void aConnectThatFails_closesTheChannel_whichWasNeverActive(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            for (InetSocketAddress own : new InetSocketAddress[] {null, loopback(0)}) {
                Active inbox = new Active();
                BaresockDatagramChannel c = registered(net, inbox);
                assertTrue(failure(c.connect(new InetSocketAddress("255.255.255.255", 9), own))
                        .getMessage()
                        .contains("255.255.255.255"));
                await(c.closeFuture());
                assertFalse(c.isActive() || c.isOpen());
                assertEquals(0, inbox.count.get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChannelThatIsNotBound_isNotBoundByDisconnect(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Active inbox = new Active();
            BaresockDatagramChannel c = registered(net, inbox);
            await(c.disconnect());
            await(c.bind(loopback(0)));
            net.loop().run(() -> assertEquals(1, inbox.count.get()));
            await(c.disconnect());
            assertTrue(c.isActive() && c.localAddress().getPort() != 0);
            await(c.close());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatWasReleased_fails_andOnlyThat(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.bind(new Inbox());
            ByteBuf gone = text("gone");
            DatagramPacket packet = new DatagramPacket(gone, to.localAddress());
            gone.release();
            assertInstanceOf(IllegalReferenceCountException.class, failure(from.writeAndFlush(packet)));
            await(from.writeAndFlush(new DatagramPacket(text("here"), to.localAddress())));
            assertEquals("here", inbox.nextText());
        }
    }
}
