package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Receives of a batch by its io_uring: what came is told as recvmmsg(2) tells it. */
@EnabledOnOs(OS.LINUX)
class RingIT extends RingFixture {

    @Test
    void theRing_isUsed_fromTheFourthDatagramOn_andAnEmptyReceiveDoesNotChangeThat() throws Exception {
        Socket from = udp();
        Socket to = udp();
        try (MessageBatch m = RingBatches.asItIs(8, SIZE, 0)) {
            assertNull(m.whyNoRing());
            int[] counts = {3, 4, 0, 4, 3, 2};
            long[] requests = {0, 0, 1, 2, 3, 3}; // one a receive that follows one of four
            for (int k = 0; k < counts.length; k++) {
                for (int i = 0; i < counts[k]; i++) {
                    send(from, to.localAddress(), i, SIZE);
                }
                assertEquals(counts[k] == 0 ? Socket.WOULD_BLOCK : counts[k], to.recvmmsg(m, MSG_DONTWAIT));
                assertEquals(requests[k], RingBatches.requests(m), "after receive " + k);
                for (int i = 0; i < counts[k]; i++) {
                    assertDatagram(m, i, i, SIZE);
                }
                assertNothing(m, counts[k]);
            }
        }
    }

    @Test
    void moreThanARequestTakes_comeInOrder_fromTheirSenders() throws Exception {
        Socket[] from = {udp(), udp(), udp()};
        Socket to = udp();
        try (MessageBatch m = ring(100)) {
            for (int sent : new int[] {100, 33, 32, 31, 64, 65, 1, 120}) {
                for (int i = 0; i < sent; i++) {
                    send(from[i % 3], to.localAddress(), i, i % SIZE + 1);
                }
                int came = Math.min(sent, 100);
                assertEquals(came, to.recvmmsg(m, MSG_DONTWAIT));
                for (int i = 0; i < came; i++) {
                    assertDatagram(m, i, i, i % SIZE + 1);
                    assertTrue(m.sourceMatches(i, from[i % 3].localAddress()));
                }
                assertNothing(m, came);
            }
            assertEquals(20, to.recvmmsg(m, 0, 0));
            assertDatagram(m, 19, 119, 119 % SIZE + 1);
            assertEquals(Socket.WOULD_BLOCK, to.recvmmsg(m, MSG_DONTWAIT));
            assertNothing(m, 0);
        }
    }

    @Test
    void emptyAndLongDatagrams_areMessages_whereverTheyAre() throws Exception {
        Socket from = udp();
        Socket to = udp();
        try (MessageBatch m = ring(8)) {
            int[][] all = {{0}, {5, 0}, {0, 5}, {0, 0, 0}, {1, 0, 40, 0, 32}, {33, 31, 0, 0, 9, 8, 7, 0}, {}};
            for (int[] sizes : all) {
                for (int i = 0; i < sizes.length; i++) {
                    send(from, to.localAddress(), i, sizes[i]);
                }
                assertEquals(sizes.length == 0 ? Socket.WOULD_BLOCK : sizes.length, to.recvmmsg(m, MSG_DONTWAIT));
                for (int i = 0; i < sizes.length; i++) {
                    assertEquals(sizes[i], m.bytes(i)); // a Socket asks for the datagram's own length
                    assertDatagram(m, i, i, sizes[i]);
                }
                assertNothing(m, sizes.length);
            }
        }
    }

    /** Two batches, one with a ring, and two sockets that are sent the same: nothing may tell which is which. */
    @Test
    void aRingAndRecvmmsg_sayTheSame() throws Exception {
        Random random = new Random(20);
        Socket from = udp();
        Socket[] to = {udp(), udp()};
        try (MessageBatch plain = new MessageBatch(40, SIZE, 64);
                MessageBatch ring = RingBatches.always(40, SIZE, 64)) {
            for (int round = 0; round < 300; round++) {
                for (int name : new int[] {IP_RECVTTL, IP_RECVTOS, IP_PKTINFO}) {
                    int on = random.nextInt(3) == 0 ? 1 : 0;
                    for (Socket s : to) {
                        assertEquals(0, setsockopt(s.fd(), IPPROTO_IP, name, on));
                    }
                }
                int count = random.nextInt(45);
                for (int i = 0; i < count; i++) {
                    int size = random.nextInt(10) == 0 ? 0 : random.nextInt(2 * SIZE);
                    send(from, to[0].localAddress(), i, size);
                    send(from, to[1].localAddress(), i, size);
                }
                int flags = MSG_DONTWAIT | (random.nextBoolean() ? MSG_WAITFORONE : 0);
                flags |= random.nextBoolean() ? MSG_TRUNC : 0;
                for (int k = 0; k < 2; k++) { // the second takes the rest, or nothing
                    int came = recvmmsg(to[0].fd(), plain, flags);
                    assertEquals(came, recvmmsg(to[1].fd(), ring, flags));
                    assertSame(plain, ring);
                }
            }
            assertTrue(RingBatches.requests(ring) >= 600);
        }
    }

    private static void assertSame(MessageBatch a, MessageBatch b) {
        assertEquals(a.count(), b.count());
        for (int i = 0; i < a.capacity(); i++) {
            assertEquals(a.bytes(i), b.bytes(i), "bytes of slot " + i);
            assertEquals(a.flags(i), b.flags(i), "flags of slot " + i);
            assertEquals(a.payload(i), b.payload(i), "payload of slot " + i);
            assertEquals(a.source(i), b.source(i), "source of slot " + i);
            assertEquals(a.ttl(i), b.ttl(i), "TTL of slot " + i);
            assertEquals(a.tos(i), b.tos(i), "TOS of slot " + i);
            assertEquals(a.localFamily(i), b.localFamily(i), "local family of slot " + i);
            assertEquals(a.localInt(i), b.localInt(i), "local address of slot " + i);
            assertEquals(a.interfaceIndex(i), b.interfaceIndex(i), "interface of slot " + i);
            assertEquals(a.received(i).count(), b.received(i).count(), "control messages of slot " + i);
            for (int k = 0; k < a.received(i).count(); k++) {
                assertArrayEquals(a.received(i).copy(k), b.received(i).copy(k));
            }
        }
    }

    @Test
    void anError_isToldOnce_andWhatCameBeforeItIsNotLost() throws Exception {
        Socket here = udp();
        here.connect(Sockaddr.of(Ports.refusing("127.0.0.1")));
        try (MessageBatch m = ring(4)) {
            assertEquals(1, here.send(ByteBuffer.allocateDirect(1), 0));
            assertTrue((poll(here.fd(), 0, Patience.NANOS) & POLLERR)
                    != 0); // mostly at once, but the kernel may put it off
            ErrnoException e = assertThrows(ErrnoException.class, () -> here.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(ECONNREFUSED, e.errno());
            assertEquals(Socket.WOULD_BLOCK, here.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(-EBADF, recvmmsg(-1, m, MSG_DONTWAIT));
            assertNothing(m, 0);
            assertEquals(3, RingBatches.requests(m));
        }
    }

    @Test
    void memoryOfTheCallers_isReceivedInto_withoutTheRing() throws Exception {
        Socket from = udp();
        Socket to = udp();
        ByteBuffer mine = ByteBuffer.allocateDirect(SIZE);
        try (MessageBatch m = ring(2)) {
            m.memory(1, mine);
            send(from, to.localAddress(), 1, SIZE);
            send(from, to.localAddress(), 2, SIZE);
            assertEquals(2, to.recvmmsg(m, MSG_DONTWAIT));
            assertDatagram(m, 0, 1, SIZE);
            assertDatagram(m, 1, 2, SIZE);
            assertTrue(Datagrams.isFilled(mine, 2, SIZE));
            assertTrue(m.sourceMatches(0, from.localAddress()));
            assertEquals(0, RingBatches.requests(m));
        }
    }

    @Test
    void whatCame_canBeSentBack() throws Exception {
        Socket client = udp();
        Socket server = udp();
        assertEquals(0, setsockopt(server.fd(), IPPROTO_IP, IP_PKTINFO, 1));
        try (MessageBatch m = ring(40);
                MessageBatch back = ring(40)) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 40; i++) {
                    send(client, server.localAddress(), i, SIZE);
                }
                assertEquals(40, server.recvmmsg(m, 0)); // waits by poll(2), not in a receive
                for (int i = 0; i < 40; i++) {
                    m.reply(i);
                }
                assertEquals(40, server.sendmmsg(m, 0));
                assertEquals(40, client.recvmmsg(back, MSG_DONTWAIT));
                for (int i = 0; i < 40; i++) {
                    assertDatagram(back, i, i, SIZE);
                    assertEquals(server.localAddress(), back.source(i));
                }
            }
            assertTrue(RingBatches.requests(m) >= 6);
        }
    }

    @Test
    void threads_mayUseIt_oneAfterTheOther() throws Exception {
        Socket from = udp();
        Socket to = udp();
        try (MessageBatch m = ring(4)) {
            for (int round = 0; round < 20; round++) {
                send(from, to.localAddress(), round, SIZE);
                CompletableFuture<Integer> came = new CompletableFuture<>();
                Thread t = new Thread(() -> came.complete(recvmmsg(to.fd(), m, MSG_DONTWAIT)));
                t.start();
                assertEquals(1, came.get(Patience.SECONDS, TimeUnit.SECONDS));
                t.join();
                assertDatagram(m, 0, round, SIZE);
            }
            assertEquals(20, RingBatches.requests(m));
        }
    }

    private static long rings() throws IOException {
        return Fds.open().stream().filter(fd -> fd.contains("io_uring")).count();
    }

    @Test
    void close_releasesTheDescriptor_alsoInTheMiddleOfReceives() throws Exception {
        Socket from = udp();
        Socket to = udp();
        List<String> before = Fds.open();
        long rings = rings();
        for (int round = 0; round < 50; round++) {
            MessageBatch m = ring(4);
            assertEquals(rings + 1, rings());
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Class<?>> end = new CompletableFuture<>();
            Thread t = new Thread(() -> {
                try {
                    while (true) {
                        recvmmsg(to.fd(), m, MSG_DONTWAIT);
                        begun.countDown();
                    }
                } catch (RuntimeException e) {
                    end.complete(e.getClass());
                }
            });
            t.start();
            assertTrue(begun.await(Patience.SECONDS, TimeUnit.SECONDS));
            send(from, to.localAddress(), 1, SIZE);
            m.close();
            assertEquals(IllegalStateException.class, end.get(Patience.SECONDS, TimeUnit.SECONDS));
            t.join();
            Fds.assertNoOthersThan(before);
            assertTrue(m.hasRing()); // it had one
            m.close();
        }
    }

    @Test
    void aForgottenBatch_losesItsRing() throws Exception {
        long before = rings();
        WeakReference<MessageBatch> forgotten = new WeakReference<>(ring(4));
        long start = System.nanoTime();
        while (rings() > before && System.nanoTime() - start < Patience.NANOS) {
            System.gc();
        }
        assertTrue(rings() <= before);
        assertNull(forgotten.get());
    }

    /** Wherever this runs: also where rings are forbidden, or -Dbaresock.force says so. */
    @Test
    void withOrWithoutARing_aBatchReceives() throws Exception {
        Socket from = udp();
        Socket to = udp();
        try (MessageBatch m = MessageBatch.withRing(8, SIZE)) {
            assertEquals(m.hasRing(), m.whyNoRing() == null);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 5; i++) {
                    send(from, to.localAddress(), i, SIZE);
                }
                assertEquals(5, to.recvmmsg(m, MSG_DONTWAIT));
                assertDatagram(m, 4, 4, SIZE);
                assertTrue(m.sourceMatches(4, from.localAddress()));
                assertNothing(m, 5);
            }
            assertEquals(m.hasRing() ? 2 : 0, RingBatches.requests(m));
        }
    }

    @Test
    void aBatchThatWasNotAskedToHaveARing_saysSo() {
        try (MessageBatch m = new MessageBatch(1, 1)) {
            assertFalse(m.hasRing());
            assertNotNull(m.whyNoRing());
        }
        assertThrows(IllegalArgumentException.class, () -> MessageBatch.withRing(0, 1));
        assertThrows(IllegalArgumentException.class, () -> MessageBatch.withRing(1, 1, -1));
    }
}
