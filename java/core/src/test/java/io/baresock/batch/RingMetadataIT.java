package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Addresses, descriptors and other control data that come by a batch's io_uring. */
@EnabledOnOs(OS.LINUX)
class RingMetadataIT extends RingFixture {

    @Test
    void addressesOfOtherFamilies_areWhole() throws Exception {
        Socket from6 = udp("[::1]:0");
        Socket to6 = udp("[::1]:0");
        byte[] longest = new byte[107];
        for (int i = 0; i < longest.length; i++) {
            longest[i] = (byte) (i + 1);
        }
        try (MessageBatch m = ring(4);
                Socket named = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixAbstract(longest));
                Socket unnamed = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
                Socket to = Socket.open(AF_UNIX, SOCK_DGRAM, 0)
                        .bind(Sockaddr.unixAbstract(
                                ("baresock-ring-" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII)))) {
            send(from6, to6.localAddress(), 1, SIZE);
            send(from6, to6.localAddress(), 2, SIZE);
            assertEquals(2, to6.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(from6.localAddress(), m.source(1));
            assertEquals(1, m.sourceLow(1));
            assertDatagram(m, 1, 2, SIZE);

            send(named, to.localAddress(), 3, 7);
            send(unnamed, to.localAddress(), 4, 8);
            send(named, to.localAddress(), 5, 9);
            assertEquals(3, to.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(named.localAddress(), m.source(0));
            assertEquals(0, m.sourceLength(1));
            assertEquals(named.localAddress(), m.source(2));
            for (int i = 0; i < 3; i++) {
                assertDatagram(m, i, 3 + i, 7 + i);
            }
            assertEquals(2, RingBatches.requests(m));
        }
    }

    @Test
    void descriptors_areTaken_orClosed_andCloseOnExec() throws Exception {
        Socket[] pair = unix();
        try (MessageBatch out = new MessageBatch(3, 1);
                MessageBatch m = ring(4)) {
            out.length(0, 1).length(1, 1).length(2, 1);
            out.control(0).rights(pair[0].fd());
            out.control(2).rights(pair[0].fd(), pair[1].fd());
            List<String> before = Fds.open();
            assertEquals(3, pair[0].sendmmsg(out.range(0, 3), MSG_DONTWAIT));
            assertEquals(3, pair[1].recvmmsg(m, MSG_DONTWAIT));
            assertEquals(1, RingBatches.requests(m));
            assertEquals(1, m.fdCount(0));
            assertEquals(0, m.fdCount(1));
            assertEquals(2, m.fdCount(2));
            assertFalse(m.isControlTruncated(2));
            int taken = m.takeFd(2, 1);
            assertEquals(FD_CLOEXEC, fcntl(taken, F_GETFD, 0));
            assertEquals(Socket.WOULD_BLOCK, pair[1].recvmmsg(m, MSG_DONTWAIT));
            assertEquals(0, close(taken));
            Fds.assertNoOthersThan(before);
        }
    }

    @Test
    void controlDataWithoutRoom_isTruncated_andNoDescriptorIsLost() throws Exception {
        Socket[] pair = unix();
        for (int room : new int[] {0, CMSG_SPACE(4)}) {
            try (MessageBatch out = new MessageBatch(1, 1);
                    MessageBatch m = RingBatches.always(2, SIZE, room)) {
                out.length(0, 1).control(0).rights(pair[0].fd(), pair[1].fd(), pair[0].fd());
                List<String> before = Fds.open();
                assertEquals(1, pair[0].sendmmsg(out.range(0, 1), MSG_DONTWAIT));
                assertEquals(1, pair[1].recvmmsg(m, MSG_DONTWAIT));
                assertTrue(m.isControlTruncated(0));
                assertTrue(m.fdCount(0) <= 2); // 4 bytes and their padding
                assertEquals(Socket.WOULD_BLOCK, pair[1].recvmmsg(m, MSG_DONTWAIT));
                Fds.assertNoOthersThan(before);
            }
        }
    }

    @Test
    void mergedDatagrams_areSeenOneByOne() throws Exception {
        Socket from = udp();
        Socket to = udp();
        assertEquals(0, setsockopt(to.fd(), IPPROTO_UDP, UDP_GRO, 1));
        try (MessageBatch m = RingBatches.always(2, 1024, 64)) {
            Gso gso = new Gso();
            assertEquals(100, from.sendSegments(gso, ByteBuffer.allocateDirect(100), 10, 0, to.localAddress()));
            assertEquals(1, to.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(10, m.datagrams(0));
            assertEquals(10, m.datagram(0, 9).remaining());
            assertEquals(1, RingBatches.requests(m));
        }
    }
}
