package io.baresock.netty;

import static io.baresock.Bsd.EMSGSIZE;
import static io.baresock.netty.Loops.await;
import static io.baresock.netty.Loops.failure;
import static io.baresock.netty.Net.loopback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.netty.Net.Inbox;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Fds;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The channel for datagrams, over loopback. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class DatagramChannelIT {

    /** Sends each datagram back, and counts. */
    static final class Echo extends ChannelInboundHandlerAdapter {
        final AtomicInteger count = new AtomicInteger();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            count.incrementAndGet();
            context.write(new DatagramPacket(packet.content(), packet.sender()));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    /** Keeps some datagrams on their way until each has come back once. */
    private static final class Asker extends ChannelInboundHandlerAdapter {
        private final int total;
        private final InetSocketAddress to;
        private final boolean[] seen;
        private int asked;
        private int answered;
        final CompletableFuture<Integer> all = new CompletableFuture<>();

        Asker(int total, InetSocketAddress to) {
            this.total = total;
            this.to = to;
            seen = new boolean[total];
        }

        private void ask(ChannelHandlerContext context) {
            ByteBuf question = context.alloc().directBuffer(64).writeInt(asked++);
            question.writeZero(60);
            context.write(new DatagramPacket(question, to));
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            for (int i = 0; i < 100; i++) {
                ask(context);
            }
            context.flush();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            int number = packet.content().readInt();
            boolean fits = packet.content().readableBytes() == 60
                    && !seen[number]
                    && packet.sender().equals(to);
            packet.release();
            if (!fits) {
                all.completeExceptionally(new AssertionError("datagram " + number + " is wrong, or came twice"));
            }
            seen[number] = true;
            if (++answered == total) {
                all.complete(total);
            } else if (asked < total) {
                ask(context);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void eachOfThousandsOfDatagramsComesBackOnce(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Echo echo = new Echo();
            InetSocketAddress to = net.bind(echo).localAddress();
            Asker asker = new Asker(20_000, to);
            net.bind(asker);
            assertEquals(20_000, asker.all.get(io.baresock.testkit.Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(20_000, echo.count.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void segmentsThatComeMerged_areTheSameDatagrams(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox, b -> b.option(BaresockChannelOption.GRO, true));
            BaresockDatagramChannel from = net.bind(new Inbox());
            for (int round = 0; round < 20; round++) {
                List<ChannelFuture> sent = new ArrayList<>();
                for (int i = 0; i < 40; i++) { // the last is shorter
                    sent.add(from.write(new DatagramPacket(net.bytes(i < 39 ? 500 : 7, round + i), to.localAddress())));
                }
                from.flush();
                for (int i = 0; i < 40; i++) {
                    BaresockDatagramPacket packet = inbox.next();
                    assertEquals(i < 39 ? 500 : 7, packet.content().readableBytes());
                    assertEquals((byte) (round + i), packet.content().getByte(0));
                    assertEquals(from.localAddress(), packet.sender());
                    assertFalse(packet.isTruncated());
                    packet.release();
                }
                for (ChannelFuture f : sent) {
                    await(f);
                }
            }
            assertNull(inbox.failures.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aSegmentedPacketIsCut(Loops kind) throws Exception {
        List<Consumer<Bootstrap>> ways = List.of(
                b -> {},
                b -> b.option(BaresockChannelOption.GSO, 0),
                b -> b.option(BaresockChannelOption.of(SocketOptions.SO_NO_CHECK), true)); // the kernel refuses pieces
        for (Consumer<Bootstrap> way : ways) {
            try (Net net = new Net(kind)) {
                Inbox inbox = new Inbox();
                BaresockDatagramChannel to = net.bind(inbox);
                BaresockDatagramChannel from =
                        net.bind(new Inbox(), b -> way.accept(b.option(BaresockChannelOption.BATCH, 8)));
                // More segments than a batch has slots, and more than the kernel takes at once, between others
                List<ChannelFuture> sent = new ArrayList<>();
                sent.add(from.write(new DatagramPacket(net.text("before"), to.localAddress())));
                sent.add(from.write(new SegmentedDatagramPacket(net.bytes(1234, 1), 100, to.localAddress())));
                sent.add(from.write(new SegmentedDatagramPacket(net.bytes(1399, 2), 10, to.localAddress())));
                sent.add(from.write(new SegmentedDatagramPacket(net.bytes(1234, 3), 100, to.localAddress())));
                sent.add(from.writeAndFlush(new DatagramPacket(net.text("after"), to.localAddress())));
                assertEquals("before", inbox.nextText());
                assertSegments(inbox, 1234, 100, 1);
                assertSegments(inbox, 1399, 10, 2);
                assertSegments(inbox, 1234, 100, 3);
                assertEquals("after", inbox.nextText());
                for (ChannelFuture f : sent) {
                    await(f);
                }
            }
        }
    }

    private static void assertSegments(Inbox inbox, int bytes, int segment, int value) throws Exception {
        for (int left = bytes; left > 0; left -= segment) {
            BaresockDatagramPacket packet = inbox.next();
            assertEquals(Math.min(left, segment), packet.content().readableBytes());
            assertEquals((byte) value, packet.content().getByte(0));
            packet.release();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void shortAndLongFlushes_arriveInOrder(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.bind(new Inbox());
            Inbox otherInbox = new Inbox();
            InetSocketAddress other = net.bind(otherInbox).localAddress();
            for (int flushed : new int[] {1, 16, 3, 17, 2, 150, 1}) {
                List<ChannelFuture> sent = new ArrayList<>();
                net.loop().run(() -> {
                    for (int i = 0; i < flushed; i++) { // of sizes that make runs and none
                        sent.add(from.write(
                                new DatagramPacket(net.bytes(i % 40 < 20 ? 50 : 1 + i, i), to.localAddress())));
                    }
                    sent.add(from.write(new SegmentedDatagramPacket(net.bytes(95, flushed), 10, to.localAddress())));
                    sent.add(from.writeAndFlush(new DatagramPacket(net.text("elsewhere"), other)));
                });
                for (int i = 0; i < flushed; i++) {
                    assertSegments(inbox, i % 40 < 20 ? 50 : 1 + i, 1000, i);
                }
                assertSegments(inbox, 95, 10, flushed);
                assertEquals("elsewhere", otherInbox.nextText());
                for (ChannelFuture f : sent) {
                    await(f);
                }
            }
            assertNull(inbox.messages.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void anEmptyDatagramIsOne_andALongOneIsCutAndSaysSo(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to =
                    net.bind(inbox, b -> b.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(100)));
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            from.write(Unpooled.EMPTY_BUFFER);
            from.write(net.bytes(100, 1));
            from.write(net.bytes(101, 2));
            await(from.writeAndFlush(net.allocator.directBuffer(1)));
            int[] lengths = {0, 100, 101, 0};
            for (int length : lengths) {
                BaresockDatagramPacket packet = inbox.next();
                assertEquals(Math.min(length, 100), packet.content().readableBytes());
                assertEquals(length, packet.length());
                assertEquals(length > 100, packet.isTruncated());
                assertEquals(-1, packet.tos());
                assertEquals(-1, packet.ecn());
                assertEquals(0, packet.interfaceIndex());
                packet.release();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aDatagramThatIsTooLongFails_andOnlyThat(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.bind(new Inbox());
            ChannelFuture one = from.write(new DatagramPacket(net.text("one"), to.localAddress()));
            ChannelFuture tooLong = from.write(new DatagramPacket(net.bytes(70_000, 1), to.localAddress()));
            ChannelFuture segments =
                    from.write(new SegmentedDatagramPacket(net.bytes(140_000, 1), 70_000, to.localAddress()));
            ChannelFuture two = from.writeAndFlush(new DatagramPacket(net.text("two"), to.localAddress()));
            await(one);
            await(two);
            assertEquals(
                    EMSGSIZE,
                    assertInstanceOf(ErrnoException.class, failure(tooLong)).errno());
            assertEquals(
                    EMSGSIZE,
                    assertInstanceOf(ErrnoException.class, failure(segments)).errno());
            assertEquals("one", inbox.nextText());
            assertEquals("two", inbox.nextText());
            assertTrue(from.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aConnectedChannelLearnsThatNobodyIsThere(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            InetSocketAddress to = Net.free();
            Inbox inbox = new Inbox();
            BaresockDatagramChannel from = net.connect(inbox, to);
            assertTrue(from.isConnected());
            assertEquals(to, from.remoteAddress());
            await(from.writeAndFlush(net.text("anybody?")));
            Throwable failure = inbox.nextFailure();
            assertInstanceOf(PortUnreachableException.class, failure);
            assertEquals(Bsd.ECONNREFUSED, ((ErrnoException) failure.getCause()).errno());
            assertTrue(from.isOpen());
            // Without reading, the next send has the error
            from.config().setAutoRead(false);
            net.loop().run(() -> {});
            await(from.writeAndFlush(net.text("anybody?")));
            Throwable next = failure(from.writeAndFlush(net.text("really?")));
            assertInstanceOf(PortUnreachableException.class, next);
            assertNull(inbox.failures.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void disconnect_keepsThePort_andTakesFromAnybodyAgain(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel peer = net.bind(new Inbox());
            BaresockDatagramChannel other = net.bind(new Inbox());
            BaresockDatagramChannel c = net.connect(inbox, peer.localAddress());
            InetSocketAddress own = c.localAddress();
            await(other.writeAndFlush(new DatagramPacket(net.text("stranger"), own)));
            await(peer.writeAndFlush(new DatagramPacket(net.text("peer"), own)));
            assertEquals("peer", inbox.nextText());
            await(c.disconnect());
            assertFalse(c.isConnected());
            assertTrue(c.isActive());
            assertEquals(own.getPort(), c.localAddress().getPort());
            await(other.writeAndFlush(new DatagramPacket(net.text("stranger"), loopback(own.getPort()))));
            assertEquals("stranger", inbox.nextText());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void withoutAutoRead_nothingComesBeforeRead(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox, b -> {
                b.option(ChannelOption.AUTO_READ, false);
                b.option(BaresockChannelOption.BATCH, 1);
                b.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64).maxMessagesPerRead(1));
            });
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            for (int i = 0; i < 3; i++) {
                await(from.writeAndFlush(net.text("" + i)));
            }
            net.loop().run(() -> {});
            assertNull(inbox.messages.peek());
            for (int i = 0; i < 3; i++) {
                to.read();
                assertEquals("" + i, inbox.nextText());
                net.loop().run(() -> {});
                assertNull(inbox.messages.peek());
            }
            to.config().setAutoRead(true);
            await(from.writeAndFlush(net.text("3")));
            assertEquals("3", inbox.nextText());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whenThereIsNoRoom_theChannelIsUnwritable_andGoesOnLater(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            BaresockDatagramChannel from = net.bind(new Inbox(), b -> {
                b.option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(10_000, 20_000));
                b.option(ChannelOption.MAX_MESSAGES_PER_WRITE, 4); // what is left waits as for room
            });
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            List<ChannelFuture> sent = new ArrayList<>();
            net.loop().run(() -> {
                for (int i = 0; i < 30; i++) {
                    sent.add(from.write(new DatagramPacket(net.bytes(1000, i), to.localAddress())));
                }
                assertFalse(from.isWritable());
                assertTrue(from.bytesBeforeWritable() > 0);
                from.flush();
                assertTrue(sent.get(3).isDone());
                assertFalse(sent.get(4).isDone());
            });
            for (ChannelFuture f : sent) {
                await(f);
            }
            for (int i = 0; i < 30; i++) {
                BaresockDatagramPacket packet = inbox.next();
                assertEquals(i, packet.content().getByte(999));
                packet.release();
            }
            net.loop().run(() -> assertTrue(from.isWritable()));
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aWriteThatWasCancelled_isNotSent(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            List<ChannelPromise> promises = new ArrayList<>();
            net.loop().run(() -> {
                for (int i = 0; i < 6; i++) {
                    ChannelPromise promise = from.newPromise();
                    promises.add(promise);
                    from.write(i == 3 ? Unpooled.EMPTY_BUFFER : net.text("" + i), promise);
                }
                for (int i : new int[] {0, 2, 5}) {
                    assertTrue(promises.get(i).cancel(false));
                }
                from.flush();
            });
            assertEquals("1", inbox.nextText());
            assertEquals("", inbox.nextText());
            assertEquals("4", inbox.nextText());
            for (int i : new int[] {1, 3, 4}) {
                await(promises.get(i));
            }
            net.loop().run(() -> assertTrue(from.unsafe().outboundBuffer().isEmpty()));
            assertNull(inbox.messages.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void everyKindOfBufferIsSent(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.bind(new Inbox());
            CompositeByteBuf parts = net.allocator.compositeDirectBuffer();
            parts.addComponent(true, net.text("two "));
            parts.addComponent(true, net.text("parts"));
            ByteBuf offset = net.text("xxoffset").skipBytes(2);
            ByteBuf slice = net.text("aslice").readRetainedSlice(6).skipBytes(1);
            slice.unwrap().release();
            List<ByteBuf> buffers = List.of(
                    net.text("direct"),
                    net.allocator.heapBuffer().writeBytes("heap".getBytes(StandardCharsets.US_ASCII)),
                    parts,
                    offset,
                    slice,
                    net.text("read-only").asReadOnly());
            List<ChannelFuture> sent = new ArrayList<>();
            for (ByteBuf b : buffers) {
                sent.add(from.write(new DefaultAddressedEnvelope<>(b, to.localAddress())));
            }
            from.flush();
            for (String text : List.of("direct", "heap", "two parts", "offset", "slice", "read-only")) {
                assertEquals(text, inbox.nextText());
            }
            for (ChannelFuture f : sent) {
                await(f);
            }
            for (ByteBuf b : buffers) {
                assertEquals(0, b.refCnt());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void closeDuringTraffic_leaksNothing(Loops kind) throws Exception {
        List<String> before = Fds.open();
        for (int round = 0; round < 10; round++) {
            try (Net net = new Net(kind)) {
                BaresockDatagramChannel to = net.bind(new Echo(), b -> b.option(BaresockChannelOption.GRO, true));
                // A handler that closes its channel within a batch; the rest of the batch is still released
                BaresockDatagramChannel from = net.bind(new ChannelInboundHandlerAdapter() {
                    private int left = 50;

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ((DatagramPacket) message).release();
                        if (--left == 0) {
                            context.close();
                        }
                    }
                });
                List<ChannelFuture> sent = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    sent.add(from.write(new DatagramPacket(net.bytes(200, i), to.localAddress())));
                    if (i % 10 == 9) {
                        from.flush();
                    }
                }
                if (round % 2 == 0) {
                    to.socket().close(); // as any thread may do, under the channel
                } else {
                    to.close();
                }
                from.close();
                for (ChannelFuture f : sent) {
                    assertTrue(f.await(io.baresock.testkit.Patience.SECONDS, TimeUnit.SECONDS));
                    assertTrue(f.isSuccess() || f.cause() instanceof ClosedChannelException, () -> "" + f.cause());
                }
                await(to.closeFuture());
                await(from.closeFuture());
            }
        }
        Fds.awaitNoOthersThan(before);
    }

    /** The number of the socket's inode, which the system's table has as long as its port is bound. */
    private static String inode(Socket socket) throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/fd", "" + socket.fd()))
                .toString();
        return link.substring("socket:[".length(), link.length() - 1);
    }

    private static boolean isBound(String inode) throws IOException {
        for (String table : List.of("udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                if (List.of(line.strip().split("\\s+")).contains(inode)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Closes a channel that is on a loop. */
    private interface Closing {
        ChannelFuture close(BaresockDatagramChannel channel, Net net) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whenTheCloseIsDone_thePortIsFree(Loops kind) throws Exception {
        List<Closing> ways = List.of(
                (c, net) -> c.close(),
                (c, net) -> {
                    net.loop().run(c::close);
                    return c.closeFuture();
                },
                (c, net) -> { // between two loops
                    c.deregister();
                    return c.close();
                });
        try (Net net = new Net(kind)) {
            for (Closing way : ways) {
                BaresockDatagramChannel c = net.bind(new Inbox());
                String inode = inode(c.socket());
                assertTrue(isBound(inode));
                CompletableFuture<Boolean> bound = new CompletableFuture<>();
                c.closeFuture().addListener(f -> bound.complete(isBound(inode)));
                await(way.close(c, net));
                assertFalse(bound.get(io.baresock.testkit.Patience.SECONDS, TimeUnit.SECONDS));
                assertFalse(c.isOpen());
            }
            BaresockDatagramChannel c = net.bind(new Inbox());
            String inode = inode(c.socket());
            c.socket().close(); // which is a call of this thread, and has ended
            await(c.closeFuture());
            assertFalse(isBound(inode));
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aListenerThatClosesTheChannel_endsTheFlush(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            net.loop().run(() -> {
                from.write(net.text("1")).addListener(f -> from.close());
                from.write(new SegmentedDatagramPacket(net.bytes(300, 1), 100, to.localAddress()));
                from.write(net.text("2"));
                from.flush();
            });
            await(from.closeFuture());
            await(to.close());
            // what the inbox still has is released by hand
            for (Object message : inbox.messages) {
                ((DatagramPacket) message).release();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aChannelMovesToAnotherLoop(Loops kind) throws Exception {
        try (Net net = new Net(kind);
                Loops.Loop second = kind.open()) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            await(from.writeAndFlush(net.text("first loop")));
            assertEquals("first loop", inbox.nextText());
            await(to.deregister());
            await(from.writeAndFlush(net.text("second loop")));
            await(second.group().register(to));
            assertEquals("second loop", inbox.nextText());
            await(to.close());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aSocketThatExists_becomesAChannel(Loops kind) throws Exception {
        try (Net net = new Net(kind);
                Socket peer = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0))) {
            Socket s = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
            s.connect(peer.localAddress());
            BaresockDatagramChannel c = new BaresockDatagramChannel(s);
            Inbox inbox = new Inbox();
            c.pipeline().addLast(inbox);
            await(net.loop().group().register(c));
            assertTrue(c.isActive() && c.isConnected());
            await(c.writeAndFlush(net.text("hello")));
            ByteBuffer b = ByteBuffer.allocate(10);
            assertEquals(5, peer.recv(b));
            peer.sendto(b.flip(), Sockaddr.of(c.localAddress()));
            assertEquals("hello", inbox.nextText());
            s.close();
            await(c.closeFuture());
            assertFalse(c.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whatCannotBeSent_isRefusedByName(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            BaresockDatagramChannel c = net.bind(new Inbox());
            Throwable unknown = failure(c.writeAndFlush("text"));
            assertTrue(
                    unknown.getMessage().startsWith("write: a java.lang.String cannot be sent;"), unknown.getMessage());
            Throwable unresolved = failure(
                    c.writeAndFlush(new DatagramPacket(net.text("x"), InetSocketAddress.createUnresolved("a.b", 1))));
            assertTrue(unresolved.getMessage().contains("a.b"), unresolved.getMessage());
            ErrnoException nowhere = (ErrnoException) failure(c.writeAndFlush(net.text("x")));
            assertEquals(Bsd.EDESTADDRREQ, nowhere.errno());
            Throwable family = failure(c.bind(new io.netty.channel.local.LocalAddress("x")));
            assertTrue(family.getMessage().contains("is not an InetSocketAddress"), family.getMessage());
            Throwable group = failure(c.joinGroup(java.net.InetAddress.getLoopbackAddress()));
            assertTrue(group.getMessage().contains("127.0.0.1 is not a multicast address"), group.getMessage());
            try (Socket stream = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0)) {
                assertThrows(IllegalArgumentException.class, () -> new BaresockDatagramChannel(stream));
            }
        }
    }
}
