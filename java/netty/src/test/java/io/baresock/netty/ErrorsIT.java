package io.baresock.netty;

import static io.baresock.netty.Loops.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.netty.Net.Inbox;
import io.baresock.option.IpOptions;
import io.baresock.option.SocketOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ICMP errors that the kernel keeps in the error queue: IP_RECVERR. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class ErrorsIT {

    private static void queueErrors(BaresockDatagramChannel c) {
        assertTrue(c.config().setOption(BaresockChannelOption.of(IpOptions.IP_RECVERR), true));
    }

    /** The loop would report what is left for ever. */
    private static void nothingIsLeft(Net net, BaresockDatagramChannel c) throws Exception {
        net.loop().run(() -> {
            try (ErrorQueue queue = new ErrorQueue(1, 0)) {
                assertEquals(0, c.socket().errors(queue));
                assertEquals(0, c.socket().getOption(SocketOptions.SO_ERROR));
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aConnectedChannelIsToldOncePerDatagram(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            InetSocketAddress to = Net.free();
            Inbox inbox = new Inbox();
            BaresockDatagramChannel from = net.connect(inbox, to);
            queueErrors(from);
            for (int i = 0; i < 3; i++) {
                await(from.writeAndFlush(net.text("anybody?")));
                Throwable failure = inbox.nextFailure();
                assertInstanceOf(PortUnreachableException.class, failure);
                assertEquals(Bsd.ECONNREFUSED, ((ErrnoException) failure.getCause()).errno());
                nothingIsLeft(net, from);
            }
            // What comes later is told later: so nothing else was to be told
            BaresockDatagramChannel peer =
                    net.channel(net.bootstrap(new Inbox()).bind(to));
            await(peer.writeAndFlush(new DatagramPacket(net.text("here"), from.localAddress())));
            assertEquals("here", inbox.nextText());
            nothingIsLeft(net, from);
            assertNull(inbox.failures.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aChannelWithoutAPeerIsToldToo_andOfWhichAddress(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            InetSocketAddress to = Net.free();
            Inbox inbox = new Inbox();
            BaresockDatagramChannel from = net.bind(inbox);
            queueErrors(from);
            await(from.writeAndFlush(new DatagramPacket(net.text("anybody?"), to)));
            ErrnoException failure = assertInstanceOf(ErrnoException.class, inbox.nextFailure());
            assertEquals(Bsd.ECONNREFUSED, failure.errno());
            assertTrue(failure.getMessage().contains("" + to.getPort()), failure.getMessage());
            nothingIsLeft(net, from);

            await(from.writeAndFlush(new DatagramPacket(net.text("to myself"), from.localAddress())));
            assertEquals("to myself", inbox.nextText());
            nothingIsLeft(net, from);
            assertNull(inbox.failures.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void theHandlerMayCloseTheChannel(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            InetSocketAddress to = Net.free();
            Inbox inbox = new Inbox() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    super.exceptionCaught(context, cause);
                    context.close();
                }
            };
            BaresockDatagramChannel from = net.connect(inbox, to);
            queueErrors(from);
            // Both errors are there before the loop looks
            net.loop().run(() -> {
                from.writeAndFlush(net.text("anybody?"));
                from.writeAndFlush(net.text("really?"));
            });
            await(from.closeFuture());
            inbox.nextFailure();
            assertNull(inbox.failures.peek());
        }
    }
}
