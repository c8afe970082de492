package io.baresock.netty;

import static io.baresock.netty.Loops.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.MessageBatch;
import io.baresock.netty.Net.Inbox;
import io.baresock.testkit.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.IllegalReferenceCountException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who owns the memory that datagrams are received into. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class ReceiveBuffersIT {

    private static final int ROOM = 2048;

    /** Releases two of three at once, and gives the third to the test, which keeps it. */
    private static final class EachThird extends Inbox {
        private int count;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            if (count++ % 3 == 0) {
                super.channelRead(context, message);
            } else {
                packet.release();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL,false", "EPOLL,true", "IO_URING,false", "IO_URING,true"})
    void aPacketThatIsKept_keepsItsContent(Loops kind, boolean merged) throws Exception {
        try (Net net = new Net(kind)) {
            EachThird inbox = new EachThird();
            BaresockDatagramChannel to = net.bind(inbox, b -> b.option(BaresockChannelOption.GRO, merged));
            BaresockDatagramChannel from = net.bind(new Inbox());
            Random random = new Random(20);
            List<BaresockDatagramPacket> kept = new ArrayList<>();
            int total = 0;
            for (int burst = 0; burst < 15; burst++) { // each in several pieces and batches
                int many = 1 + random.nextInt(100);
                for (int i = 0; i < many; i++) {
                    ByteBuf content = net.allocator.directBuffer(100).writeInt(total++);
                    content.writeZero(92).writeInt(total);
                    from.write(new DatagramPacket(content, to.localAddress()));
                }
                from.flush();
                while (kept.size() < (total + 2) / 3) { // so the queue of the socket stays short
                    kept.add(inbox.next());
                }
            }
            Set<Integer> numbers = new HashSet<>();
            for (BaresockDatagramPacket packet : kept) {
                ByteBuf content = packet.content();
                assertEquals(100, content.readableBytes());
                assertEquals(content.getInt(0) + 1, content.getInt(96));
                numbers.add(content.getInt(0));
                packet.release();
            }
            assertEquals(kept.size(), numbers.size());
            assertNull(inbox.failures.peek());
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aDatagramThatComesAlone_keepsNoMemoryOfOthers(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox, b -> b.option(BaresockChannelOption.BATCH, 32));
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            List<BaresockDatagramPacket> kept = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                await(from.writeAndFlush(net.text("alone")));
                kept.add(inbox.next());
            }
            net.loop().run(() -> {});
            long used = net.allocator.metric().usedDirectMemory();
            assertTrue(used <= (32 + 50) * ROOM, used + " bytes for 50 datagrams");
            kept.forEach(BaresockDatagramPacket::release);
        }
    }

    /** Notes how many datagrams each read brings. */
    private static final class Reads extends Inbox {
        final List<Integer> sizes = new ArrayList<>();
        private int count;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            count++;
            super.channelRead(context, message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (count > 0) {
                sizes.add(count);
            }
            count = 0;
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void withoutAutoRead_aReadIsABatch_elseBatchesUpToTheLimit(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Reads inbox = new Reads();
            BaresockDatagramChannel to = net.bind(inbox, b -> {
                b.option(ChannelOption.AUTO_READ, false);
                b.option(BaresockChannelOption.BATCH, 4);
                b.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64).maxMessagesPerRead(8));
            });
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            List<ChannelFuture> sent = new ArrayList<>();
            for (int i = 0; i < 19; i++) {
                sent.add(from.write(net.text("" + i)));
            }
            from.flush();
            for (ChannelFuture f : sent) {
                await(f);
            }
            int seen = 0;
            int reads = 0;
            for (; seen < 4; reads++) { // one, if the kernel has delivered all by now
                to.read();
                do {
                    assertEquals("" + seen++, inbox.nextText());
                    net.loop().run(() -> {});
                } while (inbox.messages.peek() != null);
            }
            to.config().setAutoRead(true);
            while (seen < 19) {
                assertEquals("" + seen++, inbox.nextText());
            }
            int single = reads;
            net.loop().run(() -> {
                for (int i = 0; i < inbox.sizes.size(); i++) {
                    assertTrue(inbox.sizes.get(i) <= (i < single ? 4 : 8), inbox.sizes::toString);
                }
                assertEquals(19, inbox.sizes.stream().mapToInt(n -> n).sum());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void packetsOfAClosedChannelStayValid(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Inbox inbox = new Inbox();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            from.write(net.text("one"));
            await(from.writeAndFlush(net.text("two")));
            BaresockDatagramPacket one = inbox.next();
            BaresockDatagramPacket two = inbox.next();
            await(to.close());
            assertEquals("one", one.content().toString(US_ASCII));
            assertEquals("two", two.content().toString(US_ASCII));
            one.release();
            two.release();
        }
    }

    /** Releases the first packet twice, the others once. */
    private static final class TwiceReleased extends Inbox {
        final CompletableFuture<Void> released = new CompletableFuture<>();
        private boolean done;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!done) {
                done = true;
                ((DatagramPacket) message).release(2);
                released.complete(null);
            } else {
                super.channelRead(context, message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aPacketThatIsReleasedTwice_isReported_andTheChannelGoesOn(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            TwiceReleased inbox = new TwiceReleased();
            BaresockDatagramChannel to = net.bind(inbox);
            BaresockDatagramChannel from = net.connect(new Inbox(), to.localAddress());
            await(from.writeAndFlush(net.text("twice")));
            inbox.released.get(Patience.SECONDS, TimeUnit.SECONDS); // so the next one comes with another call
            await(from.writeAndFlush(net.text("next")));
            assertInstanceOf(IllegalReferenceCountException.class, inbox.nextFailure());
            assertEquals("next", inbox.nextText());
            assertNull(inbox.failures.peek());
        }
    }

    // ---- one buffer ----

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private static ByteBuf sliceOf(SharedBuffer buffer, int slot) {
        ByteBuf slice = buffer.slice(slot, 0, 100);
        buffer.handOut();
        return slice;
    }

    @Test
    void itsMemoryIsUsedAgain_onlyWhenAllPartsAreReleased() {
        try (MessageBatch batch = new MessageBatch(8, 0)) {
            SharedBuffer buffer = new SharedBuffer(4, 4, 100);
            buffer.prepare(allocator, batch);
            assertEquals(400, allocator.metric().usedDirectMemory());
            ByteBuf one = sliceOf(buffer, 5).setLong(0, 0x1234_5678_9ABC_DEF0L);
            ByteBuf two = sliceOf(buffer, 7);
            one.release();
            two.release();
            buffer.prepare(allocator, batch);
            ByteBuf same = sliceOf(buffer, 5);
            assertEquals(0x1234_5678_9ABC_DEF0L, same.getLong(0));
            sliceOf(buffer, 7).release();
            buffer.prepare(allocator, batch); // one part is kept
            assertEquals(800, allocator.metric().usedDirectMemory());
            ByteBuf other = sliceOf(buffer, 5).setLong(0, 1);
            assertNotEquals(other.getLong(0), same.getLong(0));
            same.release();
            assertEquals(400, allocator.metric().usedDirectMemory());
            buffer.release();
            assertEquals(1, other.getLong(0));
            other.release();
            assertEquals(0, allocator.metric().usedDirectMemory());
        }
    }

    @Test
    void partsThatWereNotHandedOut_holdNothing() {
        try (MessageBatch batch = new MessageBatch(1, 0)) {
            SharedBuffer buffer = new SharedBuffer(0, 1, 100);
            buffer.prepare(allocator, batch);
            buffer.slice(0, 0, 50); // as if no memory had been left for its packet
            buffer.prepare(allocator, batch);
            ByteBuf kept = sliceOf(buffer, 0);
            assertEquals(2, kept.refCnt());
            kept.release();
            buffer.release();
            assertEquals(0, allocator.metric().usedDirectMemory());
        }
    }

    @Test
    void aPartThatIsReleasedTooOften_isNoticed() {
        try (MessageBatch batch = new MessageBatch(1, 0)) {
            SharedBuffer buffer = new SharedBuffer(0, 1, 100);
            buffer.prepare(allocator, batch);
            sliceOf(buffer, 0).release(2);
            assertThrows(IllegalReferenceCountException.class, () -> buffer.prepare(allocator, batch));
            buffer.prepare(allocator, batch);
            sliceOf(buffer, 0).release();
            buffer.release();
            buffer.release();
            assertEquals(0, allocator.metric().usedDirectMemory());
        }
    }
}
