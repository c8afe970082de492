package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Capabilities;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Segmentation of what is sent and merging of what is received, on loopback. */
@EnabledOnOs(OS.LINUX)
class GsoIT {

    @BeforeEach
    void mayHaveRoom() {
        Capabilities.CAP_NET_ADMIN.need(); // for SO_RCVBUFFORCE
    }

    private static Socket udp(String address) throws ErrnoException {
        Sockaddr any = Sockaddr.parse(address);
        Socket s = Socket.open(any.family(), SOCK_DGRAM, 0);
        s.bind(any);
        s.setOption(SocketOptions.SO_RCVBUFFORCE, 8 << 20);
        return s;
    }

    @Test
    @DisplayName("G3: a buffer goes out as datagrams of one size, each exactly once and in order, and is counted")
    void everyDatagram_arrivesOnce_inOrder() throws Exception {
        Random random = new Random(3);
        for (String family : new String[] {"127.0.0.1:0", "[::1]:0"}) {
            try (Socket from = udp(family);
                    Socket to = udp(family)) {
                Gso gso = new Gso();
                for (int round = 0; round < 60; round++) {
                    int size = round < 10 ? round + 1 : 1 + random.nextInt(3000);
                    byte[] data = new byte[random.nextInt(Math.min(60_000, 200 * size))];
                    random.nextBytes(data);
                    sendAndCheck(gso, from, to, data, size, round % 2 == 0);
                }
                assertTrue(Gso.supportedSegments() == 1 || gso.segments() > 0);
                assertEquals(0, gso.plainReason(to.localAddress()));
            }
        }
    }

    private static void sendAndCheck(Gso gso, Socket from, Socket to, byte[] data, int size, boolean direct)
            throws ErrnoException {
        ByteBuffer out =
                direct ? ByteBuffer.allocateDirect(data.length).put(data).flip() : ByteBuffer.wrap(data);
        int datagrams = (data.length + size - 1) / size;
        long before = gso.segments() + gso.singles();
        assertEquals(data.length, from.sendSegments(gso, out, size, 0, to.localAddress()));
        assertFalse(out.hasRemaining());
        assertEquals(before + datagrams, gso.segments() + gso.singles());
        ByteBuffer in = ByteBuffer.allocate(65_536);
        for (int i = 0; i < datagrams; i++) {
            int n = to.recv(in.clear(), MSG_DONTWAIT);
            assertEquals(Math.min(size, data.length - i * size), n);
            assertTrue(Arrays.equals(data, i * size, i * size + n, in.array(), 0, n), "datagram " + i);
        }
        assertEquals(Socket.WOULD_BLOCK, to.recv(in.clear(), MSG_DONTWAIT));
    }

    @Test
    @DisplayName("G3, Z14: the runs of a batch go as segments: any sizes, destinations and control messages")
    void runsOfABatch_arriveOnce_inOrder() throws Exception {
        Random random = new Random(33);
        try (Socket from = udp("127.0.0.1:0");
                Socket one = udp("127.0.0.1:0");
                Socket two = udp("127.0.0.1:0");
                MessageBatch out = new MessageBatch(200, 600);
                MessageBatch in = new MessageBatch(200, 600)) {
            Socket[] receivers = {one, two};
            Metadata.receive(one, Metadata.TOS);
            Metadata.receive(two, Metadata.TOS);
            Gso gso = new Gso().minRun(2);
            for (int round = 0; round < 200; round++) {
                int count = random.nextInt(201);
                int[] size = new int[count];
                int[] target = new int[count];
                int[] tos = new int[count];
                for (int i = 0; i < count; i++) { // mostly as the one before, so that there are runs
                    boolean same = i > 0 && random.nextInt(8) > 0;
                    size[i] = same ? size[i - 1] : random.nextInt(601);
                    target[i] = same ? target[i - 1] : random.nextInt(2);
                    tos[i] = same ? tos[i - 1] : random.nextInt(3) * 4;
                    Datagrams.fill(out, i, i, size[i]);
                    out.to(i, receivers[target[i]].localAddress());
                    out.control(i).clear();
                    if (tos[i] > 0) {
                        out.control(i).tos(tos[i]);
                    }
                }
                long before = gso.segments() + gso.singles();
                assertEquals(count, from.sendmmsg(out.range(0, count), gso, 0));
                assertEquals(before + count, gso.segments() + gso.singles());
                for (int r = 0; r < 2; r++) {
                    int expected = Datagrams.count(target, r);
                    assertEquals(
                            expected == 0 ? Socket.WOULD_BLOCK : expected, receivers[r].recvmmsg(in, MSG_DONTWAIT));
                    int at = 0;
                    for (int i = 0; i < count; i++) {
                        if (target[i] == r) {
                            assertEquals(size[i], in.bytes(at));
                            assertTrue(Datagrams.isFilled(in.payload(at), i, size[i]));
                            assertEquals(tos[i], in.tos(at));
                            at++;
                        }
                    }
                }
            }
            assertTrue(gso.segments() > 10_000, () -> gso.segments() + " went as segments");
            assertTrue(gso.singles() > 0);
        }
    }

    @Test
    @DisplayName("G3: messages that have a segment size of their own stay apart, whatever else makes a run")
    void messagesWithASegmentSize_arePiecesAlready() throws Exception {
        Assumptions.assumeTrue(Gso.supportedSegments() > 1, "this kernel has no segmentation");
        try (Socket from = udp("127.0.0.1:0");
                Socket to = udp("127.0.0.1:0");
                MessageBatch out = new MessageBatch(40, 100);
                MessageBatch in = new MessageBatch(100, 100)) {
            from.connect(to.localAddress());
            Gso gso = new Gso();
            for (int i = 0; i < 40; i++) {
                Datagrams.fill(out, i, i, 100);
                out.control(i).clear();
                if (i < 20) {
                    out.control(i).segmentSize(50);
                }
            }
            assertEquals(40, from.sendmmsg(out.range(0, 40), gso, 0));
            assertEquals(60, to.recvmmsg(in, MSG_DONTWAIT));
            for (int i = 0; i < 60; i++) {
                assertEquals(i < 40 ? 50 : 100, in.bytes(i), "bytes of datagram " + i);
            }
            assertEquals(20, gso.segments());
            assertEquals(20, gso.singles());
        }
    }

    @Test
    @DisplayName("G1: merged datagrams are seen one by one, where they are")
    void mergedDatagrams_areSeenOneByOne() throws Exception {
        try (Socket from = udp("127.0.0.1:0");
                Socket to = udp("127.0.0.1:0");
                MessageBatch in = new MessageBatch(4, 65_536)) {
            Metadata.receive(to, Metadata.GRO);
            from.connect(to.localAddress());
            ByteBuffer out = ByteBuffer.allocateDirect(1200 * 49 + 7);
            for (int i = 0; i < out.capacity(); i++) {
                out.put((byte) (i / 1200));
            }
            Gso gso = new Gso();
            assertEquals(out.capacity(), from.sendSegments(gso, out.flip(), 1200));
            assertEquals(5, from.send(ByteBuffer.wrap(new byte[5]), 0));
            assertEquals(2, to.recvmmsg(in, MSG_WAITFORONE));
            assertEquals(1200, in.groSize(0));
            assertEquals(50, in.datagrams(0));
            for (int k = 0; k < 50; k++) {
                ByteBuffer d = in.datagram(0, k);
                assertEquals(k < 49 ? 1200 : 7, d.remaining());
                assertEquals(k, d.get(d.position()));
                assertEquals(k, d.get(d.limit() - 1));
            }
            assertEquals(1, in.datagrams(1));
            assertEquals(5, in.datagram(1, 0).remaining());
            assertEquals(0, in.datagrams(2));
            assertThrows(IndexOutOfBoundsException.class, () -> in.datagram(0, 50));
            assertThrows(IndexOutOfBoundsException.class, () -> in.datagram(2, 0));
        }
    }

    @Test
    @DisplayName("G3: 0 B/op")
    void nothingIsAllocated() throws Exception {
        try (Socket from = udp("127.0.0.1:0");
                Socket to = udp("127.0.0.1:0");
                MessageBatch many = new MessageBatch(32, 64);
                MessageBatch in = new MessageBatch(32, 65_536)) {
            Metadata.receive(to, Metadata.GRO);
            Sockaddr name = to.localAddress();
            Gso gso = new Gso();
            ByteBuffer out = ByteBuffer.allocateDirect(64 * 32);
            for (int i = 0; i < 32; i++) {
                many.length(i, 64).to(i, name);
            }
            assertEquals(0, Allocations.leastBytes(500, () -> {
                try {
                    from.sendSegments(gso, out.clear(), 64, 0, name);
                    from.sendmmsg(many.range(0, 32), gso, 0);
                    sendSegments(from.fd(), gso, out.clear(), 64, 0, name);
                    for (int left = 96; left > 0; ) {
                        to.recvmmsg(in, MSG_WAITFORONE);
                        for (int i = 0; i < in.count(); i++) {
                            for (int k = 0; k < in.datagrams(i); k++, left--) {
                                if (in.datagram(i, k).remaining() != 64) {
                                    throw new AssertionError("not what was sent");
                                }
                            }
                        }
                    }
                } catch (ErrnoException e) {
                    throw new AssertionError(e);
                }
            }));
        }
    }

    @Test
    void withATimeout_andClosed() throws Exception {
        try (Socket from = udp("127.0.0.1:0");
                Socket to = udp("127.0.0.1:0")) {
            Gso gso = new Gso();
            ByteBuffer out = ByteBuffer.allocateDirect(4800);
            assertEquals(4800, from.sendSegments(gso, out, 1200, 0, to.localAddress(), 1_000_000_000L));
            assertEquals(1200, to.recv(ByteBuffer.allocate(1200), 0, -1));
            from.close();
            assertThrows(
                    IOException.class, () -> from.sendSegments(gso, out.clear(), 1200, 0, to.localAddress(), 1000L));
        }
    }

    @Test
    void misuse_isToldClearly() throws Exception {
        Gso gso = new Gso();
        ByteBuffer b = ByteBuffer.allocate(100);
        try (Socket tcp = Socket.open(AF_INET, SOCK_STREAM, 0);
                Socket unix = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
                Socket udp = udp("127.0.0.1:0");
                MessageBatch m = new MessageBatch(2, 10)) {
            for (Socket s : new Socket[] {tcp, unix}) {
                for (Throwable t : new Throwable[] {
                    assertThrows(IllegalArgumentException.class, () -> s.sendSegments(gso, b, 10, 0, null)),
                    assertThrows(IllegalArgumentException.class, () -> s.sendmmsg(m, gso, 0)),
                    assertThrows(IllegalArgumentException.class, () -> sendmmsg(s.fd(), m, gso, 0)),
                    assertThrows(IllegalArgumentException.class, () -> sendSegments(s.fd(), gso, b, 10, 0, null))
                }) {
                    assertTrue(t.getMessage().endsWith(": only a UDP socket can segment; send without a Gso"));
                }
            }
            assertEquals(
                    "sendSegments: segment size 0 is not in 1..65507",
                    assertThrows(IllegalArgumentException.class, () -> udp.sendSegments(gso, b, 0, 0, null))
                            .getMessage());
            assertThrows(IllegalArgumentException.class, () -> gso.minRun(1));
            assertThrows(IllegalArgumentException.class, () -> gso.maxSegments(Gso.supportedSegments() + 1));
            assertThrows(NullPointerException.class, () -> udp.sendSegments(gso, null, 10, 0, null));
            assertEquals(-EBADF, sendSegments(-1, gso, b, 10, 0, Sockaddr.inet("127.0.0.1", 9)));
            ErrnoException e = assertThrows(
                    ErrnoException.class, () -> udp.sendSegments(gso, b.clear(), 10, 0, Sockaddr.inet("127.0.0.1", 0)));
            assertEquals(EINVAL, e.errno());
            assertTrue(e.getMessage().contains("127.0.0.1:0"), e.getMessage());
            assertEquals(0, b.position());
            assertEquals(0, gso.plainReason(Sockaddr.inet("127.0.0.1", 0)));
            assertThrows(IllegalArgumentException.class, () -> Metadata.receive(unix, Metadata.TTL));
        }
    }
}
